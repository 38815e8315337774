"""Lists as files: what Excel opens is what stood on the screen."""

import csv
import io

import pytest
from openpyxl import load_workbook

from portal.tables.reading import read_table
from portal.tables.writing import Sheet, csv_file, xlsx_file

HEADER = ["番号", "氏名", "分"]
ROWS = [["0012", "髙﨑 𠮷田", 30], ["=1+1", "@cmd\x0b", None]]


def test_csv_begins_with_a_mark_and_holds_no_formula():
    text = csv_file(HEADER, ROWS).decode("utf-8-sig")

    assert csv_file(HEADER, ROWS).startswith("\ufeff".encode())
    assert list(csv.reader(io.StringIO(text)))[2][:2] == ["'=1+1", "'@cmd\x0b"]


def test_a_workbook_keeps_texts_as_texts_and_numbers_as_numbers():
    book = load_workbook(io.BytesIO(xlsx_file([Sheet("名簿", HEADER, ROWS)])))

    cells = [[cell.value for cell in row] for row in book["名簿"].iter_rows()]
    assert cells == [HEADER, ["0012", "髙﨑 𠮷田", 30], ["'=1+1", "'@cmd", None]]


@pytest.mark.parametrize(
    "content", [csv_file(HEADER, ROWS[:1]), xlsx_file([Sheet("a", HEADER, ROWS[:1])])]
)
def test_what_is_written_can_be_read_back(content):
    table = read_table(content, sheet="a")

    assert (table.header, table.rows) == (HEADER, [(2, ["0012", "髙﨑 𠮷田", "30"])])
