"""Work that crosses two parts. Each part offers its verbs; only here are two of them called."""

from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from casebook.models import Case
from casebook.trials import Outcome, Teller, Trials, tells_trials
from leaders.open_work import Item, OpenWork, keeps_open_work
from portal.consultations.models import LeaderShare
from portal.consultations.people import leaders
from portal.consultations.sharing import AlreadyShared, NotALeader, ask_to_share, end_share
from portal.consultations.similar import Suggestion, suggest_from
from portal.consultations.trying import begun_from, counts_from, words_from
from portal.consultations.vocabulary import UNFINISHED
from portal.staff.models import StaffMember
from training.listing import courses_named_in

SUGGESTED = 3
OUTCOMES_SHOWN = 5


def introduce_parts() -> None:
    """Tell each part what the others have for it. Called once, when the apps are ready."""
    suggest_from("ほかのまちの事例", similar_cases)
    suggest_from("研修", matching_courses)
    tells_trials(Teller(trials_exist, trials_from))
    keeps_open_work(
        OpenWork("consultations", "共有されている相談", shared_consultations, pass_shares_on)
    )


def similar_cases(staff: StaffMember, words: str) -> list[Suggestion]:
    """Cases that answer what somebody is about to ask."""
    pks = Case.objects.visible_to(staff).search(words).ranked_pks()[:SUGGESTED]
    cases = Case.objects.with_municipality().in_bulk(pks)
    return [
        Suggestion(
            f"case:{pk}",
            cases[pk].title,
            reverse("casebook:case_page", args=[cases[pk].slug]),
            f"{cases[pk].municipality or '自治体は未確認'}",
        )
        for pk in pks
    ]


def matching_courses(staff: StaffMember, words: str) -> list[Suggestion]:
    """Courses on the tool that the words name: RPA, AI-OCR."""
    return [
        Suggestion(
            f"course:{course.pk}",
            course.title,
            reverse("training:course", args=[course.pk]),
            course.aim,
        )
        for course in courses_named_in(words)[:SUGGESTED]
    ]


def trials_exist() -> Q:
    """Whether anybody tried out a case: an expression beside the case itself."""
    return begun_from(OuterRef("pk"))


def trials_from(case: Case) -> Trials:
    """What came of 「うちでも試す」: counts, and the words that were released."""
    outcomes = [Outcome(*each) for each in words_from(case.pk)[:OUTCOMES_SHOWN]]
    return Trials(*counts_from(case.pk), outcomes)


def shared_consultations(staff: StaffMember) -> list[Item]:
    """The open consultations that a leader reads along."""
    return [
        Item(
            share.consultation.safe_title,
            reverse("consultations:consultation", args=[share.consultation_id]),
        )
        for share in _open_shares(staff).select_related("consultation")
    ]


@transaction.atomic
def pass_shares_on(
    staff: StaffMember, to: StaffMember | None, *, by: StaffMember, now: datetime
) -> int:
    """End what the leaver reads along, and ask each asker whether the successor may.

    Nobody reads more than the asker agreed to. Without a successor the desk goes on alone.
    Returns how many.
    """
    shares = list(_open_shares(staff).select_related("consultation"))
    takes_over = to is not None and leaders(timezone.localdate(now)).filter(pk=to.pk).exists()
    for share in shares:
        end_share(share, by=by, now=now)
        if takes_over:
            _ask_for(share, to, by=by, now=now)
    return len(shares)


def _ask_for(share: LeaderShare, to: StaffMember, *, by: StaffMember, now: datetime) -> None:
    """The successor may read it already, or be the asker: then there is nothing to ask."""
    try:
        ask_to_share(share.consultation, to, by=by, now=now)
    except (AlreadyShared, NotALeader):
        return


def _open_shares(staff: StaffMember):
    shares = LeaderShare.objects.in_force().filter(leader=staff)
    return shares.filter(consultation__status__in=UNFINISHED).order_by("pk")
