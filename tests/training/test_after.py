"""Learning outside, what became of a course, and the numbers of the year."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.notifications.models import Notification
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.staff.roster_files import a_department
from tests.training.builders import (
    NOW,
    STARTS,
    a_booking,
    a_course,
    a_session,
    a_skill_question,
    a_survey_question,
    was_there,
)
from training.assessing import take_check
from training.completing import course_rate, people_asked, remind
from training.figures import demand, figures_of
from training.following_up import answer_follow_up, ask_what_was_used, uses_of
from training.loading import load_training
from training.models import Completion, Exam, FollowUp, OutsideRecord, PlanItem
from training.models.outside import EXAM_LEVELS
from training.recording import AlreadyDecided, OwnRecord, confirm, report_outside, send_back
from training.surveying import answer
from training.talking import answer_question, ask_question

pytestmark = pytest.mark.django_db


def a_report(staff, **values):
    values = {"kind": "learning", "title": "J-LISの教材", "done_on": NOW.date(), **values}
    return report_outside(staff, values, now=NOW)


def test_what_a_trainer_confirms_counts_as_completed():
    staff, trainer, course = a_staff_member(), a_staff_member(), a_course(form="outside")
    row = a_report(staff, course=course)

    confirm(row, by=trainer, now=NOW)

    completion = Completion.objects.get()
    assert (completion.staff, completion.course, completion.session) == (staff, course, None)
    assert [each.recipient for each in Notification.objects.all()] == [staff]


def test_what_is_sent_back_says_why_and_counts_for_nothing():
    row = a_report(a_staff_member(), course=a_course())

    send_back(row, reason="修了画面を見せてください", by=a_staff_member(), now=NOW)

    row.refresh_from_db()
    assert (row.state, row.returned_because) == ("returned", "修了画面を見せてください")
    assert not Completion.objects.exists()


def test_nobody_confirms_their_own_and_nobody_decides_twice():
    staff, trainer = a_staff_member(), a_staff_member()
    row = a_report(staff)

    with pytest.raises(OwnRecord):
        confirm(row, by=staff, now=NOW)
    confirm(row, by=trainer, now=NOW)
    with pytest.raises(AlreadyDecided):
        send_back(row, reason="やはり", by=trainer, now=NOW)

    assert OutsideRecord.objects.get().state == "confirmed"


def test_every_exam_has_the_level_of_the_source():
    assert {exam.label: EXAM_LEVELS[exam] for exam in Exam} == {
        "ITパスポート試験": 1,
        "情報セキュリティマネジメント試験": 2,
        "基本情報技術者試験": 2,
        "応用情報技術者試験": 3,
    }


def a_completion(days_ago=0, **fields):
    session = a_session()
    staff = fields.pop("staff", None) or a_staff_member()
    return Completion.objects.create(
        staff=staff,
        course=session.course,
        session=session,
        completed_on=NOW.date() - timedelta(days=days_ago),
        **fields,
    )


@pytest.mark.parametrize(("days", "is_asked"), [(89, 0), (90, 1), (119, 1), (120, 0)])
def test_three_months_later_one_is_asked_once(days, is_asked):
    a_completion(days)

    for _round in range(2):
        ask_what_was_used(now=NOW)

    assert Notification.objects.count() == is_asked


def test_who_has_answered_is_not_asked_and_the_newest_answer_stands():
    completion = a_completion(90)
    answer_follow_up(completion, use="planned", words="", now=NOW)
    answer_follow_up(completion, use="used", words="集計を自動にした", now=NOW)

    assert ask_what_was_used(now=NOW) == 0
    assert [each.words for each in uses_of(2026)] == ["集計を自動にした"]
    assert FollowUp.objects.count() == 1


def sections(*counts):
    return [
        [a_staff_member(department=section) for _each in range(count)]
        for number, count in enumerate(counts)
        for section in [a_department(f"{number}000", f"{number}課")]
    ]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((4,), []),
        ((5, 6), ["0課", "1課"]),
        ((5, 4), []),
        ((5, 6, 4), ["1課"]),
        ((5, 3, 3), ["0課"]),
    ],
)
def test_completion_is_shown_by_section_and_never_of_fewer_than_five(counts, shown):
    sections(*counts)

    rate = course_rate(a_course(is_compulsory=True), NOW)

    assert [section.name for section in rate.sections] == shown
    assert (rate.whole is None) == (sum(counts) < 5)


def test_the_share_is_of_those_who_must_take_the_course():
    course = a_course(is_compulsory=True)
    [people] = sections(5)
    for staff in people[:2]:
        Completion.objects.create(staff=staff, course=course, completed_on=NOW.date())

    rate = course_rate(course, NOW)

    assert (rate.whole.completed, rate.whole.asked, rate.sections[0].share) == (2, 5, 0.4)


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({"for_everyone": True}, 3),
        ({"for_everyone": False, "for_manager": True}, 1),
        ({"for_everyone": False, "for_leader": True}, 1),
        ({"for_everyone": False, "for_new": True}, 0),
    ],
)
def test_a_tier_that_the_roster_does_not_know_is_not_guessed(fields, count):
    a_staff_member()
    a_staff_member(is_manager=True)
    a_staff_member(role=Role.LEADER)
    a_staff_member(is_active=False)

    # The builder gives roles from the real today.
    assert people_asked(a_course(**fields), timezone.now()).count() == count


def test_a_reminder_goes_to_those_who_have_not_completed_once_a_month():
    course, by = a_course(is_compulsory=True), a_staff_member()
    done, late = a_staff_member(), a_staff_member()
    for staff in (done, by):
        Completion.objects.create(staff=staff, course=course, completed_on=NOW.date())

    remind(course, by=by, now=NOW)
    remind(course, by=by, now=NOW + timedelta(days=1))
    remind(course, by=by, now=NOW + timedelta(days=20))

    assert [each.recipient for each in Notification.objects.all()] == [late, late]


def test_the_years_figures_name_no_number_of_fewer_than_five():
    session = a_session(capacity=9)
    scale = a_survey_question(is_satisfaction=True)
    for mark in (5, 5, 4, 2):
        booking = a_booking(session, a_staff_member())
        was_there(booking)
        answer(booking, {scale.pk: mark}, {}, now=STARTS + timedelta(hours=3))
    later = STARTS + timedelta(days=20)

    few = figures_of(2026, later)
    booking = a_booking(session, a_staff_member())
    was_there(booking)
    answer(booking, {scale.pk: 5}, {}, now=STARTS + timedelta(hours=3))
    enough = figures_of(2026, later)

    assert (few.sessions, few.seats, few.participants, few.satisfaction) == (1, 9, None, None)
    assert (enough.participants, enough.completions, enough.satisfaction) == (5, 0, 0.8)


def test_figures_of_a_year_begin_in_april():
    a_session(starts_at=STARTS.replace(year=2027, month=4, day=1))
    a_session(starts_at=STARTS.replace(year=2027, month=3, day=31))
    later = STARTS + timedelta(days=365)

    assert [figures_of(year, later).sessions for year in (2026, 2027)] == [1, 1]


def test_demand_counts_who_waits_and_who_needs_it():
    question, course = a_skill_question(), a_course("RPA入門")
    course.covers.add(question)
    session = a_session(course=course, capacity=1)
    for _each in range(3):
        a_booking(session, a_staff_member(), status="waitlisted")
    for _each in range(5):
        take_check(a_staff_member(), {question.pk: 2}, now=NOW)

    [found] = demand(2026, NOW)

    assert (found.course, found.waiting, found.gaps) == (course, 3, 5)


def test_the_plan_of_the_product_names_its_sources_and_only_years_they_name():
    load_training()
    load_training()

    items = PlanItem.objects.order_by("pk")

    assert [(each.kind, each.fiscal_year, each.state) for each in items] == [
        ("named", 2023, "done"),
        ("named", 2023, "unsure"),
        ("named", None, "planned"),
        ("own", None, "planned"),
    ]
    assert all(each.source for each in items)


def test_a_question_reaches_the_trainer_and_its_answer_reaches_who_asked():
    trainer, staff = a_staff_member(), a_staff_member()
    session = a_session(trainers=[trainer])

    question = ask_question(session, "持ち物はありますか。", by=staff, now=NOW)
    answer_question(question, "ありません。", by=trainer, now=NOW)

    told = Notification.objects.order_by("pk")
    assert [each.recipient for each in told] == [trainer, staff]
