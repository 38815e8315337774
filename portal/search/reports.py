"""The searches that found nothing, as a report in the CMS."""

from datetime import timedelta

from django.utils import timezone
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from portal.search.querylog import zero_result_report

DAYS = 90


class ZeroResultView(ReportView):
    """For those who edit pages; entering the CMS alone is not enough."""

    page_title = "見つからなかった言葉"
    header_icon = "search"
    index_url_name = "portal_search_zero_results"
    index_results_url_name = "portal_search_zero_results_part"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    default_ordering = None
    no_results_message = f"この{DAYS}日間に、何も見つからなかった検索はありません。"
    columns = [
        Column("words", label="検索した言葉"),
        Column("times", label="回数"),
        Column("last_asked_on", label="最後に検索された日"),
        Column("shown", label="近い記事の件数"),
    ]
    list_export = ["words", "times", "last_asked_on", "shown"]
    export_headings = {
        "words": "検索した言葉",
        "times": "回数",
        "last_asked_on": "最後に検索された日",
        "shown": "近い記事の件数",
    }
    export_filename = "zero-result-searches"

    def get_queryset(self):
        return zero_result_report(timezone.localdate() - timedelta(days=DAYS))
