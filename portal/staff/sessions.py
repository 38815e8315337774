"""Who is signed in where: the sessions of Django, each with its person, idle and absolute end."""

import re
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.staff.models import StaffMember, StaffSession

SIGNED_IN_AT = "signed_in_at"
DEVICE = "device"
ADDRESS = "address"
# A page view moves the idle end only when this much has passed, to spare the database.
SEEN_EVERY = timedelta(minutes=1)
CLOCKS_DIFFER = timedelta(minutes=5)
# First match wins: Edge also calls itself Chrome, and Chrome calls itself Safari.
BROWSERS = [("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
SYSTEMS = [
    ("Windows", "Windows"),
    ("iPhone|iPad", "iPhone・iPad"),
    ("Android", "Android"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
]


class Device(NamedTuple):
    """A signed-in browser as its person sees it."""

    number: str
    name: str
    address: str
    signed_in_at: datetime
    last_seen_at: datetime
    is_this_one: bool


class SessionStore(db.SessionStore):
    """Ends after SESSION_IDLE without a request, and SESSION_ABSOLUTE after the sign-in."""

    last_seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls):
        return StaffSession

    def _get_session_from_db(self):
        row = super()._get_session_from_db()
        if row and row.expire_date > timezone.now() + settings.SESSION_IDLE + CLOCKS_DIFFER:
            # Made while the clock was ahead: it would live until that day comes.
            self._session_key, row = None, None
        self.last_seen_at = row.last_seen_at if row else None
        return row

    def get_expiry_date(self, **_kwargs):
        idle_end = timezone.now() + settings.SESSION_IDLE
        signed_in_at = self.get(SIGNED_IN_AT)
        if signed_in_at is None:
            return idle_end
        return min(idle_end, _moment(signed_in_at) + settings.SESSION_ABSOLUTE)

    def create_model_instance(self, data):
        person = data.get(SESSION_KEY)
        if person:
            data.setdefault(SIGNED_IN_AT, timezone.now().timestamp())
        row = super().create_model_instance(data)
        row.staff_id = person
        row.last_seen_at = timezone.now()
        return row

    def keep_alive(self, now: datetime) -> None:
        """Move the idle end without writing the session's data, which others may be changing."""
        if self.last_seen_at and now - self.last_seen_at >= SEEN_EVERY:
            StaffSession.objects.filter(pk=self.session_key).update(
                last_seen_at=now, expire_date=self.get_expiry_date()
            )


def devices_of(staff: StaffMember, *, this: str | None, now: datetime) -> list[Device]:
    """The browsers ``staff`` is signed in with, the latest first. ``this`` is the session key."""
    rows = staff.sessions.filter(expire_date__gt=now).order_by("-last_seen_at")
    return [_device(row, this) for row in rows]


def end_session(staff: StaffMember, number: str) -> bool:
    """Sign out one browser of ``staff``. False when there is no such one."""
    for row in staff.sessions.all():
        if _number(row) == number:
            row.delete()
            return True
    return False


def end_sessions(staff: StaffMember, *, but: str | None = None) -> int:
    """Sign out every browser of ``staff``, but the one with the session key ``but``."""
    ended, _models = staff.sessions.exclude(pk=but or "").delete()
    return ended


def _device(row: StaffSession, this: str | None) -> Device:
    data = SessionStore().decode(row.session_data)
    return Device(
        number=_number(row),
        name=_device_name(data.get(DEVICE, "")),
        address=data.get(ADDRESS, ""),
        signed_in_at=_moment(data.get(SIGNED_IN_AT, row.last_seen_at.timestamp())),
        last_seen_at=row.last_seen_at,
        is_this_one=row.pk == this,
    )


def _number(row: StaffSession) -> str:
    """A name for the row that can stand in a page: the key itself would be the door key."""
    return salted_hmac("staff.session", row.pk, algorithm="sha256").hexdigest()[:20]


def _device_name(user_agent: str) -> str:
    system = next((name for mark, name in SYSTEMS if re.search(mark, user_agent)), "不明な端末")
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "ブラウザー不明")
    return f"{system}の{browser}"


def _moment(timestamp: float) -> datetime:
    return datetime.fromtimestamp(timestamp, tz=UTC)
