"""Reports and small findings are open for talk. Loaded once, when the apps are ready."""

from django.urls import reverse

from leaders.models import ActivityReport, SmallFinding
from portal.community.kinds import open_for_talk

open_for_talk(
    "leaders.ActivityReport",
    word="活動報告",
    visible_to=lambda staff: ActivityReport.objects.select_related("staff"),
    title=lambda report: report.title,
    url=lambda report: reverse("leaders:report", args=[report.pk]),
    author=lambda report: report.staff,
)

open_for_talk(
    "leaders.SmallFinding",
    word="気づき",
    visible_to=lambda staff: SmallFinding.objects.select_related("staff"),
    title=lambda finding: finding.first_words,
    url=lambda finding: reverse("leaders:finding", args=[finding.pk]),
    author=lambda finding: finding.staff,
)
