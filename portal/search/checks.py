"""The check that the index and the queries are cut into words by the same rules."""

from django.apps import apps
from django.core.checks import Warning as CheckWarning
from django.db import connections

from portal.search.analysis import analysis_version


def check_index_version(app_configs, databases, **kwargs):
    """Run with ``check --database default`` and before every ``migrate``."""
    return [
        CheckWarning(
            "検索の索引が、いまとは別の辞書か規則で作られています。見つからない語が出ます。",
            hint="manage.py rebuild_search を実行してください。",
            id="portal_search.W001",
        )
        for alias in databases or []
        if _is_outdated(alias)
    ]


def _is_outdated(alias: str) -> bool:
    builds = apps.get_model("portal_search", "IndexBuild").objects.using(alias)
    if builds.model._meta.db_table not in connections[alias].introspection.table_names():
        return False
    newest = builds.order_by("-pk").first()
    return newest is not None and newest.version != analysis_version()
