"""What editors are told of cases."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from casebook.models import Case
from portal.notifications.telling import Notice, notify
from portal.staff.models import Role, RoleGrant, StaffMember


def editors_are_told(case: Case, *, by: StaffMember, now: datetime) -> None:
    """Of a new draft; where the city has no editor, the DX section."""
    title = f"事例の下書き「{case.title}」ができました。確かめて公開してください"
    link = reverse("wagtailadmin_pages:edit", args=[case.pk])
    editors = _holders(Role.EDITOR, now).exclude(pk=by.pk)
    to = list(editors) or list(_holders(Role.OFFICER, now).exclude(pk=by.pk))
    notify(Notice("case_drafted", str(case.pk), title, link), to=to, now=now)


def origin_is_published(case: Case, *, now: datetime) -> None:
    """To whoever began the draft: everybody reads it now."""
    origin = getattr(case, "origin", None)
    if origin is None:
        return
    title = f"事例「{case.title}」が公開されました。ありがとうございました"
    link = reverse("casebook:case_page", args=[case.slug])
    notify(Notice("case_published", str(case.pk), title, link), to=[origin.drafted_by], now=now)


def _holders(role: Role, now: datetime):
    grants = RoleGrant.objects.filter(role=role).on(timezone.localdate(now))
    return StaffMember.objects.filter(is_active=True, pk__in=grants.values("staff"))
