"""The directory, the map of sections, and the figures: right, quick, and isolating nobody."""

import itertools
from datetime import date, timedelta

import pytest
from django.utils import timezone

from leaders import roster
from leaders.checking import faults
from leaders.figures import FEW, HIDDEN, SMALLEST, figures_on, reasons_of_leaving, withheld
from leaders.leaving import Farewell, resign
from leaders.models import Appointment, LeaderProfile
from leaders.renewing import (
    NextPlan,
    PlanEndsTooEarly,
    answer_renewal,
    ask_when_it_is_time,
    prepare_next_plan,
    sections_left_without,
    terms_ending_by,
    with_next_steps,
)
from leaders.terms import pause
from portal.notifications.models import Notification
from portal.staff.models import Role
from portal.staff.roles import grant_role, withdraw_role
from tests.builders import a_staff_member
from tests.leaders.builders import (
    a_closed_window,
    a_hand,
    a_leader,
    a_plan,
    a_rest,
    a_section,
    an_officer,
)

pytestmark = pytest.mark.django_db


PAGES = [
    "/leaders/",
    "/leaders/directory/",
    "/leaders/past/",
    "/leaders/coverage/",
    "/leaders/manage/",
    "/leaders/manage/terms/",
]


def test_lists_ask_the_database_as_often_for_thirty_as_for_three(
    client, django_assert_max_num_queries
):
    client.force_login(an_officer())
    now, today = timezone.now(), timezone.localdate()
    counts = []
    for size in (3, 27):
        for number in range(size):
            section = a_section(f"{size}{number:03}", f"{size}の{number}課")
            a_leader(now, staff=a_staff_member(department=section))
            past = {"starts_on": today - timedelta(400), "ends_on": today - timedelta(100)}
            a_leader(now, staff=a_staff_member(department=section), **past)
        found = []
        for path in PAGES:
            client.get(path)
            with django_assert_max_num_queries(60) as queries:
                assert client.get(path).status_code == 200
            found.append((path, len(queries)))
        counts.append(found)

    assert counts[0] == counts[1]


def test_the_map_says_with_paused_or_without(now):
    today = timezone.localdate(now)
    sections = [a_section(code) for code in ("1", "2", "3", "4")]
    people = [a_staff_member(department=section) for section in sections[:3]]
    a_leader(now, staff=people[0])
    resting = a_leader(now, staff=people[1])
    pause(resting, a_rest(today, today + timedelta(days=3)), by=people[1], now=now)

    found = roster.coverage(today)

    assert [(each.department.code, each.state) for each in found] == [
        ("1", "with"),
        ("2", "paused"),
        ("3", "without"),
    ]
    assert "リーダーがいる" in str(roster.coverage_picture(found).legend)
    assert figures_on(today)._asdict() == {
        "leaders": 2,
        "resting": 1,
        "sections": 3,
        "sections_with_leader": 2,
        "experienced": 2,
    }


def test_a_leader_who_left_the_city_is_in_no_list(now):
    term = a_leader(now)
    term.staff.is_active = False
    term.staff.save()

    assert not roster.current_terms(timezone.localdate(now)).exists()


def test_the_search_finds_name_section_and_skill(client):
    now = timezone.now()
    term = a_leader(now, staff=a_staff_member(name="髙﨑 太郎", department=a_section()))
    LeaderProfile.objects.create(staff=term.staff, skills="RPA")
    a_leader(now)
    client.force_login(a_staff_member())

    found = [
        [each.pk for each in client.get("/leaders/directory/", {"q": words}).context["page"]]
        for words in ("髙﨑", "市民課", "rpa", "ぬぬぬ")
    ]

    assert found == [[term.pk], [term.pk], [term.pk], []]


