"""Building the whole index anew, and knowing when that is due."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone
from modelsearch.conf import get_app_config
from modelsearch.index import get_indexed_models
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from portal.search.analysis import analysis_version
from portal.search.finding import refresh_everything, start_following
from portal.search.models import Findable, IndexBuild, SpelledWords, TrailReading

OBJECTS_AT_ONCE = 100


def needs_rebuild() -> bool:
    """Whether the index was last built by other rules than today's, or never as a whole."""
    newest = IndexBuild.objects.order_by("-pk").first()
    is_old = newest is None or newest.version != analysis_version()
    return is_old or not TrailReading.objects.exists()


def rebuild() -> Iterator[tuple[str, int]]:
    """Write every object's entry anew; gives the name and number of objects of each model.

    Searching goes on meanwhile: entries are replaced in small portions, never emptied first.
    """
    index = next(get_search_backend().all_indexes())
    index.begin_rebuild()
    index.delete_stale_entries()
    SpelledWords.objects.exclude(page_id__in=Page.objects.values("pk")).delete()
    for model in get_indexed_models():
        if model is not Findable:
            yield model._meta.verbose_name, _write(index, model)
    refresh_everything(rewrite=True)
    start_following()
    yield Findable._meta.verbose_name, Findable.objects.count()
    tidy()
    index.end_rebuild()
    entry_count = get_app_config().get_model("IndexEntry").objects.count()
    IndexBuild.objects.create(
        version=analysis_version(), built_at=timezone.now(), entry_count=entry_count
    )


def _write(index, model) -> int:
    objects = model.get_indexed_objects()
    pks = list(objects.order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(pks), OBJECTS_AT_ONCE):
        index.add_items(model, list(objects.filter(pk__in=pks[begin : begin + OBJECTS_AT_ONCE])))
    return len(pks)


def tidy() -> None:
    """Merge the pieces of the index and renew the statistics; without this PostgreSQL is slow."""
    table = get_app_config().get_model("IndexEntry")._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"INSERT INTO {table}_fts({table}_fts) VALUES ('optimize')")  # noqa: S608
        elif connection.in_atomic_block:
            # VACUUM does both, but not inside a transaction.
            cursor.execute(
                "SELECT gin_clean_pending_list(i.indexrelid::regclass) FROM pg_index i"
                " JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
                " WHERE i.indrelid = %s::regclass AND a.amname = 'gin'",
                [table],
            )
            cursor.execute("ANALYZE")
        else:
            cursor.execute(f"VACUUM ANALYZE {table}")
