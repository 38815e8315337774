"""Work that crosses two parts. Each part offers its verbs; only here are two of them called."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from casebook.drafting import Beginning, Link, Words, case_from, draft_case, names_beginning
from casebook.models import Case, Municipality
from casebook.trials import Outcome, Teller, Trials, tells_trials
from leaders.meetings import own_meetings
from leaders.models import ActivityReport
from leaders.open_work import Item, OpenWork, keeps_open_work
from leaders.reporting import Became, NextUse, offers_next_use
from portal.consultations.models import Consultation, LeaderShare
from portal.consultations.people import leaders
from portal.consultations.retelling import Retold, Told, cases_are_made_with
from portal.consultations.sharing import AlreadyShared, NotALeader, ask_to_share, end_share
from portal.consultations.similar import Suggestion, suggest_from
from portal.consultations.surveying import knows_busy_times
from portal.consultations.trying import begun_from, counts_from, words_from
from portal.consultations.vocabulary import UNFINISHED
from portal.staff.models import Department, Role, StaffMember
from portal.staff.roles import roles_of
from training.calendars import Appointment, adds_to_feed
from training.listing import courses_named_in
from training.models import BusySeason

SUGGESTED = 3
REPORT, ANSWER = "report", "consultation"
IN_CHECK = "事例の下書きになりました（編集担当が確認中）"
PUBLISHED = "事例になりました"
COST_IS_WANTED = ["費用"]
OUTCOMES_SHOWN = 5


def introduce_parts() -> None:
    """Tell each part what the others have for it. Called once, when the apps are ready."""
    suggest_from("ほかのまちの事例", similar_cases)
    suggest_from("研修", matching_courses)
    tells_trials(Teller(trials_exist, trials_from))
    keeps_open_work(
        OpenWork("consultations", "共有されている相談", shared_consultations, pass_shares_on)
    )
    offers_next_use(NextUse("case", "事例の下書きを作る", report_to_case, report_became))
    cases_are_made_with(answer_to_case, answer_became)
    names_beginning(REPORT, name_report)
    names_beginning(ANSWER, name_consultation)
    adds_to_feed(leaders_meetings)
    knows_busy_times(busy_times)


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


def busy_times(department: Department) -> list[str]:
    """The seasons of a section, and of all, that are not over."""
    seasons = BusySeason.objects.of_section(department.pk)
    to_come = seasons.filter(ends_on__gte=timezone.localdate()).order_by("starts_on", "pk")
    return [str(season) for season in to_come]


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


def report_to_case(report: ActivityReport, *, by: StaffMember, now: datetime) -> str:
    """A draft for the editors, in the words of the report, which the whole office reads."""
    saved = {
        "label": "減った時間（1か月あたり）",
        "value": f"{report.minutes_saved}",
        "unit": "分",
        "kind": "actual",
        "as_of": f"{report.happened_on:%Y-%m-%d}",
        "note": "",
    }
    words = Words(
        title=report.title,
        sections=[("何をしたか", report.what), ("どうなったか", report.effect)],
        source=_own_source(f"活動報告「{report.title}」", report.happened_on),
        municipality=Municipality.objects.own(),
        wanted=COST_IS_WANTED,
        department=report.section.name if report.section else "",
        results=[] if report.minutes_saved is None else [saved],
    )
    draft_case(words, Beginning(REPORT, report.pk), by=by, now=now)
    return "ありがとうございます。事例の下書きを、編集担当に届けました。"


def answer_to_case(
    consultation: Consultation, retold: Retold, *, by: StaffMember, now: datetime
) -> Case:
    """A draft in the words that an officer wrote anew. The case does not say whose question."""
    day = timezone.localdate(consultation.answered_at or now)
    words = Words(
        title=retold.title,
        sections=[
            ("困っていたこと", retold.trouble),
            ("どうしたか", retold.answer),
            ("どうなったか", retold.effect),
        ],
        source=_own_source("DX課への相談と回答", day),
        municipality=Municipality.objects.own(),
        wanted=COST_IS_WANTED,
    )
    return draft_case(words, Beginning(ANSWER, consultation.pk), by=by, now=now)


def _own_source(document: str, day: date) -> dict:
    return {"document": document, "published": f"{day:%Y-%m-%d}", "note": "庁内の記録"}


def report_became(report: ActivityReport, staff: StaffMember) -> Became | None:
    case = case_from(Beginning(REPORT, report.pk))
    if case is None or _is_hidden_draft(case, staff, is_own=report.staff_id == staff.pk):
        return None
    return Became(*_words_and_url(case, staff))


def answer_became(consultation: Consultation, staff: StaffMember) -> Told | None:
    case = case_from(Beginning(ANSWER, consultation.pk))
    if case is None or _is_hidden_draft(case, staff):
        return None
    return Told(*_words_and_url(case, staff))


def _is_hidden_draft(case: Case, staff: StaffMember, *, is_own: bool = False) -> bool:
    """Before it is published only its editors, and whose report it was, know of a draft."""
    return not (case.live or is_own or _edits_cases(staff))


def _edits_cases(staff: StaffMember) -> bool:
    return bool(roles_of(staff) & {Role.OFFICER, Role.EDITOR})


def _words_and_url(case: Case, staff: StaffMember) -> tuple[str, str]:
    if Case.objects.visible_to(staff).filter(pk=case.pk).exists():
        return PUBLISHED, reverse("casebook:case_page", args=[case.slug])
    edit = reverse("wagtailadmin_pages:edit", args=[case.pk]) if _edits_cases(staff) else ""
    return IN_CHECK, edit


def name_report(number: int, staff: StaffMember) -> Link | None:
    report = ActivityReport.objects.filter(pk=number).first()
    if report is None:
        return None
    return Link("活動報告", report.title, reverse("leaders:report", args=[number]))


def name_consultation(number: int, staff: StaffMember) -> Link | None:
    """Only for those who may read the consultation itself."""
    found = Consultation.objects.visible_to(staff).filter(pk=number).first()
    if found is None:
        return None
    return Link("相談", found.safe_title, reverse("consultations:consultation", args=[number]))
