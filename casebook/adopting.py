"""Making a case page that is not published, from what others have written."""

import json
import re
import uuid

from django.db import transaction

from casebook.loading import casebook_page
from casebook.models import Case, Municipality
from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember

ADDRESS = re.compile(r"https?://[!-~]+")
FIRST_HEADING = "何をしたか"
TITLE_LETTERS = 255
DOCUMENT_LETTERS = 200


class NotYourOwn(DomainError):
    message = "自分が提案したものは採用できません。ほかの担当者に頼んでください。"


@transaction.atomic
def draft_case(  # noqa: PLR0913 - one word for each thing that a case begins with
    *,
    title: str,
    summary: str,
    body: str,
    municipality: Municipality | None,
    proposed_by: StaffMember | None,
    origin: str,
    by: StaffMember,
) -> Case:
    """An unpublished case for the editors to finish in the CMS.

    ``origin`` is where it is known from, and stands among its sources. Who proposed it is not
    written into the page: they may wish to stay unnamed. Raises NotYourOwn.
    """
    if proposed_by and proposed_by.pk == by.pk:
        raise NotYourOwn
    case = Case(
        title=title[:TITLE_LETTERS],
        summary=summary,
        municipality=municipality,
        live=False,
        has_unpublished_changes=True,
        owner=by,
        coverage="partial",
    )
    case.outline = _stream("section", {"heading": FIRST_HEADING, "body": body}) if body else "[]"
    case.sources = _stream("source", source_of(origin)) if origin else "[]"
    casebook_page().add_child(instance=case)
    case.save_revision(user=by)
    record("casebook.case.adopted", actor=by, obj=case)
    return case


def source_of(words: str) -> dict:
    """A source as its block keeps it: the first address in it, and the words as its name."""
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


def _stream(kind: str, value: dict) -> str:
    return json.dumps([{"type": kind, "value": value, "id": str(uuid.uuid4())}])


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
