"""What people are told about training: one function per kind of notice."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from portal.notifications.telling import Notice, notify
from portal.staff.models import StaffMember
from training.models import (
    Booking,
    Completion,
    Course,
    OutsideRecord,
    Session,
    SessionQuestion,
)


def promoted(booking: Booking, *, now: datetime) -> None:
    title = f"補欠から繰り上がりました：{booking.session}"
    cause = f"booking-{booking.pk}-promoted"
    _tell("training_seat", cause, title, booking.session, [booking.staff], now)


def added(booking: Booking, *, now: datetime) -> None:
    title = f"研修担当が参加者に加えました：{booking.session}"
    cause = f"booking-{booking.pk}-added"
    _tell("training_seat", cause, title, booking.session, [booking.staff], now)


def cancelled_by_desk(booking: Booking, *, now: datetime) -> None:
    title = f"研修担当が申込みを取り消しました：{booking.session}"
    cause = f"booking-{booking.pk}-cancelled"
    _tell("training_seat", cause, title, booking.session, [booking.staff], now)


def seat_is_free(session: Session, people: Iterable[StaffMember], *, now: datetime) -> None:
    """To all who wait, shortly before the start: the first who answers has the seat."""
    cause = f"session-{session.pk}-free-{now.isoformat()}"
    title = f"空席が出ました（先着順）：{session}"
    _tell("training_last_minute", cause, title, session, people, now)


def session_cancelled(session: Session, people: Iterable[StaffMember], *, now: datetime) -> None:
    cause = f"session-{session.pk}-cancelled"
    _tell("training_changed", cause, f"中止になりました：{session}", session, people, now)


def session_changed(session: Session, people: Iterable[StaffMember], *, now: datetime) -> None:
    cause = f"session-{session.pk}-changed-{session.sequence}"
    title = f"日程か会場が変わりました：{session}"
    _tell("training_changed", cause, title, session, people, now)


def certificate_revoked(staff: StaffMember, cause: str, *, title: str, now: datetime) -> None:
    link = reverse("training:my_training")
    notice = Notice(
        "training_certificate", f"{cause}-revoked", f"修了証が取り消されました：{title}", link
    )
    notify(notice, to=[staff], now=now)


def completed(staff: StaffMember, cause: str, *, title: str, now: datetime) -> None:
    link = reverse("training:my_training")
    notify(
        Notice("training_certificate", cause, f"修了しました：{title}", link), to=[staff], now=now
    )


def outside_decided(row: OutsideRecord, *, now: datetime) -> None:
    link = reverse("training:my_training")
    title = f"外部の学習の記録が「{row.get_state_display()}」になりました：{row.words}"
    notice = Notice("training_certificate", f"{row.audit_label}-{row.state}", title, link)
    notify(notice, to=[row.staff], now=now)


def asked_for_use(completion: Completion, *, now: datetime) -> None:
    """Three months later. However often this is called, it is told once."""
    link = reverse("training:follow_up", args=[completion.pk])
    title = f"3か月たちました。何に使えましたか：{completion.course.title}"
    notice = Notice("training_follow_up", f"completion-{completion.pk}-used", title, link)
    notify(notice, to=[completion.staff], now=now)


def reminded(course: Course, people: Iterable[StaffMember], *, now: datetime) -> None:
    """Once in a month at most."""
    link = reverse("training:course", args=[course.pk])
    cause = f"course-{course.pk}-{timezone.localdate(now):%Y-%m}"
    notify(
        Notice("training_reminder", cause, f"必須の研修がまだです：{course.title}", link),
        to=people,
        now=now,
    )


def enrolled(
    course: Course, people: Iterable[StaffMember], *, due_on: date | None, now: datetime
) -> None:
    """Told once, when a course becomes compulsory for somebody."""
    link = reverse("training:course", args=[course.pk])
    until = f"（{_day(due_on)}まで）" if due_on else ""
    title = f"必須の研修の対象になりました{until}：{course.title}"
    notify(Notice("training_reminder", f"course-{course.pk}-told", title, link), to=people, now=now)


def due_soon(
    course: Course, people: Iterable[StaffMember], *, due_on: date, stage: int, now: datetime
) -> None:
    """Once for each of the stages before ``due_on``; stage 0 is the end itself."""
    link = reverse("training:course", args=[course.pk])
    words = f"期限は{_day(due_on)}です" if stage else f"期限（{_day(due_on)}）を過ぎました"
    title = f"必須の研修の{words}：{course.title}"
    cause = f"course-{course.pk}-due-{due_on}-{stage}"
    notify(Notice("training_reminder", cause, title, link), to=people, now=now)


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def question_asked(question: SessionQuestion, *, now: datetime) -> None:
    link = reverse("training:session_talk", args=[question.session_id])
    title = f"研修への質問があります：{question.session}"
    notice = Notice("training_question", f"{question.audit_label}-asked", title, link)
    notify(notice, to=question.session.trainers.exclude(pk=question.by_id), now=now)


def question_answered(question: SessionQuestion, *, now: datetime) -> None:
    link = reverse("training:session_talk", args=[question.session_id])
    title = f"質問に答えがつきました：{question.session}"
    notice = Notice("training_question", f"{question.audit_label}-answered", title, link)
    notify(notice, to=[question.by], now=now)


def _tell(kind, cause, title, session: Session, people, now) -> None:
    link = reverse("training:session", args=[session.pk])
    useful_until = session.ends_at if session.ends_at > now else None
    notify(Notice(kind, cause, title, link, useful_until), to=people, now=now)
