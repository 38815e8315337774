"""Is a record that came in a case? Every mistake with its row, its column and what to do."""

import re
import uuid
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from wagtail.blocks import IntegerBlock
from wagtail.images.blocks import ImageChooserBlock

from casebook.models import Case, Municipality, validate_municipality_code
from casebook.travelling.records import Record, normal
from casebook.travelling.shape import (
    FIELDS,
    HEAD,
    MUNICIPALITY_PARTS,
    SCHEMA_VERSION,
    block_of,
    choices_of,
    empty_value,
    kind_of,
    label_of,
    parts_of,
)
from portal.tables.table import Problem, visible

# Control characters except the line's end and the tab, and lone surrogates.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
SLUG = re.compile(r"[-a-zA-Z0-9_]{1,255}")
TAG_LENGTH = 100
ITEMS = 200
ID_LABEL = "番号"
NEWER = (
    "新しい版（{found}）の書式です。このポータルが読めるのは{known}までです。"
    "ポータルを更新するか、古い版で書き出してもらってください。"
)


class Row(NamedTuple):
    """A record as it was read: ``number`` is the row or line for people."""

    number: int
    raw: dict[str, Any]


class Problems:
    """The mistakes of one row, collected."""

    def __init__(self, row: int):
        self.row = row
        self.found: list[Problem] = []

    def add(self, column: str, value, reason: str) -> None:
        text = "" if value is None else value if isinstance(value, str) else repr(value)
        self.found.append(Problem(self.row, column, visible(text), reason))


def check_rows(
    rows: list[Row], pictures: set[str], known: set[str]
) -> tuple[list[Record], list[Problem]]:
    """The records, each with the fields that its file told; and what is wrong.

    ``pictures`` are the names of the pictures beside them, ``known`` those that are here already.
    """
    codes = set(Municipality.objects.values_list("code", flat=True))
    records, problems, seen = [], [], {}
    for row in rows:
        found = Problems(row.number)
        record = _record(row, found, codes)
        for picture in record.get("pictures", []):
            if picture.get("image") not in pictures | known:
                reason = "画像がファイルに入っていません。画像の入ったZIPを選んでください。"
                found.add("画像", picture.get("image"), reason)
        first = seen.setdefault(record.get("id"), row.number)
        if first != row.number:
            found.add(
                ID_LABEL, record.get("id"), f"{first}行目と同じ番号です。どちらかを消してください。"
            )
        records.append(record)
        problems += found.found
    return records, problems


def _record(row: Row, problems: Problems, codes: set[str]) -> Record:
    raw = row.raw
    version = raw.get("schema_version", SCHEMA_VERSION)
    if not isinstance(version, int) or version > SCHEMA_VERSION:
        problems.add("書式の版", version, NEWER.format(found=version, known=SCHEMA_VERSION))
        return {"id": raw.get("id")}
    for name in sorted(set(raw) - {*FIELDS, *HEAD}):
        problems.add(str(name), "", "このポータルが知らない項目です。消してください。")
    record = {
        "id": _id(raw, problems),
        "slug": _slug(raw, problems),
    }
    for name in FIELDS:
        if name in raw:
            record[name] = _value(name, raw[name], problems, codes)
    if not raw.get("title"):
        problems.add("タイトル", "", "タイトルを入力してください。")
    return normal(record)


def _id(raw: dict, problems: Problems) -> str:
    try:
        return str(uuid.UUID(raw.get("id")))
    except (ValueError, TypeError, AttributeError):
        problems.add(
            ID_LABEL, raw.get("id"), "番号の形が違います。書き出したときの番号に戻してください。"
        )
        return ""


def _slug(raw: dict, problems: Problems) -> str:
    slug = raw.get("slug") or ""
    if slug and not (isinstance(slug, str) and SLUG.fullmatch(slug)):
        problems.add("アドレス", slug, "英数字とハイフンだけにしてください。")
        return ""
    return slug


def _value(name: str, value, problems: Problems, codes: set[str]):
    check = {
        "municipality": _municipality,
        "tags": _tags,
        "choices": _choices,
        "texts": _texts,
        "parts": _parts_list,
    }.get(kind_of(name), _flat)
    if check is _municipality:
        return _municipality(value, problems, codes)
    return check(name, value, problems)


