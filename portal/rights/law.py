"""Who may do what: ``rights.csv``, the law of this portal. Every check and every test reads it.

A row is an object and an action, with one letter per role. ``amended`` says where this product
differs from the city's first draft, and why. Roles add up, and everybody who is signed in is also
ST. A letter gives the right

    Y  on everything          P  on what is published or open     G  while a break-glass grant lasts
    O  on one's own           A  on what is assigned or shared    D  on one's own department's
    M  to read metadata       S  to read numbers of 5 or more     -  not at all
"""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent / "rights.csv"
SIGNED_OUT = "AN"
EVERYBODY = "ST"
ROLES = ["AN", "ST", "LD", "TR", "OF", "ED", "AU", "AD"]
LETTERS = frozenset("YPOADGMS")
# These give numbers or metadata to look at, and nothing to change.
ONLY_TO_READ = frozenset("MS")


class Right(NamedTuple):
    """A row of the law. ``letters`` by role; ``deny`` is the answer to everybody else."""

    object: str
    action: str
    letters: dict[str, str]
    deny: str
    note: str
    amended: str

    def letters_of(self, roles) -> frozenset[str]:
        """What somebody with these roles has: no roles is a stranger, ST stands for all staff."""
        held = {self.letters[role] for role in (*roles,) or (SIGNED_OUT,)}
        return frozenset(held & LETTERS)


class NoSuchRight(Exception):
    """A row that the law does not have: a typing error in a table or in a call."""


@cache
def law() -> dict[tuple[str, str], Right]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rights = [_right(row) for row in csv.DictReader(lines)]
    return {(right.object, right.action): right for right in rights}


def right_to(thing: str, action: str) -> Right:
    """Raises NoSuchRight."""
    try:
        return law()[thing, action]
    except KeyError as error:
        raise NoSuchRight(f"{thing}, {action}") from error


def roles_with(thing: str, action: str) -> frozenset[str]:
    """The codes of the roles that may do this at least to something."""
    right = right_to(thing, action)
    return frozenset(role for role in ROLES if right.letters_of([role]))


def _right(row: dict[str, str]) -> Right:
    letters = {role: row[role] for role in ROLES}
    return Right(row["object"], row["action"], letters, row["deny"], row["note"], row["amended"])
