"""The calendar: everything dated that a person may read, and nothing else."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.utils import timezone

from leaders.meetings import agree_on, answer, call_meeting, cancel_meeting
from leaders.models import RecruitmentWindow
from portal.community.models import Group, Poll, Theme
from portal.consultations.models import Consultation
from portal.home.dates import KINDS
from portal.kpi.models import Decision, Survey, SurveyRound
from portal.staff.models import Department, Role, StaffMember
from tests.builders import a_staff_member
from tests.consultations.builders import a_consultation
from tests.guidance.builders import a_guide
from tests.leaders.builders import a_gathering, a_leader, a_section, a_window
from tests.training.builders import a_booking, a_course, a_session
from training.calendars import feed_of
from training.models import BusySeason

pytestmark = pytest.mark.django_db
# Tuesday 20 January 2026, 14:00 in Tokyo; the roles hold since long before.
NOON = datetime(2026, 1, 20, 5, 0, tzinfo=UTC)
DAY = date(2026, 1, 20)


@pytest.fixture(scope="module")
def people(rows_of_the_module):
    people = {role.value: a_staff_member(role.value.lower(), role=role) for role in Role}
    people["ST"] = a_staff_member("st")
    people["OF2"] = a_staff_member("of2", role=Role.OFFICER)
    plant(people)
    return people


def plant(people):
    officer, leader = people["OF"], people["LD"]
    a_session(course=a_course("公開の研修"), starts_at=NOON)
    a_session(course=a_course("準備中の研修"), starts_at=NOON, state="draft")
    hours = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=1)}
    call_meeting(a_gathering(NOON, title="閉じた会議", **hours), by=officer, now=NOON)
    opened = a_gathering(NOON, title="開いた会議", is_open=True, **hours)
    meeting = call_meeting(opened, by=officer, now=NOON)
    agree_on(meeting, "約束したこと", owner=leader, due_on=DAY, by=officer, now=NOON)
    a_window(NOON, title="告げた募集", closes_at=NOON + timedelta(hours=1))
    RecruitmentWindow.objects.update(announced_at=NOON)
    later = {"opens_at": NOON + timedelta(hours=1), "closes_at": NOON + timedelta(hours=2)}
    unsaid = a_window(NOON, title="告げていない募集", **later)
    RecruitmentWindow.objects.filter(pk=unsaid.pk).update(announced_at=None)
    made = {"made_by": officer, "made_at": NOON}
    Group.objects.create(name="班", mission="目的", starts_on=DAY, **made)
    Theme.objects.create(
        title="題", question="問", ideas_until=DAY, votes_until=DAY + timedelta(1), **made
    )
    Poll.objects.create(question="投票", closes_at=NOON, **made)
    a_guide("plan", title="計画").editions.update(applies_from=DAY)
    a_guide("paper", title="手引き").editions.update(applies_from=DAY)
    Decision.objects.create(title="決めたこと", decided_on=DAY, due_on=DAY, by=officer, at=NOON)
    survey = Survey.objects.create(title="調査")
    SurveyRound.objects.create(survey=survey, fiscal_year=2025, opens_on=DAY, closes_on=DAY)
    plant_seasons()
    mine = {"assignee": officer, "next_due_at": NOON}
    a_consultation(people["ST"], now=NOON, work="表の相談", **mine)
    a_consultation(people["ST"], now=NOON, work="秘密の相談", **mine)
    last = Consultation.objects.order_by("-pk").first()
    last.named.add(officer)
    Consultation.objects.filter(pk=last.pk).update(is_confidential=True)
    a_consultation(
        people["ST"], now=NOON, work="人の相談", assignee=people["OF2"], next_due_at=NOON
    )


def plant_seasons():
    """Of all and of one section, from the month before."""
    days = {"starts_on": DAY - timedelta(40), "ends_on": DAY, "kind": BusySeason.Kind.ACCOUNTS}
    BusySeason.objects.create(**days)
    BusySeason.objects.create(department=a_section("9010", "決算課"), **days)


def titles(client, staff, **parameters) -> list[str]:
    client.force_login(staff)
    page = client.get("/calendar/", {"month": "2026-01", **parameters})
    return [entry.title for day in page.context["days"] for entry in day.entries]


SEASON = "決算や予算の時期（12月11日から1月20日まで）"
EVERYBODYS = [
    *[f"全部の部署：{SEASON}"] * 2,
    "本部会議の決定の期限：決めたこと",
    "アンケート「調査」受付の初日",
    "アンケート「調査」受付の最終日",
    "アイデアソン「題」アイデアの締切",
    "アイデアソン「題」投票の締切",
    "グループ「班」の始まり",
    "計画 1.0版の適用",
    "アンケート「投票」の締切",
    "公開の研修",
    "開いた会議",
    "告げた募集（受付の開始）",
    "告げた募集（受付の締切）",
]
LEADERS = ["閉じた会議"]
MORE = {
    "ST": [],
    "TR": [],
    "ED": [],
    "AU": [],
    "AD": [],
    "LD": [*LEADERS, "期限：約束したこと"],
}


@pytest.mark.parametrize("code", MORE)
def test_everybody_sees_the_dates_they_may_read(client, people, code):
    assert sorted(titles(client, people[code])) == sorted(EVERYBODYS + MORE[code])


def test_an_officer_sees_the_promises_of_the_own_queue_and_no_secret_title(client, people):
    promised = titles(client, people["OF"], kind="promise")
    secret = Consultation.objects.get(is_confidential=True)

    open_one = Consultation.objects.get(is_confidential=False, assignee=people["OF"])
    assert sorted(promised) == sorted(
        [f"相談「{open_one.subject}」の期限", f"相談 {secret.pk}番の期限"]
    )
    assert len(titles(client, people["OF2"], kind="promise")) == 1
    assert titles(client, people["ST"], kind="promise") == []


def test_the_busy_seasons_of_a_section_are_its_own_and_the_desks(client, people):
    section = Department.objects.get(code="9010")
    StaffMember.objects.filter(pk=people["ST"].pk).update(department=section)
    both = [f"全部の部署：{SEASON}", f"決算課：{SEASON}"]

    # On the first of the month in which it goes on, and on its last day.
    assert titles(client, people["ST"], kind="season") == both * 2
    assert titles(client, people["OF"], kind="season") == both * 2
    assert titles(client, people["LD"], kind="season") == both[:1] * 2


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_shown_alone(client, people, kind):
    client.force_login(people["OF"])

    page = client.get("/calendar/", {"month": "2026-01", "kind": kind, "view": "list"})

    found = {entry.kind for day in page.context["days"] for entry in day.entries}
    assert found == ({kind} if kind != "own" else set())
    assert "dx-month" not in page.content.decode()


@pytest.mark.parametrize("typed", ["", "2026-13", "x", "2026-1", "\0", "9999-01", "２０２６-01"])
def test_an_address_that_makes_no_sense_shows_this_month(client, people, typed):
    client.force_login(people["ST"])

    page = client.get("/calendar/", {"month": typed, "kind": typed, "view": typed})

    assert page.context["month"].first == timezone.localdate().replace(day=1)


def test_three_dates_cost_as_many_queries_as_one(client, people, django_assert_num_queries):
    client.force_login(people["OF"])
    for _round in range(2):
        a_session(starts_at=NOON)
        a_consultation(people["ST"], now=NOON, assignee=people["OF"], next_due_at=NOON)
        meeting = a_gathering(NOON, starts_at=NOON, ends_at=NOON + timedelta(hours=1))
        call_meeting(meeting, by=people["OF"], now=NOON)
        with django_assert_num_queries(19):
            client.get("/calendar/", {"month": "2026-01"})


def events(staff, now):
    calendar = icalendar.Calendar.from_ical(feed_of(staff, now))
    return {
        str(event["summary"]): (str(event["uid"]), event["sequence"], str(event["status"]))
        for event in calendar.walk("VEVENT")
    }


def test_own_meetings_stand_in_the_feed_and_a_cancelled_one_says_so(people):
    now = timezone.now()
    leader, officer, visitor = people["LD"], people["OF"], people["ST"]
    a_leader(now, staff=leader)
    meeting = call_meeting(a_gathering(now, is_open=True), by=officer, now=now)
    uid = f"leaders-meeting-{meeting.pk}@dx-portal"
    a_booking(a_session(course=a_course("研修")), leader)

    assert events(leader, now)["11月の定例会"] == (uid, 1, "CONFIRMED")
    assert set(events(leader, now)) == {"11月の定例会", "研修"}
    assert events(visitor, now) == {}

    answer(meeting, "comes", by=visitor, now=now)
    answer(meeting, "absent", by=leader, now=now)
    assert events(visitor, now)["11月の定例会"] == (uid, 3, "CONFIRMED")
    assert set(events(leader, now)) == {"研修"}

    cancel_meeting(meeting, by=officer, now=now)
    assert events(visitor, now)["【中止】11月の定例会"] == (uid, 4, "CANCELLED")
    assert feed_of(visitor, now) == feed_of(visitor, now)
