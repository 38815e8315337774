"""Keeps the database of a release for ``make upgrade-drill``. By hand, in the tree of that release:

    DATABASE_URL=sqlite:////tmp/release.sqlite3 DEMO_MODE=true … manage.py prepare

and then, in today's tree:

    python -m tests.chaos.keep_release /tmp/release.sqlite3 tests/chaos/releases/0.1.0.sqlite3.xz

Nothing but what ``prepare`` makes may be in it: invented people, and the cases as published. What
can be made anew (the index of the search) or is nobody's business (sessions) is left out.
"""

import lzma
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

LEFT_OUT = (
    "django_session", "staff_staffsession", "portal_cache", "portal_search_spelledwords",
    "portal_search_indexbuild", "modelsearch_indexentry", "wagtailsearch_indexentry",
)  # fmt: skip


def keep(source: Path, target: Path) -> int:
    """The size of what was written."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "release.sqlite3"
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)
            _strip(new)
        target.parent.mkdir(parents=True, exist_ok=True)
        packed = lzma.compress(copy.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
    target.write_bytes(packed)
    return len(packed)


def _strip(database: sqlite3.Connection) -> None:
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    names = {name for (name,) in rows}
    for name in names.intersection(LEFT_OUT):
        database.execute(f"DELETE FROM {name}")  # noqa: S608 - names of the list above
        if f"{name}_fts" in names:
            database.execute(f"INSERT INTO {name}_fts({name}_fts) VALUES ('rebuild')")  # noqa: S608
    database.commit()
    database.execute("PRAGMA journal_mode=DELETE")
    database.execute("VACUUM")


if __name__ == "__main__":
    sys.stdout.write(f"{keep(Path(sys.argv[1]), Path(sys.argv[2])):,} bytes\n")
