"""The words of a file, for the search. Run as a program of its own, with a kind as its argument:
the file comes in, its words go out. A file that takes all time or memory stops this program alone.
"""

import io
import re
import resource
import sys
import zipfile
from collections.abc import Iterator

from defusedxml.ElementTree import fromstring
from pypdf import PdfReader

# As much as is indexed of any one thing.
MOST_CHARACTERS = 40_000
MOST_PAGES = 300
MOST_BYTES_OF_A_MEMBER = 30 * 1024 * 1024
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# For each kind: which members hold words, what stands in one line, and where its letters are.
OFFICE = {
    "docx": (re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml"), f"{W}p", f"{W}t"),
    "pptx": (re.compile(r"ppt/(?:slides/slide|notesSlides/notesSlide)\d+\.xml"), f"{A}p", f"{A}t"),
    "xlsx": (re.compile(r"xl/sharedStrings\.xml"), f"{S}si", f"{S}t"),
}
INLINE = re.compile(r"xl/worksheets/sheet\d+\.xml")
NUMBER = re.compile(r"\d+")


def words_of(content: bytes, kind: str) -> str:
    """Its words, one line for a paragraph or cell, as far as they are indexed. A kind without
    words gives none. What a broken file raises is for the caller."""
    if kind in OFFICE:
        lines = _office_lines(content, kind)
    elif kind == "pdf":
        lines = _pdf_lines(content)
    elif kind in ("txt", "csv"):
        lines = iter(_decoded(content).splitlines())
    else:
        lines = iter(())
    return _first(lines)


def _first(lines: Iterator[str]) -> str:
    kept, length = [], 0
    for line in lines:
        plain = " ".join(line.replace("\0", "").split())
        if not plain:
            continue
        kept.append(plain)
        length += len(plain) + 1
        if length > MOST_CHARACTERS:
            break
    return "\n".join(kept)[:MOST_CHARACTERS]


def _office_lines(content: bytes, kind: str) -> Iterator[str]:
    members, line, letters = OFFICE[kind]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        yield from _lines(package, members, line, letters)
        if kind == "xlsx":
            yield from _lines(package, INLINE, f"{S}is", f"{S}t")


def _lines(package: zipfile.ZipFile, members: re.Pattern, line: str, letters: str):
    names = [name for name in package.namelist() if members.fullmatch(name)]
    for name in sorted(names, key=_place):
        with package.open(name) as member:
            # One byte more than is read tells a member that is too large.
            text = member.read(MOST_BYTES_OF_A_MEMBER + 1)
        if len(text) > MOST_BYTES_OF_A_MEMBER:
            continue
        for each in fromstring(text).iter(line):
            yield "".join(part.text or "" for part in each.iter(letters))


def _place(name: str) -> list[int]:
    """slide2 before slide10."""
    return [int(number) for number in NUMBER.findall(name)]


def _pdf_lines(content: bytes) -> Iterator[str]:
    for page in PdfReader(io.BytesIO(content)).pages[:MOST_PAGES]:
        yield from page.extract_text().splitlines()


def _decoded(content: bytes) -> str:
    for encoding in (
        "utf-8-sig",
        "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp932",
    ):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return ""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    content = sys.stdin.buffer.read()
    sys.stdout.buffer.write(words_of(content, sys.argv[1]).encode(errors="replace"))


if __name__ == "__main__":
    main()
