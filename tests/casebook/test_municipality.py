"""Municipalities: codes with check digits, sizes, and which one is ours."""

import pytest
from django.core.exceptions import ValidationError

from casebook.loading import municipality_rows
from casebook.models import Municipality, check_digit, population_band, validate_municipality_code
from casebook.vocabulary import PREFECTURES, PopulationBand
from tests.builders import a_municipality


@pytest.mark.parametrize(
    "code", ["132209", "182087", "192040", "010006", "470007", "141003", "113859", "452025"]
)
def test_a_real_code_is_accepted(code):
    validate_municipality_code(code)


@pytest.mark.parametrize("code", ["132208", "13220", "1322099", "13220a", "１３２２０９", ""])
def test_a_wrong_code_is_refused(code):
    with pytest.raises(ValidationError):
        validate_municipality_code(code)


def test_every_code_of_the_initial_content_has_the_right_check_digit():
    codes = [row["code"] for row in municipality_rows()]

    assert [code for code in codes if code[5] != check_digit(code[:5])] == []
    assert len(codes) == len(set(codes))


def test_the_initial_content_holds_all_47_prefectures():
    prefectures = [
        (row["code"][:2], row["name"]) for row in municipality_rows() if row["kind"] == "都道府県"
    ]

    assert prefectures == PREFECTURES


@pytest.mark.parametrize(
    ("population", "band"),
    [
        (None, PopulationBand.UNKNOWN),
        (0, PopulationBand.UNDER_10K),
        (9_999, PopulationBand.UNDER_10K),
        (10_000, PopulationBand.FROM_10K),
        (29_999, PopulationBand.FROM_10K),
        (30_000, PopulationBand.FROM_30K),
        (100_000, PopulationBand.FROM_100K),
        (300_000, PopulationBand.FROM_300K),
        (1_000_000, PopulationBand.FROM_1M),
    ],
)
def test_a_population_falls_in_one_band(population, band):
    assert population_band(population) == band


@pytest.mark.django_db
def test_our_own_municipality_is_the_one_of_the_setting(settings):
    own = a_municipality("自分の市")
    a_municipality("よその市")

    settings.OWN_MUNICIPALITY = own.code

    assert Municipality.objects.own() == own


@pytest.mark.django_db
def test_a_population_needs_its_source():
    municipality = a_municipality(population=1000)

    with pytest.raises(ValidationError) as refusal:
        municipality.full_clean()

    assert list(refusal.value.message_dict) == ["population_source"]
