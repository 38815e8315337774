"""A trial's own content: an amendment that waits for an officer. Marked as デモ."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.guidance.amending import begin, rewrite, submit
from portal.guidance.models import Edition
from portal.guidance.vocabulary import EditionKind
from portal.staff.models import StaffMember
from portal.submitting.versions import version_of

PAGE = "pdca-ooda"
WRITTEN = ["heading", "text", "remark"]


def show_guidance(now: datetime) -> int:
    """One amendment that an officer may try to approve. Returns how many were made."""
    current = Edition.objects.in_force().filter(guide__slug=PAGE).select_related("guide").first()
    editor = StaffMember.objects.filter(username="editor").first()
    if current is None or editor is None or current.guide.editions.count() > 1:
        return 0
    draft = begin(current.guide, EditionKind.MINOR, by=editor, now=now)
    passage = draft.passages.order_by("position").last()
    text = f"{passage.text}\n\n（デモ）承認を試すための追記です。"
    values = {"heading": passage.heading, "text": text, "remark": "デモの追記です。"}
    rewrite(passage, values, version=version_of(passage, WRITTEN), by=editor)
    submit(
        draft,
        reasons=["（デモ）承認を試すための改定です。"],
        applies_from=timezone.localdate(now) + timedelta(days=30),
        by=editor,
        now=now,
    )
    return 1