def _flat(name: str, value, problems: Problems):
    if value is None or value == "":
        return empty_value(name)
    kind, field = kind_of(name), Case._meta.get_field(name)
    wanted = int if kind == "number" else str
    if not isinstance(value, wanted) or isinstance(value, bool):
        problems.add(
            label_of(name),
            value,
            "数を入れてください。" if wanted is int else "文を入れてください。",
        )
        return empty_value(name)
    if _is_unsafe(label_of(name), value, problems):
        return empty_value(name)
    if field.choices and value not in [code for code, _label in choices_of(name)]:
        problems.add(label_of(name), value, _offered(name))
        return empty_value(name)
    try:
        return field.clean(value, None)
    except ValidationError as refusal:
        problems.add(label_of(name), value, " ".join(refusal.messages))
        return empty_value(name)


def _tags(name: str, value, problems: Problems) -> list:
    texts = _list_of_texts(label_of(name), value, problems)
    for text in texts:
        if not text.strip() or len(text) > TAG_LENGTH:
            problems.add(label_of(name), text, f"1〜{TAG_LENGTH}文字にしてください。")
    return sorted(set(texts))


def _choices(name: str, value, problems: Problems) -> list:
    codes = [code for code, _label in choices_of(name)]
    if not isinstance(value, list):
        problems.add(label_of(name), value, "一覧で入れてください。")
        return []
    for each in value:
        if isinstance(each, bool) or each not in codes:
            problems.add(label_of(name), each, _offered(name))
    return value


def _offered(name: str) -> str:
    words = "、".join(f"{code}（{label}）" for code, label in choices_of(name))
    return f"選べるのは、{words}です。"


def _texts(name: str, value, problems: Problems) -> list[str]:
    texts = _list_of_texts(label_of(name), value, problems)
    for text in texts:
        if not text.strip():
            problems.add(label_of(name), text, "空の行を消してください。")
        _cleaned(block_of(name), label_of(name), text, problems)
    return texts


def _list_of_texts(label: str, value, problems: Problems) -> list[str]:
    is_list = isinstance(value, list) and len(value) <= ITEMS
    if not is_list or not all(isinstance(each, str) for each in value):
        problems.add(label, value, f"文の一覧（{ITEMS}件まで）で入れてください。")
        return []
    return [each for each in value if not _is_unsafe(label, each, problems)]


def _parts_list(name: str, value, problems: Problems) -> list[dict]:
    label = label_of(name)
    is_list = isinstance(value, list) and len(value) <= ITEMS
    if not is_list or not all(isinstance(each, dict) for each in value):
        problems.add(label, value, f"項目の一覧（{ITEMS}件まで）で入れてください。")
        return []
    return [
        _parts(name, f"{label} {number}件目", each, problems)
        for number, each in enumerate(value, start=1)
    ]


def _parts(name: str, label: str, value: dict, problems: Problems) -> dict:
    blocks = parts_of(name)
    for part in sorted(set(value) - set(blocks)):
        problems.add(f"{label}：{part}", "", "このポータルが知らない項目です。消してください。")
    return {
        part: _cleaned(block, f"{label}：{block.label}", value.get(part), problems)
        for part, block in blocks.items()
    }


def _cleaned(block, label: str, value, problems: Problems):
    """The value as the editor's form would take it, ready for JSON."""
    wanted = int if isinstance(block, IntegerBlock) else str
    empty = value is None or value == ""
    if not empty and (not isinstance(value, wanted) or isinstance(value, bool)):
        problems.add(
            label, value, "数を入れてください。" if wanted is int else "文を入れてください。"
        )
        return None
    if not empty and _is_unsafe(label, value, problems):
        return None
    # A draft may have gaps, as in the editor: what is missing is asked for on publishing.
    if empty or isinstance(block, ImageChooserBlock):
        return value
    try:
        return block.clean(value)
    except ValidationError as refusal:
        problems.add(label, value, " ".join(refusal.messages))
        return None


def _is_unsafe(label: str, value, problems: Problems) -> bool:
    if isinstance(value, str) and UNSAFE.search(value):
        problems.add(label, value, "使えない文字が入っています。打ち直してください。")
        return True
    return False


def _municipality(value, problems: Problems, codes: set[str]) -> dict | None:
    if value is None:
        return None
    label = label_of("municipality")
    if not isinstance(value, dict) or set(value) - set(MUNICIPALITY_PARTS):
        problems.add(label, value, "自治体の書き方が違います。")
        return None
    code = value.get("code")
    if any(_is_unsafe(label, each, problems) for each in value.values()):
        return None
    if code in codes:
        return value
    try:
        validate_municipality_code(code if isinstance(code, str) else "")
        if not value.get("name"):
            raise ValidationError("自治体の一覧にありません。先に一覧へ加えてください。")
        Municipality(**value).full_clean(validate_unique=False)
    except (ValidationError, TypeError, ValueError) as refusal:
        messages = getattr(refusal, "messages", ["自治体の書き方が違います。"])
        problems.add(label, code, " ".join(messages))
        return None
    return value
