"""Everything at once, and the file that tells a checker where it all is."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction

from portal.errors import DomainError
from portal.operations.probe_town.classes import teach
from portal.operations.probe_town.marks import Marks
from portal.operations.probe_town.people import Town, settle
from portal.operations.probe_town.programme import call_for_leaders
from portal.operations.probe_town.talk import talk
from portal.operations.probe_town.writings import write_everything
from portal.operations.starting import LOOPBACK
from portal.staff.account_links import path_of_link
from portal.staff.models import StaffMember


class NotAProbe(DomainError):
    message = (
        "点検用のサーバーではありません。DXL_PROBE=1、DEBUG=false、ALLOWED_HOSTS がこの機械だけ、"
        "職員がまだいないデータベースで実行してください。"
    )


def refuse_a_real_portal() -> None:
    """Raises NotAProbe unless this is a server for nothing but attacks."""
    is_alone = set(settings.ALLOWED_HOSTS) <= LOOPBACK
    if not settings.PROBE or settings.DEBUG or not is_alone or StaffMember.objects.exists():
        raise NotAProbe


@transaction.atomic
def seed(now: datetime) -> dict:
    """Fill an empty portal. Returns what a checker has to know. Raises NotAProbe."""
    refuse_a_real_portal()
    password, marks = secrets.token_urlsafe(15), Marks()
    town = settle(password, now)
    made = {
        **write_everything(town, marks, now),
        **teach(town, marks, now),
        **talk(town, marks, now),
        **call_for_leaders(town, marks, now),
    }
    return {
        "base_url": settings.BASE_URL,
        "password": password,
        "accounts": {account.username: account._asdict() for account in town.accounts},
        **made,
        "one_time_links": _links(town),
        "note_canaries": [mark.canary for mark in marks.of("note")],
        "canaries": [mark._asdict() for mark in marks.given],
    }


def _links(town: Town) -> dict[str, str]:
    """As an administrator would hand them over: each opens one person's password page, once."""
    return {staff.username: path_of_link(staff) for staff in town.three("st")[2:]}
