"""The skill check: gaps lead to courses; numbers are of groups and never of a person."""

from datetime import timedelta

import pytest

from tests.builders import a_staff_member
from tests.staff.roster_files import a_department
from tests.training.builders import NOW, a_course, a_session, a_skill_question
from training.assessing import (
    area_results,
    group_results,
    is_due,
    last_checks,
    recommendations,
    take_check,
)
from training.loading import load_training
from training.models import Completion, Course, SkillArea, SkillQuestion

pytestmark = pytest.mark.django_db


def test_a_gap_leads_to_the_course_and_the_session_that_cover_it_with_the_reason():
    rpa, ocr = a_skill_question("RPAの基礎"), a_skill_question("AI-OCR")
    course, other = a_course("RPA入門"), a_course("AI-OCR操作")
    course.covers.add(rpa)
    other.covers.add(ocr)
    session = a_session(course=course)
    a_session(course=course, state="draft")

    check = take_check(a_staff_member(), {rpa.pk: 2, ocr.pk: 5}, now=NOW)

    [found] = recommendations(check, now=NOW)
    assert (found.course, [gap.words for gap in found.gaps]) == (course, ["RPAの基礎 2/5"])
    assert found.sessions == [session]


def test_the_deepest_gaps_come_first_and_what_was_completed_since_is_left_out():
    first, second, third = (a_skill_question(label) for label in "あいう")
    courses = [a_course(label) for label in "あいう"]
    for course, question in zip(courses, [first, second, third], strict=True):
        course.covers.add(question)
    staff = a_staff_member()
    check = take_check(staff, {first.pk: 3, second.pk: 1, third.pk: 1}, now=NOW)
    Completion.objects.create(staff=staff, course=courses[2], completed_on=NOW.date())

    found = recommendations(check, now=NOW)

    assert [each.course.title for each in found] == ["い", "あ"]


def test_the_result_stands_beside_the_one_before():
    question, staff = a_skill_question(), a_staff_member()
    take_check(staff, {question.pk: 2}, now=NOW - timedelta(days=365))
    take_check(staff, {question.pk: 4}, now=NOW)

    [area] = area_results(last_checks(staff))

    assert (area.average, area.before) == (4.0, 2.0)


@pytest.mark.parametrize(("days", "is_new"), [(0, False), (100, False), (140, True)])
def test_the_check_is_due_once_in_a_fiscal_year(days, is_new):
    staff, question = a_staff_member(), a_skill_question()
    take_check(staff, {question.pk: 2}, now=NOW)

    assert is_due(last_checks(staff), NOW + timedelta(days=days)) == is_new


def sections_with(*counts):
    question = a_skill_question()
    for number, count in enumerate(counts):
        section = a_department(f"{number}000", f"{number}課")
        for _each in range(count):
            take_check(a_staff_member(department=section), {question.pk: 3}, now=NOW)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((4,), []),
        ((5,), ["市全体", "0課"]),
        # Two small sections of 8 together: neither can be had by subtraction.
        ((6, 4, 4), ["市全体", "0課"]),
        # One small section: the whole less the other would be it.
        ((6, 4), ["市全体"]),
        ((6, 7, 4), ["市全体", "1課"]),
        ((5, 5), ["市全体", "0課", "1課"]),
    ],
)
def test_no_number_of_fewer_than_five_can_be_read_or_subtracted(counts, shown):
    sections_with(*counts)

    _areas, groups, _left_out = group_results(2026)

    assert [group.name for group in groups] == shown
    assert all(group.people >= 5 for group in groups)


def test_the_initial_questions_are_those_of_the_five_areas():
    load_training()

    counts = [(area.name, area.questions.count()) for area in SkillArea.objects.all()]

    assert counts == [
        ("基礎用語", 5),
        ("エクセル関数", 6),
        ("統計知識", 6),
        ("ツール", 9),
        ("セキュリティ", 1),
    ]


def test_loading_again_leaves_what_was_edited_alone():
    load_training()
    Course.objects.filter(code="rpa-intro").update(title="RPAをはじめる")
    SkillQuestion.objects.filter(code="kpi").update(words="自分たちの言葉")
    count = Course.objects.count()

    load_training()

    assert Course.objects.get(code="rpa-intro").title == "RPAをはじめる"
    assert SkillQuestion.objects.get(code="kpi").words == "自分たちの言葉"
    assert Course.objects.count() == count


def test_every_course_of_the_initial_catalogue_names_its_source_and_no_date():
    load_training()

    courses = Course.objects.all()

    assert courses.count() == 16
    assert [course.code for course in courses if not course.source] == []
    assert not any(course.sessions.exists() for course in courses)
