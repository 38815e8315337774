"""Keeping things for later, on shelves of one's own."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Model

from portal.community.kinds import label_of
from portal.community.models import Bookmark, Collection
from portal.errors import DomainError
from portal.staff.models import StaffMember

COLLECTIONS_EACH = 50


class NameIsTaken(DomainError):
    message = "同じ名前のまとめがあります。別の名前にしてください。"


class TooManyCollections(DomainError):
    message = f"まとめは{COLLECTIONS_EACH}個までです。使わないものを消してから作ってください。"


@transaction.atomic
def keep(target: Model, *, by: StaffMember, now: datetime) -> Bookmark:
    """Twice is once."""
    bookmark, _is_new = Bookmark.objects.get_or_create(
        kind=label_of(target), object_id=target.pk, staff=by, defaults={"at": now}
    )
    return bookmark


def drop(target: Model, *, by: StaffMember) -> None:
    Bookmark.objects.on(target).filter(staff=by).delete()


def put_into(bookmark: Bookmark, collection: Collection | None) -> None:
    """Both belong to one person: the caller has looked among their own."""
    bookmark.collection = collection
    bookmark.save(update_fields=["collection"])


@transaction.atomic
def make_collection(staff: StaffMember, name: str) -> Collection:
    """Raises NameIsTaken and TooManyCollections."""
    StaffMember.objects.select_for_update().get(pk=staff.pk)
    own = Collection.objects.filter(staff=staff)
    if own.filter(name=name).exists():
        raise NameIsTaken
    if own.count() >= COLLECTIONS_EACH:
        raise TooManyCollections
    return own.create(staff=staff, name=name)


def rename_collection(collection: Collection, name: str) -> None:
    """Raises NameIsTaken."""
    try:
        with transaction.atomic():
            Collection.objects.filter(pk=collection.pk).update(name=name)
    except IntegrityError as error:
        raise NameIsTaken from error


def remove_collection(collection: Collection) -> None:
    """The bookmarks in it stay, outside of any shelf."""
    collection.delete()
