"""Finding and ranking on PostgreSQL."""

from contextlib import contextmanager

from django.db import connections, transaction
from modelsearch.backends.database.postgres.postgres import (
    PostgresSearchRebuilder,
)

from portal.search.asking import Row
from portal.search.postgres.conditions import (
    TITLES,
    Columns,
    Sql,
    anywhere,
    ids,
    positive_terms,
    tsquery,
)
from portal.search.postgres.frequencies import Frequencies
from portal.search.postgres.index import LEAST_RANK, TS_RANK_DIVISOR, WEIGHTS, JapanesePostgresIndex
from portal.search.scope import Hit, Scope

# So many of the best pages are looked at for characters in a row; reading them all is slow.
LOOKED_AT_CLOSELY = 300
# Above so many pages, titles decide first: unpacking every page would take a second.
RANKED_FULLY = 5_000
# Ten thousand rows of an index, in the memory of one search.
WORK_MEMORY = "32MB"
# What the least telling words of a near search may weigh together and still be left unasked.
NEGLIGIBLE_SHARE = 0.2
# What a row of several characters counts, as a share of its BM25 maximum.
ROW_IMPACT = 0.7
# ts_rank's value for a word that counts least still outweighs a word that is not there.
NO_RANK = LEAST_RANK - 0.02


class PostgresEngine:
    """Finds what an expression describes, the best first."""

    index_class = JapanesePostgresIndex
    rebuilder_class = PostgresSearchRebuilder
    frequencies = Frequencies()

    def find(self, expression, scope: Scope, limit: int) -> list[Hit]:
        """The best first."""
        columns = TITLES if scope.only_titles else Columns()
        terms = positive_terms(expression)
        with index_scans(scope.using) as cursor:
            idf = self.frequencies.idf(terms, columns, scope, cursor)
            words = {t: idf[t] for t in terms if columns.of(t) == columns.words}
            others = {t: idf[t] for t in terms if t not in words}
            ranking = Ranking(columns, words, others) if words else Ranking(columns, others, {})
            return ranking.run(ids(expression, columns, scope.table), scope, limit, cursor)

    def related(self, expression, scope: Scope, limit: int) -> list[Hit]:
        """Like ``find`` for an AnyOf; pages with nothing but usual words are left out."""
        columns = TITLES if scope.only_titles else Columns()
        with index_scans(scope.using) as cursor:
            idf = self.frequencies.idf(positive_terms(expression), columns, scope, cursor)
            telling = _telling(idf)
            if not telling:
                return []
            ranking = Ranking(columns, idf, {})
            return ranking.run(anywhere(telling, columns, scope.table), scope, limit, cursor)

    def matching(self, expression, scope: Scope) -> set[int]:
        """The entries alone, of whatever kind and whoever may see them."""
        columns = TITLES if scope.only_titles else Columns()
        found = ids(expression, columns, scope.table)
        with index_scans(scope.using) as cursor:
            cursor.execute(found.text, found.parameters)
            return {entry for (entry,) in cursor.fetchall()}


def _telling(idf: dict) -> list:
    """The terms without the most usual ones, which weigh next to nothing together."""
    allowed = sum(idf.values()) * NEGLIGIBLE_SHARE
    telling = sorted(idf, key=idf.get)
    while telling and idf[telling[0]] <= allowed:
        allowed -= idf[telling.pop(0)]
    return telling


