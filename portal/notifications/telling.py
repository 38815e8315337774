"""Telling people: a row in the same transaction as its cause, and a mail that waits beside it."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from portal.notifications.kinds import KINDS, Delivery
from portal.notifications.models import Mail, Notification, Preference
from portal.staff.models import StaffMember

AT_ONCE = 500
TITLE_LENGTH = 200
# Control characters, line breaks of every sort, and marks that turn the direction of writing.
NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


class LinkLeavesTheHouse(Exception):
    """A link that is no path of the portal: a bug of the caller."""


class Notice(NamedTuple):
    """What to tell. ``kind`` stands in KINDS; ``cause`` is the id of what it is about.

    ``title`` is one line without confidential text, ``link`` a path of the portal.
    ``useful_until`` is when to stop mailing it, where the kind's own rule does not fit.
    """

    kind: str
    cause: str
    title: str
    link: str
    useful_until: datetime | None = None


@transaction.atomic
def notify(notice: Notice, *, to: Iterable[StaffMember], now: datetime) -> None:
    """Tell each person of ``to`` once, however often this is called for the same cause.

    Call it in the transaction that does the thing; nothing is sent here. A part writes one
    function per kind of notice on top of it. Raises KeyError for an unknown kind and
    LinkLeavesTheHouse.
    """
    if not stays_in_the_house(notice.link):
        raise LinkLeavesTheHouse(notice.link)
    told = Notification.objects.filter(kind=notice.kind, cause=notice.cause)
    # In one order, so that two who tell the same people wait for each other and do not deadlock.
    everybody = sorted({person.pk for person in to})
    for start in range(0, len(everybody), AT_ONCE):
        batch = everybody[start : start + AT_ONCE]
        already = set(told.filter(recipient__in=batch).values_list("recipient_id", flat=True))
        _write(notice, [pk for pk in batch if pk not in already], now)


def _write(notice: Notice, recipients: list[int], now: datetime) -> None:
    kind = KINDS[notice.kind]
    deliveries = deliveries_of(notice.kind, recipients)
    useful_until = notice.useful_until or now + kind.useful_for
    at_once = [pk for pk in recipients if deliveries[pk] == Delivery.AT_ONCE]
    mails = Mail.objects.bulk_create(
        Mail(
            recipient_id=pk,
            kind=notice.kind,
            created_at=now,
            is_urgent=kind.is_urgent,
            useful_until=useful_until,
            next_try_at=now,
        )
        for pk in at_once
    )
    mail_of = dict(zip(at_once, mails, strict=True))
    # Somebody faster with the same cause wins; the mail made here then has nothing to say.
    Notification.objects.bulk_create(
        (
            Notification(
                recipient_id=pk,
                kind=notice.kind,
                cause=notice.cause,
                title=one_line(notice.title, TITLE_LENGTH),
                link=notice.link,
                created_at=now,
                useful_until=useful_until,
                delivery=deliveries[pk],
                mail=mail_of.get(pk),
            )
            for pk in recipients
        ),
        ignore_conflicts=True,
    )


def deliveries_of(kind: str, recipients: list[int]) -> dict[int, Delivery]:
    """How each person wants ``kind``; a choice that the kind no longer offers counts as none."""
    chosen = Preference.objects.filter(kind=kind, staff__in=recipients)
    offered = KINDS[kind].choices()
    wanted = dict(chosen.values_list("staff_id", "delivery"))
    return {
        pk: Delivery(wanted[pk]) if wanted.get(pk) in offered else KINDS[kind].delivery
        for pk in recipients
    }


@transaction.atomic
def unsay(link: str, *, title: str, readers: Iterable[StaffMember]) -> None:
    """``link`` has become confidential: what was told of it before keeps no words.

    Only ``readers`` keep their notices, under ``title``; mails that wait say no more than that.
    """
    about = Notification.objects.filter(link=link)
    about.exclude(recipient__in=[person.pk for person in readers]).delete()
    about.update(title=one_line(title, TITLE_LENGTH))
    for kind in set(about.values_list("kind", flat=True)):
        if f"{kind}_confidential" in KINDS:
            same = about.filter(kind=kind)
            mails = list(same.exclude(mail=None).values_list("mail", flat=True))
            Mail.objects.waiting().filter(pk__in=mails).update(kind=f"{kind}_confidential")
            same.update(kind=f"{kind}_confidential")


def stays_in_the_house(link: str) -> bool:
    return link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)


def one_line(text: str, length: int) -> str:
    """``text`` fit for a subject or a name in a mail: no line breaks, nothing unseen."""
    text = " ".join(NOT_IN_A_LINE.sub(" ", text).split(" ")).strip()
    return text if len(text) <= length else f"{text[: length - 1]}…"
