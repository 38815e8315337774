"""The search backend of the portal: WAGTAILSEARCH_BACKENDS points here.

Wagtail calls it for everything that is searched, the CMS and its choosers included. It keeps to
Wagtail's own index tables and needs modelsearch 1.3 (private parts of it are used).
"""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils.module_loading import import_string
from modelsearch.backends.base import BaseSearchBackend

from portal.search.opensearch.engine import OpenSearchEngine
from portal.search.results import (
    JapaneseAutocompleteCompiler,
    JapaneseQueryCompiler,
    JapaneseSearchResults,
)

# By name: importing modelsearch's module for the other database fails.
ENGINES = {
    "postgresql": "portal.search.postgres.engine.PostgresEngine",
    "sqlite": "portal.search.sqlite.engine.SQLiteEngine",
}


class JapaneseSearchBackend(BaseSearchBackend):
    query_compiler_class = JapaneseQueryCompiler
    autocomplete_query_compiler_class = JapaneseAutocompleteCompiler
    results_class = JapaneseSearchResults

    def __init__(self, engine, params):
        super().__init__(params)
        self.engine = engine
        self.index_class = engine.index_class
        self.rebuilder_class = engine.rebuilder_class


def SearchBackend(params):  # noqa: N802 - the name modelsearch looks for
    """For the database in use, and OpenSearch where SEARCH_URL names one.

    Raises ImproperlyConfigured when the database has no engine.
    """
    if connection.vendor not in ENGINES:
        raise ImproperlyConfigured("検索はSQLiteかPostgreSQLで動きます。")
    engine = import_string(ENGINES[connection.vendor])()
    if settings.SEARCH_URL:
        engine = OpenSearchEngine(engine, settings.SEARCH_URL)
    return JapaneseSearchBackend(engine, params)
