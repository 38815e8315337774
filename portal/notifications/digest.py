"""The mail of the morning: one to each person with what waited for it."""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from portal.notifications.kinds import Delivery
from portal.notifications.models import Mail, Notification
from portal.notifications.working_time import is_working_time

AT_ONCE = 500


@transaction.atomic
def write_digests(now: datetime) -> int:
    """Make today's digests for those who have unread notices waiting. Returns how many.

    There is at most one per person and day. Outside of working time none is made: what waits
    goes into the next day's. The mails themselves are sent as all others are.
    """
    if not is_working_time(now):
        return 0
    today = timezone.localdate(now)
    waiting = Notification.objects.filter(
        delivery=Delivery.DIGEST, mail=None, read_at=None, created_at__lte=now
    ).still_useful(now)
    of_today = Mail.objects.filter(digest_on=today)
    people = waiting.exclude(recipient__in=of_today.values("recipient"))
    recipients = list(people.order_by("recipient").values_list("recipient", flat=True).distinct())
    for start in range(0, len(recipients), AT_ONCE):
        batch = recipients[start : start + AT_ONCE]
        Mail.objects.bulk_create(
            (
                Mail(recipient_id=pk, digest_on=today, created_at=now, next_try_at=now)
                for pk in batch
            ),
            ignore_conflicts=True,
        )
        own = of_today.waiting().filter(recipient=OuterRef("recipient"))
        waiting.filter(recipient__in=batch).update(mail=Subquery(own.values("pk")[:1]))
    return len(recipients)
