"""Putting something new into the feed, and telling those who follow it."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django_tasks import task

from portal.community.kinds import kind_of, label_of
from portal.community.models import Entry, EntryTag, Follow
from portal.community.notices import followed_news
from portal.staff.models import StaffMember

TAGS_EACH = 20


@transaction.atomic
def announce(target: Model, *, by: StaffMember | None, now: datetime) -> Entry:
    """Say that ``target`` is new. Its kind is open for talk; ``by`` is None for the office.

    Once for each object, however often it is called. Who may see the object sees the news, no
    earlier and no longer: a draft may be announced.
    """
    kind = kind_of(label_of(target))
    entry, is_new = Entry.objects.get_or_create(
        kind=kind.label,
        object_id=target.pk,
        defaults={"author": by, "department": by.department if by else None, "at": now},
    )
    names = dict.fromkeys(str(name) for name in kind.tags(target))
    _tag(entry, list(names)[:TAGS_EACH])
    if is_new:
        transaction.on_commit(partial(tell_followers.enqueue, entry.pk))
    return entry


@transaction.atomic
def announce_again(target: Model, *, by: StaffMember | None, now: datetime) -> Entry:
    """Say that ``target`` is another than it was: the newest of the feed, and told once more.

    What people said about it stays where it is.
    """
    take_back(target)
    return announce(target, by=by, now=now)


@transaction.atomic
def take_back(target: Model) -> None:
    """Out of the feed, when the object is gone for good."""
    Entry.objects.on(target).delete()


@task()
def tell_followers(pk: int) -> None:
    """Safe to run twice: a notice is written once for each person and cause."""
    entry = Entry.objects.filter(pk=pk).select_related("author", "department").first()
    if entry is None:
        return
    follows = Follow.objects.of_news(
        author=entry.author,
        department=entry.department,
        tags=list(entry.tags.values_list("name", flat=True)),
    )
    people = StaffMember.objects.filter(is_active=True, pk__in=follows.values("staff"))
    followed_news(entry, people.exclude(pk=entry.author_id or 0), now=timezone.now())


def _tag(entry: Entry, names: list[str]) -> None:
    entry.tags.exclude(name__in=names).delete()
    EntryTag.objects.bulk_create(
        [EntryTag(entry=entry, name=name[:100]) for name in names], ignore_conflicts=True
    )
