"""Fiscal years as moments."""

from datetime import datetime

from django.utils import timezone


def bounds(year: int) -> tuple[datetime, datetime]:
    """The first moment of a fiscal year, and the first after it."""
    begins, ends = (
        timezone.make_aware(datetime(each, 4, 1))  # noqa: DTZ001 - made aware here
        for each in (year, year + 1)
    )
    return begins, ends
