"""The plan and its guides, an amendment that is being written, a voice, and the boards."""

from django.utils import timezone

from portal.guidance.amending import begin
from portal.guidance.loading import load_guidance
from portal.guidance.marks import say
from portal.guidance.models import Edition
from portal.guidance.vocabulary import PLAN, EditionKind


def guidance(people) -> None:
    now = timezone.now()
    load_guidance(now)
    plan = Edition.objects.in_force().get(guide__slug=PLAN)
    begin(plan.guide, EditionKind.MINOR, by=people["ED"], now=now)
    say(plan, people["ST"], "troubled", "ことばが難しいです。", now=now)
