"""The outbox as administrators see it: states and causes, no texts."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Min

from portal.audit.trail import record
from portal.errors import DomainError
from portal.notifications.mail_sending import SERVER_AWAY
from portal.notifications.mail_writing import mail_is_on
from portal.notifications.models import Mail
from portal.staff.models import StaffMember

State = Mail.State


class MailIsNotGivenUp(DomainError):
    message = "このメールは、すでに送り直したか、失敗していません。"


class MailIsPastItsUse(DomainError):
    message = "知らせる期限を過ぎたため、送り直せません。"


class Outbox(NamedTuple):
    """``oldest`` is since when a mail waits; ``server_is_away`` that one waits for a server."""

    is_on: bool
    waiting: int
    oldest: datetime | None
    server_is_away: bool
    sent_today: int
    given_up: int


def outbox(now: datetime) -> Outbox:
    waiting = Mail.objects.waiting()
    figures = waiting.aggregate(count=Count("pk"), oldest=Min("created_at"))
    return Outbox(
        mail_is_on(),
        figures["count"],
        figures["oldest"],
        waiting.filter(last_error=SERVER_AWAY).exists(),
        Mail.objects.filter(state=State.SENT, sent_at__gte=now - timedelta(days=1)).count(),
        given_up_mails().count(),
    )


def given_up_mails():
    """Newest first, with their recipients."""
    given_up = Mail.objects.filter(state=State.GIVEN_UP)
    return given_up.select_related("recipient").order_by("-created_at", "-pk")


@transaction.atomic
def send_again(mail: Mail, *, by: StaffMember, now: datetime) -> None:
    """Put a mail that was given up back with all its tries.

    Raises MailIsNotGivenUp or MailIsPastItsUse, and then changes nothing.
    """
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.state != State.GIVEN_UP:
        raise MailIsNotGivenUp
    if mail.useful_until and mail.useful_until <= now:
        raise MailIsPastItsUse
    Mail.objects.filter(pk=mail.pk).update(**_as_new(now))
    record("mail.sent_again", actor=by, obj=mail)


@transaction.atomic
def send_all_again(*, by: StaffMember, now: datetime) -> int:
    """Put back every mail that was given up and is still of use. Returns how many."""
    useful = Mail.objects.filter(state=State.GIVEN_UP).exclude(useful_until__lte=now)
    count = useful.update(**_as_new(now))
    if count:
        record("mail.sent_again", actor=by, details={"count": count})
    return count


def _as_new(now: datetime) -> dict:
    return {"state": State.PENDING, "attempts": 0, "next_try_at": now, "last_error": ""}
