"""Consultations: ordinary, confidential, with notes and with files."""

from datetime import datetime
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from portal.consultations.asking import Question, ask
from portal.consultations.models import Consultation
from portal.consultations.sharing import agree, ask_to_share
from portal.consultations.threads import reply, take_note
from portal.consultations.vocabulary import Kind, Status
from portal.files.checking import CheckedFile, check
from portal.files.kinds import ANY_KIND
from portal.files.models import StoredFile
from portal.operations.probe_town.marks import Marks
from portal.operations.probe_town.people import Town

TICKETS, CONFIDENTIAL, NOTES, WITH_FILES, SHARED = 500, 50, 100, 20, 10
DESK = ("OF",)
EXIF_MAKER, EXIF_WORDS = 0x010F, 0x010E


def talk(town: Town, marks: Marks, now: datetime) -> dict[str, list]:
    """Returns what was asked, for the seed."""
    askers = [*town.three("st"), *town.three("ld"), *town.three("tr"), *town.more]
    tickets = [
        _ticket(number, askers[number % len(askers)], town, marks, now)
        for number in range(TICKETS - CONFIDENTIAL)
    ]
    secret = [
        _confidential(askers[number % len(askers)], town, marks, now)
        for number in range(CONFIDENTIAL)
    ]
    _notes(tickets, secret, town, marks, now)
    _share(tickets, town, now)
    return {"tickets": tickets, "confidential": secret, "files": _files(town)}


def _ticket(number: int, asker, town: Town, marks: Marks, now: datetime) -> dict:
    canary = marks.give(
        "ticket", "consultations.Consultation", readers=[asker.username], roles=DESK
    )
    kind = Kind.values[number % len(Kind.values)]
    question = Question(kind, f"見本の仕事{number}", f"困っていること {canary}", "短くしたい。")
    files = _two_files(marks, asker.username) if number < WITH_FILES else ()
    made = ask(asker, question, files=files, now=now)
    if number % 3 == 0:
        officer = town.three("of")[number % 2]
        then = Status.ANSWERED if number % 2 else Status.WAITING
        reply(made, "見本の返事です。", by=officer, then=then, now=now)
    return _row(made, canary)


def _confidential(asker, town: Town, marks: Marks, now: datetime) -> dict:
    readers = [asker.username, "of1"]
    canary = marks.give("confidential", "consultations.Consultation", readers=readers)
    question = Question(
        "other",
        f"非公開の仕事 {canary}",
        f"非公開の困りごと {canary}",
        is_confidential=True,
        named=(town.people["of1"],),
    )
    return _row(ask(asker, question, now=now), canary) | {"named": ["of1"]}


def _row(made: Consultation, canary: str) -> dict:
    path = reverse("consultations:consultation", args=[made.pk])
    return {"id": made.pk, "owner": made.asker.username, "path": path, "canary": canary}


def _notes(tickets, secret, town: Town, marks: Marks, now: datetime) -> None:
    """Most about ordinary consultations, a tenth about confidential ones."""
    few = NOTES // 10
    for row in tickets[: NOTES - few]:
        canary = marks.give("note", "consultations.InternalNote", roles=DESK)
        _note(row["id"], canary, town, now)
    for row in secret[:few]:
        canary = marks.give("note", "consultations.InternalNote", readers=["of1"])
        _note(row["id"], canary, town, now)


def _note(pk: int, canary: str, town: Town, now: datetime) -> None:
    consultation = Consultation.objects.get(pk=pk)
    take_note(consultation, f"内部メモ {canary}", by=town.people["of1"], now=now)


def _share(tickets, town: Town, now: datetime) -> None:
    others = [row for row in tickets if row["owner"] != "ld1"]
    for row in others[:SHARED]:
        consultation = Consultation.objects.get(pk=row["id"])
        share = ask_to_share(consultation, town.people["ld1"], by=town.people["of1"], now=now)
        agree(share, by=consultation.asker, now=now)
        row["shared_with"] = ["ld1"]


def _two_files(marks: Marks, owner: str) -> list[CheckedFile]:
    """A text with a mark, and a picture whose EXIF carried one: nobody must ever meet that."""
    canary = marks.give("document", "files.StoredFile", readers=[owner], roles=DESK)
    words = SimpleUploadedFile(f"添付 {canary}.txt", f"中身 {canary}".encode())
    return [check(words, ANY_KIND), check(_picture(marks.give("exif", "EXIF")), ANY_KIND)]


def _picture(canary: str) -> SimpleUploadedFile:
    exif, content = Image.Exif(), BytesIO()
    exif[EXIF_MAKER] = exif[EXIF_WORDS] = canary
    Image.new("RGB", (64, 48), "steelblue").save(content, "JPEG", exif=exif)
    return SimpleUploadedFile("写真.jpg", content.getvalue())


def _files(town: Town) -> list[dict]:
    names = {staff.pk: name for name, staff in town.people.items()}
    return [
        {
            "id": str(stored.pk),
            "path": reverse("files:download", args=[stored.pk]),
            "owner": names.get(stored.uploaded_by_id, ""),
            "roles": DESK,
        }
        for stored in StoredFile.objects.order_by("uploaded_at", "pk")
    ]
