"""What a mail says: written at the moment of sending, from what the person may still see."""

from datetime import datetime
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from portal.notifications.kinds import KINDS
from portal.notifications.models import Mail, Notification
from portal.notifications.telling import one_line
from portal.staff.models import StaffMember
from portal.staff.roles import roles_of

SITE = settings.WAGTAIL_SITE_NAME
CONFIDENTIAL_TITLE = "新しいお知らせがあります"
NAME_LENGTH = 100
LINES_SHOWN = 50
# A mail back end of Django that sends nothing: the portal works without mail.
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"


class NotWanted(Exception):
    """There is nothing to send. Carries one of ``Mail.Reason``."""

    def __init__(self, reason: Mail.Reason):
        super().__init__(reason)
        self.reason = reason


def mail_is_on() -> bool:
    return settings.EMAIL_BACKEND != NO_MAIL


def message_for(mail: Mail, now: datetime) -> EmailMultiAlternatives:
    """The mail as it goes out now. Raises NotWanted."""
    recipient = mail.recipient
    if not mail_is_on():
        raise NotWanted(Mail.Reason.MAIL_OFF)
    if not recipient.is_active:
        raise NotWanted(Mail.Reason.LEFT)
    if not recipient.email:
        raise NotWanted(Mail.Reason.NO_ADDRESS)
    notices = _news(mail, now)
    if not notices:
        raise NotWanted(Mail.Reason.NOTHING_NEW)
    if mail.digest_on:
        return _digest(mail, notices)
    return _one_notice(mail, notices[0])


def _news(mail: Mail, now: datetime) -> list[Notification]:
    """What the person has not read yet, and still has the role for."""
    unread = mail.notifications.unread().still_useful(now).order_by("created_at", "pk")
    held = roles_of(mail.recipient)
    return [each for each in unread if _is_for(each, held)]


def _is_for(notice: Notification, held: frozenset) -> bool:
    kind = KINDS.get(notice.kind)
    return kind is not None and (kind.role is None or kind.role in held)


def _one_notice(mail: Mail, notice: Notification) -> EmailMultiAlternatives:
    line = _line(notice)
    return _message(mail, "notice", line["title"], {"line": line})


def _digest(mail: Mail, notices: list[Notification]) -> EmailMultiAlternatives:
    context = {
        "day": mail.digest_on,
        "count": len(notices),
        "lines": [_line(notice) for notice in notices[:LINES_SHOWN]],
        "more": max(0, len(notices) - LINES_SHOWN),
    }
    return _message(mail, "digest", f"お知らせのまとめ（{len(notices)}件）", context)


def _line(notice: Notification) -> dict:
    title = CONFIDENTIAL_TITLE if KINDS[notice.kind].is_confidential else notice.title
    url = _address(reverse("notifications:notification", args=[notice.pk]))
    return {"title": title, "url": url, "at": notice.created_at}


def _message(mail: Mail, template: str, subject: str, context: dict) -> EmailMultiAlternatives:
    context |= {
        "site": SITE,
        "name": _name(mail.recipient),
        "list_url": _address(reverse("notifications:notification_list")),
        "settings_url": _address(reverse("notifications:notification_settings")),
    }
    message = EmailMultiAlternatives(
        subject=f"【{SITE}】{subject}",
        body=render_to_string(f"mail/{template}.txt", context),
        from_email=_sender(),
        to=[formataddr((_name(mail.recipient), mail.recipient.email))],
        headers={
            "Message-ID": mail.message_id,
            "Auto-Submitted": "auto-generated",
            "List-Id": f"<notifications.{urlsplit(settings.BASE_URL).hostname or 'localhost'}>",
        },
    )
    message.attach_alternative(render_to_string(f"mail/{template}.html", context), "text/html")
    return message


def _sender() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or SITE, address))


def _name(person: StaffMember) -> str:
    return one_line(person.name, NAME_LENGTH)


def _address(path: str) -> str:
    return settings.BASE_URL.rstrip("/") + path
