"""Figures from a spreadsheet: every mistake is told, and nothing is taken while there is one."""

import unicodedata
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from portal.audit.trail import events_at_the_end, record
from portal.errors import DomainError
from portal.kpi.entering import (
    NOTHING,
    Figure,
    Note,
    ReasonMissing,
    Slot,
    check_figure,
    check_time,
    enter,
    figure_of,
)
from portal.kpi.models import Actual, ActualEntry, ActualImport, Definition, Indicator, Kind, Span
from portal.kpi.times import Time, from_code, last_month, read_time
from portal.staff.models import Department, StaffMember
from portal.tables.cells import unescaped
from portal.tables.table import FileRefused, Problem, Table, visible
from portal.tables.writing import Sheet, csv_file, xlsx_file
from portal.ui.charts import written

SHEET = "実績"
NAME, TIME, VALUE, OUT_OF, EVIDENCE, REASON = "指標", "期間", "値", "分母", "根拠", "訂正の理由"
DEPARTMENT = "部署コード"
COLUMNS = [NAME, TIME, VALUE, OUT_OF, EVIDENCE, REASON]
NEEDED = [NAME, TIME, VALUE]
SHOWN_PROBLEMS = 50
LONGEST = 200


class AlreadyTaken(DomainError):
    message = "この取り込みは、もう終わっています。"


class ChangedSinceChecked(DomainError):
    message = "確かめたあとに、ほかの人が値を入れました。もう一度ファイルを選んでください。"


class Room(NamedTuple):
    """Whose figures a file may hold: those of one section, or with None the whole city's.

    ``indicators`` by every name they have or had, ``departments`` by code (city files only).
    """

    department: Department | None
    indicators: dict[str, Definition]
    departments: dict[str, Department]
    now: datetime


class Row(NamedTuple):
    """One row that may be taken, as it is kept until somebody says yes."""

    row: int
    indicator: int
    department: int | None
    time: str
    value: str
    out_of: str
    seen_value: str
    seen_out_of: str
    evidence: str
    reason: str

    @property
    def figure(self) -> Figure:
        return Figure(_kept(self.value), _kept(self.out_of))

    @property
    def seen(self) -> Figure:
        """What stood there when the file was checked."""
        return Figure(_kept(self.seen_value), _kept(self.seen_out_of))

    @property
    def is_change(self) -> bool:
        return self.figure != self.seen


class Read(NamedTuple):
    """A file that was read: rows to take, or what is wrong with it."""

    rows: list[Row]
    problems: list[Problem]


def room_of(department: Department | None, *, now: datetime) -> Room:
    """The indicators and departments that a file of this section (or of the city) may name."""
    rows = Definition.objects.select_related("indicator").filter(indicator__is_closed=False)
    if department:
        rows = rows.filter(indicator__by_section=True)
    present = {row.indicator_id: row for row in rows.order_by("number")}
    names = {_plain(row.name): present[row.indicator_id] for row in rows}
    names |= {_plain(row.indicator.label): row for row in present.values() if row.indicator.label}
    names |= {row.indicator.slug: row for row in present.values()}
    departments = {}
    if department is None:
        today = timezone.localdate(now)
        departments = {row.code: row for row in Department.objects.on(today)}
    return Room(department, names, departments, now)


def read_rows(table: Table, room: Room) -> Read:
    """Every row of the file against the rules. Raises FileRefused when a column is missing."""
    places = _places(table, room)
    problems: list[Problem] = []
    found: list[tuple[int, dict[str, str], Slot, Figure]] = []
    taken: dict[tuple, int] = {}
    for number, cells in table.rows:
        texts = {label: _cell(cells, place) for label, place in places.items()}
        slot, figure = _read_row(number, texts, room, problems)
        if slot is None or figure is None:
            continue
        first = taken.setdefault(_key(slot), number)
        if first != number:
            reason = f"{first}行目と同じ指標と期間です。どちらかを消してください。"
            problems.append(Problem(number, TIME, visible(texts[TIME]), reason))
        else:
            found.append((number, texts, slot, figure))
    rows = _against_present(found, problems)
    return Read([] if problems else rows, sorted(problems, key=lambda problem: problem.row))


