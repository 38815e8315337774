"""What stands here beside the cases that came, and taking one of them."""

import uuid
from datetime import datetime
from typing import NamedTuple

from wagtail.models import PageLogEntry

from casebook.models import ArrivedCase, Case, CaseImport, CaseOrigin, InitialCase
from casebook.travelling.merging import digest_of, kind_of_arrival, merged
from casebook.travelling.records import Record, newest_wordings, page_ids_of, records_of
from casebook.travelling.writing import take_back, write_draft
from portal.errors import DomainError

Kind, State = ArrivedCase.Kind, ArrivedCase.State


class CaseChangedSince(DomainError):
    """Somebody edited the case after the page with the differences was made."""


class CaseLocked(DomainError):
    """Somebody locked the case in the CMS."""


class Standing(NamedTuple):
    """A case of this portal: its page, its newest wording, and how it was last taken."""

    page_id: int
    local: Record
    base: Record | None


def standing_beside(case_ids: list[str]) -> dict[str, Standing]:
    """The cases with these numbers that are here, drafts included."""
    pages = page_ids_of(uuid.UUID(case_id) for case_id in case_ids)
    here = Case.objects.filter(pk__in=pages.values())
    records, _pictures = records_of(newest_wordings(here))
    bases, untouched = _bases(pages), _untouched(pages)
    return {
        record["id"]: Standing(
            pages[uuid.UUID(record["id"])],
            record,
            bases.get(record["id"], record if record["id"] in untouched else None),
        )
        for record in records
    }


def arrivals(records: list[Record]) -> list[ArrivedCase]:
    """One row for each record, not yet kept."""
    here = standing_beside([record["id"] for record in records])
    return [_arrived(record, here.get(record["id"])) for record in records]


def take(arrived: ArrivedCase, *, by, now: datetime) -> None:
    """Write what was chosen as a draft or a new version, and remember from where it came.

    Raises NotChosen, CaseLocked and CaseChangedSince, and then changes nothing.
    """
    standing = standing_beside([str(arrived.case_id)]).get(str(arrived.case_id))
    if digest_of(standing and standing.local) != digest_of(arrived.local):
        raise CaseChangedSince(
            f"「{arrived.title}」が、確かめたあとに編集されました。もう一度取り込んでください。"
        )
    record = merged(arrived.incoming, arrived.local, arrived.base, arrived.choices)
    if standing is None:
        case, revision = write_draft(record, None, by=by)
        arrived.page_id, arrived.before, arrived.taken = case.pk, None, revision.pk
    elif record != standing.local:
        page = Case.objects.get(pk=standing.page_id)
        if page.locked:
            raise CaseLocked(
                f"「{page.title}」は、編集画面で止められています。解いてから取り込んでください。"
            )
        arrived.page_id, arrived.before = page.pk, page.latest_revision_id or 0
        _case, revision = write_draft(record, page.get_latest_revision_as_object(), by=by)
        arrived.taken = revision.pk
    else:
        arrived.page_id = standing.page_id
    _remember(arrived, by=by, now=now)
    arrived.state, arrived.decided_by, arrived.decided_at = State.TAKEN, by, now
    arrived.save()


def give_back(arrived: ArrivedCase) -> None:
    """As if it had never been taken. Raises TouchedSince."""
    if arrived.taken:
        take_back(arrived.page_id, taken=arrived.taken, before=arrived.before)
    if arrived.kind != Kind.WITHDRAWN:
        origin = CaseOrigin.objects.filter(case_id=arrived.case_id)
        if arrived.origin_before:
            origin.update(**arrived.origin_before)
        else:
            origin.delete()
    arrived.state = State.UNDONE
    arrived.save(update_fields=["state"])


def _arrived(record: Record, standing: Standing | None) -> ArrivedCase:
    local = standing.local if standing else None
    town = record.get("municipality") or (local or {}).get("municipality") or {}
    return ArrivedCase(
        case_id=record["id"],
        title=record["title"],
        municipality=town.get("name", "") or town.get("code", ""),
        kind=kind_of_arrival(record, local),
        incoming=record,
        local=local,
        base=standing.base if standing else None,
        page_id=standing.page_id if standing else None,
    )


def _bases(pages: dict[uuid.UUID, int]) -> dict[str, Record]:
    origins = CaseOrigin.objects.filter(page_id__in=pages.values()).exclude(base={})
    return {str(case_id): base for case_id, base in origins.values_list("case_id", "base")}


def _untouched(pages: dict[uuid.UUID, int]) -> set[str]:
    """Cases that came with the product and that no editor has changed."""
    initial = InitialCase.objects.filter(page_id__in=pages.values())
    came = set(initial.values_list("page_id", flat=True))
    logged = PageLogEntry.objects.filter(page_id__in=came).exclude(user=None)
    edited = set(logged.values_list("page_id", flat=True))
    return {str(case_id) for case_id, page in pages.items() if page in came - edited}


def _remember(arrived: ArrivedCase, *, by, now: datetime) -> None:
    """What the file said becomes the base of the next comparison, also where we kept our own."""
    came: CaseImport = arrived.case_import
    old = CaseOrigin.objects.filter(case_id=arrived.case_id).first()
    fields = ["page_id", "base", "partner_id", "file_name", "file_hash", "taken_by_id"]
    arrived.origin_before = old and {name: getattr(old, name) for name in fields}
    CaseOrigin.objects.filter(page_id=arrived.page_id).exclude(case_id=arrived.case_id).delete()
    CaseOrigin.objects.update_or_create(
        case_id=arrived.case_id,
        defaults={
            "page_id": arrived.page_id,
            "base": {**(old.base if old else {}), **arrived.incoming},
            "partner": came.partner,
            "file_name": came.file_name,
            "file_hash": came.file_hash,
            "taken_by": by,
            "taken_at": now,
            "withdrawn_at": None,
        },
    )
