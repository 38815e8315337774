"""File names: kept as typed for people, never used on the disk."""

import unicodedata

from portal.files.refusals import FileRefused

NAME_LENGTH = 200
# Control characters, surrogates, and marks that turn the direction of reading: 「cod.exe」 could
# look like 「exe.doc」. A joiner inside an emoji and the ideographic variants are ordinary.
TURNING = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SEPARATORS = set("/\\\u2028\u2029\ufffd\ufeff")


def check_name(name: str) -> None:
    """Raises FileRefused. Nothing is changed in the name: what is taken is shown as typed."""
    if not name.strip(" .\u3000"):
        raise FileRefused("name_missing")
    if len(name) > NAME_LENGTH:
        raise FileRefused("name_too_long", length=len(name), limit=NAME_LENGTH)
    if any(_is_unsafe(character) for character in name):
        raise FileRefused("name_unsafe")


def extension_of(name: str) -> str:
    """``xlsx`` for 「予算.XLSX」; nothing for a name without a dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def download_name(title: str, extension: str) -> str:
    """The name under which ``title`` is saved: itself, made fit for a disk, with its extension."""
    safe = "".join("_" if _is_unsafe(each) or each in '<>:"|?*' else each for each in title)
    safe = safe.strip(" .\u3000") or "file"
    if extension_of(safe) == extension:
        return safe
    return f"{safe}.{extension}"


def _is_unsafe(character: str) -> bool:
    if character in TURNING or character in SEPARATORS or ord(character) & 0xFFFE == 0xFFFE:
        return True
    # Private use (Co) stays: city halls name people with characters of their own (外字).
    return unicodedata.category(character) in ("Cc", "Cs")
