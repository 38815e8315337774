"""What people are told about personal data: one function per kind."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from portal.notifications.telling import Notice, notify
from portal.personal.models import DataRequest, OwnDataExport
from portal.staff.models import Role, RoleGrant, StaffMember


def own_data_ready(export: OwnDataExport, *, until: datetime, now: datetime) -> None:
    title = "自分の情報を受け取れるようになりました（24時間）"
    notice = Notice("own_data_ready", str(export.pk), title, reverse("personal:own_data"), until)
    notify(notice, to=[export.staff], now=now)


def request_received(data_request: DataRequest, *, now: datetime) -> None:
    """To the DX section; the words of the request stay on its page."""
    title = f"個人情報についての申出（{data_request.get_kind_display()}）が届きました"
    link = reverse("personal:data_request", args=[data_request.pk])
    notify(
        Notice("data_request_received", str(data_request.pk), title, link),
        to=holders(Role.OFFICER, now),
        now=now,
    )


def request_moved(data_request: DataRequest, *, now: datetime) -> None:
    title = f"個人情報についての申出：{data_request.get_state_display()}"
    link = reverse("personal:data_request", args=[data_request.pk])
    cause = f"{data_request.pk}/{data_request.state}"
    notify(Notice("data_request_moved", cause, title, link), to=[data_request.staff], now=now)


def retention_is_due(rows: int, *, now: datetime) -> None:
    """Once a month, to the DX section and the auditors."""
    day = timezone.localdate(now)
    title = f"保存期間を過ぎた情報が{rows:,}件あります（{day.month}月の確認）"
    for kind, role in (("retention_due", Role.OFFICER), ("retention_to_audit", Role.AUDITOR)):
        notice = Notice(kind, f"{day:%Y-%m}", title, reverse("personal:retention"))
        notify(notice, to=holders(role, now), now=now)


def retention_proposed(run, *, now: datetime) -> None:
    title = "保存期間の処理が、承認を待っています"
    notice = Notice("retention_proposed", str(run.pk), title, reverse("personal:retention"))
    others = holders(Role.ADMINISTRATOR, now).exclude(pk=run.proposed_by_id)
    notify(notice, to=others, now=now)


def holders(role: Role, now: datetime):
    grants = RoleGrant.objects.filter(role=role).on(timezone.localdate(now))
    return StaffMember.objects.filter(is_active=True, role_grants__in=grants).distinct()