def test_few_people_are_hidden_and_cannot_be_worked_out():
    assert withheld({"a": 0, "b": 0}) == ([("a", 0), ("b", 0)], 0)
    assert withheld({"a": 7, "b": 9}) == ([("a", 7), ("b", 9)], 16)
    assert withheld({"a": 3, "b": 9, "c": 7}) == ([("a", FEW), ("b", 9), ("c", HIDDEN)], HIDDEN)
    assert withheld({"a": 3, "b": 0}) == ([("a", FEW), ("b", 0)], HIDDEN)
    assert withheld({"a": 3, "b": 4}) == ([("a", FEW), ("b", FEW)], HIDDEN)


def test_no_count_below_five_can_be_worked_out_by_who_knows_the_rule():
    """What a reader knows: the shown numbers, and that 5未満 is 1 to 4 and 非表示 5 or more."""
    for counts in itertools.product([0, 1, 2, 4, 5, 6], repeat=3):
        table = withheld(dict(zip("abc", counts, strict=True)))
        words = [word for _label, word in table.rows]
        hidden = [number for number, word in enumerate(words) if word == FEW]
        truths = [
            truth
            for truth in itertools.product(range(0, 12), repeat=3)
            if withheld(dict(zip("abc", truth, strict=True))) == table
        ]
        for number in hidden:
            assert len({truth[number] for truth in truths}) > 1, (counts, table)


def test_reasons_are_counted_together_and_few_are_hidden(now):
    for reason in ["busy"] * 6 + ["done"]:
        term = a_leader(now)
        resign(term, Farewell(reason, "", None), by=term.staff, now=now)

    table = reasons_of_leaving()

    assert dict(table.rows)["やりたいことをやりきった"] == FEW
    assert dict(table.rows)["本来の業務と両立しにくい"] == HIDDEN
    assert SMALLEST == 5


def test_the_end_of_the_plan_is_seen_answered_and_followed_by_the_next_call(now):
    officer, sections = an_officer(), [a_section(code) for code in ("1", "2", "3")]
    terms = [a_leader(now, staff=a_staff_member(department=section)) for section in sections]
    day, today = date(2027, 3, 31), timezone.localdate(now)
    answer_renewal(terms[0], Appointment.Renewal.GOES_ON, now=now)
    window = a_closed_window(now, term_starts_on=date(2027, 4, 1), term_ends_on=date(2028, 3, 31))
    a_hand(window, terms[1].staff, now=now - timedelta(days=1))

    steps = [row.next_step for row in with_next_steps(terms_ending_by(day, today))]

    assert steps == ["続けたい", "次の募集に申出済み", "未回答"]
    assert [each.code for each in sections_left_without(day, today)] == ["1", "3"]
    assert ask_when_it_is_time(now) == 0
    later = now + timedelta(days=60)
    plan = a_plan(later, term_starts_on=date(2027, 4, 1), term_ends_on=date(2030, 3, 31))
    with pytest.raises(PlanEndsTooEarly):
        prepare_next_plan(NextPlan("次のプラン", day, plan), by=officer, now=later)
    made = prepare_next_plan(NextPlan("次のプラン", date(2030, 3, 31), plan), by=officer, now=later)
    asked = Notification.objects.filter(cause__startswith="ending-")
    assert {each.recipient for each in asked} == {terms[1].staff, terms[2].staff}
    assert made.term_ends_on == date(2030, 3, 31)
    terms[0].refresh_from_db()
    assert (terms[0].plan_name, terms[0].ends_on) == ("DXプラン", day)


def test_the_check_finds_what_does_not_fit(now):
    today = timezone.localdate(now)
    without_role = a_leader(now)
    withdraw_role(without_role.staff, Role.LEADER, by=None, on=today)
    grant_role(a_staff_member(), Role.LEADER, by=None, on=today)
    late = a_leader(now, starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 31))

    found = [line.partition("：")[2] for line in faults(today)]

    assert found == [
        "役割が任期のとおりに付与されていません",
        "任期のない人にリーダーの役割があります",
        "終わりの記録がありません",
    ]
    assert late.ended_at is None
