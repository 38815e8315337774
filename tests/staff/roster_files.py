"""Roster files for tests: ``a_csv(rows)``, ``a_workbook(rows)``, and importing them."""

import csv
import io
from datetime import UTC, date, datetime

from openpyxl import Workbook

from portal.staff.models import Department, StaffMember
from portal.staff.roster import apply_import, hash_of_files, read_rows, stage_import
from portal.staff.roster_columns import DEPARTMENTS, PEOPLE
from portal.staff.roster_models import RosterImport
from portal.staff.roster_plan import Records

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HEADER = ["職員番号", "氏名", "ふりがな", "メールアドレス", "所属コード", "所属長", "在籍"]
HANAKO = ["0012", "山田 花子", "やまだ はなこ", "hanako@city.example.jp", "1010", "", "○"]
TARO = ["0013", "髙﨑 𠮷太郎", "たかさき よしたろう", "taro@city.example.jp", "1010", "○", "○"]
DEPARTMENT_HEADER = ["部署コード", "部署名", "上位コード", "設置日", "廃止日"]


def a_csv(*rows, encoding="utf-8-sig", header=HEADER) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def a_workbook(*rows, header=HEADER, sheet="職員", change=None) -> bytes:
    """``change`` gets the sheet before it is saved."""
    book = Workbook()
    book.active.title = sheet
    for row in [header, *rows]:
        book.active.append(row)
    if change:
        change(book.active)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def a_department(code="1010", name="市民課", *, starts_on=date(2020, 4, 1), **fields) -> Department:
    return Department.objects.create(code=code, name=name, starts_on=starts_on, **fields)


def stage(people=None, *, departments=None, is_complete=False, by=None, now=NOW) -> RosterImport:
    rows = Records(read_rows(people, PEOPLE), read_rows(departments, DEPARTMENTS))
    return stage_import(
        rows,
        names=["名簿"],
        file_hash=hash_of_files(people, departments),
        is_complete=is_complete,
        by=by,
        now=now,
    )


def bring_in(people=None, *, by=None, now=NOW, **options) -> RosterImport:
    """Stage and apply at once."""
    staged = stage(people, by=by, now=now, **options)
    apply_import(staged, by=by, now=now)
    return staged


def roster() -> list[tuple]:
    """All that an import may change, for comparing before and after."""
    people = StaffMember.objects.order_by("pk").values_list(
        "staff_number", "username", "name", "reading", "email", "department__code",
        "department__starts_on", "is_manager", "is_active", "is_superuser", "password",
    )  # fmt: skip
    departments = Department.objects.order_by("pk").values_list(
        "code", "name", "parent__code", "starts_on", "ends_on"
    )
    return [*people, *departments]
