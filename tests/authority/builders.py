"""A confidential thing for tests: somebody's notice, which nobody else may read."""

from django.urls import reverse
from django.utils import timezone

from portal.authority.glass_objects import GlassObject, opens_by_glass
from portal.notifications.models import Notification
from portal.notifications.telling import Notice, notify


def put_under_glass() -> None:
    opens_by_glass(
        GlassObject(
            "notifications.Notification",
            describe=lambda notice: f"お知らせ {notice.pk}番",
            owner_of=lambda notice: notice.recipient,
            link_to=lambda notice: reverse("notifications:notification", args=[notice.pk]),
        )
    )


def a_secret(owner, title="だれにも見せない") -> Notification:
    """Something that belongs to ``owner`` and can be read by breaking the glass."""
    put_under_glass()
    cause = f"secret-{timezone.now().timestamp()}"
    notify(Notice("role_granted", cause, title, "/accounts/"), to=[owner], now=timezone.now())
    return Notification.objects.get(cause=cause)
