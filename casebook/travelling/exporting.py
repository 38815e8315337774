"""Cases as files to take away. The same cases always give the same JSON Lines."""

import json
from typing import NamedTuple

from casebook.models import Case
from casebook.travelling.packages import packed
from casebook.travelling.records import Pictures, Record, line_of, newest_wordings, records_of
from casebook.travelling.shape import SCHEMA_VERSION, json_schema
from casebook.travelling.tables import csv_package_of, workbook_of

FORMS = {
    "zip": "ZIP（JSON Linesと画像。ほかのポータルへ渡すとき、控えを取るとき）",
    "jsonl": "JSON Lines（文だけ。プログラムで扱うとき）",
    "xlsx": "Excel（表で見たり、まとめて直したりするとき）",
    "csv": "CSV（表ごとに1つ。ZIPにまとめます）",
}
TYPES = {
    "zip": "application/zip",
    "jsonl": "application/jsonl; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
}
ENDINGS = {"csv": "csv.zip"}
SCHEMA_NAME = f"casebook-case-{SCHEMA_VERSION}.schema.json"


class Exported(NamedTuple):
    content: bytes
    ending: str
    content_type: str
    count: int


def export(form: str, *, with_drafts: bool = False) -> Exported:
    """All published cases; with drafts, every case in its newest wording. Raises CellTooLong."""
    records, pictures = chosen_records(with_drafts=with_drafts)
    content = {
        "zip": lambda: package_of(records, pictures),
        "jsonl": lambda: lines_of(records),
        "xlsx": lambda: workbook_of(records),
        "csv": lambda: csv_package_of(records),
    }[form]()
    return Exported(content, ENDINGS.get(form, form), TYPES[form], len(records))


def chosen_records(*, with_drafts: bool) -> tuple[list[Record], Pictures]:
    if with_drafts:
        return records_of(newest_wordings(Case.objects.all()))
    cases = Case.objects.live().public().with_municipality()
    return records_of(cases.prefetch_related("tagged_items__tag"))


def lines_of(records: list[Record]) -> bytes:
    return "".join(line_of(record) for record in records).encode()


def package_of(records: list[Record], pictures: Pictures) -> bytes:
    return packed(
        {
            "cases.jsonl": lines_of(records),
            "schema.json": schema_file(),
            **dict(sorted(pictures.contents().items())),
        }
    )


def schema_file() -> bytes:
    return (json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n").encode()
