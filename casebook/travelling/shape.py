"""What travels of a case: its fields, the parts of their blocks, and the schema made from them.

Everything is asked of the model, so that a file never knows another length or choice than the
editor's form. A change here is a new ``SCHEMA_VERSION``; a test compares with the stored schema.
"""

from functools import cache

from wagtail.blocks import (
    BaseBlock,
    BooleanBlock,
    ChoiceBlock,
    DateBlock,
    IntegerBlock,
    URLBlock,
)
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from casebook.models import Case, ChoiceListField, Municipality
from casebook.vocabulary import PREFECTURES, Kind

SCHEMA_VERSION = 1
SCHEMA_ID = f"urn:dx-portal:casebook-case:{SCHEMA_VERSION}"
# In the order of the file. The rest of a page is this portal's own business.
FIELDS = [
    "title", "municipality", "department", "mic_group", "started_fiscal_year", "tags", "talent",
    "selection", "summary", "points", "outline", "questions", "difficulties", "pictures",
    "costs", "funding", "results", "awards", "sources", "links", "outside_facts", "doubts",
    "facts_wanted", "coverage", "verified_on", "verified_by", "city_halls", "five_less", "steps",
    "judgement_note",
]  # fmt: skip
HEAD = ["schema_version", "id", "slug"]
# Worked out from the costs whenever a case is saved.
WORKED_OUT = {"cost_state"}
MUNICIPALITY_PARTS = [
    "code", "name", "reading", "prefecture", "kind", "population", "population_as_of",
    "population_source", "population_is_reference", "population_note",
]  # fmt: skip
UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
PICTURE = r"^attachments/[0-9a-f]{64}\.(png|jpg|jpeg|gif|webp)$"


@cache
def kind_of(name: str) -> str:
    """``text``, ``number``, ``day``, ``choices``, ``tags``, ``municipality``, ``texts``, ``parts``.

    ``texts`` is a list of texts, ``parts`` a list of objects.
    """
    if name in ("tags", "municipality"):
        return name
    field = Case._meta.get_field(name)
    if isinstance(field, ChoiceListField):
        return "choices"
    if isinstance(field, StreamField):
        return "parts" if hasattr(block_of(name), "child_blocks") else "texts"
    kinds = {"PositiveSmallIntegerField": "number", "DateField": "day"}
    return kinds.get(field.get_internal_type(), "text")


@cache
def block_of(name: str) -> BaseBlock:
    """The one block that a StreamField is made of."""
    return next(iter(Case._meta.get_field(name).stream_block.child_blocks.values()))


def parts_of(name: str) -> dict[str, BaseBlock]:
    return block_of(name).child_blocks


def label_of(name: str) -> str:
    if name == "tags":
        return "テーマ"
    return str(Case._meta.get_field(name).verbose_name)


def choices_of(name: str) -> list[tuple]:
    """Codes and words of a field with fixed choices; empty for others."""
    field = Case._meta.get_field(name)
    return list(getattr(field, "choice_list", None) or field.choices or [])


def part_choices(block: BaseBlock) -> list[tuple]:
    if not isinstance(block, ChoiceBlock):
        return []
    return [(code, label) for code, label in block.field.choices if code]


def empty_value(name: str):
    """What stands in a file where nothing is known."""
    empty = {"text": "", "number": None, "day": None, "municipality": None}
    return empty.get(kind_of(name), [])


def json_schema() -> dict:
    """The published schema of one line of ``cases.jsonl`` (JSON Schema 2020-12)."""
    properties = {
        "schema_version": {"const": SCHEMA_VERSION, "title": "書式の版"},
        "id": {"type": "string", "pattern": UUID, "title": "事例の番号（変わりません）"},
        "slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,255}$", "title": "アドレス"},
    }
    properties |= {name: {"title": label_of(name), **_schema_of(name)} for name in FIELDS}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "DXポータルの事例",
        "type": "object",
        "required": ["schema_version", "id", "title"],
        "additionalProperties": False,
        "properties": properties,
    }


def _schema_of(name: str) -> dict:
    kind = kind_of(name)
    if kind == "municipality":
        return _municipality_schema()
    if kind == "tags":
        return _list({"type": "string", "minLength": 1, "maxLength": 100})
    if kind == "choices":
        return _list({"enum": [code for code, _label in choices_of(name)]})
    if kind == "texts":
        return _list(_part_schema(block_of(name)))
    if kind == "parts":
        blocks = parts_of(name)
        return _list(
            {
                "type": "object",
                "additionalProperties": False,
                "properties": {part: _part_schema(block) for part, block in blocks.items()},
            }
        )
    return _flat_schema(name, kind)


def _flat_schema(name: str, kind: str) -> dict:
    if choices := choices_of(name):
        codes = [code for code, _label in choices]
        return {"enum": codes if kind == "text" else [*codes, None]}
    if kind == "number":
        return {"type": ["integer", "null"], "minimum": 0, "maximum": 32767}
    if kind == "day":
        return {"type": ["string", "null"], "format": "date"}
    limit = Case._meta.get_field(name).max_length
    return {"type": "string", **({"maxLength": limit} if limit else {})}


def _part_schema(block: BaseBlock) -> dict:
    title = {"title": str(block.label)}
    if choices := part_choices(block):
        return title | {"enum": [code for code, _label in choices]}
    if isinstance(block, ImageChooserBlock):
        return title | {"type": "string", "pattern": PICTURE}
    if isinstance(block, IntegerBlock):
        return title | {"type": "integer", "minimum": 0}
    if isinstance(block, BooleanBlock):
        return title | {"type": "boolean"}
    formats = {DateBlock: "date", URLBlock: "uri"}
    form = {"format": formats[type(block)]} if type(block) in formats else {}
    limit = getattr(block.field, "max_length", None)
    return title | {"type": "string", **form, **({"maxLength": limit} if limit else {})}


def _municipality_schema() -> dict:
    texts = {
        part: {
            "type": "string",
            "title": str(Municipality._meta.get_field(part).verbose_name),
            "maxLength": Municipality._meta.get_field(part).max_length,
        }
        for part in MUNICIPALITY_PARTS
        if part not in ("population", "population_is_reference")
    }
    texts["code"] |= {"pattern": r"^\d{6}$"}
    texts["prefecture"] |= {"enum": [code for code, _name in PREFECTURES]}
    texts["kind"] |= {"enum": list(Kind.values)}
    return {
        "type": ["object", "null"],
        "required": ["code"],
        "additionalProperties": False,
        "properties": texts
        | {
            "population": {"type": ["integer", "null"], "minimum": 0, "title": "人口"},
            "population_is_reference": {"type": "boolean", "title": "参考値"},
        },
    }


def _list(items: dict) -> dict:
    return {"type": "array", "items": items}
