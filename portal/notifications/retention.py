"""Erasing old notices, read or not, and the mails about them."""

from datetime import datetime, timedelta

from django.db import transaction

from portal.notifications.models import Mail, Notification

# Source: SAFETY 4.1, "notifications, outbox bodies: 90 days".
DAYS_KEPT = 90


@transaction.atomic
def erase_old_notices(now: datetime) -> int:
    """Returns how many notices were erased. Later ones that share a digest keep their mail."""
    before = now - timedelta(days=DAYS_KEPT)
    erased, _by_model = Notification.objects.filter(created_at__lt=before).delete()
    Mail.objects.filter(created_at__lt=before, notifications=None).delete()
    return erased
