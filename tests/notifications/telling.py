"""Telling people something in tests: ``tell(staff, now=now)`` fills in what is not asked."""

import itertools

from portal.notifications.models import Notification
from portal.notifications.telling import Notice, notify

_numbers = itertools.count(1)


def tell(*people, now, **fields):
    """One notice to each of ``people``. Returns that of the first."""
    number = next(_numbers)
    notice = {
        "kind": "role_granted",
        "cause": f"cause{number}",
        "title": f"お知らせ{number}",
        "link": "/help/",
        **fields,
    }
    notify(Notice(**notice), to=people, now=now)
    return Notification.objects.filter(cause=notice["cause"], recipient=people[0]).first()
