"""A record becomes a draft, or a version for an editor to publish. Nothing here publishes."""

import json
import uuid
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from casebook.loading import BLOCK_NAMES, casebook_page
from casebook.models import STREAM_FIELDS, Case, CasebookPage, Municipality, TravelledPicture
from casebook.publishing import RESERVED_SLUGS
from casebook.travelling.records import Record
from casebook.travelling.shape import FIELDS, kind_of
from portal.errors import DomainError
from portal.files.checking import check
from portal.files.kinds import CMS_PICTURES
from portal.files.models import generated_name

UNCHANGED = "変えていません。"


class TouchedSince(DomainError):
    """A case was edited or published after it was taken."""


def write_draft(record: Record, case: Case | None, *, by) -> tuple[Case, Revision]:
    """A new case that is a draft, or a newer version of ``case`` beside what is published."""
    is_new = case is None
    if is_new:
        # The tree of pages is written by one at a time.
        parent = CasebookPage.objects.select_for_update().get(pk=casebook_page().pk)
        case = Case(slug=_free_slug(record.get("slug", "")), live=False, owner=by)
    for name in FIELDS:
        if name in record:
            _set(case, name, record[name], case_id=record["id"])
    case.draft_title = case.title
    if is_new:
        parent.add_child(instance=case)
    if "tags" in record:
        case.tags.set(record["tags"])
    return case, case.save_revision(user=by, changed=True, log_action=True)


def keep_picture(name: str, content: bytes, *, title: str) -> None:
    """Checked as every picture that anybody brings in. Raises FileRefused of the files."""
    if TravelledPicture.objects.filter(name=name).exists():
        return
    file_name = name.rpartition("/")[2]
    checked = check(SimpleUploadedFile(file_name, content), CMS_PICTURES)
    file = ContentFile(checked.content, name=generated_name(file_name))
    image = get_image_model()(title=title[:255], file=file)
    image._set_image_file_metadata()
    image.save()
    TravelledPicture.objects.create(image=image, name=name)


def take_back(page_id: int, *, taken: int, before: int | None) -> None:
    """The case as it was before the version ``taken``. Raises TouchedSince."""
    case = Case.objects.filter(pk=page_id).first()
    if case is None:
        return
    if case.latest_revision_id != taken or case.live_revision_id == taken:
        raise TouchedSince(
            f"「{case.title}」は、取り込みのあとに編集か公開がありました。{UNCHANGED}"
        )
    if before is None:
        case.delete()
        return
    earlier = Revision.objects.get(pk=before) if before else None
    title = earlier.content["title"] if earlier else case.title
    Page.objects.filter(pk=page_id).update(
        latest_revision=earlier,
        draft_title=title,
        has_unpublished_changes=bool(earlier) and earlier.pk != case.live_revision_id,
    )
    Revision.objects.filter(pk=taken).delete()


def _set(case: Case, name: str, value, *, case_id: str) -> None:
    kind = kind_of(name)
    if kind == "municipality":
        case.municipality = _municipality(value)
    elif kind == "day":
        setattr(case, name, date.fromisoformat(value) if value else None)
    elif name in STREAM_FIELDS:
        setattr(case, name, json.dumps(_blocks(case_id, name, value)))
    elif kind != "tags":
        setattr(case, name, value)


def _municipality(value: dict | None) -> Municipality | None:
    """Ours by its code; one that we do not have yet joins the register."""
    if value is None:
        return None
    known = Municipality.objects.filter(code=value["code"]).first()
    if known is None:
        known = Municipality(**value)
        known.full_clean()
        known.save()
    return known


def _blocks(case_id: str, field: str, values: list) -> list[dict]:
    """With ids that depend on the case and the place alone, so that two versions compare."""
    name = BLOCK_NAMES.get(field, "text")
    return [
        {
            "type": name,
            "value": _with_picture(value) if field == "pictures" else value,
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{case_id}/{field}/{number}")),
        }
        for number, value in enumerate(values)
    ]


def _with_picture(value: dict) -> dict:
    picture = TravelledPicture.objects.get(name=value["image"])
    return {**value, "image": picture.image_id}


def _free_slug(wanted: str) -> str:
    """The address of the file where it is free; else the case gets one of its own."""
    siblings = Page.objects.child_of(casebook_page())
    taken = not wanted or siblings.filter(slug=wanted).exists() or wanted in RESERVED_SLUGS
    return "" if taken else wanted
