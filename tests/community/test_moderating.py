"""Reports and what becomes of them: hide with a reason, leave, bring back."""

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.community.announcing import announce
from portal.community.commenting import delete_comment, write_comment
from portal.community.feed import feed_page
from portal.community.models import Comment, Entry, Report
from portal.community.moderating import (
    AlreadyDecided,
    AlreadyHidden,
    AlreadyReported,
    Concern,
    NotHidden,
    NotOnesOwn,
    ReasonIsMissing,
    decide,
    hide_comment,
    report,
    show_comment,
)
from portal.notifications.models import Notification
from portal.staff.models import Role
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db
RUDE = Concern("rude", "きつい言い方です")


@pytest.fixture
def officer():
    return a_staff_member("officer", role=Role.OFFICER)


@pytest.fixture
def comment(case, taro, now):
    return write_comment(case, "**きつい**言い方", by=taro, now=now)


def told(kind):
    return {notice.recipient for notice in Notification.objects.filter(kind=kind)}


def test_a_report_reaches_the_moderators_and_nobody_else(comment, hanako, officer, taro):
    editor = a_staff_member(role=Role.EDITOR)

    report(comment, RUDE, by=hanako, now=timezone.now())

    assert told("report_received") == {officer, editor}
    assert "きつい" not in Notification.objects.filter(kind="report_received").first().title


def test_one_person_reports_a_thing_once_while_it_waits(comment, hanako, officer, now):
    first = report(comment, RUDE, by=hanako, now=now)
    with pytest.raises(AlreadyReported):
        report(comment, RUDE, by=hanako, now=now)
    decide(first, hides=False, answer="", by=officer, now=now)

    report(comment, RUDE, by=hanako, now=now)

    assert Report.objects.count() == 2


def test_hiding_answers_everybody_who_reported_it(comment, hanako, officer, taro, now):
    other = a_staff_member()
    first, second = (report(comment, RUDE, by=staff, now=now) for staff in (hanako, other))

    decide(second, hides=True, answer="人を傷つける言葉のため", by=officer, now=now)

    comment.refresh_from_db()
    assert (comment.hidden_by, comment.hidden_why) == (officer, "人を傷つける言葉のため")
    assert {each.state for each in Report.objects.all()} == {"hidden"}
    assert told("report_decided") == {hanako, other}
    assert told("comment_hidden") == {taro}
    with pytest.raises(AlreadyDecided):
        decide(first, hides=False, answer="", by=officer, now=now)
    assert AuditEvent.objects.filter(action="community.report.decided").count() == 1


def test_leaving_it_changes_nothing_and_is_answered(comment, hanako, officer, now):
    made = report(comment, RUDE, by=hanako, now=now)

    decide(made, hides=False, answer="問題ありません", by=officer, now=now)

    comment.refresh_from_db()
    assert comment.is_shown
    assert told("report_decided") == {hanako}


@pytest.mark.parametrize("why", ["", " ", "\n"])
def test_nothing_is_hidden_without_a_reason(comment, hanako, officer, now, why):
    made = report(comment, RUDE, by=hanako, now=now)

    with pytest.raises(ReasonIsMissing):
        decide(made, hides=True, answer=why, by=officer, now=now)
    with pytest.raises(ReasonIsMissing):
        hide_comment(comment, why, by=officer, now=now)

    made.refresh_from_db()
    comment.refresh_from_db()
    assert (made.state, comment.is_shown) == ("waiting", True)


@pytest.mark.parametrize("hides", [True, False])
def test_nobody_judges_their_own_words(case, hanako, officer, now, hides):
    own = write_comment(case, "自分の", by=officer, now=now)
    made = report(own, RUDE, by=hanako, now=now)

    with pytest.raises(NotOnesOwn):
        decide(made, hides=hides, answer="理由", by=officer, now=now)

    made.refresh_from_db()
    assert made.state == "waiting"


def test_a_hidden_comment_comes_back(comment, officer, now):
    with pytest.raises(NotHidden):
        show_comment(comment, by=officer)
    hide_comment(comment, "まちがい", by=officer, now=now)
    with pytest.raises(AlreadyHidden):
        hide_comment(comment, "もう一度", by=officer, now=now)

    show_comment(comment, by=officer)

    comment.refresh_from_db()
    assert (comment.is_shown, comment.hidden_why) == (True, "")


def test_what_its_writer_deleted_needs_no_decision(comment, hanako, officer, taro, now):
    made = report(comment, RUDE, by=hanako, now=now)

    delete_comment(comment, by=taro, now=now)

    made.refresh_from_db()
    assert made.state == "gone"
    with pytest.raises(AlreadyDecided):
        decide(made, hides=True, answer="理由", by=officer, now=now)


def test_anything_else_is_taken_out_of_the_feed(case, taro, hanako, officer, now):
    announce(case, by=taro, now=now)
    made = report(case, RUDE, by=hanako, now=now)

    decide(made, hides=True, answer="確かめています", by=officer, now=now)

    assert feed_page(Entry.objects.all(), hanako).lines == []


def test_a_hidden_comment_shows_its_reason_and_to_few_its_text(client, comment, case, officer, now):
    hide_comment(comment, "個人名のため", by=officer, now=now)
    address = f"/casebook/{case.slug}/"

    seen = {}
    for staff in (a_staff_member(), comment.author, officer):
        client.force_login(staff)
        page = client.get(address).content.decode()
        seen[staff.username] = ("個人名のため" in page, "<strong>きつい</strong>" in page)

    assert [*seen.values()] == [(True, False), (True, True), (True, True)]
    assert Comment.objects.count() == 1
