"""Everything that has a date: each part's dates, asked by the rights of whoever looks."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from leaders.models import Appointment, Goal, Meeting, MeetingAction, RecruitmentWindow
from portal.community.models import Group, Poll, Theme
from portal.consultations.models import Consultation
from portal.consultations.rights import works_at_the_desk
from portal.guidance.models import Edition
from portal.guidance.vocabulary import PLAN
from portal.kpi.models import Decision, SurveyRound
from portal.staff.models import StaffMember
from training.models import Booking, BusySeason, Session
from training.models import Meeting as SessionMeeting


class Dated(NamedTuple):
    """One entry of the calendar. ``starts_at`` is None for something that fills its day; ``url``
    is empty where there is no more to read."""

    kind: str
    title: str
    url: str
    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    is_own: bool = False
    is_cancelled: bool = False

    @property
    def word(self) -> str:
        return KINDS[self.kind].word


class Span(NamedTuple):
    """What is asked for: from the first moment on, and not the last one."""

    begins: datetime
    ends: datetime

    @property
    def days(self) -> tuple[date, date]:
        """The first day and the day after the last, for dates without a time."""
        return timezone.localdate(self.begins), timezone.localdate(self.ends)

    def of(self, name: str) -> Q:
        """That a moment lies within."""
        return Q(**{f"{name}__gte": self.begins, f"{name}__lt": self.ends})

    def of_day(self, name: str) -> Q:
        first, after = self.days
        return Q(**{f"{name}__gte": first, f"{name}__lt": after})

    def holds(self, day: date | None) -> bool:
        first, after = self.days
        return day is not None and first <= day < after


class Shown(NamedTuple):
    """What a page of the calendar shows, as it stands in its address."""

    month: str
    kind: str = ""
    is_list: bool = False

    @classmethod
    def from_address(cls, parameters: QueryDict, first: date) -> "Shown":
        """What it does not know it leaves out."""
        kind = parameters.get("kind", "")
        is_list = parameters.get("view") == "list"
        return cls(f"{first:%Y-%m}", kind if kind in KINDS else "", is_list)

    @property
    def address(self) -> str:
        parameters = {"month": self.month}
        parameters |= {"kind": self.kind} if self.kind else {}
        parameters |= {"view": "list"} if self.is_list else {}
        return f"{reverse('home:calendar')}?{urlencode(parameters)}"


class DateKind(NamedTuple):
    """A kind of entry that can be chosen alone. ``entries`` says what ``staff`` may read of it."""

    word: str
    entries: Callable[[StaffMember, Span], Iterator[Dated]]


def calendar_of(staff: StaffMember, span: Span, kinds: list[str]) -> list[Dated]:
    """The entries of these kinds, or of all; by day, and on each day what fills it first."""
    asked = kinds or list(KINDS)
    found = [entry for code in asked for entry in KINDS[code].entries(staff, span)]
    return sorted(found, key=lambda each: (each.day, each.starts_at or span.begins, each.title))


def _at(kind: str, title: str, url: str, moment: datetime, **more) -> Dated:
    return Dated(kind, title, url, timezone.localdate(moment), moment, **more)


def _trainings(staff: StaffMember, span: Span) -> Iterator[Dated]:
    sessions = Session.objects.visible_to(staff)
    meetings = SessionMeeting.objects.filter(span.of("starts_at"), session__in=sessions)
    own = set(Booking.objects.booked().filter(staff=staff).values_list("session", flat=True))
    for each in meetings.select_related("session__course"):
        yield _at(
            "training",
            str(each.session),
            each.session.get_absolute_url(),
            each.starts_at,
            ends_at=each.ends_at,
            place=each.place or each.session.place,
            is_own=each.session_id in own,
            is_cancelled=each.session.is_cancelled,
        )


def _meetings(staff: StaffMember, span: Span) -> Iterator[Dated]:
    for each in Meeting.objects.visible_to(staff).filter(span.of("starts_at")):
        yield _at(
            "meeting",
            each.title,
            reverse("leaders:meeting", args=[each.pk]),
            each.starts_at,
            ends_at=each.ends_at,
            place=each.place,
            is_cancelled=each.cancelled_at is not None,
        )


def _calls(staff: StaffMember, span: Span) -> Iterator[Dated]:
    """When hands may be raised: a call that was announced opens, and closes."""
    calls = RecruitmentWindow.objects.announced()
    for each in calls.filter(span.of("opens_at") | span.of("closes_at")):
        url = reverse("leaders:window", args=[each.pk])
        for moment, what in [(each.opens_at, "受付の開始"), (each.closes_at, "受付の締切")]:
            if span.begins <= moment < span.ends:
                yield _at("call", f"{each.title}（{what}）", url, moment)


def _community(staff: StaffMember, span: Span) -> Iterator[Dated]:
    groups = Group.objects.visible_to(staff).filter(closed_at=None)
    for each in groups.filter(span.of_day("starts_on") | span.of_day("ends_on")):
        url = reverse("community:group", args=[each.pk])
        for day, what in [(each.starts_on, "始まり"), (each.ends_on, "終わり")]:
            if span.holds(day):
                yield Dated("community", f"グループ「{each.name}」の{what}", url, day)
    themes = Theme.objects.visible_to(staff)
    for each in themes.filter(span.of_day("ideas_until") | span.of_day("votes_until")):
        url = reverse("community:theme", args=[each.pk])
        for day, what in [(each.ideas_until, "アイデアの締切"), (each.votes_until, "投票の締切")]:
            if span.holds(day):
                yield Dated("community", f"アイデアソン「{each.title}」{what}", url, day)
    for each in Poll.objects.visible_to(staff).filter(span.of("closes_at")):
        url = reverse("community:poll", args=[each.pk])
        yield _at("community", f"アンケート「{each.question}」の締切", url, each.closes_at)


def _promises(staff: StaffMember, span: Span) -> Iterator[Dated]:
    """By when somebody of the DX section has promised the next step: on their own list alone.

    A confidential one is called by its number: a calendar is looked at over shoulders.
    """
    own = Consultation.objects.on_desk_of(staff).unfinished().filter(assignee=staff)
    for each in own.filter(span.of("next_due_at")):
        url = reverse("consultations:consultation", args=[each.pk])
        yield _at("promise", f"{each.safe_title}の期限", url, each.next_due_at, is_own=True)


def _own_dates(staff: StaffMember, span: Span) -> Iterator[Dated]:
    """What one has taken on as a leader, and when the term ends."""
    actions = MeetingAction.objects.filter(span.of_day("due_on"), owner=staff).unfinished()
    for each in actions:
        url = reverse("leaders:meeting", args=[each.meeting_id])
        yield Dated("own", f"期限：{each.text}", url, each.due_on, is_own=True)
    terms = Appointment.objects.filter(staff=staff)
    for each in Goal.objects.filter(span.of_day("due_on"), appointment__in=terms, result=""):
        url = reverse("leaders:term", args=[each.appointment_id])
        yield Dated("own", f"目標をふり返る日：{each.text}", url, each.due_on, is_own=True)
    for each in terms.held().filter(span.of_day("ends_on")):
        url = reverse("leaders:term", args=[each.pk])
        yield Dated("own", f"{each.role_name}の任期の最終日", url, each.ends_on, is_own=True)


def _plans(staff: StaffMember, span: Span) -> Iterator[Dated]:
    """Days of the plan: its editions, decisions that are due, surveys of the year. Pages of advice
    have editions, too, but no day that anybody waits for."""
    editions = Edition.objects.public().filter(span.of_day("applies_from"), guide__slug=PLAN)
    for each in editions.select_related("guide"):
        title = f"{each.guide.title} {each}の適用"
        yield Dated("plan", title, each.get_absolute_url(), each.applies_from)
    decisions = Decision.objects.filter(span.of_day("due_on"), state=Decision.State.OPEN)
    for each in decisions:
        url = reverse("kpi:decision", args=[each.pk])
        yield Dated("plan", f"本部会議の決定の期限：{each.title}", url, each.due_on)
    rounds = SurveyRound.objects.filter(span.of_day("opens_on") | span.of_day("closes_on"))
    for each in rounds.select_related("survey"):
        url = reverse("kpi:survey_list")
        for day, what in [(each.opens_on, "受付の初日"), (each.closes_on, "受付の最終日")]:
            if span.holds(day):
                yield Dated("plan", f"アンケート「{each.survey.title}」{what}", url, day)


def _seasons(staff: StaffMember, span: Span) -> Iterator[Dated]:
    """When one's own section, or all of them, can hardly let anybody go; the desk sees everybody's.

    It stands on its first and its last day, and on the first of each month between them.
    """
    first, after = span.days
    seasons = BusySeason.objects.of_section(staff.department_id)
    if works_at_the_desk(staff):
        seasons = BusySeason.objects.live()
    held = seasons.filter(starts_on__lt=after, ends_on__gte=first)
    days = [first + timedelta(days=number) for number in range((after - first).days)]
    for each in held.select_related("department"):
        whose = each.department.name if each.department else "全部の部署"
        for day in days:
            is_edge = day in (each.starts_on, each.ends_on)
            if is_edge or (day.day == 1 and each.starts_on < day < each.ends_on):
                yield Dated("season", f"{whose}：{each}", "", day)


KINDS = {
    "training": DateKind("研修", _trainings),
    "meeting": DateKind("リーダーの会議", _meetings),
    "call": DateKind("リーダーの募集", _calls),
    "community": DateKind("みんなの動き", _community),
    "plan": DateKind("計画", _plans),
    "season": DateKind("忙しい時期", _seasons),
    "promise": DateKind("自分の担当の相談", _promises),
    "own": DateKind("自分の約束", _own_dates),
}
