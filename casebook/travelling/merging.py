"""Three ways: as it was taken the last time, as it stands here, and as it comes now."""

import hashlib
import json
import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from casebook.models import ArrivedCase
from casebook.travelling.records import Record
from casebook.travelling.shape import (
    FIELDS,
    choices_of,
    empty_value,
    kind_of,
    label_of,
    part_choices,
    parts_of,
)
from portal.errors import DomainError

Kind = ArrivedCase.Kind
INCOMING, LOCAL = "incoming", "local"
SENTENCE = re.compile(r"[^。\n]+。?|。")


class NotChosen(DomainError):
    message = "両方で直した項目が残っています。どちらの内容にするか、項目ごとに選んでください。"


class Difference(NamedTuple):
    """One field of which the file and this portal say different things.

    ``outcome`` is ``incoming`` where only they changed it, ``local`` where only we did, and
    empty where somebody must choose.
    """

    name: str
    outcome: str
    base: object
    local: object
    incoming: object

    @property
    def label(self) -> str:
        return label_of(self.name)

    @property
    def is_conflict(self) -> bool:
        return not self.outcome


def differences(incoming: Record, local: Record | None, base: Record | None) -> list[Difference]:
    """Field by field. What the file does not tell of is left alone."""
    if local is None:
        return []
    return [
        Difference(
            name, _outcome(name, incoming, local, base), *_three(name, incoming, local, base)
        )
        for name in FIELDS
        if name in incoming and not _same(name, incoming[name], local[name])
    ]


def kind_of_arrival(incoming: Record, local: Record | None) -> str:
    if local is None:
        return Kind.NEW
    return Kind.CHANGED if differences(incoming, local, None) else Kind.SAME


def merged(
    incoming: Record, local: Record | None, base: Record | None, choices: Mapping[str, str]
) -> Record:
    """The record to write. Raises NotChosen while an edit on both sides is undecided."""
    if local is None:
        return incoming
    result = dict(local)
    for difference in differences(incoming, local, base):
        outcome = difference.outcome or choices.get(difference.name)
        if outcome not in (INCOMING, LOCAL):
            raise NotChosen
        if outcome == INCOMING:
            result[difference.name] = difference.incoming
    return result


def unchosen(arrived: ArrivedCase) -> list[str]:
    """The fields that still wait for a choice."""
    return [
        each.name
        for each in differences(arrived.incoming, arrived.local, arrived.base)
        if each.is_conflict and arrived.choices.get(each.name) not in (INCOMING, LOCAL)
    ]


def digest_of(record: Record | None) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def shown(name: str, value) -> list[str]:
    """A value as lines that people compare: words for codes, one line for each entry."""
    kind = kind_of(name)
    if value in (None, "", []):
        return []
    if kind == "municipality":
        return [f"{value.get('name', '')}（{value['code']}）"]
    if kind == "parts":
        return [_shown_parts(name, each) for each in value]
    if kind in ("tags", "texts"):
        return list(value)
    if choices := dict(choices_of(name)):
        codes = value if isinstance(value, list) else [value]
        return [str(choices.get(code, code)) for code in codes]
    return [line for line in SENTENCE.findall(str(value)) if line]


class Line(NamedTuple):
    """A line of one side: ``is_other`` when the other side has no such line."""

    text: str
    is_other: bool


def side_by_side(difference: Difference) -> tuple[list[Line], list[Line]]:
    """The local lines and the incoming ones, each with what differs marked."""
    ours = shown(difference.name, difference.local)
    theirs = shown(difference.name, difference.incoming)
    left = [Line(text, is_other=True) for text in ours]
    right = [Line(text, is_other=True) for text in theirs]
    for match in SequenceMatcher(a=ours, b=theirs, autojunk=False).get_matching_blocks():
        for step in range(match.size):
            left[match.a + step] = Line(ours[match.a + step], is_other=False)
            right[match.b + step] = Line(theirs[match.b + step], is_other=False)
    return left, right


def _three(name, incoming, local, base) -> tuple:
    return (base or {}).get(name), local[name], incoming[name]


def _outcome(name: str, incoming: Record, local: Record, base: Record | None) -> str:
    if base is None or name not in base:
        # Where nothing stands, nothing can be lost.
        return INCOMING if local[name] == empty_value(name) else ""
    if _same(name, local[name], base[name]):
        return INCOMING
    return LOCAL if _same(name, incoming[name], base[name]) else ""


def _same(name: str, one, other) -> bool:
    """A municipality is its code: each portal keeps its own register of people and names."""
    if kind_of(name) == "municipality":
        return (one or {}).get("code") == (other or {}).get("code")
    return one == other


def _shown_parts(name: str, value: dict) -> str:
    words = []
    for part, block in parts_of(name).items():
        if value.get(part) not in (None, ""):
            choices = dict(part_choices(block))
            words.append(f"{block.label}：{choices.get(value[part], value[part])}")
    return "／".join(words)
