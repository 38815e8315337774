"""What is exported can be read back and then changes nothing."""

import csv
import io

import pytest
from openpyxl import load_workbook

from portal.staff.models import StaffMember
from portal.staff.roster import read_rows
from portal.staff.roster_columns import DEPARTMENTS, PEOPLE
from portal.staff.roster_export import roster_file, template_file
from tests.staff.roster_files import (
    HANAKO,
    TARO,
    a_csv,
    a_department,
    bring_in,
    roster,
    stage,
)

pytestmark = pytest.mark.django_db
FORMULAS = ["=1+1", "+81", "-1", "@cmd", "＝1", "'=1", "''@x"]
MANY = 5000


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_formulas_stay_text_both_ways(ending):
    a_department()
    rows = [[f"00{n}", name, "", "", "1010", "", "○"] for n, name in enumerate(FORMULAS)]
    bring_in(a_csv(*[[number, "'" + name, *rest] for number, name, *rest in rows]))

    again = stage(roster_file("people", ending))

    assert [person.name for person in StaffMember.objects.order_by("pk")] == FORMULAS
    assert again.counts == {"unchanged": len(FORMULAS)}


def test_no_cell_of_an_export_is_a_formula():
    a_department()
    bring_in(a_csv(["0012", "'=1+1", "", "", "1010", "", "○"]))

    table = csv.reader(io.StringIO(roster_file("people", "csv").decode("utf-8-sig")))
    sheet = load_workbook(io.BytesIO(roster_file("people", "xlsx")))["職員"]

    assert [row[2] for row in table] == ["氏名", "'=1+1"]
    assert [cell.coordinate for row in sheet for cell in row if cell.data_type == "f"] == []
    assert sheet["C2"].value == "'=1+1"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize(("kind", "layout"), [("people", PEOPLE), ("departments", DEPARTMENTS)])
def test_templates_have_the_columns_that_are_read(kind, layout, ending):
    content = template_file(kind, ending)

    if ending == "csv":
        header = content.decode("utf-8-sig").strip().split(",")
    else:
        header = [cell.value for cell in load_workbook(io.BytesIO(content))[layout.sheet][1]]
    assert header == [column.label for column in layout.columns]


def test_a_filled_template_can_be_imported():
    a_department()
    book = load_workbook(io.BytesIO(template_file("people", "xlsx")))
    book["職員"].append(["0012", "", *HANAKO[1:]])
    content = io.BytesIO()
    book.save(content)

    assert stage(content.getvalue()).counts == {"person.new": 1, "unchanged": 0}


def test_departments_come_back_as_they_were():
    top = a_department("1000", "市民部")
    a_department("1010", "市民課", parent=top)

    again = stage(departments=roster_file("departments", "xlsx"))

    assert again.counts == {"unchanged": 2}


def test_an_export_has_neither_leavers_nor_accounts_without_number():
    a_department()
    bring_in(a_csv(HANAKO, TARO))
    bring_in(a_csv([*HANAKO[:6], "退職"]))

    rows = read_rows(roster_file("people", "csv"), PEOPLE)

    assert [row.texts["staff_number"] for row in rows] == ["0013"]


@pytest.mark.thorough
def test_five_thousand_people_come_back_as_they_were(django_assert_max_num_queries):
    for number in range(10):
        a_department(f"{number:04}", f"第{number}課")
    rows = [
        [f"{n:05}", f"髙﨑 𠮷{n}", "たかさき", f"p{n}@city.example.jp", f"{n % 10:04}", "", "○"]
        for n in range(MANY)
    ]
    with django_assert_max_num_queries(500):
        bring_in(a_csv(*rows, encoding="utf-16"))
    before = roster()

    again = bring_in(roster_file("people", "xlsx"), is_complete=True)

    assert (again.counts, roster() == before) == ({"unchanged": MANY}, True)
