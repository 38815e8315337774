"""Hearings section by section, and the inventory of procedures."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from portal.audit.trail import record
from portal.consultations.models import Hearing, HearingRound, Procedure, Wish
from portal.errors import DomainError
from portal.staff.models import Department, StaffMember
from portal.submitting.versions import lock_unchanged
from portal.tables.reading import read_table
from portal.tables.table import Problem, Table

COLUMNS = ["手続き", "担当課", "年間の件数", "オンライン申請", "これからの予定"]
REQUIRED = COLUMNS[:2]
HEARD = ["scheduled_at", "place", "held_on", "minutes"]
FULL_WIDTH = str.maketrans("０１２３４５６７８９，", "0123456789,")
MOST = 10_000_000


class NoSections(DomainError):
    message = "ヒアリングする課を1つ以上選んでください。"


@transaction.atomic
def plan_round(
    name: str, sheet: str, departments: list[Department], *, by: StaffMember, now: datetime
) -> HearingRound:
    """A round with a hearing for each section. Raises NoSections."""
    if not departments:
        raise NoSections
    made = HearingRound.objects.create(name=name, sheet=sheet, made_by=by, made_at=now)
    Hearing.objects.bulk_create(Hearing(round=made, department=each) for each in departments)
    record("hearing.planned", actor=by, obj=made, details={"sections": len(departments)})
    return made


@transaction.atomic
def write_hearing(hearing: Hearing, values: dict, *, version: str, by: StaffMember) -> None:
    """When, where, what was said. Raises ChangedMeanwhile."""
    row = lock_unchanged(hearing, HEARD, version)
    Hearing.objects.filter(pk=row.pk).update(**values)
    record("hearing.written", actor=by, obj=row)


@transaction.atomic
def add_wish(hearing: Hearing, words: str, *, by: StaffMember) -> Wish:
    made = Wish.objects.create(hearing=hearing, words=words)
    record("hearing.written", actor=by, obj=hearing)
    return made


@transaction.atomic
def settle_wish(wish: Wish, is_done: bool, *, by: StaffMember) -> None:
    Wish.objects.filter(pk=wish.pk).update(is_done=is_done)
    record("hearing.written", actor=by, obj=wish.hearing)


BusyTimes = Callable[[Department], list[str]]
_busy_times: list[BusyTimes] = []


def knows_busy_times(busy_times: BusyTimes) -> None:
    """For ``portal.flows``: when a section can hardly let anybody go, in words."""
    _busy_times.append(busy_times)


def busy_times_of(department: Department) -> list[str]:
    return [words for known in _busy_times for words in known(department)]


class Inventory(NamedTuple):
    """A read list: rows that can be taken, and what is wrong. With a problem nothing is taken."""

    rows: list[dict]
    problems: list[Problem]


def read_inventory(data: bytes, *, on: date) -> Inventory:
    """Read a list of procedures without writing anything. Raises FileRefused."""
    table = read_table(data, sheet="手続き")
    missing = [name for name in REQUIRED if name not in table.header]
    if missing:
        reason = "この見出しの列がありません。ひな形の見出しにそろえてください。"
        return Inventory([], [Problem(table.header_row, name, "", reason) for name in missing])
    rooms = {room.name: room for room in Department.objects.on(on)}
    return _checked(table, rooms)


def _checked(table: Table, rooms: dict[str, Department]) -> Inventory:
    rows, problems, seen = [], [], {}
    for number, cells in table.rows:
        cell = dict(zip(table.header, [*cells, *[""] * len(table.header)], strict=False))
        row, wrong = _read_row(number, cell, rooms)
        key = (row["department"], row["name"])
        if not wrong and key in seen:
            reason = f"{seen[key]}行目と同じ手続きです。どちらかを消してください。"
            wrong = [Problem(number, "手続き", row["name"], reason)]
        seen.setdefault(key, number)
        rows.append(row)
        problems += wrong
    return Inventory(rows, problems)


def _read_row(number: int, cell: dict[str, str], rooms) -> tuple[dict, list[Problem]]:
    problems = []
    name, room = cell["手続き"], rooms.get(cell["担当課"])
    if not name or len(name) > 150:
        problems.append(Problem(number, "手続き", name, "150文字までの名前を入れてください。"))
    if room is None:
        reason = "今ある課の名前と同じにしてください。"
        problems.append(Problem(number, "担当課", cell["担当課"], reason))
    yearly, wrong = _yearly(number, cell.get("年間の件数", ""))
    online, odd = _online(number, cell.get("オンライン申請", ""))
    row = {
        "name": name,
        "department": room,
        "yearly": yearly,
        "online": online,
        "plan": cell.get("これからの予定", "")[:2000],
    }
    return row, problems + wrong + odd


def _yearly(number: int, typed: str) -> tuple[int | None, list[Problem]]:
    """Empty means that nobody knows: no zero is made of it."""
    digits = typed.translate(FULL_WIDTH).replace(",", "").removesuffix("件")
    if not digits:
        return None, []
    if not digits.isascii() or not digits.isdigit() or int(digits[:9]) > MOST or len(digits) > 8:
        reason = "件数を数字で入れてください。分からなければ空にします。"
        return None, [Problem(number, "年間の件数", typed, reason)]
    return int(digits), []


def _online(number: int, typed: str) -> tuple[str, list[Problem]]:
    words = {label: code for code, label in Procedure.Online.choices}
    if not typed:
        return Procedure.Online.UNKNOWN, []
    if typed not in words:
        reason = f"{'、'.join(words)}のどれかにしてください。"
        return Procedure.Online.UNKNOWN, [Problem(number, "オンライン申請", typed, reason)]
    return words[typed], []


@transaction.atomic
def take_in(rows: list[dict], *, by: StaffMember, now: datetime) -> int:
    """All rows, new ones and changed ones alike; none is removed. Returns how many."""
    for row in rows:
        key = {"department": row["department"], "name": row["name"]}
        rest = {name: value for name, value in row.items() if name not in key}
        made, _is_new = Procedure.objects.update_or_create(
            **key, defaults={**rest, "changed_at": now}
        )
    if rows:
        record("procedure.taken_in", actor=by, obj=made, details={"rows": len(rows)})
    return len(rows)
