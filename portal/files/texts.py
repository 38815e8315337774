"""CSV and plain text: readable characters, and nothing that only calls itself a text."""

import puremagic

from portal.files.refusals import FileRefused

BYTE_ORDER_MARKS = [
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
]
ORDINARY_CONTROLS = set("\t\n\r\f\x1a")
MARKUP = ("<!doctype", "<html", "<head", "<body", "<svg", "<script", "<?xml", "<?php", "<iframe")
SURE = 0.5


def check_text(content: bytes) -> bytes:
    """Raises FileRefused unless ``content`` is text in UTF-8, cp932 or UTF-16 with its mark."""
    text = decode(content)
    if any(ord(each) < 32 and each not in ORDINARY_CONTROLS for each in set(text)):
        raise FileRefused("text_unreadable")
    if text[:1000].lstrip("\ufeff \t\r\n").lower().startswith(MARKUP) or _is_other_type(content):
        raise FileRefused("content_differs", label="文字だけのファイル", guess="")
    return content


def decode(content: bytes) -> str:
    """Raises FileRefused. The order matters: nearly every byte is something in cp932."""
    marks = [encoding for mark, encoding in BYTE_ORDER_MARKS if content.startswith(mark)]
    for encoding in marks or ["utf-8", "cp932"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileRefused("text_unreadable")


def _is_other_type(content: bytes) -> bool:
    try:
        matches = puremagic.magic_string(content[:4096])
    except puremagic.PureError:
        return False
    known = (".txt", ".csv", ".json")
    return any(match.confidence >= SURE and match.extension not in known for match in matches)
