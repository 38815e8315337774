"""What people are told about figures: one function per kind."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from portal.kpi.models import Definition
from portal.kpi.times import year_word
from portal.notifications.telling import Notice, notify
from portal.staff.models import Role, RoleGrant, StaffMember


def year_has_passed(definition: Definition, *, now: datetime) -> None:
    """To the DX section, once per indicator and planned year."""
    title = f"{definition.name}：目標の{year_word(definition.target_year)}を過ぎています（要確認）"
    link = reverse("kpi:indicator", args=[definition.indicator.slug])
    cause = f"{definition.indicator_id}/{definition.target_year}"
    notify(Notice("kpi_year_passed", cause, title, link), to=officers(now), now=now)


def officers(now: datetime):
    grants = RoleGrant.objects.filter(role=Role.OFFICER).on(timezone.localdate(now))
    return StaffMember.objects.filter(is_active=True, role_grants__in=grants).distinct()
