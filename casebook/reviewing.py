"""Deciding on proposals: nobody on their own. A publication in the CMS ends them."""

from datetime import datetime

from django.db import transaction

from casebook.adopting import NotYourOwn, draft_case, suggest
from casebook.article import part_label
from casebook.models import Case, Municipality, Proposal
from casebook.proposal_notices import proposer_is_looked_after
from casebook.proposal_states import AlreadyMoved, IllegalMove, State, move
from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember


class WordsAreMissing(DomainError):
    message = "理由か、直してほしいところを入力してください。提案した人に届きます。"


class CaseIsGone(DomainError):
    message = "もとの事例がありません。理由を書いて見送ってください。"


class NotInTheArticle(DomainError):
    message = "事例がまだ公開されていません。CMSで公開してから、もう一度押してください。"


def _check_other(proposal: Proposal, by: StaffMember) -> None:
    if by.pk == proposal.proposer_id:
        raise NotYourOwn


@transaction.atomic
def take(proposal: Proposal, *, by: StaffMember, now: datetime) -> None:
    """Look after it, also instead of somebody. Raises NotYourOwn, IllegalMove, AlreadyMoved."""
    _check_other(proposal, by)
    if proposal.state != State.IN_REVIEW:
        raise IllegalMove
    seen = Proposal.objects.filter(
        pk=proposal.pk, state=State.IN_REVIEW, reviewer=proposal.reviewer_id
    )
    if not seen.update(reviewer=by):
        raise AlreadyMoved
    proposal.refresh_from_db()
    proposer_is_looked_after(proposal, now=now)
    record("casebook.proposal.taken", actor=by, obj=proposal)


def give_back(proposal: Proposal, words: str, *, by: StaffMember, now: datetime) -> None:
    """Back to its proposer, who may change it. Raises NotYourOwn, WordsAreMissing, …Move(d)."""
    _decide(proposal, State.RETURNED, words, by=by, now=now)


def decline(proposal: Proposal, words: str, *, by: StaffMember, now: datetime) -> None:
    """Raises NotYourOwn, WordsAreMissing, IllegalMove, AlreadyMoved."""
    _decide(proposal, State.DECLINED, words, by=by, now=now)


def _decide(proposal, to, words, *, by, now) -> None:
    _check_other(proposal, by)
    if not words.strip():
        raise WordsAreMissing
    move(proposal, to, by=by, now=now, answer=words, decided_by=by, reviewer=by)


@transaction.atomic
def adopt(
    proposal: Proposal, words: str, municipality: Municipality | None, *, by: StaffMember, now
) -> Case:
    """Into a draft of the CMS: a new page, or a suggestion in the page it corrects.

    Of two who adopt at once one makes the draft. Raises NotYourOwn, CaseIsGone, IllegalMove,
    AlreadyMoved.
    """
    _check_other(proposal, by)
    if proposal.kind == Proposal.Kind.CORRECTION and proposal.case is None:
        raise CaseIsGone
    # First the state: whoever comes second waits for this row, and then makes nothing.
    move(proposal, State.ADOPTED, by=by, now=now, answer=words, decided_by=by, reviewer=by)
    if proposal.kind == Proposal.Kind.CORRECTION:
        proposal.suggestion_id = suggest(
            proposal.case,
            fact=_fact_of(proposal),
            source=proposal.source,
            fills=proposal.wanted_id,
            by=by,
        )
    else:
        proposal.case = draft_case(
            title=proposal.title,
            summary="",
            body=proposal.body,
            municipality=municipality,
            proposed_by=proposal.proposer,
            origin=proposal.source,
            by=by,
        )
    proposal.save(update_fields=["case", "suggestion_id"])
    return proposal.case


def _fact_of(proposal: Proposal) -> str:
    about = proposal.wanted or part_label(proposal.part)
    return f"{about}：{proposal.body}"


def finish(proposal: Proposal, *, by: StaffMember, now: datetime) -> None:
    """Say that the correction stands in the published page, in the editor's own words.

    Raises NotYourOwn, CaseIsGone, NotInTheArticle, IllegalMove, AlreadyMoved.
    """
    _check_other(proposal, by)
    case = Case.objects.filter(pk=proposal.case_id).first()
    if case is None:
        raise CaseIsGone
    if not case.live or case.has_unpublished_changes:
        raise NotInTheArticle
    move(proposal, State.PUBLISHED, by=by, now=now)


def refuse_own(case: Case, *, by: StaffMember) -> None:
    """Raises NotYourOwn when what waits for publication in ``case`` was proposed by ``by``."""
    own = Proposal.objects.filter(case=case, state=State.ADOPTED, proposer=by)
    if own.exists():
        raise NotYourOwn("自分が提案したものは公開できません。ほかの担当者に頼んでください。")


def note_publication(case: Case, *, by: StaffMember | None, now: datetime) -> None:
    """After ``case`` was published: what was adopted into it is public now."""
    written = {block.id for block in case.outside_facts}
    for proposal in Proposal.objects.filter(case=case, state=State.ADOPTED).order_by("pk"):
        if proposal.kind == Proposal.Kind.CASE or proposal.suggestion_id in written:
            move(proposal, State.PUBLISHED, by=by, now=now)


def note_publications(now: datetime) -> int:
    """For what was published by the clock. Returns how many cases were looked at."""
    waiting = Proposal.objects.filter(state=State.ADOPTED, case__live=True)
    cases = Case.objects.filter(pk__in=waiting.values("case"))
    for case in cases:
        note_publication(case, by=None, now=now)
    return len(cases)
