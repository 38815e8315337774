from django.apps import AppConfig
from django.core.checks import Tags, register

from portal.search.checks import check_index_version


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "portal_search"
    verbose_name = "検索"

    def ready(self):
        register(check_index_version, Tags.database)
