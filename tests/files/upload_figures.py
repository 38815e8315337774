"""``make check-uploads``: every sample through every upload form, and a table of what became of it.

Not part of the suite, which sends each sample once.
"""

import sys
import time
from collections import Counter

import pytest

from portal.files.names import extension_of
from portal.files.scanning import scanner_words
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.files.samples import all_samples
from tests.files.sending import doors, is_for, send

pytestmark = pytest.mark.django_db
COLUMNS = ["good taken", "good refused", "bad taken", "bad refused", "server errors"]
SHOWN_KINDS = ("pdf", "docx", "xlsx", "pptx", "csv", "txt", "png", "jpg", "jpeg", "gif", "webp")


def test_no_bad_file_is_taken_every_good_one_is_and_nothing_breaks(client, settings, tmp_path):
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": disk}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ROOT_URLCONF = "tests.files.trial_room"
    samples = all_samples()
    client.raise_request_exception = False
    table: dict[tuple[str, str], Counter] = {}
    slowest, wrong = (0.0, ""), []

    for door in doors():
        client.force_login(a_staff_member(role=Role.EDITOR))
        for sample in (each for each in samples if is_for(door, each)):
            began = time.monotonic()
            answer, is_taken = send(client, door, sample)
            slowest = max(slowest, (time.monotonic() - began, f"{sample.what}（{door.label}）"))
            row = table.setdefault((door.label, _kind(sample.name)), Counter())
            row[f"{'good' if sample.is_good else 'bad'} {'taken' if is_taken else 'refused'}"] += 1
            if answer.status_code >= 500:
                row["server errors"] += 1
            if answer.status_code >= 500 or is_taken != sample.is_good:
                wrong.append((door.label, sample.what, answer.status_code, is_taken))

    _print(table, samples, slowest)
    assert wrong == []


def _kind(name: str) -> str:
    extension = extension_of(name)
    return extension if extension in SHOWN_KINDS else "other"


def _print(table, samples, slowest) -> None:
    lines = [f"{'form':<12}\t{'kind':<6}" + "".join(f"\t{column:>13}" for column in COLUMNS)]
    for (label, kind), row in table.items():
        lines.append(f"{label:<12}\t{kind:<6}" + "".join(f"\t{row[each]:>13}" for each in COLUMNS))
    total = sum(table.values(), Counter())
    lines.append(f"{'all':<12}\t{'':<6}" + "".join(f"\t{total[each]:>13}" for each in COLUMNS))
    good = sum(sample.is_good for sample in samples)
    lines.append(f"samples: {good} good, {len(samples) - good} bad; {scanner_words()}")
    lines.append(f"slowest: {slowest[0]:.1f} s, {slowest[1]}")
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
