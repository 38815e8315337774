"""Whether a person may have a seat: one answer for the button, the server and the help text."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from portal.notifications.working_time import CLOSES, OPENS, is_working_day
from portal.staff.models import StaffMember
from portal.staff.roles import roles_of
from training.models import Audience, Booking, BusySeason, Meeting, Session

# Nobody is moved up by itself so shortly before the start that they could not arrange for it.
# Source: 開催要領（案）. One working day is 8 h 45 min with its lunch.
LAST_WORKING_HOURS = timedelta(hours=8)

BOOK, WAIT, TAKE = "book", "wait", "take"


class Verdict(NamedTuple):
    """``code`` for programs, ``sentence`` and ``next_step`` for people, ``act`` for the button.

    ``warning`` is something to think of first; it takes nothing away from ``act``.
    """

    code: str
    sentence: str
    next_step: str
    act: str = ""
    warning: str = ""

    @property
    def is_allowed(self) -> bool:
        return bool(self.act)


class Facts(NamedTuple):
    """What a verdict is made from. ``place`` is 1 for the first of the waitlist.

    ``busy`` are the busy seasons of the person's section that a meeting falls into; they are
    asked for where somebody reads the verdict, not where a seat is given.
    """

    taken: int = 0
    waiting: int = 0
    of_section: int = 0
    own: Booking | None = None
    place: int | None = None
    busy: tuple[BusySeason, ...] = ()


def free_seats(session: Session, facts: Facts) -> int:
    return max(0, session.capacity - facts.taken)


def judge(session: Session, facts: Facts, staff: StaffMember, now: datetime) -> Verdict:
    """The one rule of who may have a seat. Asks the database nothing but the roles."""
    verdict = _judge(session, facts, staff, now)
    if not (facts.busy and verdict.is_allowed):
        return verdict
    seasons = "、".join(str(season) for season in facts.busy)
    return verdict._replace(warning=f"所属の{seasons}と重なります。申し込むことはできます。")


def _judge(session: Session, facts: Facts, staff: StaffMember, now: datetime) -> Verdict:
    state = _state_of_session(session, now)
    if state:
        return _own_after_start(facts, state) if facts.own else state
    if facts.own:
        return _own(session, facts, now)
    return (
        _window(session, now)
        or _audience(session, staff)
        or _section(session, facts, now)
        or _seat(session, facts, now)
    )


def _state_of_session(session: Session, now: datetime) -> Verdict | None:
    if session.state == Session.State.DRAFT:
        return Verdict("draft", "この回はまだ準備中です。", "公開されるまでお待ちください。")
    if session.is_cancelled:
        return Verdict("cancelled", "この回は中止になりました。", "ほかの回をさがしてください。")
    if session.has_ended(now):
        return Verdict("ended", "この回は終わりました。", "ほかの回をさがしてください。")
    if session.has_started(now):
        return Verdict(
            "started", "この回は始まっています。", "参加したいときは、研修担当に話してください。"
        )
    return None


def _own_after_start(facts: Facts, state: Verdict) -> Verdict:
    if facts.own.is_booked:
        return Verdict("booked", "申込済みです。", "会場で出席を登録してください。")
    return Verdict(state.code, state.sentence, "補欠のまま、開始時刻になりました。")


def _own(session: Session, facts: Facts, now: datetime) -> Verdict:
    if facts.own.is_booked:
        until = _moment(session.cancel_until)
        return Verdict("booked", "申込済みです。", f"{until}まで、自分で取り消せます。")
    if free_seats(session, facts) and not moves_up_by_itself(session, now):
        return Verdict("last_minute", "空席があります。", "補欠の人の先着で参加できます。", TAKE)
    return Verdict(
        "waitlisted",
        f"補欠 {facts.place}番目です。",
        "空席が出ると、申し込んだ順に自動で繰り上がり、お知らせします。",
    )


def _window(session: Session, now: datetime) -> Verdict | None:
    if now < session.booking_opens_at:
        opens = _moment(session.booking_opens_at)
        return Verdict("not_yet", "受付はまだ始まっていません。", f"{opens}から申し込めます。")
    if now >= session.booking_closes_at:
        return Verdict(
            "closed", "受付は終わりました。", "参加したいときは、研修担当に話してください。"
        )
    return None


def _audience(session: Session, staff: StaffMember) -> Verdict | None:
    if not session.audience or set(session.audience) & audience_codes(staff):
        return None
    labels = "・".join(session.audience_labels)
    return Verdict(
        "not_for_you", f"この回は{labels}が対象です。", "同じ科目のほかの回をさがしてください。"
    )


def audience_codes(staff: StaffMember) -> set[str]:
    return {str(role) for role in roles_of(staff)} | (
        {Audience.MANAGER.value} if staff.is_manager else set()
    )


def cap_holds(session: Session, now: datetime) -> bool:
    """Whether the limit per section still stands: it goes on the day it was set to."""
    if session.section_cap is None:
        return False
    until = session.section_cap_until
    return until is None or timezone.localdate(now) < until


def _section(session: Session, facts: Facts, now: datetime) -> Verdict | None:
    if not cap_holds(session, now) or facts.of_section < session.section_cap:
        return None
    until = session.section_cap_until
    when = (
        f"{until:%Y年}{until.month}月{until.day}日から、だれでも申し込めます。"
        if until
        else ("ほかの回をさがすか、研修担当に話してください。")
    )
    return Verdict("section_full", f"1つの課から{session.section_cap}人までです。", when)


def _seat(session: Session, facts: Facts, now: datetime) -> Verdict:
    free = free_seats(session, facts)
    if free and not facts.waiting:
        return Verdict("open", "申し込めます。", f"残り{free}席です。", BOOK)
    next_step = f"補欠として申し込めます（いま補欠は{facts.waiting}人）。"
    return Verdict("full", "満席です。", next_step, WAIT)


def moves_up_by_itself(session: Session, now: datetime) -> bool:
    """Whether a free seat goes to the waitlist without asking. Later it is first come."""
    return now < last_moment(session.starts_at)


def last_moment(starts_at: datetime) -> datetime:
    """LAST_WORKING_HOURS before the start, counted backwards over working days."""
    left, day = LAST_WORKING_HOURS, timezone.localdate(starts_at)
    end = timezone.localtime(starts_at)
    while True:
        opens, closes = _at(day, OPENS), _at(day, CLOSES)
        worked = min(end, closes) - opens
        if is_working_day(day) and worked > timedelta(0):
            if worked >= left:
                return min(end, closes) - left
            left -= worked
        day -= timedelta(days=1)


def _at(day, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


# By hand, as a rush asks nothing as often as this, and building it anew takes longer than asking.
COUNTING = """
SELECT COUNT(CASE WHEN status = 'booked' THEN 1 END),
       COUNT(CASE WHEN status = 'waitlisted' THEN 1 END),
       COUNT(CASE WHEN department_id = %s THEN 1 END),
       MAX(CASE WHEN staff_id = %s THEN id END)
