"""The notices of the house itself: one function per kind."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from portal.notifications.telling import Notice, notify
from portal.staff.models import Role, RoleGrant, StaffMember


def role_granted(staff: StaffMember, role: Role, *, cause: str, now: datetime) -> None:
    title = f"役割「{role.label}」が付与されました"
    notify(Notice("role_granted", cause, title, reverse("own_account")), to=[staff], now=now)


def role_withdrawn(staff: StaffMember, role: Role, *, cause: str, now: datetime) -> None:
    title = f"役割「{role.label}」が取り消されました"
    notify(Notice("role_withdrawn", cause, title, reverse("own_account")), to=[staff], now=now)


def sign_in_changed(staff: StaffMember, what: str, *, cause: str, now: datetime) -> None:
    """That an administrator changed how ``staff`` signs in. ``what`` is the whole sentence."""
    notify(Notice("sign_in_changed", cause, what, reverse("own_account")), to=[staff], now=now)


def roster_applied(
    roster_import: str, what: str, *, but: StaffMember | None, cause: str, now: datetime
) -> None:
    """To the other administrators; who did it has seen it. ``roster_import`` is its id."""
    link = reverse("staff:roster_import", args=[roster_import])
    others = administrators(now).exclude(pk=but.pk if but else None)
    notify(Notice("roster_applied", cause, what, link), to=others, now=now)


def job_set_aside(job: str, *, cause: str, now: datetime) -> None:
    """That a job failed as often as it is tried. ``job`` is the name of its function."""
    title = f"ジョブ「{job}」を実行できませんでした"
    notice = Notice("job_set_aside", cause, title, reverse("jobs:job_list"))
    notify(notice, to=administrators(now), now=now)


def administrators(now: datetime):
    grants = RoleGrant.objects.filter(role=Role.ADMINISTRATOR).on(timezone.localdate(now))
    return StaffMember.objects.filter(is_active=True, role_grants__in=grants).distinct()
