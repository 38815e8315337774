"""Sending the mails that are due: by the worker alone, so that no request waits for a server.

Every mail is claimed before it is sent, by moving its ``next_try_at`` on in one compare-and-set:
of two workers one sends it. A worker that dies with a mail in hand leaves it claimed for LEASE;
then it is tried again with the same Message-ID.
"""

import time
from contextlib import suppress
from datetime import datetime, timedelta
from smtplib import SMTPResponseException
from typing import NamedTuple

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q

from portal.notifications.mail_writing import NotWanted, mail_is_on, message_for
from portal.notifications.models import Mail
from portal.notifications.working_time import is_working_time

State = Mail.State
MAX_TRIES = 5
# How long to wait after each try that failed but the last.
BACK_OFF = [
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
]
# No try of any mail: as long as there is no server to talk to, one knock a minute.
WAIT_FOR_SERVER = timedelta(minutes=1)
LEASE = timedelta(minutes=10)
SECONDS_OF_A_ROUND = 45
MAILS_OF_A_ROUND = 2000
SERVER_AWAY = "server_away"


class ServerAway(Exception):
    """The mail server cannot be reached, or does not let us in."""


class Round(NamedTuple):
    """What came of one round of sending, in mails."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0
    server_is_away: bool = False

    def words(self) -> str:
        away = "（メールサーバーにつながりません）" if self.server_is_away else ""
        return f"送信{self.sent}通、失敗{self.failed}通、送らない{self.dropped}通{away}"


def has_waiting_mail(now: datetime) -> bool:
    return _due(now).exists() or Mail.objects.waiting().past_use(now).exists()


def send_waiting_mail(now: datetime, *, seconds: float = SECONDS_OF_A_ROUND) -> Round:
    """Send what is due, for at most about ``seconds``. The rest is for the next round.

    Safe to run twice, also at the same time.
    """
    began = time.monotonic()
    dropped = Mail.objects.waiting().past_use(now).update(state=State.EXPIRED)
    counts = {"sent": 0, "failed": 0, "dropped": dropped}
    line = get_connection()
    try:
        for pk in (
            _due(now).order_by("next_try_at", "pk").values_list("pk", flat=True)[:MAILS_OF_A_ROUND]
        ):
            passed = time.monotonic() - began
            if passed > seconds:
                break
            outcome = _send_one(pk, line, now + timedelta(seconds=passed))
            if outcome:
                counts[outcome] += 1
    except ServerAway:
        return Round(**counts, server_is_away=True)
    finally:
        _hang_up(line)
    return Round(**counts)


def _due(now: datetime):
    due = Mail.objects.waiting().filter(next_try_at__lte=now)
    return due if is_working_time(now) or not mail_is_on() else due.filter(is_urgent=True)


def _send_one(pk: int, line: BaseEmailBackend, now: datetime) -> str | None:
    """Which count this mail belongs to; None when it was another worker's. Raises ServerAway."""
    mail = _claim(pk, now)
    if mail is None:
        return None
    if mail.attempts > MAX_TRIES:
        # Five workers died with it in hand.
        return _settle(mail, "failed", state=State.GIVEN_UP)
    try:
        message = message_for(mail, now)
        _open(line)
        line.send_messages([message])
    except NotWanted as refusal:
        return _settle(mail, "dropped", state=State.NOT_WANTED, reason=refusal.reason)
    except ServerAway:
        attempts = mail.attempts - 1
        later = now + WAIT_FOR_SERVER
        _settle(mail, "failed", attempts=attempts, next_try_at=later, last_error=SERVER_AWAY)
        raise
    except (OSError, ValueError) as error:
        # What smtplib raises is an OSError, and a header that cannot be written a ValueError.
        # A broken line is not used for the next mail; an unbroken one opens anew just as well.
        _hang_up(line)
        return _settle(mail, "failed", last_error=_code(error), **_next_step(mail, now))
    return _settle(mail, "sent", state=State.SENT, sent_at=now, last_error="")


def _claim(pk: int, now: datetime) -> Mail | None:
    """The mail with its try counted, or None when somebody else has it or it has had its day."""
    mail = Mail.objects.waiting().select_related("recipient").filter(pk=pk).first()
    if mail is None or mail.next_try_at > now:
        return None
    useful = Q(useful_until=None) | Q(useful_until__gt=now)
    unclaimed = Mail.objects.waiting().filter(useful, pk=pk, next_try_at=mail.next_try_at)
    if not unclaimed.update(next_try_at=now + LEASE, attempts=F("attempts") + 1):
        return None
    mail.next_try_at = now + LEASE
    mail.attempts += 1
    return mail


def _settle(mail: Mail, outcome: str, **fields) -> str:
    """Write how it went, unless the lease ran out and another worker has the mail now."""
    mine = Mail.objects.waiting().filter(pk=mail.pk, next_try_at=mail.next_try_at)
    mine.update(**fields)
    return outcome


def _next_step(mail: Mail, now: datetime) -> dict:
    if mail.attempts >= MAX_TRIES:
        return {"state": State.GIVEN_UP}
    return {"next_try_at": now + BACK_OFF[mail.attempts - 1]}


def _open(line: BaseEmailBackend) -> None:
    try:
        line.open()
    except OSError as error:
        raise ServerAway from error


def _hang_up(line: BaseEmailBackend) -> None:
    with suppress(OSError):
        line.close()


def _code(error: Exception) -> str:
    """The sort of error and the server's number, never its words: they may repeat the mail."""
    number = error.smtp_code if isinstance(error, SMTPResponseException) else _refusals(error)
    return f"{type(error).__name__} {number}".strip()


def _refusals(error: Exception) -> str:
    recipients = getattr(error, "recipients", {})
    return ",".join(sorted({str(code) for code, _words in recipients.values()}))