FROM training_booking WHERE session_id = %s AND status <> 'cancelled'
"""


def facts_of(session: Session, staff: StaffMember) -> Facts:
    """For one session, in one query, and two more when ``staff`` is on its list."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTING, [staff.department_id, staff.pk, session.pk])
        taken, waiting, of_section, own_pk = cursor.fetchone()
    own = Booking.objects.get(pk=own_pk) if own_pk else None
    return Facts(taken, waiting, of_section, own, place_of(own) if own else None)


def place_of(booking: Booking) -> int | None:
    """Which of those who wait; None for a seat."""
    if booking.is_booked:
        return None
    ahead = Q(requested_at__lt=booking.requested_at) | Q(
        requested_at=booking.requested_at, pk__lte=booking.pk
    )
    return Booking.objects.waiting().filter(ahead, session=booking.session_id).count()


def facts_of_many(sessions: Iterable[Session], staff: StaffMember) -> dict[int, Facts]:
    """For a list, by the pk of the session, in five queries at most however long it is."""
    pks = [session.pk for session in sessions]
    live = Booking.objects.live().filter(session__in=pks)
    department = staff.department_id
    counts = {
        row.pop("session"): row
        for row in live.order_by()
        .values("session")
        .annotate(
            taken=Count("pk", filter=Q(status=Booking.Status.BOOKED)),
            waiting=Count("pk", filter=Q(status=Booking.Status.WAITLISTED)),
            of_section=Count("pk", filter=Q(department=department) if department else Q(pk=None)),
        )
    }
    own = {booking.session_id: booking for booking in live.filter(staff=staff)}
    places = _places([booking for booking in own.values() if not booking.is_booked])
    busy = busy_seasons(pks, staff)
    return {
        pk: Facts(
            **counts.get(pk, {}), own=own.get(pk), place=places.get(pk), busy=busy.get(pk, ())
        )
        for pk in pks
    }


def busy_seasons(pks: list[int], staff: StaffMember) -> dict[int, tuple[BusySeason, ...]]:
    """The seasons of all, and of the person's own department, by session. Two queries at most."""
    seasons = list(BusySeason.objects.of_section(staff.department_id).order_by("starts_on", "pk"))
    if not seasons or not pks:
        return {}
    days: dict[int, list] = {}
    for pk, starts_at in Meeting.objects.filter(session__in=pks).values_list(
        "session", "starts_at"
    ):
        days.setdefault(pk, []).append(timezone.localdate(starts_at))
    return {
        pk: tuple(
            season
            for season in seasons
            if any(season.starts_on <= day <= season.ends_on for day in held)
        )
        for pk, held in days.items()
    }


def _places(waiting: list[Booking]) -> dict[int, int]:
    if not waiting:
        return {}
    queues: dict[int, list[int]] = {}
    rows = Booking.objects.waiting().filter(session__in=[each.session_id for each in waiting])
    for pk, session in rows.values_list("pk", "session"):
        queues.setdefault(session, []).append(pk)
    return {each.session_id: queues[each.session_id].index(each.pk) + 1 for each in waiting}
