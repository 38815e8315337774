"""Where a search may look: the caller's own queryset, as SQL, so that counts stay exact. And what
is found there."""

from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.conf import get_app_config
from modelsearch.utils import get_descendants_content_types_pks


@dataclass(frozen=True)
class Scope:
    """``known`` are the keys of all rows of the queryset, where the caller has them in memory."""

    queryset: QuerySet
    only_titles: bool = False
    known: Container | None = None

    @property
    def table(self) -> str:
        return get_app_config().get_model("IndexEntry")._meta.db_table

    @property
    def using(self) -> str:
        return self.queryset.db

    def content_types(self) -> str:
        """The numbers of the searched model and its children, for an IN list."""
        return ", ".join(f"{pk:d}" for pk in get_descendants_content_types_pks(self.queryset.model))

    @cached_property
    def caller(self) -> tuple[str, list]:
        """SQL for the caller's filters alone, of an index row that is called e.

        The content type must have been checked before.
        """
        key = self.queryset.model._meta.pk
        kind = key.target_field if key.is_relation else key
        cast = kind.cast_db_type(connections[self.using])
        this_row = RawSQL(f"CAST(e.object_id AS {cast})", [])  # noqa: S611 - our own names
        narrowed = self.queryset.order_by().filter(pk=this_row).values("pk")
        try:
            sql, parameters = narrowed.query.get_compiler(self.using).as_sql()
        except EmptyResultSet:
            return "1 = 0", []
        return f"EXISTS ({sql})", list(parameters)


class Hit(NamedTuple):
    """An object that an engine found, the greater its score the better. ``key`` is its id as text,
    ``entry`` the number of its row in the engine's index."""

    key: str
    score: float
    entry: int | str
