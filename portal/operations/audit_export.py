"""The trail as a file: CSV that Excel opens in Japanese, and XLSX."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import BinaryIO

from django.utils import timezone
from openpyxl import Workbook

from portal.audit.models import AuditEventQuerySet
from portal.errors import DomainError
from portal.operations.audit_listing import in_words

HEADINGS = [
    "番号", "日時", "行った人", "ユーザー名", "操作", "対象の種類", "対象の番号", "対象",
    "結果", "接続元", "要求番号", "詳細", "ハッシュ",
]  # fmt: skip
ROWS_AT_ONCE = 1000
XLSX_ROWS = 100_000
# A cell that begins so is a formula for Excel (CWE-1236).
FORMULA = re.compile(r"[=+\-@\t\r]")
# What no XLSX may hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class TooManyRows(DomainError):
    message = "10万行を超えます。期間をしぼるか、CSVを選んでください。"


class _Echo:
    """``csv`` writes to a file; this one hands every line straight to the answer."""

    def write(self, line):
        return line


def csv_lines(events: AuditEventQuerySet) -> Iterator[str]:
    """Begins with a byte order mark, so that Excel reads it as UTF-8 and not as cp932."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(HEADINGS)
    for row in _rows(events):
        yield writer.writerow(row)


def xlsx_file(events: AuditEventQuerySet) -> BinaryIO:
    """A file to read from its beginning. Raises TooManyRows."""
    if events.count() > XLSX_ROWS:
        raise TooManyRows
    book = Workbook(write_only=True)
    sheet = book.create_sheet("監査ログ")
    sheet.append(HEADINGS)
    for row in _rows(events):
        sheet.append(row)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    book.save(file)
    file.seek(0)
    return file


def _rows(events: AuditEventQuerySet) -> Iterator[list]:
    stream = events.iterator(chunk_size=ROWS_AT_ONCE)
    while batch := list(islice(stream, ROWS_AT_ONCE)):
        for event, line in zip(batch, in_words(batch), strict=True):
            yield [
                line.sequence,
                timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S"),
                *(
                    _harmless(words)
                    for words in (
                        line.actor, line.username, line.action, line.object_kind, line.object_id,
                        line.object_name, line.result, line.address, line.request_id,
                        line.details, event.hash,
                    )
                ),
            ]  # fmt: skip


def _harmless(words: str) -> str:
    words = CONTROL.sub("", words)
    return f"'{words}" if FORMULA.match(words) else words
