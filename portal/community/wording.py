"""Keeping what a text said before it was changed, so that readers can compare."""

from datetime import datetime

from django.db.models import Model

from portal.community.kinds import label_of
from portal.community.models import Wording
from portal.staff.models import StaffMember


def keep_wording(target: Model, *, by: StaffMember, now: datetime) -> Wording:
    """As ``target`` reads now, before ``by`` changes it."""
    return Wording.objects.create(
        kind=label_of(target),
        object_id=target.pk,
        title=target.title,
        lead=getattr(target, "summary", ""),
        body=target.body,
        by=by,
        replaced_at=now,
    )


def forget_wordings(target: Model) -> None:
    """For verbs that delete ``target``: what it said before must not outlive it."""
    Wording.objects.on(target).delete()
