"""What people are told about figures: one function per kind."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from portal.kpi.models import Decision, Definition
from portal.kpi.times import year_word
from portal.notifications.telling import Notice, notify
from portal.staff.models import Role, RoleGrant, StaffMember


def year_has_passed(definition: Definition, *, now: datetime) -> None:
    """To the DX section, once per indicator and planned year."""
    title = f"{definition.name}：目標の{year_word(definition.target_year)}を過ぎています（要確認）"
    link = reverse("kpi:indicator", args=[definition.indicator.slug])
    cause = f"{definition.indicator_id}/{definition.target_year}"
    notify(Notice("kpi_year_passed", cause, title, link), to=officers(now), now=now)


def decision_is_overdue(decision: Decision, *, now: datetime) -> None:
    """To the DX section, once per decision and day it was due."""
    title = f"期限を過ぎた決定：{decision.title}"
    link = reverse("kpi:decision", args=[decision.pk])
    cause = f"{decision.pk}/{decision.due_on}"
    notify(Notice("kpi_decision_overdue", cause, title, link), to=officers(now), now=now)


def officers(now: datetime):
    grants = RoleGrant.objects.filter(role=Role.OFFICER).on(timezone.localdate(now))
    return StaffMember.objects.filter(is_active=True, role_grants__in=grants).distinct()
