"""Ideas are open for talk once everybody reads them. Loaded once, when the apps are ready.

Earlier ones are not: what author and desk say there would be read by all after the adoption.
"""

from django.urls import reverse

from portal.community.kinds import open_for_talk
from portal.consultations.models import Idea

open_for_talk(
    "consultations.Idea",
    word="アイデア",
    visible_to=lambda staff: Idea.objects.shown_to_all().select_related("author"),
    title=lambda idea: idea.title,
    url=lambda idea: reverse("ideas:idea", args=[idea.pk]),
    author=lambda idea: idea.author,
)
