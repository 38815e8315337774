"""Counting several things in one question to the database."""

from django.db.models import IntegerField, QuerySet, Subquery


class CountUpTo(Subquery):
    """How many rows a queryset of values has; a sliced one is counted no further than its slice."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def counted(one_row: QuerySet, **querysets: QuerySet) -> dict[str, int]:
    """How many rows each queryset has, asked beside ``one_row``: one query for all of them.

    Each has to name its ``values``; how it is ordered is of no account.
    """
    return one_row.values(**{name: CountUpTo(rows) for name, rows in querysets.items()}).get()
