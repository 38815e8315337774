"""Keeping the index of the site search in step with the things that it finds.

Every act on a thing is a row of the trail, written in its own transaction and in an order without
gaps: who follows the trail misses no change, and no part has to think of the search.
"""

from datetime import datetime
from hashlib import sha256

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend

from portal.audit.models import AuditEvent, ChainHead
from portal.audit.trail import HEAD
from portal.search.kinds import Description, Kind, kinds, watched
from portal.search.models import Findable, TrailReading

ONE_ROW = 1
ACTS_AT_ONCE = 200
THINGS_AT_ONCE = 100


def has_new_acts(_now: datetime) -> bool:
    """Whether the trail holds an act that may have changed something findable."""
    position = TrailReading.objects.filter(pk=ONE_ROW).first()
    if position is None:
        return True
    return AuditEvent.objects.filter(
        sequence__gt=position.sequence, object_type__in=list(watched())
    ).exists()


def follow_trail() -> int:
    """Write anew what the newest acts have changed. Returns how many entries were written.

    Who follows for the first time reads everything once instead. No lock is held meanwhile: what
    two workers write is the same.
    """
    end = _end_of_trail()
    position = TrailReading.objects.filter(pk=ONE_ROW).first()
    if position is None:
        return start_following(end)
    written, place = 0, position.sequence
    while batch := _acts(place, end):
        written += _follow(batch)
        place = batch[-1][0]
        TrailReading.objects.filter(pk=ONE_ROW, sequence__lt=place).update(sequence=place)
    return written


def start_following(end: int | None = None) -> int:
    """Read everything, and go on from this place of the trail."""
    end = _end_of_trail() if end is None else end
    written = refresh_everything()
    TrailReading.objects.update_or_create(pk=ONE_ROW, defaults={"sequence": end})
    return written


def _acts(after: int, end: int) -> list[tuple[int, str, str]]:
    acts = AuditEvent.objects.filter(
        sequence__gt=after, sequence__lte=end, object_type__in=list(watched())
    ).order_by("sequence")
    return list(acts.values_list("sequence", "object_type", "object_id")[:ACTS_AT_ONCE])


def _end_of_trail() -> int:
    head = ChainHead.objects.filter(pk=HEAD).first()
    return head.sequence if head else 0


def _follow(batch: list[tuple[int, str, str]]) -> int:
    ids_of: dict[str, set[str]] = {}
    for _sequence, label, object_id in batch:
        ids_of.setdefault(label, set()).add(object_id)
    numbers: dict[str, set[int]] = {}
    for label, touched in watched().items():
        for kind, numbers_of in touched if label in ids_of else ():
            numbers.setdefault(kind.code, set()).update(numbers_of(sorted(ids_of[label])))
    return sum(refresh(kind, sorted(numbers.get(kind.code, ()))) for kind in kinds())


def refresh_everything(*, rewrite: bool = False) -> int:
    """Bring every entry up to date. With ``rewrite`` those, too, whose words are the same."""
    _remove(Findable.objects.exclude(kind__in=[kind.code for kind in kinds()]))
    written = 0
    for kind in kinds():
        rows = set(kind.everything().order_by().values_list("pk", flat=True))
        kept = set(Findable.objects.filter(kind=kind.code).values_list("number", flat=True))
        written += refresh(kind, sorted(rows | kept), rewrite=rewrite)
    return written


def refresh(kind: Kind, numbers: list[int], *, rewrite: bool = False) -> int:
    """Bring the entries of these things up to date. Returns how many were written or removed."""
    begins = range(0, len(numbers), THINGS_AT_ONCE)
    return sum(_refresh(kind, numbers[n : n + THINGS_AT_ONCE], rewrite) for n in begins)


def _refresh(kind: Kind, numbers: list[int], rewrite: bool) -> int:
    things = {thing.pk: thing for thing in kind.everything().filter(pk__in=numbers)}
    entries = Findable.objects.filter(kind=kind.code, number__in=numbers)
    known = {entry.number: entry.digest for entry in entries}
    _remove(entries.filter(number__in=known.keys() - things.keys()))
    described = {number: kind.describe(thing) for number, thing in things.items()}
    changed = {
        number: description
        for number, description in described.items()
        if rewrite or known.get(number) != _digest(description)
    }
    _write(kind, changed)
    return len(changed) + len(known.keys() - things.keys())


def _write(kind: Kind, changed: dict[int, Description]) -> None:
    Findable.objects.bulk_create(
        [Findable(kind=kind.code, number=n, digest=_digest(d)) for n, d in changed.items()],
        update_conflicts=True,
        unique_fields=["kind", "number"],
        update_fields=["digest"],
    )
    entries = list(Findable.objects.filter(kind=kind.code, number__in=list(changed)))
    for entry in entries:
        entry.description = changed[entry.number]
    if entries:
        next(get_search_backend().all_indexes()).add_items(Findable, entries)


def _remove(entries: QuerySet[Findable]) -> None:
    search_index = next(get_search_backend().all_indexes())
    for entry in entries:
        search_index.delete_item(entry)
        entry.delete()


def _digest(description: Description) -> str:
    words = "\0".join([description.title, description.text, description.headings])
    return sha256(words.encode(errors="replace")).hexdigest()
