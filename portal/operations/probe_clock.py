"""A clock that goes wrong on purpose: for jobs of a probe server alone (DXL_NOW)."""

import re
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

UNITS = {
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "y": timedelta(days=365),
}


def offset_of(text: str, now: datetime) -> timedelta:
    """``+2h``, ``-30m``, ``+10y`` or a moment as ``2027-04-01T00:00+09:00``.

    Raises ImproperlyConfigured.
    """
    if found := re.fullmatch(r"([+-]\d+)([mhdy])", text):
        return int(found[1]) * UNITS[found[2]]
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else timezone.make_aware(moment)) - now
    except ValueError as error:
        raise ImproperlyConfigured(f"DXL_NOW: {text}") from error


def shift_clock() -> None:
    """From now on this process lives at another time. Nothing happens on a real portal."""
    if settings.PROBE and settings.PROBE_NOW:
        real = timezone.now
        offset = offset_of(settings.PROBE_NOW, real())
        timezone.now = lambda: real() + offset
