"""PDF files: every letter of a name arrives, also for those who copy it out."""

import io

from pypdf import PdfReader

from portal.paper.document import Paper


def text_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_rare_letters_of_names_are_printed_and_can_be_copied():
    paper = Paper("名簿", foot="デモ市")
    paper.heading("名簿", is_title=True)
    paper.text_block("髙﨑 𠮷田 德 濵 ① ㈱")

    [page] = text_of(paper.content())

    assert "髙﨑 𠮷田 德 濵 ① ㈱" in page
    assert "デモ市　1 / 1" in page


def test_a_long_table_says_its_header_on_every_page():
    paper = Paper("名簿")
    paper.rows(["番号", "氏名"], [[str(number), "山田 花子"] for number in range(100)])

    pages = text_of(paper.content())

    assert len(pages) > 1
    assert [("番号" in page) for page in pages] == [True] * len(pages)
    assert "99" in pages[-1]
