"""Questions that nearly every page asks: Django writes their SQL once per process.

Writing it anew costs more than the database needs for the answer. For questions whose shape never
changes: rows come back as the driver gives them (in SQLite a truth is 0 or 1, a date a text).
"""

from collections.abc import Callable
from datetime import date

from django.db import connection
from django.db.models import QuerySet

Value = int | str | date
# Stand in the place of the values while the SQL is written; nothing else in it looks like them.
MARKS = {
    int: lambda place: 2_014_030_000 + place,
    str: lambda place: f"\ue000{place}",
    date: lambda place: date(1, 1, 1 + place),
}


class Prepared:
    """``ask`` makes a ``values_list`` of as many values as ``rows`` will be given.

    Of a value its type must stay the same. The querysets it uses may depend on nothing else.
    """

    def __init__(self, ask: Callable[..., QuerySet]):
        self.ask = ask
        self.written: tuple[str, list] | None = None

    def rows(self, *values: Value) -> list[tuple]:
        if self.written is None:
            self.written = self._write(values)
        sql, places = self.written
        given = [_adapted(value) for value in values]
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[each] if is_place else each for is_place, each in places])
            return cursor.fetchall()

    def _write(self, values: tuple) -> tuple[str, list]:
        """The SQL, and for each of its parameters whether it is a place among the values."""
        marks = [MARKS[type(value)](place) for place, value in enumerate(values)]
        sql, parameters = self.ask(*marks).query.sql_with_params()
        places = {str(mark): place for place, mark in enumerate(marks)}
        return sql, [(str(each) in places, places.get(str(each), each)) for each in parameters]


def _adapted(value: Value):
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
