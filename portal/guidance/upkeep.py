"""What the machine does for guidance every day."""

from django.utils import timezone

from portal.guidance.amending import put_due_editions_in_force
from portal.guidance.freezing import changed_since_frozen
from portal.guidance.reviewing import remind


class FrozenTextChanged(Exception):
    """The text of an edition in the database is no longer the one that was approved."""


def look_after_guidance() -> str:
    """Put in force what is due, remind of reviews, check the frozen texts.

    Raises FrozenTextChanged, so that the job stands as failed and administrators are told.
    """
    now = timezone.now()
    in_force, reviews = put_due_editions_in_force(now), remind(now)
    changed = changed_since_frozen()
    if changed:
        raise FrozenTextChanged(", ".join(edition.audit_label for edition in changed))
    return f"適用 {in_force}件、見直し {reviews}件"
