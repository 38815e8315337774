"""Before a deadline, after it, and when nothing moves: one reminder of each a day."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.trail import record
from portal.consultations.deadlines import city_calendar
from portal.consultations.models import Consultation, Reminder
from portal.consultations.notices import forgotten, reminded
from portal.consultations.vocabulary import RUNNING

SOON = timedelta(hours=24)
FORGOTTEN_AFTER = timedelta(days=7)
Kind = Reminder.Kind


def remind(now: datetime) -> int:
    """Remind of everything that is soon due, late or without a move. Returns how many times.

    Safe to run as often as one likes: the database lets each through once a day. On days on
    which the desk is closed nobody is reminded.
    """
    if city_calendar().closed_because(timezone.localdate(now)):
        return 0
    rows = Consultation.objects.unfinished().select_related("assignee", "asker").order_by("pk")
    running = rows.filter(status__in=RUNNING)
    told = [
        _remind_once(row, kind, now)
        for kind, due in (
            (Kind.SOON, running.filter(next_due_at__gte=now, next_due_at__lt=now + SOON)),
            (Kind.LATE, running.filter(next_due_at__lt=now)),
            (Kind.FORGOTTEN, rows.filter(moved_at__lt=now - FORGOTTEN_AFTER)),
        )
        for row in due.iterator()
    ]
    return sum(told)


def _remind_once(row: Consultation, kind: str, now: datetime) -> bool:
    on = timezone.localdate(now)
    try:
        with transaction.atomic():
            reminder = Reminder.objects.create(consultation=row, kind=kind, on=on)
            _tell(row, reminder, now)
            details = {"kind": str(kind), "on": on.isoformat()}
            record("consultation.reminded", actor=None, obj=row, details=details)
    except IntegrityError:
        return False
    return True


def _tell(row: Consultation, reminder: Reminder, now: datetime) -> None:
    cause = f"{reminder.pk}"
    if reminder.kind == Kind.FORGOTTEN:
        forgotten(row, (now - row.moved_at).days, cause=cause, now=now)
        return
    due = timezone.localtime(row.next_due_at)
    words = f"の期限は{due:%-m月%-d日 %-H:%M}です"
    if reminder.kind == Kind.LATE:
        words = f"の期限（{due:%-m月%-d日 %-H:%M}）を過ぎています"
    reminded(row, words, cause=cause, now=now)


def remind_of_consultations() -> str:
    """The work of the clock; how much it did, in a few words."""
    return f"{remind(timezone.now())}回、相談の期限を知らせました"
