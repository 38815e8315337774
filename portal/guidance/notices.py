"""What people are told about guidance: one function per kind."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from portal.guidance.models import Edition, Guide
from portal.notifications.telling import Notice, notify
from portal.staff.models import Role, RoleGrant, StaffMember


def approval_asked(edition: Edition, *, now: datetime) -> None:
    """To the officers but whoever may not approve it."""
    title = f"「{edition.guide}」{edition}の改定が、承認を待っています"
    cause = f"{edition.pk}/{edition.submitted_at:%Y%m%d%H%M%S}"
    officers = officers_on(now).exclude(pk__in=[edition.submitted_by_id, edition.begun_by_id])
    notify(Notice("guidance_approval", cause, title, _desk(edition)), to=officers, now=now)


def sent_back(edition: Edition, *, by: StaffMember, now: datetime) -> None:
    title = f"「{edition.guide}」{edition}の改定が、下書きに戻りました"
    cause = f"{edition.pk}/back/{now:%Y%m%d%H%M%S}"
    people = _active([edition.submitted_by_id, edition.begun_by_id]).exclude(pk=by.pk)
    notify(Notice("guidance_decided", cause, title, _desk(edition)), to=people, now=now)


def approved(edition: Edition, *, now: datetime) -> None:
    title = f"「{edition.guide}」{edition}の改定が承認されました（{_day(edition)}から適用）"
    people = _active([edition.submitted_by_id, edition.begun_by_id])
    cause = f"{edition.pk}/approved/{now:%Y%m%d%H%M%S}"
    link = reverse("guidance:desk_guide", args=[edition.guide.slug])
    notify(Notice("guidance_decided", cause, title, link), to=people, now=now)


def in_force(edition: Edition, *, now: datetime) -> None:
    """To those who have read an older edition; to everybody when the page is compulsory."""
    title = f"「{edition.guide}」が{edition}になりました"
    people = StaffMember.objects.filter(is_active=True)
    if not edition.guide.is_compulsory:
        readers = edition.guide.editions.values("readings__staff")
        people = people.filter(pk__in=readers)
    link = edition.guide.get_absolute_url()
    notify(Notice("guidance_in_force", str(edition.pk), title, link), to=people, now=now)


def review_due(guide: Guide, people: QuerySet[StaffMember], *, step: str, now: datetime) -> None:
    """``step`` is ``owner`` before the day, ``manager`` when it has passed."""
    words = "見直しの日を過ぎています" if step == "manager" else "まもなく見直しの日です"
    title = f"「{guide}」は{words}（{guide.review_on.month}月{guide.review_on.day}日）"
    cause = f"{guide.pk}/{guide.review_on}/{step}"
    link = reverse("guidance:desk_guide", args=[guide.slug])
    notify(Notice("guidance_review", cause, title, link), to=people, now=now)


def officers_on(now: datetime) -> QuerySet[StaffMember]:
    grants = RoleGrant.objects.filter(role=Role.OFFICER).on(timezone.localdate(now))
    return StaffMember.objects.filter(is_active=True, role_grants__in=grants).distinct()


def _active(pks: list[int]) -> QuerySet[StaffMember]:
    return StaffMember.objects.filter(is_active=True, pk__in=pks)


def _day(edition: Edition) -> str:
    return f"{edition.applies_from.month}月{edition.applies_from.day}日"


def _desk(edition: Edition) -> str:
    return reverse("guidance:amendment", args=[edition.pk])
