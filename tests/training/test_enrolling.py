"""Compulsory courses: everybody they are for is told and reminded, and nobody is given a seat."""

from datetime import date, timedelta

import pytest

from portal.notifications.models import Notification
from portal.staff.models import StaffMember
from tests.builders import a_staff_member
from tests.training.builders import NOW, a_course
from training.enrolling import enrol, enrolments_of, remind_of_due_days, tell_compulsory
from training.models import Booking, Completion, Enrolment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
FAR = date(2027, 3, 31)


def titles(staff):
    return [each.title for each in Notification.objects.filter(recipient=staff).order_by("pk")]


def completed(course, staff):
    Completion.objects.create(course=course, staff=staff, completed_on=TODAY)


def test_all_it_is_for_are_told_once_with_the_date_and_get_no_seat():
    course = a_course("情報セキュリティ", is_compulsory=True, due_on=FAR)
    staff, done = a_staff_member(), a_staff_member()
    away = a_staff_member(is_active=False)
    completed(course, done)

    told = [enrol(course, now=NOW + timedelta(hours=hours)) for hours in (0, 1)]

    assert told == [StaffMember.objects.filter(is_active=True).count() - 1, 0]
    assert titles(staff) == ["必須の研修の対象になりました（3月31日まで）：情報セキュリティ"]
    assert titles(done) == titles(away) == []
    assert not Booking.objects.exists()


def test_managers_alone_are_told_of_what_is_for_managers():
    course = a_course(is_compulsory=True, for_everyone=False, for_manager=True)
    manager = a_staff_member(is_manager=True)
    a_staff_member()

    enrol(course, now=NOW)

    assert [row.staff for row in Enrolment.objects.all()] == [manager]
    assert titles(manager) == ["必須の研修の対象になりました：見本の科目"]


def test_who_comes_later_gets_thirty_days_and_a_new_date_holds_for_all():
    course = a_course(is_compulsory=True, due_on=date(2026, 11, 30))
    staff = a_staff_member()

    enrol(course, now=NOW)
    assert Enrolment.objects.get(staff=staff).due_on == date(2026, 12, 20)

    course.due_on = FAR
    course.save()
    enrol(course, now=NOW + timedelta(days=1))
    assert Enrolment.objects.get(staff=staff).due_on == FAR


def test_reminders_come_at_thirty_days_seven_days_and_when_it_is_over():
    course = a_course(is_compulsory=True, due_on=FAR)
    staff, done = a_staff_member(), a_staff_member()
    enrol(course, now=NOW)
    completed(course, done)

    for day in range((FAR - TODAY).days + 40):
        remind_of_due_days(now=NOW + timedelta(days=day))

    assert titles(staff)[1:] == [
        "必須の研修の期限は3月31日です：見本の科目",
        "必須の研修の期限は3月31日です：見本の科目",
        "必須の研修の期限（3月31日）を過ぎました：見本の科目",
    ]
    assert len(titles(done)) == 1
    at = (
        Notification.objects.filter(recipient=staff)
        .order_by("pk")
        .values_list("created_at", flat=True)
    )
    days = [(FAR - moment.date()).days for moment in at[1:]]
    assert days == [30, 7, -1]


def test_what_is_compulsory_stands_on_ones_own_page_until_it_is_completed(client):
    staff = a_staff_member()
    soon = a_course("近い研修", is_compulsory=True, due_on=TODAY)
    a_course("期限のない研修", is_compulsory=True)
    tell_compulsory()
    assert [row.course.title for row in enrolments_of(staff)] == ["近い研修", "期限のない研修"]

    client.force_login(staff)
    page = client.get("/training/mine/").content.decode()
    course_page = client.get(f"/training/courses/{soon.pk}/").content.decode()
    completed(soon, staff)
    later = client.get("/training/mine/").content.decode()

    assert "近い研修" in page
    assert "あなたは、この研修の対象です" in course_page
    assert "近い研修" not in later.partition("修了した研修")[0]


def test_a_course_that_is_compulsory_no_more_asks_nobody():
    course = a_course(is_compulsory=True, due_on=TODAY)
    staff = a_staff_member()
    enrol(course, now=NOW)
    course.is_compulsory = False
    course.save()

    assert remind_of_due_days(now=NOW + timedelta(days=60)) == 0
    assert not enrolments_of(staff).exists()
