"""What leaders do: reports, findings, meetings, goals, hours, the board."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from leaders import board, growing, meetings, reporting
from leaders.figures import activity_of
from leaders.growing import GoalIsReviewed, NotThatDay
from leaders.leaving import Farewell, resign
from leaders.meetings import AlreadyDone, MeetingCancelled
from leaders.models import (
    ActivityReport,
    BoardPost,
    Goal,
    LiaisonHours,
    MeetingAction,
    SectionManager,
    SmallFinding,
)
from leaders.open_work import open_work_of
from leaders.reporting import Became, NextUse, offers_next_use
from leaders.terms import pause
from portal.errors import DomainError
from portal.files.models import StoredFile
from portal.files.rights import may_read
from portal.notifications.models import Notification
from tests.builders import a_staff_member
from tests.leaders.builders import (
    a_gathering,
    a_leader,
    a_rest,
    a_section,
    a_told,
    an_officer,
    the_programme,
)

pytestmark = pytest.mark.django_db
REPORT = {
    "submit_key": "k1",
    "title": "記入台をなくしました",
    "happened_on": "2026-11-20",
    "what": "聞き取ります。",
}


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today():
    return timezone.localdate()


def words_of(answer) -> str:
    return answer.content.decode()


def told(kind, staff=None) -> int:
    found = Notification.objects.filter(kind=kind)
    return found.filter(recipient=staff).count() if staff else found.count()


def test_a_report_with_a_file_is_sent_once_and_read_by_everybody(client, now):
    term = a_leader(now)
    client.force_login(term.staff)
    for _twice in range(2):
        files = {"files_to_add": SimpleUploadedFile("記録.txt", "効果の記録".encode())}
        answer = client.post("/leaders/reports/new/", {**REPORT, **files})
    made = ActivityReport.objects.get()
    assert answer.url == f"/leaders/reports/{made.pk}/"
    stored = StoredFile.objects.get()

    client.force_login(a_staff_member())

    page = words_of(client.get(f"/leaders/reports/{made.pk}/"))
    assert "記録.txt" in page
    assert "減った時間：未確認" in page
    assert "報告を直す" not in page
    assert may_read(a_staff_member(), stored)
    assert client.get("/leaders/reports/new/").status_code == 404


def test_a_file_that_is_not_taken_leaves_no_report(client, now):
    client.force_login(a_leader(now).staff)
    bad = {"files_to_add": SimpleUploadedFile("x.exe", b"MZ")}

    page = words_of(client.post("/leaders/reports/new/", {**REPORT, **bad}))

    assert "聞き取ります。" in page
    assert "ファイルをもう一度選んでください" in page
    assert not ActivityReport.objects.exists()


def test_a_former_leader_still_corrects_an_own_report(client, now):
    term = a_leader(now)
    made = reporting.report(a_told(now), by=term.staff, now=now)
    resign(term, Farewell("done", "", None), by=term.staff, now=now)
    client.force_login(term.staff)
    path = f"/leaders/reports/{made.pk}/change/"
    form = client.get(path).context["form"]
    values = {name: form[name].value() or "" for name in form.fields}

    client.post(path, {**values, "minutes_saved": "90"})

    made.refresh_from_db()
    assert made.minutes_saved == 90


def not_yet(_report, _staff):
    return None


def test_a_report_becomes_something_else_where_a_flow_offers_it(client, now, monkeypatch):
    monkeypatch.setattr(reporting, "_next_uses", {})
    made = reporting.report(a_told(now), by=a_leader(now).staff, now=now)
    client.force_login(made.staff)
    path = f"/leaders/reports/{made.pk}/"
    assert client.post(f"{path}use/case/").status_code == 404

    def refuse(_report, *, by, now):
        raise DomainError("もう下書きがあります。")

    made_of = {}
    offers_next_use(NextUse("case", "下書きを作る", lambda *_, **_by: "届けました。", not_yet))
    offers_next_use(NextUse("other", "別のもの", refuse, lambda _report, _staff: made_of.get("it")))

    assert "下書きを作る" in words_of(client.get(path))
    assert "届けました。" in words_of(client.post(f"{path}use/case/", follow=True))
    assert "もう下書きがあります。" in words_of(client.post(f"{path}use/other/", follow=True))
    made_of["it"] = Became("別のものになりました")
    words = words_of(client.get(path))
    assert ("別のものになりました" in words, "use/other/" in words) == (True, False)
    client.force_login(a_staff_member())
    assert client.post(f"{path}use/case/").status_code == 404
    assert "下書きを作る" not in words_of(client.get(path))


def test_minutes_that_nobody_measured_are_not_zero(now, today):
    staff = a_staff_member()
    for minutes in (120, None, 0):
        reporting.report(a_told(now, minutes_saved=minutes), by=staff, now=now)

    found = activity_of(today)

    assert (found.reports, found.minutes, found.measured) == (3, 120, 2)


def test_a_finding_is_shared_and_taken_back_by_its_writer(client, now):
    client.force_login(a_leader(now).staff)
    client.post("/leaders/findings/new/", {"submit_key": "k1", "text": "先に聞くと早い"})
    finding = SmallFinding.objects.get()
    assert "先に聞くと早い" in words_of(client.get("/leaders/findings/"))
    client.force_login(a_staff_member())
    assert client.post(f"/leaders/findings/{finding.pk}/remove/").status_code == 404

    client.force_login(finding.staff)
    client.post(f"/leaders/findings/{finding.pk}/remove/")

    assert not SmallFinding.objects.exists()


def test_a_meeting_asks_leaders_at_work_and_leaves_resting_ones_in_peace(now, today):
    working, resting = a_leader(now), a_leader(now)
    rest = a_rest(today, today + timedelta(days=9))
    pause(resting, rest, by=resting.staff, now=now)

    meeting = meetings.call_meeting(a_gathering(now), by=an_officer(), now=now)

    assert told("leader_meeting", working.staff) == 1
    assert told("leader_meeting", resting.staff) == 0
    meetings.cancel_meeting(meeting, by=meeting.made_by, now=now)
    assert told("leader_meeting", working.staff) == 2
    with pytest.raises(MeetingCancelled):
        meetings.cancel_meeting(meeting, by=meeting.made_by, now=now)
    meeting.refresh_from_db()
    with pytest.raises(MeetingCancelled):
        meetings.answer(meeting, "comes", by=working.staff, now=now)


def test_who_has_not_raised_a_hand_sees_open_meetings_alone(client, now):
    officer = an_officer()
    shut = meetings.call_meeting(a_gathering(now), by=officer, now=now)
    opened = meetings.call_meeting(
        a_gathering(now, title="見学会", is_open=True), by=officer, now=now
    )
    client.force_login(a_staff_member())

    page = words_of(client.get("/leaders/meetings/"))
    answer = client.post(f"/leaders/meetings/{opened.pk}/answer/", {"answer": "comes"})

    assert "見学会" in page
    assert "11月の定例会" not in page
    assert client.get(f"/leaders/meetings/{shut.pk}/").status_code == 404
    assert answer.url == f"/leaders/meetings/{opened.pk}/"
    assert opened.attendances.get().answer == "comes"


def test_a_meeting_is_kept_with_minutes_attendance_and_actions(client, now, today):
    term, officer = a_leader(now), an_officer()
    meeting = meetings.call_meeting(a_gathering(now), by=officer, now=now)
    client.force_login(officer)
    path = f"/leaders/meetings/{meeting.pk}/"
    form = client.get(f"{path}change/").context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    values |= {
        name: timezone.localtime(getattr(meeting, name)).strftime("%Y-%m-%dT%H:%M:%S.%f")
        for name in ("starts_at", "ends_at")
    }
    client.post(f"{path}change/", {**values, "minutes": "次は電子申請"})
    client.post(f"{path}came/", {"came": [term.staff.pk]})
    action = {"submit_key": "k1", "text": "調べる", "owner": term.staff.pk, "due_on": today}
    for _twice in range(2):
        client.post(f"{path}agree/", action)

    meeting.refresh_from_db()
    assert meeting.minutes == "次は電子申請"
    assert [each.staff for each in meeting.attendances.filter(came=True)] == [term.staff]
    made = MeetingAction.objects.get()
    assert (made.owner, made.due_on) == (term.staff, today)
    client.force_login(term.staff)
    client.post(f"/leaders/actions/{made.pk}/finish/")
    with pytest.raises(AlreadyDone):
        meetings.finish_action(made, by=term.staff, now=now)


def test_open_actions_go_to_the_successor(now, today):
    term, other, officer = a_leader(now), a_leader(now), an_officer()
    meeting = meetings.call_meeting(a_gathering(now), by=officer, now=now)
    given = {"owner": term.staff, "due_on": today, "by": officer, "now": now}
    done = meetings.agree_on(meeting, "終えたこと", **given)
    meetings.finish_action(done, by=term.staff, now=now)
    action = meetings.agree_on(meeting, "調べる", **given)
    assert [item.title for left in open_work_of(term.staff) for item in left.items] == ["調べる"]

    resign(term, Farewell("busy", "", other.staff), by=term.staff, now=now)

    action.refresh_from_db()
    done.refresh_from_db()
    assert (action.owner, done.owner) == (other.staff, term.staff)


def test_a_goal_is_set_by_the_leader_and_reviewed_once(client, now):
    term = a_leader(now)
    client.force_login(term.staff)
    values = {"submit_key": "k1", "text": "1つ減らす", "due_on": term.ends_on}
    client.post(f"/leaders/terms/{term.pk}/goals/new/", values)
    goal = Goal.objects.get()

    client.post(f"/leaders/goals/{goal.pk}/review/", {"result": "partly", "words": "半分"})

    goal.refresh_from_db()
    assert (goal.result, goal.review) == ("partly", "半分")
    with pytest.raises(GoalIsReviewed):
        growing.review_goal(goal, "open", "", by=term.staff, now=now)
    client.force_login(a_staff_member())
    assert client.get(f"/leaders/goals/{goal.pk}/review/").status_code == 404
    assert client.get(f"/leaders/terms/{term.pk}/goals/new/").status_code == 404


def test_hours_show_the_load_against_the_cap(client, now, today):
    the_programme(hours_cap=1)
    term = a_leader(now)
    client.force_login(term.staff)

    client.post("/leaders/hours/", {"submit_key": "k1", "on": today, "minutes": 90})

    assert "目安をこえています" in words_of(client.get("/leaders/hours/"))
    [load] = growing.loads(today)
    assert (load.minutes, load.cap, load.is_over) == (90, 60, True)
    hours = LiaisonHours.objects.get()
    client.force_login(a_leader(now).staff)
    assert client.post(f"/leaders/hours/{hours.pk}/remove/").status_code == 404


@pytest.mark.parametrize("days", [1, -90])
def test_hours_of_the_future_and_of_long_ago_are_refused(now, today, days):
    with pytest.raises(NotThatDay):
        growing.write_hours(a_staff_member(), today + timedelta(days=days), 30, "", now=now)

    assert not LiaisonHours.objects.exists()


def test_a_report_is_asked_for_once_a_month_and_not_of_who_rests(now, today):
    the_programme(report_every=14)
    silent, busy, resting = a_leader(now), a_leader(now), a_leader(now)
    reporting.report(a_told(now), by=busy.staff, now=now)
    rest = a_rest(today, today + timedelta(days=9))
    pause(resting, rest, by=resting.staff, now=now)

    assert [growing.remind_of_reports(now) for _twice in range(2)] == [1, 1]

    reminded = Notification.objects.filter(kind="leader_report_due")
    assert [each.recipient for each in reminded] == [silent.staff]


def test_without_an_interval_nobody_is_reminded(now):
    a_leader(now)

    assert growing.remind_of_reports(now) == 0


def test_the_board_is_for_leaders_of_today(client, now):
    term = a_leader(now)
    client.force_login(term.staff)
    post = {"submit_key": "k1", "title": "相談", "text": "だれか知りませんか"}
    path = client.post("/leaders/board/", post).url
    client.post(path, {"submit_key": "k2", "text": "知っています"})
    assert BoardPost.objects.count() == 2
    assert "知っています" in words_of(client.get(path))

    resign(term, Farewell("busy", "", None), by=term.staff, now=now)

    assert [client.get(each).status_code for each in ("/leaders/board/", path)] == [404, 404]


def test_each_section_has_one_manager_and_past_ones_stay(today):
    officer, section = an_officer(), a_section()
    first = a_staff_member(department=section)
    second = a_staff_member(department=section)
    board.name_manager(section, first, by=officer, on=date(2026, 4, 1))
    board.name_manager(section, first, by=officer, on=date(2026, 5, 1))

    board.name_manager(section, second, by=officer, on=date(2026, 10, 1))
    board.name_manager(section, None, by=officer, on=date(2026, 11, 1))

    rows = SectionManager.objects.order_by("starts_on")
    assert [(row.staff, row.starts_on, row.ends_on) for row in rows] == [
        (first, date(2026, 4, 1), date(2026, 9, 30)),
        (second, date(2026, 10, 1), date(2026, 10, 31)),
    ]


def test_the_guide_is_edited_by_the_desk(client):
    client.force_login(an_officer())
    client.post(
        "/leaders/manage/duties/new/", {"submit_key": "k1", "month": 4, "text": "目標を決める"}
    )

    page = words_of(client.get("/leaders/guide/"))

    assert "目標を決める" in page
    assert "協力してくれそうな人" in page


def test_a_manager_is_named_on_the_screen(client):
    section = a_section()
    person = a_staff_member(department=section)
    client.force_login(an_officer())

    client.post(f"/leaders/manage/managers/{section.pk}/", {"staff": person.pk})

    assert person.name in words_of(client.get("/leaders/managers/"))


LISTS = ["reports/", "findings/", "meetings/", "manage/load/", "board/", "managers/", "guide/"]


def test_lists_ask_as_often_for_thirty_as_for_three(client, now, django_assert_max_num_queries):
    officer, today = an_officer(), timezone.localdate(now)
    client.force_login(officer)
    counts = []
    for size in (3, 27):
        for number in range(size):
            section = a_section(f"{size}{number:03}", f"{size}の{number}課")
            staff = a_leader(now, staff=a_staff_member(department=section)).staff
            reporting.report(a_told(now), by=staff, now=now)
            reporting.note_finding("気づき", by=staff, now=now)
            topic = board.open_topic("題", "本文", by=staff, now=now)
            board.answer_topic(topic, "返事", by=officer, now=now)
            board.name_manager(section, staff, by=officer, on=today)
        meeting = meetings.call_meeting(a_gathering(now), by=officer, now=now)
        meetings.agree_on(meeting, "調べる", owner=staff, due_on=today, by=officer, now=now)
        found = [queries_of(client, path, django_assert_max_num_queries) for path in LISTS]
        counts.append(dict(zip(LISTS, found, strict=True)))

    assert counts[0] == counts[1]


def queries_of(client, path, at_most) -> int:
    client.get(f"/leaders/{path}")
    with at_most(60) as queries:
        assert client.get(f"/leaders/{path}").status_code == 200
    return len(queries)