class Ranking:
    """The SQL of one search: match, the caller's filters, score, and a closer look at the best.

    ``scored``: term → idf, summed over all pages. ``looked_for``: the same for the best only.
    """

    def __init__(self, columns: Columns, scored: dict, looked_for: dict):
        self.columns, self.scored, self.looked_for = columns, scored, looked_for

    def run(self, matching: Sql, scope: Scope, limit: int, cursor) -> list[Hit]:
        caller, caller_parameters = scope.caller
        score, closer = self._sum(self.scored), self._sum(self.looked_for)
        by_title = " | ".join(f"({tsquery(term)})" for term in self.scored)
        # MATERIALIZED keeps the planner from asking the caller's filters of every row first;
        # a value joined to an empty one is unpacked once, not once per word. Of pages with the
        # same score the fuller one is first; its stored size is known without reading it.
        sql = f"""
            WITH found AS MATERIALIZED ({matching.text}), matched AS MATERIALIZED (
                SELECT e.id, e.object_id, e.title, e.{self.columns.words} AS words,
                       e.{self.columns.pairs} AS pairs, e.{self.columns.text} AS body_text,
                       pg_column_size(e.{self.columns.text}) AS fullness
                FROM found JOIN {scope.table} e ON e.id = found.id
                WHERE e.content_type_id IN ({scope.content_types()})
            ), allowed AS MATERIALIZED (
                SELECT e.*, count(*) OVER () AS total FROM matched e WHERE {caller}
            ), placed AS (
                SELECT a.*, CASE WHEN a.total <= {RANKED_FULLY:d} THEN 0 ELSE row_number() OVER (
                    ORDER BY CASE WHEN a.total > {RANKED_FULLY:d}
                    THEN ts_rank(a.title, %s::tsquery) END DESC NULLS LAST, a.id DESC) END AS place
                FROM allowed a
            ), scored AS MATERIALIZED (
                SELECT p.id, p.object_id, p.pairs, p.body_text, p.fullness,
                       coalesce({score.text}, 0) AS score
                FROM placed p LEFT JOIN LATERAL (
                    SELECT p.words || ''::tsvector AS words, {self._unpacked_pairs()} AS pairs,
                           p.body_text
                    WHERE p.place <= {RANKED_FULLY:d} OFFSET 0
                ) v ON TRUE
                ORDER BY score DESC, p.fullness DESC, p.id DESC LIMIT {limit:d}
            ), best AS (
                SELECT v.*, row_number() OVER (
                    ORDER BY v.score DESC, v.fullness DESC, v.id DESC
                ) <= {LOOKED_AT_CLOSELY:d} AS is_best FROM scored v
            )
            SELECT v.object_id, v.score + CASE WHEN v.is_best THEN {closer.text} ELSE 0 END
                AS total_score, v.id
            FROM best v ORDER BY v.is_best DESC, total_score DESC, v.fullness DESC, v.id DESC
        """  # noqa: S608 - names of columns, numbers and Django's own SQL
        parameters = [*matching.parameters, *caller_parameters, by_title]
        cursor.execute(sql, [*parameters, *score.parameters, *closer.parameters])
        return list(map(Hit._make, cursor.fetchall()))

    def _unpacked_pairs(self) -> str:
        needs_pairs = any(self.columns.of(term) == self.columns.pairs for term in self.scored)
        return "p.pairs || ''::tsvector" if needs_pairs else "NULL::tsvector"

    def _sum(self, idf: dict) -> Sql:
        """The score over ``idf`` (term → weight), from v.words, v.pairs and v.body_text."""
        parts, parameters = ["0"], []
        for term, weight in idf.items():
            if isinstance(term, Row) and len(term.tokens) > 1:
                worth = weight * ROW_IMPACT
                parts.append(f"CASE WHEN strpos(v.body_text, %s) > 0 THEN {worth:.6f} ELSE 0 END")
                parameters.append(term.pattern)
                continue
            column = "words" if self.columns.of(term) == self.columns.words else "pairs"
            rank = f"{TS_RANK_DIVISOR} * ts_rank('{WEIGHTS}', v.{column}, %s::tsquery)"
            parts.append(f"{weight:.6f} * greatest(0, {rank} - {NO_RANK})")
            parameters.append(tsquery(term))
        return Sql(" + ".join(parts), tuple(parameters))


@contextmanager
def index_scans(using: str):
    """A cursor for which PostgreSQL does not read the whole table, nor puts rows down on the disk.

    Its planner does not count the cost of unpacking long values, and would.
    """
    was_in_transaction = connections[using].in_atomic_block
    with transaction.atomic(using=using, savepoint=False), connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('enable_seqscan'), current_setting('jit'),"
            " current_setting('work_mem'), set_config('enable_seqscan', 'off', true),"
            f" set_config('jit', 'off', true), set_config('work_mem', '{WORK_MEMORY}', true)"
        )
        before = cursor.fetchone()[:3]
        yield cursor
        if was_in_transaction:
            cursor.execute(
                "SELECT set_config('enable_seqscan', %s, true), set_config('jit', %s, true),"
                " set_config('work_mem', %s, true)",
                before,
            )
