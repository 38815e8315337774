"""The index on SQLite: FTS5 holds the tokens and ranks by its own BM25."""

from collections.abc import Iterator
from itertools import islice

from django.db import connections
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteIndex,
    SQLiteSearchRebuilder,
)

from portal.search.asking import AllOf, AnyOf, Row, Term, Without
from portal.search.indexing import K1, IndexedText, IndexWriting
from portal.search.scope import Hit, Scope

# A title stands in both columns, so that its words count twice; more was tried and changed nothing.
WEIGHTS = "1.0, 1.0, 1.0"
FTS5_B = 0.75
# How often a word that is searched for usually stands on a page that has it.
USUAL_COUNT = 2
# The row of FTS5's own table that holds its averages. Source: fts5_index.c, FTS5_AVERAGES_ROWID.
AVERAGES = 1
# Of near pages only so many are checked against the caller's filters.
NEAR_CANDIDATES = 500


class JapaneseSQLiteIndex(IndexWriting, SQLiteIndex):
    columns_written = ("title", "body", "autocomplete", "title_norm")

    def columns(self, text: IndexedText) -> dict[str, str | float]:
        title, body, pairs = text.title.words + text.title.pairs, text.body_words(), text.body.pairs
        return {
            "title": " ".join(title),
            "body": " ".join(body),
            "autocomplete": " ".join(pairs),
            "title_norm": len(title) + len(body) + len(pairs),
        }


def length_correction(length: str, usual_length: float) -> str:
    """SQL for what takes the length of the page out of FTS5's BM25, whose b cannot be set.

    Exact for a word that stands USUAL_COUNT times on a page.
    """
    share = K1 * FTS5_B / usual_length
    return f"({USUAL_COUNT + K1 * (1 - FTS5_B):f} + {share:.9f} * {length}) / {USUAL_COUNT + K1:f}"


def usual_length(block: bytes) -> float:
    """Tokens of an average page, from FTS5's own record: rows, then the tokens of each column.

    The record is empty until the first page was indexed.
    """
    rows, *tokens = [*_numbers(block)] or [0]
    return max(1.0, sum(tokens) / max(1, rows))


def _numbers(block: bytes) -> Iterator[int]:
    """SQLite's varints: seven bits a byte, the highest first; the last byte is below 128."""
    number = 0
    for byte in block:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            yield number
            number = 0


class SQLiteEngine:
    """Finds what an expression describes, the best first."""

    index_class = JapaneseSQLiteIndex
    rebuilder_class = SQLiteSearchRebuilder

    def find(self, expression, scope: Scope, limit: int) -> list[Hit]:
        """The best first."""
        match = _match(expression, scope)
        if match is None:
            return []
        table, fts = scope.table, f"{scope.table}_fts"
        # CROSS JOIN keeps SQLite from asking FTS5 once per row of the other table.
        source = f"{fts} CROSS JOIN {table} e ON e.id = {fts}.rowid WHERE {fts} MATCH %s AND"
        return self._ranked(f"-bm25({fts}, {WEIGHTS})", source, match, scope, limit)

    def related(self, expression, scope: Scope, limit: int) -> list[Hit]:
        """Like ``find``, but the caller's filters are asked of the best candidates only."""
        match = _match(expression, scope)
        if match is None:
            return []
        table, fts = scope.table, f"{scope.table}_fts"
        source = f"""(
            SELECT rowid AS number, -bm25({fts}, {WEIGHTS}) AS rank FROM {fts}
            WHERE {fts} MATCH %s ORDER BY rank DESC LIMIT {NEAR_CANDIDATES:d}
        ) c CROSS JOIN {table} e ON e.id = c.number WHERE"""  # noqa: S608 - names and numbers
        found = self._ranked("c.rank", source, match, scope, limit)
        return found or self.find(expression, scope, limit)

    def _ranked(self, rank: str, source: str, match: str, scope: Scope, limit: int) -> list[Hit]:
        allowed, parameters = ("TRUE", []) if scope.known is not None else scope.caller
        with connections[scope.using].cursor() as cursor:
            cursor.execute(f"SELECT block FROM {scope.table}_fts_data WHERE id = {AVERAGES}")  # noqa: S608 - our own name
            correction = length_correction("e.title_norm", usual_length(*cursor.fetchone()))
            # The + 0 keeps SQLite from starting at the index of content types.
            sql = f"""
                SELECT e.object_id, {rank} * {correction} AS score, e.id FROM {source}
                e.content_type_id + 0 IN ({scope.content_types()}) AND {allowed}
                ORDER BY score DESC, e.title_norm DESC, e.id DESC
            """  # noqa: S608 - names of tables, numbers and Django's own SQL
            if scope.known is None:
                cursor.execute(f"{sql} LIMIT {limit:d}", [match, *parameters])
                return list(map(Hit._make, cursor.fetchall()))
            cursor.execute(sql, [match])
            return list(islice((Hit(*row) for row in cursor if int(row[0]) in scope.known), limit))

    def matching(self, expression, scope: Scope) -> set[int]:
        """The entries alone, of whatever kind and whoever may see them."""
        match = _match(expression, scope)
        if match is None:
            return set()
        fts = f"{scope.table}_fts"
        with connections[scope.using].cursor() as cursor:
            cursor.execute(f"SELECT rowid FROM {fts} WHERE {fts} MATCH %s", [match])  # noqa: S608 - our own name
            return {entry for (entry,) in cursor.fetchall()}


def _match(expression, scope: Scope) -> str | None:
    match = match_expression(expression)
    return f"title : ({match})" if match and scope.only_titles else match


def match_expression(node) -> str | None:
    """FTS5's language. Every token is quoted and of letters and digits; None finds nothing."""
    if isinstance(node, Term):
        return f'"{node.token}"'
    if isinstance(node, Row):
        return f'"{" ".join(node.tokens)}"' + ("*" if node.ends_open else "")
    if isinstance(node, Without):
        kept, dropped = match_expression(node.kept), match_expression(node.dropped)
        return f"({kept} NOT {dropped})" if kept and dropped else kept
    parts = [match_expression(part) for part in node.parts]
    if isinstance(node, AllOf):
        return _joined(parts, " AND ") if parts and all(parts) else None
    if isinstance(node, AnyOf):
        return _joined([part for part in parts if part], " OR ")
    raise TypeError(node)


def _joined(parts: list[str], operator: str) -> str | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    return f"({operator.join(parts)})"
