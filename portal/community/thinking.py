"""アイデアソン: setting a theme, bringing ideas, voting, saying what comes next."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from portal.audit.trail import record
from portal.community.announcing import announce
from portal.community.models import IdeaVote, NextStep, Stage, Theme, ThemeIdea
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.staff.roles import has_right

VOTES_EACH = 3


class IdeasAreClosed(DomainError):
    message = "アイデアの募集は締め切りました。気に入ったアイデアに投票できます。"


class VotesAreClosed(DomainError):
    message = "いまは投票の期間ではありません。期間は、テーマのページで確かめてください。"


class NoVotesLeft(DomainError):
    message = f"投票は1人{VOTES_EACH}票までです。ほかの票を取り消すと、投票できます。"


class VoteForOneself(DomainError):
    message = "自分のアイデアには投票できません。ほかのアイデアを選んでください。"


class NotDecidedYet(DomainError):
    message = "次の一歩は、投票が終わってから書けます。"


class Call(NamedTuple):
    """A theme to be set; both last days belong to their stages."""

    title: str
    question: str
    ideas_until: date
    votes_until: date


class Step(NamedTuple):
    what: str
    who: str
    due_on: date | None


def may_set_themes(staff: StaffMember) -> bool:
    return has_right(staff, "ideathon", "set a theme, say the next step")


@transaction.atomic
def set_theme(call: Call, *, by: StaffMember, now: datetime) -> Theme:
    theme = Theme.objects.create(**call._asdict(), made_by=by, made_at=now)
    announce(theme, by=by, now=now)
    record("community.theme.set", actor=by, obj=theme)
    return theme


@transaction.atomic
def bring_idea(theme: Theme, title: str, text: str, *, by: StaffMember, now: datetime) -> ThemeIdea:
    """Raises IdeasAreClosed."""
    if theme.stage_on(timezone.localdate(now)) != Stage.IDEAS:
        raise IdeasAreClosed
    idea = ThemeIdea.objects.create(theme=theme, author=by, title=title, text=text, at=now)
    record("community.theme.idea", actor=by, obj=idea)
    return idea


@transaction.atomic
def vote(idea: ThemeIdea, *, by: StaffMember, now: datetime) -> IdeaVote:
    """Twice is once. Raises VotesAreClosed, VoteForOneself and NoVotesLeft."""
    # The theme carries the limit: two votes at once for two ideas wait for each other here.
    theme = Theme.objects.select_for_update().get(pk=idea.theme_id)
    _check_is_voting(theme, now)
    if idea.author_id == by.pk:
        raise VoteForOneself
    own = IdeaVote.objects.filter(idea__theme=theme, staff=by)
    if found := own.filter(idea=idea).first():
        return found
    if own.count() >= VOTES_EACH:
        raise NoVotesLeft
    return IdeaVote.objects.create(idea=idea, staff=by)


@transaction.atomic
def take_vote_back(idea: ThemeIdea, *, by: StaffMember, now: datetime) -> None:
    """Raises VotesAreClosed."""
    theme = Theme.objects.select_for_update().get(pk=idea.theme_id)
    _check_is_voting(theme, now)
    IdeaVote.objects.filter(idea=idea, staff=by).delete()


@transaction.atomic
def say_next_step(idea: ThemeIdea, step: Step, *, by: StaffMember, now: datetime) -> NextStep:
    """Raises NotDecidedYet."""
    if idea.theme.stage_on(timezone.localdate(now)) != Stage.OVER:
        raise NotDecidedYet
    made = NextStep.objects.create(idea=idea, by=by, at=now, **step._asdict())
    announce(made, by=by, now=now)
    record("community.theme.next_step", actor=by, obj=made)
    return made


def ideas_of(theme: Theme, on: date):
    """While ideas come in, the newest last; then by votes, which are told when voting is over."""
    ideas = theme.ideas.select_related("author", "author__department").prefetch_related("steps")
    if theme.stage_on(on) == Stage.OVER:
        return ideas.annotate(vote_count=Count("votes")).order_by("-vote_count", "pk")
    return ideas.order_by("pk")


def own_votes(theme: Theme, staff: StaffMember) -> set[int]:
    return set(
        IdeaVote.objects.filter(idea__theme=theme, staff=staff).values_list("idea_id", flat=True)
    )


def _check_is_voting(theme: Theme, now: datetime) -> None:
    if theme.stage_on(timezone.localdate(now)) != Stage.VOTES:
        raise VotesAreClosed
