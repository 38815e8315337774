"""Raising a hand: by oneself, while the call is open, and nobody else reads why."""

from datetime import date, timedelta

import pytest

from leaders.models import Programme, RecruitmentWindow, SelfNomination
from leaders.nominating import (
    CannotChange,
    Hand,
    MayNotNominate,
    NotYourOpinion,
    amend,
    give_head_view,
    nominate,
    verdict_on,
    withdraw,
)
from leaders.selecting import (
    AlreadyAnswered,
    NotClosedYet,
    NotOneself,
    appoint,
    appoint_all,
    comment_on,
    decline,
)
from portal.audit.models import AuditEvent
from portal.notifications.models import Notification
from portal.staff.models import Role
from portal.submitting.versions import version_of
from tests.builders import a_staff_member
from tests.leaders.builders import (
    HAND,
    a_closed_window,
    a_hand,
    a_leader,
    a_section,
    a_window,
    an_officer,
    the_programme,
)

pytestmark = pytest.mark.django_db
State = RecruitmentWindow.State
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("offset", "state"),
    [("opens_at", State.OPEN), ("closes_at", State.CLOSED)],
)
def test_a_call_includes_its_first_moment_and_not_its_last(now, offset, state):
    window = a_window(now)
    moment = getattr(window, offset)
    before = State.PLANNED if offset == "opens_at" else State.OPEN

    assert window.state_at(moment - SECOND) == before
    assert window.state_at(moment) == state
    opened = RecruitmentWindow.objects.open_at(moment).exists()
    assert opened == window.is_open(moment) == (state == State.OPEN)


def test_a_hand_is_raised_once(now):
    window, staff = a_window(now), a_staff_member()
    nominate(window, staff, HAND, now=now)

    with pytest.raises(MayNotNominate, match="すでに申し出ています"):
        nominate(window, staff, HAND, now=now)

    assert SelfNomination.objects.count() == 1


def test_after_closing_no_hand_is_taken(now):
    window = a_closed_window(now)

    with pytest.raises(MayNotNominate, match="受付は終わりました"):
        nominate(window, a_staff_member(), HAND, now=now)

    assert not SelfNomination.objects.exists()
    assert not AuditEvent.objects.filter(action="leaders.nomination.made").exists()


@pytest.mark.parametrize(
    ("settings", "fields", "words"),
    [
        ({"open_to": "not_heads"}, {"is_manager": True}, "所属長は対象ではありません"),
        ({"department_codes": ["9999"]}, {}, "対象の部署ではありません"),
        ({}, {"is_manager": True}, "申し出られます"),
        ({"department_codes": ["1010"]}, {}, "申し出られます"),
    ],
)
def test_who_may_raise_a_hand_is_a_setting(now, settings, fields, words):
    the_programme(**settings)
    staff = a_staff_member(department=a_section("1010"), **fields)

    assert words in verdict_on(a_window(now), staff, now=now).words


def test_a_leader_raises_a_hand_only_for_days_after_the_term(now):
    term = a_leader(now, ends_on=date(2027, 3, 31))
    same = a_window(now)
    same_verdict = verdict_on(same, term.staff, now=now)
    RecruitmentWindow.objects.filter(pk=same.pk).update(
        term_starts_on=date(2027, 4, 1), term_ends_on=date(2028, 3, 31)
    )
    same.refresh_from_db()

    made = nominate(same, term.staff, Hand("", "", ""), now=now)

    assert (same_verdict.may, made.is_renewal) == (False, True)


def test_a_hand_is_changed_until_closing(now):
    hand = a_hand(a_window(now), now=now)
    version = version_of(hand, ["motive", "wants_to_learn", "wants_to_do"])

    amend(hand, Hand("新しい理由", "", ""), version=version, now=now)
    hand.refresh_from_db()
    assert hand.motive == "新しい理由"

    version = version_of(hand, ["motive", "wants_to_learn", "wants_to_do"])
    with pytest.raises(CannotChange):
        amend(hand, HAND, version=version, now=hand.window.closes_at)
    hand.refresh_from_db()
    assert hand.motive == "新しい理由"


def test_a_hand_that_was_taken_down_can_be_raised_again(now):
    window, staff = a_window(now), a_staff_member()
    first = a_hand(window, staff, now=now)

    withdraw(first, now=now)
    second = a_hand(window, staff, now=now)

    assert (first.state, second.state) == ("withdrawn", "submitted")
    with pytest.raises(CannotChange):
        withdraw(first, now=now)


TOLD = [("not_told", 0, False), ("informed", 1, False), ("consulted", 1, True)]


