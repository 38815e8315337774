"""Making a case page that is not published, from what others have written.

A proposal of staff (``begin_case``), a report of a leader, an answer of the desk (``draft_case``).
Other parts do not know cases: ``portal.flows`` hands their words over and says once, with
``names_beginning``, how to name what a case began as. Publishing is the editors' as always.
"""

import json
import re
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from casebook.loading import casebook_page
from casebook.models import Case, CaseBeginning, CasebookPage, Municipality, new_slug
from casebook.notices import editors_are_told
from portal.audit.trail import record
from portal.staff.models import StaffMember

ADDRESS = re.compile(r"https?://[!-~]+")
TITLE_LETTERS = 255
DOCUMENT_LETTERS = 200


class Beginning(NamedTuple):
    """What a case began as: a kind that ``names_beginning`` knows, and its number."""

    kind: str
    number: int


class Words(NamedTuple):
    """What a draft begins with. Sections are (heading, text); empty texts are left out.

    ``source``, ``results`` and ``wanted`` are values of the blocks of these names.
    """

    title: str
    sections: list[tuple[str, str]]
    source: dict | None
    municipality: Municipality | None
    department: str = ""
    results: list[dict] = []
    wanted: list[str] = []


class Link(NamedTuple):
    """What a case began as, as a reader of the case meets it."""

    word: str
    title: str
    url: str


Naming = Callable[[int, StaffMember], Link | None]
_namings: dict[str, Naming] = {}


def names_beginning(kind: str, naming: Naming) -> None:
    """``naming(number, staff)`` is None where ``staff`` may not see it."""
    _namings[kind] = naming


@transaction.atomic
def begin_case(words: Words, *, by: StaffMember, came_from: str) -> Case:
    """An unpublished case for the editors to finish in the CMS. ``by`` gets no right by it."""
    # The tree of pages is written by one at a time.
    parent = CasebookPage.objects.select_for_update().get(pk=casebook_page().pk)
    case = _new_case(words, by)
    parent.add_child(instance=case)
    case.save_revision(user=by)
    record("casebook.case.drafted", actor=by, obj=case, details={"from": came_from})
    return case


@transaction.atomic
def draft_case(words: Words, beginning: Beginning, *, by: StaffMember, now: datetime) -> Case:
    """Begin a case of what was written elsewhere in the house, and tell the editors.

    One for each beginning: of several at once the first makes it, the others are given the same.
    """
    # Whoever waits here finds what the first one made.
    CasebookPage.objects.select_for_update().get(pk=casebook_page().pk)
    if made := case_from(beginning):
        return made
    case = begin_case(words, by=by, came_from=beginning.kind)
    CaseBeginning.objects.create(case=case, **beginning._asdict(), drafted_by=by, drafted_at=now)
    editors_are_told(case, by=by, now=now)
    return case


def case_from(beginning: Beginning) -> Case | None:
    """The case that was begun from it, published or not."""
    kind, number = beginning
    return Case.objects.filter(beginning__kind=kind, beginning__number=number).first()


def beginning_of(case: Case, staff: StaffMember) -> Link | None:
    """What a case began as, where that is something that ``staff`` may see."""
    beginning = getattr(case, "beginning", None)
    naming = _namings.get(beginning.kind) if beginning else None
    return naming(beginning.number, staff) if naming else None


def source_of(words: str) -> dict | None:
    """A source as its block keeps it: the first address in it, and the words as its name."""
    if not words:
        return None
    address = ADDRESS.search(words)
    lines = " ".join(words.split())
    return {
        "document": lines[:DOCUMENT_LETTERS],
        "publisher": "",
        "published": "",
        "published_label": "",
        "page": "",
        "url": address[0] if address else "",
        "note": "",
    }


@transaction.atomic
def suggest(case: Case, *, fact: str, source: str, fills: str = "", by: StaffMember) -> str:
    """Put what somebody found out into the draft of ``case``; the published page stays as it is.

    ``fills`` is the number of the fact that was asked for: it leaves the list. Returns the number
    of the new block, by which a publication is recognised.
    """
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    draft = locked.get_latest_revision_as_object()
    number = str(uuid.uuid4())
    value = {
        "fact": fact,
        "source": source[:400],
        "source_kind": "職員の知らせ",
        "confidence": "編集者が確認中",
    }
    facts = [*draft.outside_facts.raw_data, {"type": "fact", "value": value, "id": number}]
    draft.outside_facts = json.dumps(list(facts))
    kept = [each for each in draft.facts_wanted.raw_data if each.get("id") != fills]
    draft.facts_wanted = json.dumps(kept)
    draft.save_revision(user=by)
    record("casebook.case.suggested", actor=by, obj=case)
    return number


def _new_case(words: Words, by: StaffMember) -> Case:
    sections = [{"heading": head, "body": text} for head, text in words.sections if text.strip()]
    return Case(
        title=words.title[:TITLE_LETTERS],
        municipality=words.municipality,
        # Wagtail cleans a draft less, and leaves it without an address.
        slug=new_slug(),
        department=words.department,
        live=False,
        has_unpublished_changes=True,
        owner=by,
        coverage="partial",
        outline=_stream("section", sections),
        results=_stream("result", words.results),
        sources=_stream("source", [words.source] if words.source else []),
        facts_wanted=_stream("text", words.wanted),
    )


def _stream(name: str, values: list) -> str:
    blocks = [{"type": name, "value": value, "id": str(uuid.uuid4())} for value in values]
    return json.dumps(blocks)
