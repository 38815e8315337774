"""Reviews, OODA notes and decisions: written once, kept, followed."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from portal.kpi.models import Decision, FollowUp, Kind, OodaNote, Review, Span
from portal.kpi.reviewing import (
    NEXT,
    AlreadyMoved,
    IllegalStep,
    Occasion,
    ReviewTooEarly,
    Said,
    follow_up,
    note,
    occasions,
    record_decision,
    review,
)
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.kpi.builders import NOW, TODAY, a_section, an_indicator, filled

SAID = Said("on_track", "紙の申込みをやめた")
NOTE = {"observe": "列", "orient": "月初に集中", "decide": "予約", "act": "", "indicator_id": None}


def a_decision(**fields):
    values = {"title": "会議の紙をやめる", "decided_on": date(2026, 10, 1), **fields}
    return record_decision(values, by=a_staff_member(), now=NOW)


def test_one_looks_back_at_the_half_and_after_the_end_of_a_year():
    assert [each.code for each in occasions(TODAY)][:3] == ["2026half", "2025year", "2025half"]
    assert [each.code for each in occasions(date(2026, 9, 30))][0] == "2025year"
    assert str(Occasion(2026, "half")) == "令和8年度の半期"


@pytest.mark.django_db
def test_a_review_keeps_the_figure_as_it_was_known_and_what_was_said_before():
    indicator = an_indicator(kind=Kind.COUNT, by_section=False, span=Span.YEAR)
    filled(indicator, 2025, 10)
    first = review(indicator, Occasion(2025, "year"), SAID, by=a_staff_member(), now=NOW)
    indicator.actuals.update(value=99)
    later = NOW + timedelta(days=1)
    review(indicator, Occasion(2025, "year"), SAID, by=a_staff_member(), now=later)

    assert first.figure == "令和7年度 10枚（数値の目標なし）"
    assert [each.figure for each in Review.objects.order_by("at")] == [
        "令和7年度 10枚（数値の目標なし）", "令和7年度 99枚（数値の目標なし）",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("occasion", "at"),
    [
        (Occasion(2026, "year"), NOW),
        (Occasion(2026, "half"), datetime(2026, 9, 30, 1, tzinfo=UTC)),
    ],
)
def test_nobody_looks_back_before_the_time(occasion, at):
    with pytest.raises(ReviewTooEarly):
        review(an_indicator(), occasion, SAID, by=a_staff_member(), now=at)

    assert not Review.objects.exists()


STEPS = list(itertools.product(Decision.State, repeat=2))


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), STEPS)
def test_a_decision_goes_only_the_steps_there_are(old, new):
    decision = a_decision(state=old)

    if new in NEXT[old]:
        follow_up(decision, new, "経過", by=a_staff_member(), now=NOW)
        assert FollowUp.objects.get().state == new
    else:
        with pytest.raises(IllegalStep):
            follow_up(decision, new, "経過", by=a_staff_member(), now=NOW)
        assert not FollowUp.objects.exists()
    assert Decision.objects.get().state == (new if new in NEXT[old] else old)


@pytest.mark.django_db
def test_of_two_who_close_a_decision_at_once_one_is_told():
    decision = a_decision()
    stale = Decision.objects.get()
    follow_up(decision, "done", "済んだ", by=a_staff_member(), now=NOW)

    with pytest.raises(AlreadyMoved):
        follow_up(stale, "dropped", "やめた", by=a_staff_member(), now=NOW)

    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "due_on", "is_overdue"),
    [("open", date(2026, 11, 19), True), ("open", TODAY, False), ("open", None, False),
     ("done", date(2026, 1, 1), False)],
)  # fmt: skip
def test_a_decision_is_overdue_the_day_after_its_day(state, due_on, is_overdue):
    assert Decision(state=state, due_on=due_on).is_overdue(TODAY) is is_overdue


@pytest.mark.django_db
def test_the_officer_records_follows_and_everybody_reads(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    client.force_login(a_staff_member(role=Role.OFFICER))
    values = {"submit_key": "k1", "title": "会議の紙をやめる", "decided_on": "2026-10-01",
              "due_on": "2026-11-01"}  # fmt: skip
    for _ in range(2):
        client.post(reverse("kpi:decision_new"), values)
    decision = Decision.objects.get()
    step = {"submit_key": "k2", "state": "open", "words": "様式を変えた"}
    for _ in range(2):
        client.post(reverse("kpi:decision_follow", args=[decision.pk]), step)
    assert FollowUp.objects.count() == 1

    client.force_login(a_staff_member())
    page = client.get(reverse("kpi:decision_list")).content.decode()
    assert "会議の紙をやめる" in page
    assert "期限を過ぎています" in page
    page = client.get(reverse("kpi:decision", args=[decision.pk])).content.decode()
    assert "様式を変えた" in page
    assert "経過を記録する" not in page


@pytest.mark.django_db
def test_the_officer_reviews_a_figure_on_the_sheet(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    an_indicator("paper", name="紙")
    client.force_login(a_staff_member(role=Role.OFFICER))
    address = reverse("kpi:review_write", args=[2026, "half", "paper"])

    values = {"submit_key": "k", "rating": "unknown", "words": "まだ数がない"}
    client.post(address, values | {"rating": ""})
    assert not Review.objects.exists()
    client.post(address, values)

    page = client.get(reverse("kpi:review_sheet", args=[2026, "half"])).content.decode()
    assert "まだ数がない" in page
    assert "数値がなく判断できない" in page
    assert client.get(reverse("kpi:review_sheet", args=[2026, "year"])).status_code == 404
    assert client.get(reverse("kpi:review_sheet", args=[2026, "month"])).status_code == 404


@pytest.mark.django_db
def test_notes_are_read_in_ones_own_department(client):
    section, other = a_section(), a_section()
    client.force_login(a_staff_member(department=section))
    note(other, NOTE, by=a_staff_member(), now=NOW)
    values = {"submit_key": "k", **NOTE, "observe": "窓口の列が長い"}
    del values["indicator_id"]
    for _ in range(2):
        client.post(reverse("kpi:ooda_new", args=[section.pk]), values)

    assert OodaNote.objects.filter(department=section).count() == 1
    assert client.get(reverse("kpi:ooda_new", args=[other.pk])).status_code == 404
    page = client.get(reverse("kpi:ooda_list"))
    assert [row.department for row in page.context["page"]] == [section]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(
    ("name", "queries"), [("decision_list", 8), ("ooda_list", 7), ("review_list", 5)]
)
def test_lists_cost_the_same_with_more_rows(
    client, django_assert_num_queries, count, name, queries
):
    client.force_login(a_staff_member(department=a_section()))
    section = a_section()
    for _ in range(count):
        a_decision(department=section)
        a_decision(department=section, state="done")
        note(section, NOTE, by=a_staff_member(), now=NOW)

    with django_assert_num_queries(queries):
        client.get(reverse(f"kpi:{name}"))
