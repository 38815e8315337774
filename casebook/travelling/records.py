"""A case as a plain record: the same facts always give the same line."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from casebook.models import Case, CaseOrigin, InitialCase, TravelledPicture
from casebook.travelling.shape import (
    FIELDS,
    MUNICIPALITY_PARTS,
    SCHEMA_VERSION,
    empty_value,
    kind_of,
    parts_of,
)
from portal.files.names import extension_of

Record = dict
FOLDER = "attachments/"


def id_of_initial(slug: str) -> uuid.UUID:
    """The same in every portal that came with this case."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"dx-portal:initial-case:{slug}")


def ids_of(cases: Iterable[Case]) -> dict[int, uuid.UUID]:
    """The number each case keeps for ever, in every portal, by page."""
    ids = {case.pk: case.translation_key for case in cases}
    initial = InitialCase.objects.filter(page_id__in=ids).values_list("page_id", "slug")
    ids |= {page: id_of_initial(slug) for page, slug in initial}
    return ids | dict(CaseOrigin.objects.filter(page_id__in=ids).values_list("page_id", "case_id"))


def page_ids_of(case_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Which cases of this portal bear these numbers, drafts included."""
    wanted = set(case_ids)
    initial = InitialCase.objects.values_list("slug", "page_id")
    pages = {page for slug, page in initial if id_of_initial(slug) in wanted}
    origins = CaseOrigin.objects.filter(case_id__in=wanted)
    pages |= set(origins.values_list("page_id", flat=True))
    here = Case.objects.filter(Q(pk__in=pages) | Q(translation_key__in=wanted))
    # A case may have been made here under one number and have come in under another.
    cases = here.only("pk", "translation_key").order_by("pk")
    return {case_id: page for page, case_id in ids_of(cases).items() if case_id in wanted}


def origin_of(case: Case) -> CaseOrigin | None:
    """From where the case came in; None for one that was written here."""
    origins = CaseOrigin.objects.select_related("partner", "taken_by").defer("base")
    return origins.filter(page_id=case.pk).first()


class Pictures:
    """The pictures of some cases by the names they have in a file, and back."""

    def __init__(self, image_ids: Iterable[int]):
        self.images = get_image_model().objects.in_bulk(set(image_ids))
        named = TravelledPicture.objects.filter(image_id__in=self.images)
        self.names = dict(named.values_list("image_id", "name"))

    def name_of(self, image_id: int) -> str | None:
        """None for a picture that somebody deleted: a case without it is still a case."""
        image = self.images.get(image_id)
        if image is None:
            return None
        if image_id not in self.names:
            digest = hash_of(image)
            self.names[image_id] = f"{FOLDER}{digest}.{extension_of(image.file.name)}"
        return self.names[image_id]

    def contents(self) -> dict[str, bytes]:
        return {self.name_of(pk): content_of(image) for pk, image in self.images.items()}


def content_of(image) -> bytes:
    with image.open_file() as file:
        return file.read()


def hash_of(image) -> str:
    return hashlib.sha256(content_of(image)).hexdigest()


def records_of(cases: QuerySet | list[Case]) -> tuple[list[Record], Pictures]:
    """The records of the cases in the order of their numbers, and the pictures in them."""
    cases = list(cases)
    ids = ids_of(cases)
    pictures = Pictures(_image_ids(cases))
    records = [record_of(case, ids[case.pk], pictures) for case in cases]
    return sorted(records, key=lambda record: record["id"]), pictures


def newest_wordings(cases: QuerySet) -> list[Case]:
    """Each case as its editors last left it. Opening a revision is slow: only where one waits."""
    cases = cases.with_municipality().prefetch_related("tagged_items__tag")
    return [
        case
        if case.live and not case.has_unpublished_changes
        else case.get_latest_revision_as_object()
        for case in cases
    ]


def record_of(case: Case, case_id: uuid.UUID, pictures: Pictures) -> Record:
    head = {"schema_version": SCHEMA_VERSION, "id": str(case_id), "slug": case.slug}
    return normal(head | {name: _value(case, name, pictures) for name in FIELDS})


def line_of(record: Record) -> str:
    """One line of a JSON Lines file: keys in the order of the record, no spaces."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def normal(value):
    """Line ends of one kind, and nothing where nothing was said: so that records compare."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, list):
        return [normal(_without_gaps(each)) for each in value]
    if isinstance(value, dict):
        return {key: normal(each) for key, each in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def _without_gaps(part):
    if not isinstance(part, dict):
        return part
    return {key: value for key, value in part.items() if value not in (None, "")}


def _value(case: Case, name: str, pictures: Pictures):
    kind = kind_of(name)
    if kind == "municipality":
        return _municipality(case.municipality)
    if kind == "tags":
        return sorted(tag.name for tag in case.tags.all())
    if kind == "texts":
        return [block["value"] for block in getattr(case, name).get_prep_value()]
    if kind == "parts":
        values = [block["value"] for block in getattr(case, name).get_prep_value()]
        described = [_parts(name, value, pictures) for value in values]
        return [each for each in described if each.get("image", "") is not None]
    value = getattr(case, name)
    return empty_value(name) if value is None else value


def _parts(name: str, value: dict, pictures: Pictures) -> dict:
    return {
        part: pictures.name_of(value[part]) if isinstance(block, ImageChooserBlock) else value[part]
        for part, block in parts_of(name).items()
        if part in value
    }


def _municipality(municipality) -> dict | None:
    if municipality is None:
        return None
    return {part: getattr(municipality, part) for part in MUNICIPALITY_PARTS}


def _image_ids(cases: list[Case]) -> list[int]:
    blocks = [block for case in cases for block in case.pictures.get_prep_value()]
    return [block["value"]["image"] for block in blocks if block["value"].get("image")]
