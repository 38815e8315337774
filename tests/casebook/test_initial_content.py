"""The fifteen cases: all there, loaded once, never over an editor's work."""

import re

import pytest
from django.core.management import call_command

from casebook.loading import Loaded, case_rows, load_cases, load_municipalities
from casebook.models import Case, InitialCase, Municipality
from casebook.vocabulary import (
    CityHall,
    CostKind,
    FiveLess,
    QuestionKind,
    ResultKind,
    Step,
    Talent,
    Timing,
)
from portal.staff.models import Role
from tests.builders import a_staff_member

SLUGS = {
    "ehime-ken",
    "fukushima-ken",
    "kamisato-machi",
    "funagata-machi",
    "awara-shi",
    "miyakonojo-shi",
    "nishiaizu-machi",
    "sakata-shi",
    "oita-ken",
    "yokohama-shi",
    "kobe-shi",
    "higashiyamato-shi",
    "yamaga-shi",
    "aizuwakamatsu-shi",
    "tsuru-shi",
}


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True, scope="module")
def loaded(rows_of_the_module):
    load_municipalities()
    load_cases()


def test_all_fifteen_cases_are_published_under_their_slugs(loaded):
    assert set(Case.objects.live().values_list("slug", flat=True)) == SLUGS


def test_loading_again_changes_nothing(loaded):
    assert load_municipalities() == Loaded(unchanged=Municipality.objects.count())
    assert load_cases() == Loaded(unchanged=15)


def test_an_untouched_case_is_renewed_when_the_data_changed(loaded):
    InitialCase.objects.filter(slug="awara-shi").update(digest="old")
    Case.objects.filter(slug="awara-shi").update(summary="古い要約")

    assert load_cases() == Loaded(renewed=1, unchanged=14)
    assert Case.objects.get(slug="awara-shi").summary != "古い要約"


def test_an_editors_change_is_never_overwritten(loaded):
    case = Case.objects.get(slug="awara-shi")
    case.summary = "編集者が直した要約"
    case.save_revision(user=a_staff_member(), log_action=True).publish()
    InitialCase.objects.filter(slug="awara-shi").update(digest="old")

    assert load_cases() == Loaded(unchanged=14, edited=1)
    assert Case.objects.get(slug="awara-shi").summary == "編集者が直した要約"


@pytest.mark.parametrize("act", ["delete", "unpublish"])
def test_a_case_that_an_editor_took_away_stays_away(loaded, act):
    case = Case.objects.get(slug="tsuru-shi")
    getattr(case, act)(user=a_staff_member(role=Role.EDITOR))
    InitialCase.objects.filter(slug="tsuru-shi").update(digest="old")

    assert load_cases() == Loaded(unchanged=14, edited=1)
    assert not Case.objects.live().filter(slug="tsuru-shi").exists()


def test_a_municipality_changed_in_the_cms_is_left_alone(loaded, client):
    client.force_login(a_staff_member(role=Role.EDITOR))
    own = Municipality.objects.get(code="132209")
    fields = {
        "code": own.code,
        "name": own.name,
        "reading": own.reading,
        "prefecture": own.prefecture,
        "kind": own.kind,
        "population": "84000",
        "population_as_of": "見本",
        "population_source": "見本の資料",
        "population_note": "",
    }

    client.post(f"/cms/snippets/casebook/municipality/edit/{own.pk}/", fields)
    outcome = load_municipalities()

    assert outcome.edited == 1
    assert Municipality.objects.get(code="132209").population == 84000


@pytest.mark.parametrize("row", case_rows(), ids=lambda row: row["slug"])
def test_the_data_uses_only_the_words_of_the_casebook(row):
    assert set(row["talent"]) <= set(Talent.values)
    assert set(row["city_halls"]) <= set(CityHall.values)
    assert set(row["five_less"]) <= set(FiveLess.values)
    assert set(row["steps"]) <= set(Step.values)
    assert {question["kind"] for question in row["questions"]} <= set(QuestionKind.values)
    assert {cost["kind"] for cost in row["costs"]} <= set(CostKind.values)
    assert {cost["timing"] for cost in row["costs"]} <= set(Timing.values)
    assert {result["kind"] for result in row["results"]} <= set(ResultKind.values)


@pytest.mark.parametrize("row", case_rows(), ids=lambda row: row["slug"])
def test_an_amount_is_given_exactly_where_the_data_says_so(row):
    wrong = [
        c for c in row["costs"] if (c["kind"] == CostKind.AMOUNT) != (c["amount_yen"] is not None)
    ]

    assert wrong == []


def test_the_command_can_be_repeated(capsys):
    call_command("load_initial_content")
    assert re.search(r"新規 [1-9]", capsys.readouterr().out)

    call_command("load_initial_content")
    assert not re.search(r"新規 [1-9]", capsys.readouterr().out)
