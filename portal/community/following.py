"""Following a tag, a section, a person, or the week as a whole."""

from datetime import datetime

from django.db import transaction

from portal.community.models import Follow
from portal.errors import DomainError
from portal.staff.models import StaffMember

FOLLOWS_EACH = 200


class FollowsOneself(DomainError):
    message = "自分をフォローすることはできません。"


class FollowsTooMuch(DomainError):
    message = f"フォローは{FOLLOWS_EACH}件までです。使わないものを外してください。"


@transaction.atomic
def follow(staff: StaffMember, *, now: datetime, **what) -> Follow:
    """``what`` is one of ``tag``, ``department``, ``person``, ``is_weekly``. Twice is once.

    Raises FollowsOneself and FollowsTooMuch.
    """
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    if what.get("person") == staff:
        raise FollowsOneself
    own = Follow.objects.filter(staff=staff)
    if found := own.filter(**what).first():
        return found
    if own.count() >= FOLLOWS_EACH:
        raise FollowsTooMuch
    return Follow.objects.create(staff=staff, since=now, **what)


def unfollow(found: Follow) -> None:
    found.delete()
