"""Reading the feed: who sees what, newest first, page by page without counting."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Model, Q, QuerySet

from portal.community.kinds import Kind, kind_of, visible_objects
from portal.community.models import Bookmark, Comment, Entry
from portal.community.reacting import Pressed, reactions_of
from portal.staff.models import StaffMember

PAGE_SIZE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Line(NamedTuple):
    """An entry as the page shows it."""

    entry: Entry
    kind: Kind
    title: str
    url: str
    tags: list[str]
    pressed: list[Pressed]
    comments: int
    is_kept: bool

    @property
    def number(self) -> str:
        return str(self.entry.pk)


class FeedPage(NamedTuple):
    """``older`` is where the next page begins: an opaque word for the address, or ''."""

    lines: list[Line]
    older: str


def headlines(staff: StaffMember, count: int) -> list[tuple[str, str, str]]:
    """The newest that ``staff`` may see: title, address, and the word for its kind."""
    entries = list(Entry.objects.visible_to(staff).newest_first()[:count])
    targets = visible_objects(entries, staff)
    return [
        (kind.title(target), kind.url(target), kind.word)
        for entry in entries
        if (target := targets.get(entry.key))
        for kind in [kind_of(entry.kind)]
    ]


def feed_page(entries: QuerySet[Entry], staff: StaffMember, *, before: str = "") -> FeedPage:
    """Up to PAGE_SIZE entries of ``entries`` that ``staff`` may see, older than ``before``.

    The number of queries depends on how many kinds stand on the page, not on how long the feed
    is. A ``before`` that is none begins at the newest.
    """
    found = entries.visible_to(staff).newest_first().select_related("author", "department")
    if place := _place(before):
        at, pk = place
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk), at__lte=at)
    rows = list(found.prefetch_related("tags")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    older = _word(shown[-1]) if len(rows) > PAGE_SIZE else ""
    return FeedPage(lines_of(shown, staff), older)


def lines_of(entries: list[Entry], staff: StaffMember) -> list[Line]:
    keys = [entry.key for entry in entries]
    targets = visible_objects(entries, staff)
    pressed, comments, kept = reactions_of(keys, staff), comment_counts(keys), kept_of(keys, staff)
    return [
        _line(
            entry,
            targets[entry.key],
            pressed[entry.key],
            comments.get(entry.key, 0),
            entry.key in kept,
        )
        for entry in entries
        if entry.key in targets
    ]


def _line(entry: Entry, target: Model, pressed, comments: int, is_kept: bool) -> Line:
    kind = kind_of(entry.kind)
    tags = [tag.name for tag in entry.tags.all()]
    return Line(entry, kind, kind.title(target), kind.url(target), tags, pressed, comments, is_kept)


def comment_counts(keys: list[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Of things whose visibility was asked before. One query."""
    rows = Comment.objects.shown().filter(any_of(keys)).values("kind", "object_id")
    counted = rows.annotate(count=Count("pk")).order_by()
    return {(row["kind"], row["object_id"]): row["count"] for row in counted}


def kept_of(keys: list[tuple[str, int]], staff: StaffMember) -> set[tuple[str, int]]:
    own = Bookmark.objects.filter(any_of(keys), staff=staff)
    return set(own.values_list("kind", "object_id"))


def any_of(keys: list[tuple[str, int]]) -> Q:
    """Rows about one of these things."""
    by_kind: dict[str, list[int]] = {}
    for label, pk in keys:
        by_kind.setdefault(label, []).append(pk)
    # Nothing asked is nothing found, not everything.
    none = Q(pk__in=[])
    return Q.create([none, *(Q(kind=k, object_id__in=pks) for k, pks in by_kind.items())], Q.OR)


def _word(entry: Entry) -> str:
    return f"{(entry.at - EPOCH) // MICROSECOND}.{entry.pk}"


def _place(word: str) -> tuple[datetime, int] | None:
    at, _dot, pk = word.partition(".")
    if not (at.isascii() and at.isdigit() and pk.isascii() and pk.isdigit()) or len(word) > 40:
        return None
    try:
        return EPOCH + int(at) * MICROSECOND, min(int(pk), 2**63 - 1)
    except OverflowError:
        return None
