"""The words of a file are read for the search, within limits, and by a program of its own."""

import pytest

from portal.files import reading, words
from portal.files.words import MOST_CHARACTERS, words_of
from portal.paper.document import Paper
from tests.files.packing import WORD, an_office_file
from tests.files.samples import CSV, a_workbook

DRAWING = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def a_document(*paragraphs) -> bytes:
    lines = "".join(
        "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"
        for runs in paragraphs
    )
    return an_office_file(
        "docx", main=f"<w:document {WORD}><w:body>{lines}</w:body></w:document>".encode()
    )


def some_slides(*texts) -> bytes:
    members = {
        f"ppt/slides/slide{n}.xml": f"<a:x {DRAWING}><a:p><a:t>{text}</a:t></a:p></a:x>".encode()
        for n, text in texts
    }
    return an_office_file("pptx", members=members)


def a_sheet_with_inline_text(text) -> bytes:
    inside = f"<c t='inlineStr'><is><t>{text}</t></is></c>"
    sheet = f"<worksheet {SHEET}>{inside}</worksheet>".encode()
    return an_office_file("xlsx", members={"xl/worksheets/sheet1.xml": sheet})


def a_paper() -> bytes:
    paper = Paper("要綱")
    paper.text_block("窓口の手引き")
    return paper.content()


@pytest.mark.parametrize(
    ("kind", "content", "lines"),
    [
        (
            "docx",
            a_document(["押印", "の見直し"], [""], ["２段落目"]),
            ["押印の見直し", "２段落目"],
        ),
        ("pptx", some_slides((10, "あと"), (2, "さき")), ["さき", "あと"]),
        ("xlsx", a_workbook(), ["研修", "人数", "はじめてのDX"]),
        ("xlsx", a_sheet_with_inline_text("じかに"), ["じかに"]),
        ("csv", CSV.encode("cp932"), ["番号,氏名,備考", "0012,髙﨑,①㈱"]),
        ("txt", "一\r\n二".encode("utf-16"), ["一", "二"]),
        ("png", b"\x89PNG", []),
    ],
)
def test_each_kind_gives_its_words_line_by_line(kind, content, lines):
    assert words_of(content, kind).splitlines() == lines


def test_a_pdf_gives_its_words():
    assert "窓口の手引き" in words_of(a_paper(), "pdf")


def test_no_more_is_read_than_is_indexed():
    assert len(words_of(("あ" * 99 + "\n").encode() * 9_000, "txt")) == MOST_CHARACTERS


def test_a_member_that_is_too_large_is_passed_over(monkeypatch):
    monkeypatch.setattr(words, "MOST_BYTES_OF_A_MEMBER", 10)

    assert words_of(a_document(["長い"]), "docx") == ""


def test_the_reader_runs_apart_and_a_broken_file_has_no_words():
    assert reading._words(a_document(["押印"]), "docx") == "押印"
    assert reading._words(b"PK\x03\x04 broken", "docx") == ""


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0.01)

    assert reading._words(a_document(["押印"]), "docx") == ""
