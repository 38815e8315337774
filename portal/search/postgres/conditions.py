"""Rows of the index, described in PostgreSQL's own language."""

from typing import NamedTuple

from portal.search.asking import AllOf, AnyOf, Row, Term, Without


class Sql(NamedTuple):
    text: str
    parameters: tuple = ()


class Columns(NamedTuple):
    """Where to look. In titles, words and pairs share a column."""

    words: str = "body"
    pairs: str = "autocomplete"
    text: str = "body_text"

    def of(self, term: Term | Row) -> str:
        return self.words if isinstance(term, Term) else self.pairs


TITLES = Columns("title", "title", "title_text")


def tsquery(node) -> str:
    """Tokens are letters and digits only: no operator can hide in one."""
    if isinstance(node, Term):
        return f"'{node.token}'"
    if isinstance(node, Row):
        *tokens, last = node.tokens
        quoted = [f"'{token}'" for token in tokens]
        return " & ".join([*quoted, f"'{last}':*" if node.ends_open else f"'{last}'"])
    if isinstance(node, Without):
        return f"({tsquery(node.kept)} & !{tsquery(node.dropped)})"
    operator = " & " if isinstance(node, AllOf) else " | "
    return "(" + operator.join(f"({tsquery(part)})" for part in node.parts) + ")"


# Characters in a row are looked for in the texts of so many pages whose words say nothing of them.
TEXTS_READ = 5_000


def only_column(node, columns: Columns) -> str | None:
    """The column in which one tsquery can say all of ``node``; None when there is none."""
    if isinstance(node, Term):
        return columns.of(node)
    if isinstance(node, Row):
        # Characters that stand together in two pairs may still not stand in a row.
        return columns.pairs if len(node.tokens) == 1 else None
    parts = (node.kept, node.dropped) if isinstance(node, Without) else node.parts
    found = {only_column(part, columns) for part in parts}
    return found.pop() if len(found) == 1 else None


def ids(node, columns: Columns, table: str) -> Sql:
    """A SELECT of the numbers of the index rows that the expression describes.

    Sets, not conditions joined by OR: then the index alone decides, and no row is unpacked.
    """
    column = only_column(node, columns)
    if column:
        return _select(f"{column} @@ %s::tsquery", table, tsquery(node))
    if isinstance(node, Row):
        where = f"{columns.pairs} @@ %s::tsquery AND strpos({columns.text}, %s) > 0"
        return _select(where, table, tsquery(node), node.pattern)
    if isinstance(node, Without):
        parts, operator = [node.kept, node.dropped], " EXCEPT "
    else:
        parts = _merged(node, columns)
        operator = " INTERSECT " if isinstance(node, AllOf) else " UNION "
    rows = [part for part in parts if _reads_texts(part, columns)]
    if isinstance(node, AnyOf) and 0 < len(rows) < len(parts):
        others = AnyOf(tuple(part for part in parts if part not in rows))
        return _with_rows(rows, ids(others, columns, table), columns, table)
    if not parts:
        return _select("FALSE", table)
    selects = [ids(part, columns, table) for part in parts]
    return Sql(
        operator.join(f"({select.text})" for select in selects),
        tuple(value for select in selects for value in select.parameters),
    )


def _reads_texts(node, columns: Columns) -> bool:
    return isinstance(node, Row) and only_column(node, columns) is None


def _with_rows(rows: list[Row], known: Sql, columns: Columns, table: str) -> Sql:
    """What ``known`` selects, and what has one of the rows of characters.

    The texts are read of pages that are not known yet, the newest first, and of so many only:
    reading all of them would take longer than everything else.
    """
    pairs = " | ".join(f"({tsquery(row)})" for row in rows)
    read = " OR ".join(f"strpos({columns.text}, %s) > 0" for _row in rows)
    # OFFSET 0 keeps the planner from reading every text before it knows which are asked for.
    sql = f"""
        WITH known AS MATERIALIZED ({known.text}), unread AS MATERIALIZED (
            SELECT id FROM {table} WHERE {columns.pairs} @@ %s::tsquery
            EXCEPT SELECT id FROM known ORDER BY id DESC LIMIT {TEXTS_READ:d}
        )
        SELECT id FROM known UNION ALL SELECT id FROM (
            SELECT id, {columns.text} FROM unread JOIN {table} USING (id) OFFSET 0
        ) reading WHERE {read}
    """  # noqa: S608 - our own names
    return Sql(sql, (*known.parameters, pairs, *(row.pattern for row in rows)))


def _merged(node: AllOf | AnyOf, columns: Columns) -> list:
    """The parts, those of one column as one: fewer look-ups."""
    of_column: dict[str | None, list] = {}
    for part in node.parts:
        of_column.setdefault(only_column(part, columns), []).append(part)
    others = of_column.pop(None, [])
    return [type(node)(tuple(parts)) for parts in of_column.values()] + others


def anywhere(terms: list, columns: Columns, table: str) -> Sql:
    """Like ``ids`` of AnyOf, but characters that should stand in a row need not."""
    of_column: dict[str, list] = {}
    for term in terms:
        of_column.setdefault(columns.of(term), []).append(f"({tsquery(term)})")
    selects = [
        _select(f"{column} @@ %s::tsquery", table, " | ".join(queries))
        for column, queries in of_column.items()
    ]
    return Sql(
        " UNION ".join(select.text for select in selects),
        tuple(value for select in selects for value in select.parameters),
    )


def _select(where: str, table: str, *parameters) -> Sql:
    return Sql(f"SELECT id FROM {table} WHERE {where}", parameters)  # noqa: S608 - our own names


def positive_terms(node) -> list:
    """Every word and row that counts for the ranking, each once."""
    if isinstance(node, Term | Row):
        return [node]
    parts = (node.kept,) if isinstance(node, Without) else node.parts
    return list(dict.fromkeys(term for part in parts for term in positive_terms(part)))
