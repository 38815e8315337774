"""What must never be false of consultations, asked of the whole database."""

from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from portal.consultations.deadlines import city_calendar, promise_of
from portal.consultations.models import Change, Consultation, Faq
from portal.consultations.vocabulary import NEXT, RUNNING, Event, Status


class Finding(NamedTuple):
    """``pk`` is the number of the consultation (or of the FAQ)."""

    rule: str
    pk: int


def check_all() -> list[Finding]:
    """Everything that does not hold. Empty when all is well."""
    rules = {
        "完了なのに完了の日時がない": Consultation.objects.filter(
            status=Status.CLOSED, closed_at=None
        ),
        "受付の記録がない": Consultation.objects.exclude(_has(Event.ASKED)),
        "動いているのに期限がない": Consultation.objects.filter(
            status__in=RUNNING, next_due_at=None
        ),
        "止まっているのに次の期限がある": Consultation.objects.exclude(status__in=RUNNING).filter(
            next_due_at__isnull=False
        ),
        "非公開なのに読める担当者がいない": Consultation.objects.filter(
            is_confidential=True, named=None
        ),
        "非公開なのにリーダーと共有している": Consultation.objects.filter(
            is_confidential=True, shares__ended_at=None, shares__isnull=False
        ),
        "まとめた先も、まとめられている": Consultation.objects.filter(
            merged_into__merged_into__isnull=False
        ),
        "相談した人が担当になっている": Consultation.objects.filter(assignee=F("asker")),
        "DX課の返事があるのに最初の返事の日時がない": Consultation.objects.filter(
            entries__is_from_desk=True, first_answered_at=None
        ).distinct(),
    }
    found = [Finding(rule, pk) for rule, rows in rules.items() for pk in _pks(rows)]
    unread = Faq.objects.published().filter(reviewed_by=None)
    found += [Finding("確認した人のいないFAQが公開されている", pk) for pk in _pks(unread)]
    return [*found, *_broken_histories(), *_wrong_clocks()]


def _has(event: Event) -> Exists:
    return Exists(Change.objects.filter(consultation=OuterRef("pk"), what=event))


def _pks(rows) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _broken_histories() -> list[Finding]:
    """The status moves of each must begin at OPEN, follow NEXT and end at what the row says."""
    at: dict[int, str] = {}
    found = []
    moves = Change.objects.filter(what=Event.STATUS).order_by("consultation_id", "at", "pk")
    for pk, old, new in moves.values_list("consultation_id", "old", "new").iterator():
        if old != at.get(pk, Status.OPEN) or new not in NEXT[Status(old)]:
            found.append(Finding("状態の記録がつながらない", pk))
        at[pk] = new
    for pk, status in Consultation.objects.order_by("pk").values_list("pk", "status").iterator():
        if status != at.get(pk, Status.OPEN):
            found.append(Finding("状態が記録と違う", pk))
    return found


def _wrong_clocks() -> list[Finding]:
    """The time that is promised on the page must be the one that reminders use."""
    calendar, found = city_calendar(), []
    for row in Consultation.objects.unfinished().order_by("pk").iterator():
        promise = promise_of(row, calendar)
        first_at = promise.first.at if promise.first else row.first_due_at
        if (first_at, promise.resolve_at) != (row.first_due_at, row.resolve_due_at):
            found.append(Finding("期限が計算と違う", row.pk))
    return found
