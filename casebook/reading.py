"""A case as it is read, again and again: drawn once for each wording, and kept.

A wording is everything of the database that the article shows: the case's own row, its
municipality, its themes, its pictures. It is asked for at each reading, so that a change is seen at
once, whoever made it and however, and what may no longer be read is not found. Nothing in it
belongs to a reader.
"""

import json
from collections.abc import Iterable
from functools import cached_property, lru_cache
from hashlib import blake2b

from django.db.models import Exists, OuterRef
from wagtail.images import get_image_model

from casebook.growth import with_growth
from casebook.models import Case, CaseBeginning, CaseOrigin, CaseTag, Municipality
from casebook.models.case import closed_places
from casebook.similar import SimilarCase, same_size_cases, similar_cases
from portal.prepared import Prepared
from portal.ui.templatetags.kept import drawn

FIELDS = [field.attname for field in Case._meta.concrete_fields]
PLACE = [f"municipality__{field.attname}" for field in Municipality._meta.concrete_fields]
FLAGS = ["has_credits", "has_trials", "has_contacts", "has_beginning", "has_origin"]
# Which cases stand beside a case is thought over anew after this many seconds, or when one is gone.
NEIGHBOURS_KEPT = 600
NEIGHBOURS = 8

_themes = Prepared(
    lambda case: CaseTag.objects.filter(content_object=case).order_by("pk").values_list("tag__name")
)


class ReadCase:
    """A published case, of which no more is fetched than its page asks for."""

    _meta = Case._meta

    def __init__(self, row: tuple, closed: tuple[str, ...]):
        self._closed = closed
        known = dict(zip(FIELDS, row, strict=False))
        self.pk, self.slug, self.live = known["id"], known["slug"], True
        for name, value in zip(FLAGS, row[-len(FLAGS) :], strict=True):
            setattr(self, name, bool(value))
        self.wording = _digest([row, _themes.rows(self.pk), _pictures(known["pictures"])])

    def __getattr__(self, name):
        if name == "whole":
            raise AttributeError(name)
        return getattr(self.whole, name)

    @cached_property
    def whole(self) -> Case:
        return Case.objects.with_municipality().select_related("beginning").get(pk=self.pk)

    @cached_property
    def beside(self) -> "Neighbours":
        return Neighbours(self)


class Neighbours:
    """What stands beside a case: chosen seldom, looked at each time. ``wording`` as of a case."""

    def __init__(self, case: ReadCase):
        self._case = case
        self._closed = case._closed
        place = f"neighbours:{case.wording}"
        chosen = drawn.get(place)
        rows = self._look(chosen) if chosen is not None else None
        if rows is None or len(rows) < len(set(chosen)):
            chosen = [each.case.pk for each in self.similar] + [each.pk for each in self.same_size]
            drawn.set(place, chosen, NEIGHBOURS_KEPT)
            rows = self._look(chosen)
        self.wording = _digest([case.wording, chosen, rows])

    def _look(self, chosen: list[int]) -> list[tuple]:
        """The chosen as they are now, without those that may no longer be read."""
        pks = [*chosen, *[0] * (NEIGHBOURS - len(chosen))]
        return _neighbourhoods(self._closed).rows(*pks)

    @cached_property
    def similar(self) -> list[SimilarCase]:
        return similar_cases(self._case.whole, Case.objects.outside(self._closed))

    @cached_property
    def same_size(self) -> list[Case]:
        return list(same_size_cases(self._case.whole, Case.objects.outside(self._closed)))


def find_case(slug: str) -> ReadCase | None:
    """The published case at the address ``slug``. Source: ``Case.objects.visible_to``."""
    closed = closed_places()
    rows = _readings(closed).rows(slug)
    return ReadCase(rows[0], closed) if rows else None


@lru_cache(10)
def _readings(closed: tuple[str, ...]) -> Prepared:
    def ask(slug):
        cases = Case.objects.outside(closed).filter(slug=slug)
        beginning = Exists(CaseBeginning.objects.filter(case=OuterRef("pk")))
        origin = Exists(CaseOrigin.objects.filter(page_id=OuterRef("pk")))
        known = with_growth(cases).annotate(has_beginning=beginning, has_origin=origin)
        return known.values_list(*FIELDS, *PLACE, *FLAGS)

    return Prepared(ask)


@lru_cache(10)
def _neighbourhoods(closed: tuple[str, ...]) -> Prepared:
    def ask(*pks):
        cases = Case.objects.outside(closed).filter(pk__in=pks).order_by("pk")
        return cases.values_list("pk", "slug", "title", *PLACE)

    return Prepared(ask)


def _pictures(stream: str) -> list[tuple]:
    """The files behind the pictures of a case; nothing is asked where there are none."""
    numbers = [block["value"]["image"] for block in json.loads(stream or "[]")]
    if not numbers:
        return []
    images = get_image_model().objects.filter(pk__in=numbers).order_by("pk", "renditions__pk")
    return list(images.values_list("pk", "file", "file_hash", "renditions__file"))


def _digest(rows: Iterable) -> str:
    return blake2b(repr(rows).encode(errors="surrogatepass"), digest_size=16).hexdigest()
