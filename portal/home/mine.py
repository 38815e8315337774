"""What concerns this person today: one block per part."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, When
from django.template.defaultfilters import date as dated
from django.urls import reverse
from django.utils import timezone

from leaders.models import RecruitmentWindow
from leaders.roster import leaders_of
from portal.community.feed import headlines
from portal.consultations.models import Consultation, Idea
from portal.consultations.vocabulary import Status
from portal.staff.models import StaffMember
from training.assessing import is_due, last_checks
from training.models import Booking, SkillCheck

SHOWN = 3


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


class Morning(NamedTuple):
    """What a person has on hand, asked for once: blocks and doors both tell of it."""

    staff: StaffMember
    now: datetime
    consultations: list[Consultation]
    seats: list[Booking]
    checks: list[SkillCheck]
    noted: list[Idea]


def morning_of(staff: StaffMember, now: datetime) -> Morning:
    """Consultations that wait for their asker come first; seats are the coming ones."""
    waits = Case(When(status=Status.WAITING, then=0), default=1)
    asked = Consultation.objects.filter(asker=staff).unfinished()
    seats = Booking.objects.live().filter(staff=staff, session__ends_at__gt=now)
    ideas = Idea.objects.filter(author=staff, state=Idea.State.NOTED)
    return Morning(
        staff,
        now,
        list(asked.order_by(waits, "-moved_at", "-pk")[:SHOWN]),
        list(seats.select_related("session__course").order_by("session__starts_at", "pk")[:SHOWN]),
        last_checks(staff),
        list(ideas.order_by("-noted_at", "-pk")[:SHOWN]),
    )


def blocks_for(morning: Morning) -> list[Block]:
    return [block(morning) for block in BLOCKS]


def consultations(morning: Morning) -> Block:
    return Block(
        "自分の相談",
        "help",
        [
            Line(
                row.subject,
                reverse("consultations:consultation", args=[row.pk]),
                row.get_status_display(),
            )
            for row in morning.consultations
        ],
        "仕事で困っていることを、DX課に聞けます。言葉がまとまっていなくても構いません。",
        Line("DX課に相談する", reverse("consultations:consultation_new")),
    )


def training(morning: Morning) -> Block:
    """Seats ahead, and the yearly check while it is still to be taken."""
    lines = [
        Line(
            booking.session.course.title,
            reverse("training:session", args=[booking.session_id]),
            f"{day_and_time(booking.session.starts_at)}　{booking.get_status_display()}",
        )
        for booking in morning.seats
    ]
    if is_due(morning.checks, morning.now):
        lines.append(Line("スキルチェック", reverse("training:skill_check"), "今年度は、まだ"))
    return Block(
        "自分の研修",
        "school",
        lines,
        "申し込んだ研修はありません。RPAやAI-OCRを、実際にさわって試せます。",
        Line("研修をさがす", reverse("training:course_list")),
    )


def section_leader(morning: Morning) -> Block:
    """Whom to ask next door, and the call for leaders while it is open."""
    today = timezone.localdate(morning.now)
    lines = [
        Line(
            term.staff.name,
            reverse("leaders:leader", args=[term.staff_id]),
            "お休み中" if term.rests_until else "DXリーダー",
        )
        for term in leaders_of(morning.staff.department, today)[:SHOWN]
    ]
    for window in RecruitmentWindow.objects.open_at(morning.now):
        url = reverse("leaders:window", args=[window.pk])
        lines.append(Line(window.title, url, f"{day_and_time(window.closes_at)}まで募集中"))
    return Block(
        "うちの課のリーダー",
        "person",
        lines,
        "うちの課には、まだいません。手を挙げるのは、いつでも歓迎です。",
        Line("DXリーダーとは", reverse("leaders:leaders")),
    )


def talk(morning: Morning) -> Block:
    """The newest of what colleagues wrote."""
    return Block(
        "みんなの動き",
        "notifications",
        [Line(*line) for line in headlines(morning.staff, SHOWN)],
        "まだ書き込みはありません。小さな気づきからどうぞ。",
        Line("みんなの動きを見る", reverse("community:feed")),
    )


BLOCKS: list[Callable] = [consultations, training, section_leader, talk]


def day_and_time(moment: datetime) -> str:
    return dated(timezone.localtime(moment), "n月j日（D）H:i")