@pytest.mark.parametrize(("heads", "told", "asked"), TOLD)
def test_the_head_is_told_as_the_city_wants_and_never_why(now, heads, told, asked):
    the_programme(heads=heads)
    section = a_section()
    head = a_staff_member(department=section, is_manager=True)
    staff = a_staff_member(department=section)

    hand = a_hand(a_window(now), staff, now=now)

    notices = Notification.objects.filter(recipient=head, kind="leader_nomination_head")
    assert notices.count() == told
    assert (hand.head == head) == asked
    assert not any(HAND.motive in notice.title for notice in notices)


def test_a_head_who_raises_a_hand_is_no_head_to_be_told(now):
    division = a_section("1000", "市民部")
    above = a_staff_member(department=division, is_manager=True)
    head = a_staff_member(department=a_section("1010", parent=division), is_manager=True)

    a_hand(a_window(now), head, now=now)

    told = Notification.objects.filter(kind="leader_nomination_head")
    assert [each.recipient for each in told] == [above]


def test_only_the_head_who_was_asked_answers_and_only_while_it_is_open(now):
    the_programme(heads="consulted")
    section = a_section()
    head = a_staff_member(department=section, is_manager=True)
    hand = a_hand(a_window(now), a_staff_member(department=section), now=now)

    with pytest.raises(NotYourOpinion):
        give_head_view(hand, view="fine", words="", by=a_staff_member(), now=now)
    give_head_view(hand, view="arrange", words="3月は避けたい", by=head, now=now)
    withdraw(hand, now=now)
    with pytest.raises(CannotChange):
        give_head_view(hand, view="fine", words="", by=head, now=now)

    hand.refresh_from_db()
    assert (hand.head_view, hand.head_words) == ("arrange", "3月は避けたい")


def test_appointing_gives_the_term_of_the_call_and_the_role(now):
    window = a_closed_window(now)
    hand = a_hand(window, now=now - timedelta(days=1))

    term = appoint(hand, by=an_officer(), now=now)

    assert (term.starts_on, term.ends_on) == (window.term_starts_on, window.term_ends_on)
    grant = hand.staff.role_grants.get(role=Role.LEADER)
    assert (grant.starts_on, grant.ends_on) == (term.starts_on, term.ends_on)
    hand.refresh_from_db()
    assert hand.state == "appointed"
    assert hand.closed_at == now


@pytest.mark.parametrize("act", [appoint, lambda hand, **by: decline(hand, "また次に", **by)])
def test_a_hand_is_answered_once_after_closing_and_by_somebody_else(now, act):
    officer = an_officer()
    open_hand = a_hand(a_window(now, opens_at=now), now=now)
    own = a_hand(a_closed_window(now), officer, now=now - timedelta(days=1))
    other = a_hand(own.window, now=now - timedelta(days=1))

    with pytest.raises(NotClosedYet):
        act(open_hand, by=officer, now=now)
    with pytest.raises(NotOneself):
        act(own, by=officer, now=now)
    act(other, by=officer, now=now)
    with pytest.raises(AlreadyAnswered):
        act(other, by=officer, now=now)

    assert SelfNomination.objects.waiting().count() == 2


def test_who_is_declined_is_told_and_reads_the_words(now):
    hand = a_hand(a_closed_window(now), now=now - timedelta(days=1))

    decline(hand, "次の募集で、また手を挙げてください。", by=an_officer(), now=now)

    hand.refresh_from_db()
    assert hand.answer == "次の募集で、また手を挙げてください。"
    notice = Notification.objects.get(recipient=hand.staff, kind="leader_decided")
    assert notice.link == f"/leaders/nominations/{hand.pk}/"


def test_many_are_appointed_together_or_not_at_all(now):
    window, officer = a_closed_window(now), an_officer()
    earlier = now - timedelta(days=1)
    hands = [a_hand(window, now=earlier) for _each in range(3)]
    a_leader(now, staff=hands[2].staff)

    with pytest.raises(Exception, match="重なります"):
        appoint_all(hands, by=officer, now=now)
    assert SelfNomination.objects.waiting().count() == 3

    assert len(appoint_all(hands[:2], by=officer, now=now)) == 2


def test_nobody_comments_on_their_own_hand(now):
    officer = an_officer()
    hand = a_hand(a_window(now), officer, now=now)

    with pytest.raises(NotOneself):
        comment_on(hand, "よい", by=officer, now=now)

    assert not hand.comments.exists()


def test_the_promise_of_the_day_is_kept_with_the_hand(now):
    the_programme(promise="はじめの約束")
    hand = a_hand(a_window(now), now=now)
    the_programme(promise="あとの約束")

    hand.refresh_from_db()
    assert hand.promise == "はじめの約束"
    assert Programme.objects.current().promise == "あとの約束"
