"""Search in the CMS: the list of synonyms, and the report of what was not found."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.search.models import SynonymGroup
from portal.search.reports import ZeroResultView


class SynonymGroupViewSet(SnippetViewSet):
    model = SynonymGroup
    icon = "openquote"
    menu_label = "同義語"
    add_to_admin_menu = True
    list_display = ["words", "changed_at"]
    ordering = ["words"]
    panels = [FieldPanel("words")]


register_snippet(SynonymGroupViewSet)


class ZeroResultMenuItem(MenuItem):
    def is_shown(self, request):
        acts = ZeroResultView.any_permission_required
        return page_permission_policy.user_has_any_permission(request.user, acts)


@hooks.register("register_reports_menu_item")
def zero_result_menu_item():
    return ZeroResultMenuItem(
        ZeroResultView.page_title,
        reverse(ZeroResultView.index_url_name),
        icon_name="search",
        order=100,
    )


@hooks.register("register_admin_urls")
def zero_result_urls():
    address = "reports/zero-results/"
    return [
        path(address, ZeroResultView.as_view(), name=ZeroResultView.index_url_name),
        path(
            f"{address}part/",
            ZeroResultView.as_view(results_only=True),
            name=ZeroResultView.index_results_url_name,
        ),
    ]
