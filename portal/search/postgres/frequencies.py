"""How telling each word is, from counts of the index itself."""

import math
import time

from portal.search.postgres.conditions import Columns, tsquery
from portal.search.scope import Scope

COUNTS_KEPT_SECONDS = 600
MIN_IDF = 1e-6


class Frequencies:
    """In how many index rows a term stands. Counted by the database, kept for ten minutes.

    The highest number of a row tells that rows were added: then everything is counted anew.
    """

    def __init__(self):
        self._counts, self._newest_row, self._until = {}, None, 0.0

    def idf(self, terms: list, columns: Columns, scope: Scope, cursor) -> dict:
        """How telling each term is. Source: BM25 as FTS5 computes it."""
        queries = {term: (columns.of(term), tsquery(term)) for term in terms}
        counts = self._counted([("", ""), *queries.values()], scope, cursor)
        total = counts["", ""]
        return {term: _idf(total, counts[query]) for term, query in queries.items()}

    def _counted(self, queries: list, scope: Scope, cursor) -> dict:
        cursor.execute(f"SELECT max(id) FROM {scope.table}")  # noqa: S608 - our own name
        newest_row = cursor.fetchone()[0]
        if newest_row != self._newest_row or time.monotonic() > self._until:
            self._counts, self._newest_row = {}, newest_row
            self._until = time.monotonic() + COUNTS_KEPT_SECONDS
        known = self._counts
        missing = [query for query in dict.fromkeys(queries) if query not in known]
        if missing:
            counts = ", ".join(_count(column, scope.table) for column, _query in missing)
            cursor.execute(f"SELECT {counts}", [query for _column, query in missing if query])
            known.update(zip(missing, cursor.fetchone(), strict=True))
        return {query: known[query] for query in queries}


def _count(column: str, table: str) -> str:
    where = f" WHERE {column} @@ %s::tsquery" if column else ""
    return f"(SELECT count(*) FROM {table}{where})"  # noqa: S608 - our own names


def _idf(total: int, count: int) -> float:
    count = min(count, total)
    return max(MIN_IDF, math.log((total - count + 0.5) / (count + 0.5)))
