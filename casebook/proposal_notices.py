"""What people are told of the casebook: one function per kind. Never a name that was held back."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from casebook.models import Proposal, ProposalChange
from casebook.people import reviewers
from portal.notifications.telling import Notice, notify
from portal.staff.models import StaffMember


def _link(proposal: Proposal) -> str:
    return reverse("casebook:proposal", args=[proposal.pk])


def review_is_asked(change: ProposalChange, *, now: datetime) -> None:
    """Everybody who may decide; of one that somebody looks after already, that person."""
    proposal = change.proposal
    people = reviewers(timezone.localdate(now)).exclude(pk=proposal.proposer_id)
    taker = people.filter(pk=proposal.reviewer_id)
    words = "が届きました" if change.old == Proposal.State.DRAFT else "が直されて届きました"
    title = f"事例の提案「{proposal}」{words}"
    notice = Notice("case_proposed", str(change.pk), title, _link(proposal))
    notify(notice, to=taker if taker.exists() else people, now=now)


def reviewer_is_told(change: ProposalChange, *, now: datetime) -> None:
    """That it was taken back, when somebody looks after it."""
    proposal = change.proposal
    if proposal.reviewer:
        title = f"事例の提案「{proposal}」が取り下げられました"
        link = reverse("casebook:review_list")
        notice = Notice("case_proposed", str(change.pk), title, link)
        notify(notice, to=[proposal.reviewer], now=now)


def proposer_is_told(change: ProposalChange, *, now: datetime) -> None:
    proposal = change.proposal
    title = f"あなたの事例の提案「{proposal}」が「{change.get_new_display()}」になりました"
    notice = Notice("case_proposal_moved", str(change.pk), title, _link(proposal))
    notify(notice, to=[proposal.proposer], now=now)


def proposer_is_looked_after(proposal: Proposal, *, now: datetime) -> None:
    title = f"あなたの事例の提案「{proposal}」を、担当者が確認しはじめました"
    cause = f"{proposal.pk}/taken/{proposal.reviewer_id}"
    notice = Notice("case_proposal_moved", cause, title, _link(proposal))
    notify(notice, to=[proposal.proposer], now=now)


def tell_of_stale(count: int, step: str, *, to: Iterable[StaffMember], now: datetime) -> None:
    """``step`` is ``owner``, or ``manager`` when nobody has checked for a month more."""
    waited = "30日以上、確認を待っています" if step == "manager" else "確認から1年たちました"
    title = f"事例{count}件が{waited}"
    # Managers without a role of the casebook cannot open its list of checks.
    link = reverse("casebook:freshness" if step == "owner" else "casebook:case_list")
    cause = f"{timezone.localdate(now):%Y-%m}/{step}"
    notify(Notice("case_stale", cause, title, link), to=to, now=now)
