"""Marks that must be met by nobody but those who may read the text they stand in."""

from typing import NamedTuple

PREFIX = "DXLCANARY"
WORDS = {
    "note": "NOTE",
    "motive": "MOTIVE",
    "withdrawal": "WITHDRAW",
    "review": "SCORE",
    "confidential": "CONF",
    "ticket": "TICKET",
    "draft": "DRAFT",
    "document": "DOC",
    "exif": "EXIF",
    "survey": "SURVEY",
}


class Mark(NamedTuple):
    """``readers`` are usernames; ``roles`` role codes all of whose holders may read it, too."""

    canary: str
    kind: str
    where: str
    readers: tuple[str, ...]
    roles: tuple[str, ...]


class Marks:
    """Every mark that was given out, in order."""

    def __init__(self):
        self.given: list[Mark] = []

    def give(self, kind: str, where: str, *, readers=(), roles=()) -> str:
        """A new mark for one text; ``where`` names the table."""
        canary = f"{PREFIX}-{WORDS[kind]}-{len(self.given) + 1:04}"
        self.given.append(Mark(canary, kind, where, tuple(readers), tuple(roles)))
        return canary

    def of(self, kind: str) -> list[Mark]:
        return [mark for mark in self.given if mark.kind == kind]
