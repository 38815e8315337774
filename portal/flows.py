"""Work that crosses two parts. Each part offers its verbs; only here are two of them called."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from casebook.models import Case
from leaders.meetings import own_meetings
from leaders.open_work import Item, OpenWork, keeps_open_work
from portal.consultations.models import LeaderShare
from portal.consultations.people import leaders
from portal.consultations.sharing import AlreadyShared, NotALeader, ask_to_share, end_share
from portal.consultations.similar import Suggestion, suggest_from
from portal.consultations.vocabulary import UNFINISHED
from portal.staff.models import StaffMember
from training.calendars import Appointment, adds_to_feed
from training.listing import courses_named_in

SUGGESTED = 3


def introduce_parts() -> None:
    """Tell each part what the others have for it. Called once, when the apps are ready."""
    suggest_from("ほかのまちの事例", similar_cases)
    suggest_from("研修", matching_courses)
    keeps_open_work(
        OpenWork("consultations", "共有されている相談", shared_consultations, pass_shares_on)
    )
    adds_to_feed(leaders_meetings)


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


def shared_consultations(staff: StaffMember) -> list[Item]:
    """The open consultations that a leader reads along."""
    return [
        Item(
            share.consultation.safe_title,
            reverse("consultations:consultation", args=[share.consultation_id]),
        )
        for share in _open_shares(staff).select_related("consultation")
    ]


def leaders_meetings(staff: StaffMember, since: datetime) -> list[Appointment]:
    """The meetings of leaders in the calendar feed of whoever they concern."""
    return [
        Appointment(
            f"leaders-meeting-{meeting.pk}@dx-portal",
            f"【中止】{meeting}" if meeting.cancelled_at else str(meeting),
            meeting.starts_at,
            meeting.ends_at,
            meeting.place,
            reverse("leaders:meeting", args=[meeting.pk]),
            meeting.cancelled_at is not None,
            changes,
            changed_at,
        )
        for meeting, changes, changed_at in own_meetings(staff, since)
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
