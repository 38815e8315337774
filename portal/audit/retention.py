"""Erasing what has been kept long enough, without breaking the chain."""

from datetime import datetime
from typing import Any

from django.db import transaction

from portal.audit.models import AuditEvent, ChainHead
from portal.audit.trail import HEAD, record

# Source: SAFETY, "audit trail: 1 year at hand, 3 years in all".
YEARS_KEPT = 3


@transaction.atomic
def erase_before(moment: datetime, *, by: Any) -> int:
    """Delete the oldest rows up to ``moment``. Returns how many.

    The chain then begins after them: their last hash is kept beside the end of the chain, and a
    row in the chain says who erased how many. Without that row ``verify_audit`` complains.
    """
    head = ChainHead.objects.select_for_update().get(pk=HEAD)
    later = AuditEvent.objects.since(moment).order_by("sequence").first()
    through = later.sequence - 1 if later else head.sequence
    last = AuditEvent.objects.filter(sequence=through).first()
    if last is None or through <= head.pruned_through:
        return 0
    old = AuditEvent.objects.filter(sequence__lte=through)
    rows = old.count()
    record(
        "audit.pruned",
        actor=by,
        details={"through": through, "hash": last.hash, "rows": rows},
    )
    ChainHead.objects.filter(pk=HEAD).update(pruned_through=through, pruned_hash=last.hash)
    old._raw_delete(old.db)
    return rows
