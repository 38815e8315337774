"""Loading the initial content: municipalities and cases kept as data files beside this module."""

import hashlib
import json
import uuid
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Site

from casebook.models import STREAM_FIELDS, Case, CasebookPage, CaseOrigin, InitialCase, Municipality
from casebook.vocabulary import PREFECTURES, Kind

CONTENT = Path(__file__).parent / "content"
# The block name inside each StreamField; fields that are not named hold plain texts.
BLOCK_NAMES = {
    "outline": "section",
    "questions": "question",
    "costs": "cost",
    "funding": "funding",
    "results": "result",
    "links": "link",
    "pictures": "picture",
    "sources": "source",
    "outside_facts": "fact",
}
PLAIN_FIELDS = [
    "title",
    "mic_group",
    "started_fiscal_year",
    "summary",
    "department",
    "talent",
    "selection",
    "city_halls",
    "five_less",
    "steps",
    "judgement_note",
    "verified_by",
]
# What Wagtail calls the pages above the casebook when it is installed, and what editors read.
TOP_PAGES = {"Root": "すべてのページ", "Welcome to your new Wagtail site!": "DXポータル"}
CODE_OF_PREFECTURE = {name: code for code, name in PREFECTURES}
CODE_OF_KIND = {kind.label: kind for kind in Kind}


class Loaded(NamedTuple):
    """How many rows one run created, renewed, found unchanged, and left to their editors."""

    created: int = 0
    renewed: int = 0
    unchanged: int = 0
    edited: int = 0

    def __str__(self):
        return (
            f"新規 {self.created}、更新 {self.renewed}、変更なし {self.unchanged}、"
            f"編集済みのため見送り {self.edited}"
        )


def case_rows() -> list[dict]:
    """The cases of the initial content, as their data files hold them, by slug."""
    return [json.loads(path.read_text()) for path in sorted((CONTENT / "cases").glob("*.json"))]


def municipality_rows() -> list[dict]:
    """The prefectures and municipalities of the initial content."""
    rows = json.loads((CONTENT / "municipalities.json").read_text())
    return rows["prefectures"] + rows["municipalities"]


@transaction.atomic
def load_municipalities() -> Loaded:
    """Create the missing municipalities and renew those that no editor has touched."""
    edited = _edited_codes()
    known = {municipality.code: municipality for municipality in Municipality.objects.all()}
    outcomes = [_load_municipality(row, known, edited) for row in municipality_rows()]
    return _tally(outcomes)


@transaction.atomic
def load_cases() -> Loaded:
    """Create the missing cases and renew those that no editor has touched. Needs municipalities."""
    parent = casebook_page()
    return _tally([_load_case(row, parent) for row in case_rows()])


def name_top_pages() -> None:
    """Once, in Japanese: a name that somebody gave them stays."""
    for english, japanese in TOP_PAGES.items():
        pages = Page.objects.filter(title=english, depth__lte=2)
        pages.update(title=japanese, draft_title=japanese)


def casebook_page() -> CasebookPage:
    """The page that all cases hang below, made on the first call."""
    page = CasebookPage.objects.first()
    if page is None:
        site_root = Site.objects.get(is_default_site=True).root_page
        page = site_root.add_child(instance=CasebookPage(title="事例集", slug="casebook"))
    return page


def _load_municipality(row, known, edited) -> str:
    if row["code"] in edited:
        return "edited"
    fields = {
        **row,
        "kind": CODE_OF_KIND[row["kind"]],
        "prefecture": CODE_OF_PREFECTURE[row["prefecture"]],
    }
    municipality = known.get(row["code"])
    created = municipality is None
    municipality = municipality or Municipality()
    if not created and all(getattr(municipality, name) == value for name, value in fields.items()):
        return "unchanged"
    for name, value in fields.items():
        setattr(municipality, name, value)
    municipality.full_clean()
    municipality.save()
    return "created" if created else "renewed"


def _edited_codes() -> set[str]:
    """Codes of municipalities that a person has changed or deleted in the CMS."""
    entries = ModelLogEntry.objects.get_for_model(Municipality).exclude(user=None)
    changed = [int(pk) for pk in entries.values_list("object_id", flat=True)]
    codes = set(Municipality.objects.filter(pk__in=changed).values_list("code", flat=True))
    deleted = set(entries.filter(action="wagtail.delete").values_list("label", flat=True))
    return codes | {row["code"] for row in municipality_rows() if _full_name(row) in deleted}


def _full_name(row: dict) -> str:
    return row["name"] if row["kind"] == Kind.PREFECTURE.label else row["prefecture"] + row["name"]


def _load_case(row: dict, parent: CasebookPage) -> str:
    digest = hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()
    loaded = InitialCase.objects.filter(slug=row["slug"]).first()
    if loaded is None:
        return _create_case(row, parent, digest)
    if _is_someones(loaded.page_id):
        return "edited"
    if loaded.digest == digest:
        return "unchanged"
    _renew_case(Case.objects.get(pk=loaded.page_id), row)
    loaded.digest = digest
    loaded.save(update_fields=["digest"])
    return "renewed"


def _is_someones(page_id: int) -> bool:
    """Whether an editor changed the page, or a newer text of it came in from a file."""
    edits = PageLogEntry.objects.filter(page_id=page_id).exclude(user=None)
    return edits.exists() or CaseOrigin.objects.filter(page_id=page_id).exists()


def _create_case(row, parent, digest) -> str:
    if Page.objects.child_of(parent).filter(slug=row["slug"]).exists():
        return "edited"
    case = Case(slug=row["slug"], title=row["title"], live=False)
    parent.add_child(instance=case)
    _renew_case(case, row)
    InitialCase.objects.create(slug=row["slug"], page_id=case.pk, digest=digest)
    return "created"


def _renew_case(case: Case, row: dict) -> None:
    for name in PLAIN_FIELDS:
        setattr(case, name, row[name])
    case.draft_title = row["title"]
    case.search_description = ""
    case.municipality = Municipality.objects.get(code=row["municipality"])
    case.coverage = row["status"]
    case.verified_on = date.fromisoformat(row["verified_on"])
    for name in STREAM_FIELDS:
        setattr(case, name, json.dumps(_blocks(row["slug"], name, row.get(name, []))))
    case.tags.set(row["tags"])
    case.save_revision().publish()


def _blocks(slug: str, field: str, values: list) -> list[dict]:
    """Stream data with the same block ids on every load, so that two loads can be compared."""
    name = BLOCK_NAMES.get(field, "text")
    return [
        {
            "type": name,
            "value": value,
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{slug}/{field}/{number}")),
        }
        for number, value in enumerate(values)
    ]


def _tally(outcomes: list[str]) -> Loaded:
    return Loaded(**{name: outcomes.count(name) for name in Loaded._fields})
