"""Cases are open for talk. Loaded once, when the apps are ready."""

from django.urls import reverse

from casebook.models import Case
from portal.community.kinds import open_for_talk

open_for_talk(
    "casebook.Case",
    word="事例",
    visible_to=Case.objects.visible_to,
    title=lambda case: case.title,
    url=lambda case: reverse("casebook:case_page", args=[case.slug]),
    tags=lambda case: case.tags.names(),
)
