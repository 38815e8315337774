"""A person's own notices: counting, reading, marking."""

from datetime import datetime

from portal.notifications.models import Notification
from portal.prepared import Prepared
from portal.staff.models import StaffMember

# More than this is "many": the number beside the bell need not be exact then.
COUNTED = 100
_unread = Prepared(
    lambda staff: Notification.objects.visible_to(staff).unread().values_list("pk")[:COUNTED]
)


def unread_count(staff: StaffMember) -> int:
    """How many notices ``staff`` has not read, up to COUNTED: in one query over an index."""
    return len(_unread.rows(staff.pk))


def mark_read(notification: Notification, *, now: datetime) -> None:
    """The first reading counts: reading it again changes nothing."""
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=now)


def mark_all_read(staff: StaffMember, *, through: int, now: datetime) -> int:
    """Mark what ``staff`` has seen in the list, up to the id ``through``. Returns how many.

    What came in after the list was shown stays unread.
    """
    unread = Notification.objects.visible_to(staff).unread()
    return unread.filter(pk__lte=through).update(read_at=now)
