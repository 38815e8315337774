"""Calls, hands, terms and what leaders do, for the walk."""

from datetime import timedelta

from django.utils import timezone

from leaders.board import add_duty, answer_topic, open_topic
from leaders.growing import set_goal, write_hours
from leaders.meetings import Gathering, agree_on, call_meeting
from leaders.models import SelfNomination
from leaders.reporting import note_finding, report
from tests.leaders.builders import a_closed_window, a_hand, a_leader, a_told, a_window


def leaders(people) -> None:
    """A closed call with a hand, an open one, a hidden one, and the life of a leader."""
    now = timezone.now()
    earlier = now - timedelta(days=2)
    hand = a_hand(a_closed_window(now), people["ST"], now=earlier)
    SelfNomination.objects.filter(pk=hand.pk).update(head=people["manager"])
    a_window(now, opens_at=now, closes_at=now + timedelta(days=5))
    later = now + timedelta(days=60)
    announce_on = timezone.localdate(now) + timedelta(days=40)
    a_window(now, announce_on=announce_on, opens_at=later, closes_at=later + timedelta(days=5))
    term = a_leader(now, staff=people["LD"])
    a_leader(now)
    _life(people, term, now)


def _life(people, term, now) -> None:
    leader, officer, today = people["LD"], people["OF"], timezone.localdate(now)
    report(a_told(now), by=leader, now=now)
    note_finding("決裁の前に一度聞くと早い", by=leader, now=now)
    set_goal(term, "1つ減らす", due_on=term.ends_on, by=leader, now=now)
    write_hours(leader, today, 30, "", now=now)
    topic = open_topic("相談", "本文", by=leader, now=now)
    answer_topic(topic, "返事", by=officer, now=now)
    add_duty(4, "目標を決める", by=officer)
    for is_open in (True, False):
        starts_at = now + timedelta(days=3)
        gathering = Gathering("会議", starts_at, starts_at + timedelta(hours=1), "", is_open, "")
        meeting = call_meeting(gathering, by=officer, now=now)
    agree_on(meeting, "調べる", owner=leader, due_on=today, by=officer, now=now)
