"""The states of a proposal: one table, one function, one row per change."""

from datetime import datetime

from django.db import transaction

from casebook.models import Proposal, ProposalChange
from casebook.proposal_notices import proposer_is_told, review_is_asked, reviewer_is_told
from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember

State = Proposal.State
NEXT = {
    State.DRAFT: {State.IN_REVIEW},
    State.IN_REVIEW: {State.RETURNED, State.ADOPTED, State.DECLINED, State.WITHDRAWN},
    State.RETURNED: {State.IN_REVIEW, State.WITHDRAWN},
    # An adopted one can still come to nothing: its draft was never finished.
    State.ADOPTED: {State.PUBLISHED, State.DECLINED},
    State.PUBLISHED: set(),
    State.DECLINED: set(),
    State.WITHDRAWN: {State.IN_REVIEW},
}


class IllegalMove(DomainError):
    message = "この提案は、その状態にはできません。画面を開き直してください。"


class AlreadyMoved(DomainError):
    message = "ほかの人が先に状態を変えました。画面を開き直してください。"


@transaction.atomic
def move(
    proposal: Proposal, to: str, *, by: StaffMember | None, now: datetime, **values
) -> ProposalChange:
    """Move ``proposal`` and tell whom it concerns. ``values`` are set in the same statement.

    Raises IllegalMove, AlreadyMoved.
    """
    old = State(proposal.state)
    if to not in NEXT[old]:
        raise IllegalMove
    # Compare and set in one statement: of two who press at once, one moves it.
    unmoved = Proposal.objects.filter(pk=proposal.pk, state=old)
    if not unmoved.update(state=to, moved_at=now, **values):
        raise AlreadyMoved
    proposal.refresh_from_db()
    words = values.get("answer", "")
    change = ProposalChange.objects.create(
        proposal=proposal, old=old, new=to, words=words, by=by, at=now
    )
    _tell(change, now)
    record(
        "casebook.proposal.moved",
        actor=by,
        obj=proposal,
        details={"from": str(old), "to": str(to)},
    )
    return change


def _tell(change: ProposalChange, now: datetime) -> None:
    if change.new == State.IN_REVIEW:
        review_is_asked(change, now=now)
    elif change.new == State.WITHDRAWN:
        reviewer_is_told(change, now=now)
    else:
        proposer_is_told(change, now=now)
