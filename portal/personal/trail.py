"""The audit trail's own way of ending: from its beginning, in one piece."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from portal.audit.retention import erase_before
from portal.personal.due import TRAIL
from portal.personal.rules import days_of
from portal.personal.table import RULES
from portal.staff.models import StaffMember


def erase_trail(rows: QuerySet, *, by: StaffMember, now: datetime) -> int:
    """Returns how many. ``rows`` are all that are over their time, or none while one is held."""
    if not rows.exists():
        return 0
    return erase_before(now - timedelta(days=days_of(TRAIL, RULES[TRAIL])), by=by)
