"""Figures that the other parts count: by the hour, for everybody alike, and never of few people."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from portal.guidance.marks import mark_read
from portal.guidance.models import Edition
from portal.kpi.boards import city_line, city_lines
from portal.kpi.counting import NOT_YET, count_parts, counted_of
from portal.kpi.forms import NewIndicatorForm
from portal.kpi.from_parts import FEW, FROM_PARTS, PartFigure
from portal.kpi.models import Indicator, Kind, PartCount, Span
from portal.kpi.small_groups import WITHHELD, publish_shares
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member
from tests.guidance.builders import a_guide
from tests.kpi.builders import NOW, TODAY, a_section, an_indicator, filled
from tests.training.builders import a_course, a_session
from training.booking import book_seat
from training.models import Completion

pytestmark = pytest.mark.django_db
YEAR = 2026


def words_of(department=None):
    return {line.label: line.words for line in counted_of(YEAR, department).lines}


def a_line(value, *, unit="人", counts_people=True, **more):
    return PartFigure(
        "line", "行", unit, lambda _moment: value, "kpi:city", counts_people=counts_people, **more
    )


def test_every_part_offers_lines_and_every_line_leads_somewhere():
    a_case("公開した事例")
    a_case("下書き", live=False)

    count_parts(NOW)

    words = words_of()
    assert list(words) == [line.label for line in FROM_PARTS]
    assert words["公開している事例"] == "1件"
    assert words["相談"] == "0件"
    assert words["研修に満足した割合"] == words["必須の研修を終えた人の割合"] == NOT_YET
    assert {line.url_name.partition(":")[0] for line in FROM_PARTS} == {
        "casebook", "training", "guidance", "leaders", "consultations", "faq", "ideas",
    }  # fmt: skip
    assert all(reverse(line.url_name) for line in FROM_PARTS)


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0人"), (3, "5未満"), (FEW, "5未満"), (5, "5人"), (None, NOT_YET)]
)
def test_few_people_are_no_number_not_even_in_the_database(value, words):
    count_parts(NOW, [a_line(value)])

    row = PartCount.objects.get()
    assert (row.value is None) == (words in ("5未満", NOT_YET))
    row.code = "trained"
    row.save()
    assert words_of() == {"研修を受けた人": words}


def test_what_was_counted_stands_until_it_is_counted_again(client):
    count_parts(NOW)
    a_case("あとの事例")
    assert words_of()["公開している事例"] == "0件"

    count_parts(NOW + timedelta(hours=1))

    assert words_of()["公開している事例"] == "1件"
    assert PartCount.objects.filter(code="cases").count() == 1
    for name in ("kpi:city", "kpi:report"):
        for staff in (a_staff_member(), a_staff_member(role=Role.OFFICER)):
            client.force_login(staff)
            assert "公開している事例" in client.get(reverse(name)).content.decode()


def test_a_year_keeps_what_was_counted_in_it():
    count_parts(NOW, [a_line(12)])
    count_parts(NOW + timedelta(days=365), [a_line(20)])

    counts = dict(PartCount.objects.values_list("fiscal_year", "value"))
    assert counts == {2026: 12, 2027: 20}


def test_shares_of_sections_hide_few_people_on_both_sides():
    parts = {"A": (10, 30), "B": (2, 20), "C": (18, 20), "D": (30, 60), "E": (12, 40)}

    percents, whole = publish_shares(parts)

    assert percents["B"] == percents["C"] == WITHHELD
    shown = [key for key, percent in percents.items() if percent != WITHHELD]
    hidden = [parts[key] for key in parts if key not in shown]
    assert shown
    assert len(hidden) > 2 or whole == WITHHELD
    assert publish_shares({"A": (6, 12)}) == ({"A": 50}, 50)
    assert publish_shares({"A": (2, 12)})[1] == WITHHELD


def test_a_section_sees_who_has_read_and_completed_what_is_compulsory(client):
    section, other = a_section(), a_section()
    people = [a_staff_member(department=section) for _ in range(12)]
    others = [a_staff_member(department=other) for _ in range(12)]
    guide = a_guide(is_compulsory=True)
    course = a_course("情報セキュリティ", is_compulsory=True)
    edition = Edition.objects.in_force().get(guide=guide)
    for staff in [*people[:6], *others[:6]]:
        mark_read(edition, staff, shown="1.0", now=NOW)
        Completion.objects.create(
            staff=staff, department=staff.department, course=course, completed_on=TODAY
        )

    count_parts(NOW)

    assert words_of(section) == {
        "必須の研修を終えた人の割合": "50％", "必ず読むページを読んだ人の割合": "50％",
    }  # fmt: skip
    client.force_login(people[0])
    page = client.get(reverse("kpi:section", args=[section.pk])).content.decode()
    assert "必ず読むページを読んだ人の割合" in page


def test_an_indicator_draws_on_a_line_and_moves_with_it(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    drawn = {"span": Span.YEAR, "by_section": False, "drawn_from": "sessions"}
    indicator = an_indicator("classes", unit="回", target_value=Decimal(10), **drawn)
    filled(indicator, 2025, 7)
    filled(indicator, YEAR, 99)
    session = a_session(starts_at=NOW - timedelta(days=3))
    assert session.has_ended(NOW)

    count_parts(NOW)

    years = city_line(indicator, TODAY).years
    assert (years[2025].value, years[YEAR].value, years[YEAR].months) == (7, 1, 8)
    assert city_lines(TODAY)[0].years[YEAR].value == 1
    client.force_login(a_staff_member())
    page = client.get(reverse("kpi:indicator", args=["classes"])).content.decode()
    assert "開いた研修" in page


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({}, None),
        ({"span": "month"}, "span"),
        ({"by_section": "on"}, "by_section"),
        ({"kind": Kind.RATIO}, "kind"),
        ({"kind": Kind.RATIO, "drawn_from": "led"}, None),
        ({"drawn_from": "nothing"}, "drawn_from"),
    ],
)
def test_what_draws_on_a_line_is_the_citys_year_in_its_unit(typed, wrong):
    values = {
        "submit_key": "k", "name": "研修", "slug": "classes", "group": "other", "span": "year",
        "kind": Kind.COUNT, "drawn_from": "sessions",
    }  # fmt: skip

    form = NewIndicatorForm(values | typed)

    assert form.is_valid() == (wrong is None)
    assert set(form.errors) == ({wrong} if wrong else set())
    assert not Indicator.objects.exists()


def test_a_booking_alone_is_nobody_trained():
    book_seat(a_session(), a_staff_member(), now=NOW)

    count_parts(NOW)

    assert words_of()["研修を受けた人"] == "0人"