@transaction.atomic
def stage(
    read: Read, department: Department | None, *, file_name: str, by: StaffMember, now: datetime
) -> ActualImport:
    """Keep rows without a mistake until somebody says yes."""
    made = ActualImport.objects.create(
        department=department,
        state=ActualImport.State.READY,
        file_name=visible(file_name),
        rows=[row._asdict() for row in read.rows],
        made_by=by,
        made_at=now,
    )
    record("kpi.import.checked", actor=by, obj=made, details={"rows": len(read.rows)})
    return made


@transaction.atomic
def take(found: ActualImport, *, by: StaffMember, now: datetime) -> int:
    """Write all rows of the import, or none. Returns how many values are new or changed.

    Raises AlreadyTaken, and ChangedSinceChecked when a value is no longer what was shown.
    """
    found = ActualImport.objects.select_for_update().get(pk=found.pk)
    if found.state != ActualImport.State.READY:
        raise AlreadyTaken
    rows = rows_of(found)
    changes = sum(row.is_change for row in rows)
    with events_at_the_end():
        for row, slot in with_slots(rows):
            _take_row(row, slot, by=by, now=now)
        found.state, found.taken_by, found.taken_at = ActualImport.State.TAKEN, by, now
        found.save(update_fields=["state", "taken_by", "taken_at"])
        record("kpi.import.taken", actor=by, obj=found, details={"values": changes})
    return changes


def rows_of(found: ActualImport) -> list[Row]:
    return [Row(**row) for row in found.rows]


def with_slots(rows: list[Row]) -> list[tuple[Row, Slot]]:
    """Each row with where it goes; in the order of the keys, so that imports cannot deadlock."""
    indicators = Indicator.objects.in_bulk({row.indicator for row in rows})
    departments = Department.objects.in_bulk({row.department for row in rows if row.department})
    slots = [
        (row, Slot(indicators[row.indicator], departments.get(row.department), from_code(row.time)))
        for row in rows
    ]
    return sorted(slots, key=lambda pair: _key(pair[1]))


def template_file(room: Room, *, ending: str, now: datetime) -> bytes:
    """A file to fill in: one row per indicator, for the month that is over."""
    today = timezone.localdate(now)
    rows = {row.indicator_id: row for row in room.indicators.values()}
    lines = [_template_row(row, today) for row in rows.values()]
    header = COLUMNS
    if room.department is None:
        header, lines = [DEPARTMENT, *COLUMNS], [["", *line] for line in lines]
    return csv_file(header, lines) if ending == "csv" else xlsx_file([Sheet(SHEET, header, lines)])


def _template_row(definition: Definition, today) -> list[str]:
    month = last_month(today)
    time = month if definition.indicator.span == Span.MONTH else Time(Span.YEAR, today)
    return [definition.name, str(time), "", "", "", ""]


def _take_row(row: Row, slot: Slot, *, by, now) -> None:
    note = Note(row.evidence, row.reason, ActualEntry.Way.IMPORTED)
    try:
        enter(slot, row.figure, note, seen=row.seen, by=by, now=now)
    except DomainError as refusal:
        raise ChangedSinceChecked from refusal


