"""Scratch databases of the kind that DATABASE_URL names, side by side, and pages asked in turns."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases

from portal.search.evaluation import percentile


@contextmanager
def scratch(name: str) -> Iterator[list[str]]:
    """An empty database, and in it; the list is of all that were made. Nothing is left behind.

    A file, not memory: what is measured should be like the real thing.
    """
    home = connection.settings_dict["NAME"]
    with TemporaryDirectory() as folder:
        sqlite = connection.vendor == "sqlite"
        place = f"{folder}/{name}.sqlite3" if sqlite else f"bench_{name}"
        connection.settings_dict["TEST"]["NAME"] = place
        setup_databases(verbosity=0, interactive=False)
        made = [connection.settings_dict["NAME"]]
        try:
            yield made
        finally:
            for each in made:
                go_to(each)
                connection.creation.destroy_test_db(home, verbosity=0)


def go_to(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database


def copied(made: list[str], suffix: str) -> str:
    """A copy of the first database, and in it. Returns its name."""
    go_to(made[0])
    connection.creation.clone_test_db(suffix=suffix, verbosity=0)
    go_to(connection.creation.get_test_db_clone_settings(suffix)["NAME"])
    made.append(connection.settings_dict["NAME"])
    return made[-1]


class Asked(NamedTuple):
    """A page that somebody signed in asks for in one of the databases."""

    database: str
    client: Client
    path: str
    query: tuple[tuple[str, str], ...] = ()

    def spent(self) -> float:
        """Milliseconds, connecting left out. Raises RuntimeError when the page fails."""
        if connection.settings_dict["NAME"] != self.database:
            go_to(self.database)
        connection.ensure_connection()
        begin = time.perf_counter()
        answer = self.client.get(self.path, dict(self.query))
        answered = time.perf_counter() - begin
        if answer.status_code != 200:
            raise RuntimeError(f"{self.path} {self.query}: {answer.status_code}")
        return answered * 1000

    def queries(self) -> int:
        self.spent()
        with CaptureQueriesContext(connection) as queries:
            self.spent()
        return len(queries)


def in_turns(pages: list[Asked], rounds: int, tell: Callable[[int], None] = lambda _n: None):
    """The best time of each page over some rounds, each round through all of them one by one.

    So what else the machine does meets all alike, and most of it none. The first round fills
    caches and is not counted.
    """
    best: dict[Asked, float] = {}
    for number in range(rounds + 1):
        for page in pages:
            spent = page.spent()
            if number:
                best[page] = min(spent, best.get(page, spent))
        tell(number)
    return best


def p50_and_p95(times: list[float]) -> tuple[float, float]:
    return percentile(times, 0.5), percentile(times, 0.95)
