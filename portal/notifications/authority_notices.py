"""Notices about what one person may not decide alone, and the alarm about sign-ins."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from portal.authority.glass_objects import glass_of
from portal.authority.models import AccountRequest, BreakGlassGrant
from portal.notifications.notices import administrators
from portal.notifications.telling import Notice, notify
from portal.rights.law import roles_with
from portal.staff.models import RoleGrant, StaffMember


def glass_asked(grant: BreakGlassGrant, *, cause: str, now: datetime) -> None:
    """To everybody who may approve it; the asker knows."""
    roles = roles_with("break-glass grant", "approve")
    grants = RoleGrant.objects.filter(role__in=roles).on(timezone.localdate(now))
    people = StaffMember.objects.filter(is_active=True, role_grants__in=grants).distinct()
    title = f"{grant.asker.name}さんが、非常時の閲覧の承認を待っています"
    notice = Notice("glass_asked", cause, title, reverse("authority:glass_list"))
    notify(notice, to=people.exclude(pk=grant.asker_id), now=now)


def glass_decided(grant: BreakGlassGrant, *, cause: str, now: datetime) -> None:
    is_open = grant.state == BreakGlassGrant.State.OPEN
    end = f"（{timezone.localtime(grant.ends_at):%-H時%-M分}まで）" if is_open else ""
    title = f"非常時の閲覧が承認されました{end}" if is_open else "非常時の閲覧は見送られました"
    notice = Notice("glass_decided", cause, title, reverse("authority:glass_list"))
    notify(notice, to=[grant.asker], now=now)


def glass_ended(grant: BreakGlassGrant, owner: int, *, cause: str, now: datetime) -> None:
    """To the person whose thing it was, afterwards. Nothing when that thing is gone."""
    obj = grant.object
    if obj is None:
        return
    glass = glass_of(obj)
    title = f"{glass.describe(obj)}が、非常時の手続きで閲覧されました"
    people = StaffMember.objects.filter(pk=owner, is_active=True)
    notify(Notice("glass_ended", cause, title, glass.link_to(obj)), to=people, now=now)


def second_asked(request: AccountRequest, *, cause: str, now: datetime) -> None:
    title = f"{request.asker.name}さんが確認を頼んでいます：{request.get_kind_display()}"
    notice = Notice("second_asked", cause, title, reverse("authority:request_list"))
    but = [request.asker_id, request.staff_id]
    notify(notice, to=administrators(now).exclude(pk__in=but), now=now)


def sign_in_alarm(count: int, *, cause: str, now: datetime) -> None:
    query = urlencode({"action": "signin.failed"})
    title = f"ログインの失敗が1時間に{count}回ありました"
    notice = Notice("sign_in_alarm", cause, title, f"{reverse('audit:event_list')}?{query}")
    notify(notice, to=administrators(now), now=now)
