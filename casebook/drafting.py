"""A case of our own begins as a draft: from a report of a leader, from an answer of the desk.

Other parts do not know cases. ``portal.flows`` hands their words over with ``draft_case`` and
says once, with ``names_origin``, how to name what a case came from.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from casebook.loading import casebook_page
from casebook.models import Case, CasebookPage, CaseOrigin, Municipality, new_slug
from casebook.notices import editors_are_told
from portal.audit.trail import record
from portal.staff.models import StaffMember


class Origin(NamedTuple):
    """What a case comes from: a kind that ``names_origin`` knows, and its number."""

    kind: str
    number: int


class Words(NamedTuple):
    """What a draft begins with. Sections are (heading, text); empty texts are left out.

    ``source`` and ``results`` are values of the blocks of these names.
    """

    title: str
    sections: list[tuple[str, str]]
    source: dict
    department: str = ""
    results: list[dict] = []


class Link(NamedTuple):
    """An origin as a reader of the case meets it."""

    word: str
    title: str
    url: str


NamingOrigin = Callable[[int, StaffMember], Link | None]
_namings: dict[str, NamingOrigin] = {}


def names_origin(kind: str, naming: NamingOrigin) -> None:
    """``naming(number, staff)`` is None where ``staff`` may not see the origin."""
    _namings[kind] = naming


@transaction.atomic
def draft_case(words: Words, origin: Origin, *, by: StaffMember, now: datetime) -> Case:
    """Begin an unpublished case of our own municipality, and tell the editors.

    One for each origin: of several at once the first makes it, the others are given the same.
    ``by`` needs no right in the CMS and gets none; publishing is the editors' as always.
    """
    # Whoever waits here finds what the first one made; the tree of pages is written by one.
    parent = CasebookPage.objects.select_for_update().get(pk=casebook_page().pk)
    if made := case_from(origin):
        return made
    case = _new_case(words, by)
    parent.add_child(instance=case)
    case.save_revision(user=by)
    CaseOrigin.objects.create(case=case, **origin._asdict(), drafted_by=by, drafted_at=now)
    editors_are_told(case, by=by, now=now)
    record("casebook.case.drafted", actor=by, obj=case, details={"from": origin.kind})
    return case


def _new_case(words: Words, by: StaffMember) -> Case:
    sections = [{"heading": head, "body": text} for head, text in words.sections if text.strip()]
    return Case(
        title=words.title,
        # Wagtail cleans a draft less, and leaves it without an address.
        slug=new_slug(),
        live=False,
        owner=by,
        municipality=Municipality.objects.own(),
        department=words.department,
        outline=_stream("section", sections),
        results=_stream("result", words.results),
        sources=_stream("source", [words.source]),
        facts_wanted=_stream("text", ["費用"]),
    )


def _stream(name: str, values: list) -> str:
    return json.dumps([{"type": name, "value": value} for value in values])


def case_from(origin: Origin) -> Case | None:
    """The case that was begun from it, published or not."""
    return Case.objects.filter(origin__kind=origin.kind, origin__number=origin.number).first()


def origin_of(case: Case, staff: StaffMember) -> Link | None:
    """What a case came from, where it came from something that ``staff`` may see."""
    origin = getattr(case, "origin", None)
    naming = _namings.get(origin.kind) if origin else None
    return naming(origin.number, staff) if naming else None