def _kept(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _places(table: Table, room: Room) -> dict[str, int]:
    wanted = COLUMNS if room.department else [DEPARTMENT, *COLUMNS]
    header = [unescaped(_plain(cell)) for cell in table.header]
    missing = [label for label in NEEDED if label not in header]
    if missing:
        raise FileRefused(
            f"見出しに「{'」「'.join(missing)}」がありません。ひな形の見出しを使ってください。"
        )
    return {label: header.index(label) for label in wanted if label in header}


def _cell(cells: list[str], place: int) -> str:
    return unescaped(cells[place]) if place < len(cells) else ""


def _read_row(number, texts, room: Room, problems) -> tuple[Slot | None, Figure | None]:
    """Where the row goes and what it says; None where a cell is wrong, with a problem for each."""

    def wrong(column: str, reason: str) -> None:
        problems.append(Problem(number, column, visible(texts.get(column, "")), reason))

    definition = room.indicators.get(_plain(texts[NAME]))
    if definition is None:
        wrong(NAME, "この名前の指標はありません。ひな形の名前を使ってください。")
    time = _read(TIME, texts, read_time, wrong)
    department = _department(texts, room, wrong)
    figure = _figure(texts, definition, wrong)
    for column in (EVIDENCE, REASON):
        if len(texts.get(column, "")) > LONGEST:
            wrong(column, f"{LONGEST}文字以内にしてください。")
    if definition is None or time is None or department is False:
        return None, None
    slot = Slot(definition.indicator, department, time)
    try:
        check_time(slot.indicator, time, now=room.now)
    except DomainError as refusal:
        wrong(TIME, str(refusal))
        return None, None
    return slot, figure


def _read(column, texts, read, wrong):
    try:
        return read(texts[column])
    except DomainError as refusal:
        wrong(column, str(refusal))
        return None


def _department(texts, room: Room, wrong):
    """The section of a row; None for the city; False for a code that is not known."""
    if room.department:
        return room.department
    code = texts.get(DEPARTMENT, "")
    if code and code not in room.departments:
        wrong(DEPARTMENT, "この部署コードの部署はありません。空にすると市全体の値になります。")
        return False
    return room.departments.get(code)


def _figure(texts, definition: Definition | None, wrong) -> Figure | None:
    value = _number(texts, VALUE, wrong)
    is_ratio = definition is not None and definition.kind == Kind.RATIO
    out_of = _number(texts, OUT_OF, wrong) if is_ratio or texts.get(OUT_OF) else None
    if value is None or (is_ratio and out_of is None):
        return None
    figure = Figure(value, out_of)
    try:
        if definition:
            check_figure(definition.kind, figure)
    except DomainError as refusal:
        wrong(VALUE, str(refusal))
        return None
    return figure


def _number(texts, column, wrong) -> Decimal | None:
    text = unicodedata.normalize("NFKC", texts.get(column, "")).replace(",", "").strip()
    if not text:
        wrong(column, "空です。0のときは0を入力し、分からないときは行を消してください。")
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        wrong(column, "数字ではありません。単位を付けずに、数だけを入力してください。")
        return None
    if not number.is_finite() or abs(number.as_tuple().exponent) > 2:
        wrong(column, "小数は2けたまでの数にしてください。")
        return None
    return number


def _against_present(found, problems) -> list[Row]:
    """Rows with what stands there now; a value that would be changed needs a reason."""
    present = _present(found)
    rows = []
    for number, texts, slot, figure in found:
        seen = figure_of(present.get(_key(slot)))
        reason = texts.get(REASON, "")
        if seen not in (NOTHING, figure) and not reason:
            problems.append(
                Problem(number, REASON, "", f"今の値は{_shown(seen)}です。{ReasonMissing.message}")
            )
        rows.append(
            Row(
                number, slot.indicator.pk, slot.department and slot.department.pk, slot.time.code,
                *(_words(each) for each in (*figure, *seen)), texts.get(EVIDENCE, ""), reason,
            )
        )  # fmt: skip
    return rows


def _present(found) -> dict[tuple, Actual]:
    indicators = {slot.indicator.pk for _number, _texts, slot, _figure in found}
    years = {slot.time.fiscal_year for _number, _texts, slot, _figure in found}
    rows = Actual.objects.filter(indicator__in=indicators, fiscal_year__in=years)
    return {
        (row.indicator_id, row.department_id or 0, row.span, row.starts_on): row for row in rows
    }


def _key(slot: Slot) -> tuple:
    return (slot.indicator.pk, slot.department.pk if slot.department else 0, *slot.time)


def _words(value: Decimal | None) -> str:
    """A number as text for the kept row; empty for none."""
    return "" if value is None else f"{value:f}"


def _shown(figure: Figure) -> str:
    return written(None if figure.value is None else float(figure.value))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
