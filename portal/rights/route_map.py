"""Which right stands behind which address: the files of ``routes/``, one line per route.

Each part has a file of its own there. The columns:

route    URL name with its namespace, as ``training:session``; or one with a star at its end,
         ``wagtailusers_users:*``, for routes of a library that share one rule; or, for a route
         without a name, its pattern with a slash before it. An exact name wins over a star, a
         longer star over a shorter one.
methods  What the route answers to, as ``GET`` or ``GET POST``. When reading and writing are two
         rights, write two lines. Everything else must be refused.
object   The row of ``rights.csv`` ...
action   ... by these two columns.
sample   For an address with arguments: the model whose rows fill them, ``training.Session``.
         Arguments are taken from the row by their names (``pk``, ``slug``, ``booking_pk``).
         ``nothing``: such an object exists in no test, everybody gets 404.
         Or the name of a function in ``portal.operations.probe_objects`` for an odd address.
own      On which sample a letter holds, as ``O=author A=trainers P=live D=department``: letter,
         equals, path of attributes to a person, to people, to a department or to a yes/no.
         ``Y=live`` says on which rows the right exists at all.
         For an address without arguments every letter holds, except G.
note     Why, where it is not plain. Obligatory for a star.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

from portal.rights.law import Right, right_to

FOLDER = Path(__file__).parent / "routes"
NOTHING = "nothing"


class Route(NamedTuple):
    """An address that the running code knows. ``name`` is its pattern where it has none."""

    name: str
    pattern: str
    entry: URLPattern


class Tie(NamedTuple):
    """One line of ``routes/``: the right that stands behind a route."""

    route: str
    methods: tuple[str, ...]
    right: Right
    sample: str
    own: dict[str, str]
    note: str

    def __hash__(self):
        return hash((self.route, self.methods))

    @property
    def is_rule(self) -> bool:
        """Whether this is a rule for many routes of a library."""
        return self.route.endswith("*")


@cache
def ties() -> list[Tie]:
    return [tie for path in sorted(FOLDER.glob("*.csv")) for tie in read_ties(path)]


def read_ties(path: Path) -> list[Tie]:
    """Raises NoSuchRight for a line whose right is not in the law."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    return [_tie(row) for row in csv.DictReader(line for line in lines if line.strip())]


def every_route(resolver: URLResolver | None = None) -> Iterator[Route]:
    """Every URL pattern of the site, those of libraries included."""
    yield from _walk(resolver or get_resolver(), "/", "")


def ties_of(name: str, lines: list[Tie] | None = None) -> list[Tie]:
    """The lines for one route, by its name. Empty when nobody has thought of it."""
    lines = ties() if lines is None else lines
    exact = [tie for tie in lines if tie.route == name]
    if exact:
        return exact
    rules = [tie for tie in lines if tie.is_rule and name.startswith(tie.route[:-1])]
    longest = max((len(tie.route) for tie in rules), default=0)
    return [tie for tie in rules if len(tie.route) == longest]


def untied(resolver: URLResolver | None = None) -> list[str]:
    """Routes without a line: each is a door that nobody has decided about."""
    return [route.name for route in every_route(resolver) if not ties_of(route.name)]


def unused() -> list[str]:
    """Lines whose route is gone."""
    names = [route.name for route in every_route()]
    return [
        tie.route
        for tie in ties()
        if not any(
            name.startswith(tie.route[:-1]) if tie.is_rule else name == tie.route for name in names
        )
    ]


def _walk(resolver, prefix, namespace):
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner)
        else:
            yield Route(f"{namespace}{entry.name}" if entry.name else pattern, pattern, entry)


def _tie(row: dict[str, str]) -> Tie:
    own = dict(each.split("=", 1) for each in (row["own"] or "").split())
    return Tie(
        row["route"],
        tuple(row["methods"].split()),
        right_to(row["object"], row["action"]),
        row["sample"] or "",
        own,
        row["note"] or "",
    )
