"""Pages of the guidance in force are open for talk. Loaded once, when the apps are ready."""

from portal.community.kinds import open_for_talk
from portal.guidance.models import Guide

open_for_talk(
    "guidance.Guide",
    word="デジ順のページ",
    visible_to=lambda staff: Guide.objects.in_force().with_code(),
    title=lambda guide: f"{guide.title}（{guide.code}版）",
    url=lambda guide: guide.get_absolute_url(),
)
