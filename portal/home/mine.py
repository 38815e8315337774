"""What concerns this person today: one block per part, and for each role its own work."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.template.defaultfilters import date as dated
from django.urls import reverse
from django.utils import timezone

from casebook.models import Proposal
from casebook.refreshing import stale
from leaders.models import RecruitmentWindow
from leaders.roster import coverage, leaders_of
from portal.community.models import Report
from portal.consultations.listing import counts
from portal.consultations.models import Consultation
from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of
from training.assessing import is_due, last_checks
from training.models import Booking

SHOWN = 3
# Views of the desk that say whether somebody waits; the others are ways of looking.
DESK_VIEWS = {"mine", "unassigned", "today", "stalled"}


class Line(NamedTuple):
    """One thing to open. ``note`` is a word on its state."""

    title: str
    url: str
    note: str = ""


class Block(NamedTuple):
    """``empty`` is what to do when there is nothing: it stands with the last line."""

    heading: str
    icon: str
    lines: list[Line]
    empty: str
    more: Line


def blocks_for(staff: StaffMember, now: datetime) -> list[Block]:
    """Everybody's blocks first, then those of the roles that ``staff`` holds."""
    held = roles_of(staff)
    # Two roles may share a block: it stands once.
    by_role = dict.fromkeys(block for role, block in ROLE_BLOCKS if role in held)
    return [block(staff, now) for block in [*EVERYBODYS_BLOCKS, *by_role]]


def consultations(staff: StaffMember, now: datetime) -> Block:
    rows = Consultation.objects.filter(asker=staff).unfinished().order_by("-moved_at", "-pk")
    return Block(
        "自分の相談",
        "help",
        [
            Line(
                row.subject,
                reverse("consultations:consultation", args=[row.pk]),
                row.get_status_display(),
            )
            for row in rows[:SHOWN]
        ],
        "仕事で困っていることを、DX課に聞けます。言葉がまとまっていなくても構いません。",
        Line("DX課に相談する", reverse("consultations:consultation_new")),
    )


def training(staff: StaffMember, now: datetime) -> Block:
    """Seats ahead, and the yearly check while it is still to be taken."""
    bookings = Booking.objects.live().filter(staff=staff, session__ends_at__gt=now)
    bookings = bookings.select_related("session__course").order_by("session__starts_at", "pk")
    lines = [
        Line(
            booking.session.course.title,
            reverse("training:session", args=[booking.session_id]),
            f"{_day(booking.session.starts_at)}　{booking.get_status_display()}",
        )
        for booking in bookings[:SHOWN]
    ]
    if is_due(last_checks(staff), now):
        lines.append(Line("スキルチェック", reverse("training:skill_check"), "今年度は、まだ"))
    return Block(
        "自分の研修",
        "school",
        lines,
        "申し込んだ研修はありません。RPAやAI-OCRを、実際にさわって試せます。",
        Line("研修をさがす", reverse("training:course_list")),
    )


def section_leader(staff: StaffMember, now: datetime) -> Block:
    """Whom to ask next door, and the call for leaders while it is open."""
    lines = [
        Line(
            term.staff.name,
            reverse("leaders:leader", args=[term.staff_id]),
            "お休み中" if term.rests_until else "DXリーダー",
        )
        for term in leaders_of(staff.department, timezone.localdate(now))[:SHOWN]
    ]
    for window in RecruitmentWindow.objects.open_at(now):
        url = reverse("leaders:window", args=[window.pk])
        lines.append(Line(window.title, url, f"{_day(window.closes_at)}まで募集中"))
    return Block(
        "うちの課のリーダー",
        "person",
        lines,
        "うちの課には、まだいません。手を挙げるのは、いつでも歓迎です。",
        Line("DXリーダーとは", reverse("leaders:leaders")),
    )


def desk(staff: StaffMember, now: datetime) -> Block:
    address = reverse("consultations:desk")
    return Block(
        "相談の受付",
        "help",
        [
            Line(label, f"{address}?view={code}", f"{count}件")
            for code, label, count in counts(staff, now)
            if code in DESK_VIEWS and count
        ],
        "待っている相談はありません。",
        Line("受付を開く", address),
    )


def programme(staff: StaffMember, now: datetime) -> Block:
    """What waits for DX課 besides the desk."""
    without = [each for each in coverage(timezone.localdate(now)) if each.state == "without"]
    reports = Report.objects.waiting().count()
    lines = []
    if without:
        url = reverse("leaders:coverage")
        lines.append(Line("リーダーのいない課", url, f"{len(without)}課"))
    if reports:
        lines.append(Line("書き込みの報告", reverse("community:report_list"), f"{reports}件"))
    return Block(
        "DX課の仕事",
        "tune",
        lines,
        "確かめるものはありません。",
        Line("リーダーの募集と任期", reverse("leaders:desk")),
    )


def casebook(staff: StaffMember, now: datetime) -> Block:
    """Proposals that somebody else has to decide on, and cases whose check is a year old."""
    address = reverse("casebook:review_list")
    waiting = Proposal.objects.waiting_for(staff).count()
    old = stale(timezone.localdate(now)).count()
    lines = []
    if waiting:
        lines.append(Line("確認を待つ事例の提案", f"{address}?view=in_review", f"{waiting}件"))
    if old:
        lines.append(Line("確認から1年たった事例", reverse("casebook:freshness"), f"{old}件"))
    return Block(
        "事例集の仕事",
        "auto_stories",
        lines,
        "待っている提案はありません。",
        Line("提案の確認を開く", address),
    )


EVERYBODYS_BLOCKS: list[Callable] = [consultations, training, section_leader]
ROLE_BLOCKS: list[tuple[Role, Callable]] = [
    (Role.OFFICER, desk),
    (Role.OFFICER, programme),
    (Role.OFFICER, casebook),
    (Role.EDITOR, casebook),
]


def _day(moment: datetime) -> str:
    return dated(timezone.localtime(moment), "n月j日（D）H:i")
