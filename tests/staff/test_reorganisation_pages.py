from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.staff.models import Department, Role, StaffMember
from portal.staff.reorganisation import (
    close_department,
    follow_departments,
    merge_departments,
    move_department,
    rename_department,
)
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db
LONG_AGO = date(2020, 4, 1)
TREE = "/staff/departments/"
TREE_QUERIES = 14


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def later(today):
    return today + timedelta(days=30)


@pytest.fixture
def bureau():
    return Department.objects.create(code="10", name="総務部", starts_on=LONG_AGO)


@pytest.fixture
def section(bureau):
    return Department.objects.create(code="1010", name="企画課", parent=bureau, starts_on=LONG_AGO)


@pytest.fixture
def other():
    return Department.objects.create(code="20", name="市民部", starts_on=LONG_AGO)


@pytest.fixture
def hanako(section):
    return a_staff_member("hanako", name="花子", department=section, is_manager=True)


class Hall(NamedTuple):
    bureau: Department
    section: Department
    other: Department
    hanako: StaffMember


@pytest.fixture
def hall(bureau, section, other, hanako):
    return Hall(bureau, section, other, hanako)


@pytest.fixture
def administrator(client, other):
    staff = a_staff_member("admin", role=Role.ADMINISTRATOR, department=other, is_manager=True)
    client.force_login(staff)
    return staff


def names(page):
    return [(branch.row.name, branch.depth, branch.people) for branch in page.context["tree"]]


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
def test_only_administrators_see_and_change_the_departments(client, section, role):
    client.force_login(a_staff_member(role=role))

    acts = ("", "rename/", "move/", "merge/", "close/", "take-back/")
    paths = [TREE, f"{TREE}new/", *(f"{TREE}{section.pk}/{act}" for act in acts)]
    for path in paths:
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)
    section.refresh_from_db()
    assert section.ends_on is None


def test_the_tree_stands_as_it_was_and_as_it_will_be(client, administrator, hall, later, now):
    section = hall.section
    rename_department(section, "DX課", on=later, by=administrator, now=now)

    assert names(client.get(TREE)) == [("総務部", 0, 0), ("企画課", 1, 1), ("市民部", 0, 1)]
    then = client.get(TREE, {"on": later.isoformat()})
    assert names(then) == [("総務部", 0, 0), ("DX課", 1, 1), ("市民部", 0, 1)]
    assert names(client.get(TREE, {"on": "2019-01-01"})) == []
    assert names(client.get(TREE, {"on": "2026-99-99"})) == names(client.get(TREE))


@pytest.mark.parametrize(
    "change",
    [
        ("rename", {"name": "DX課"}, "1010 企画課（総務部） → DX課（総務部）"),
        ("move", {"parent": "other"}, "1010 企画課（総務部） → 企画課（市民部）"),
        ("merge", {"into": "other"}, "1010 企画課（総務部） → 廃止"),
        ("close", {}, "1010 企画課（総務部） → 廃止"),
    ],
)
def test_what_would_change_is_shown_before_anything_does(
    client, administrator, hall, later, change
):
    act, values, line = change
    _bureau, section, other, hanako = hall
    values = {key: other.pk if value == "other" else value for key, value in values.items()}
    path = f"{TREE}{section.pk}/{act}/"
    events = AuditEvent.objects.count()

    page = client.post(path, {**values, "on": later.isoformat()})

    assert page.context["preview"].departments == [line]
    assert Department.objects.filter(ends_on=None).count() == 3
    assert AuditEvent.objects.count() == events
    hanako.refresh_from_db()
    assert hanako.department == section
    client.post(path, {**values, "on": later.isoformat(), "confirmed": "yes"})
    section.refresh_from_db()
    assert section.ends_on == later - timedelta(days=1)


def test_people_who_move_are_named_before(client, administrator, hall, later):
    section, other = hall.section, hall.other
    values = {"into": other.pk, "on": later.isoformat()}

    preview = client.post(f"{TREE}{section.pk}/merge/", values).context["preview"]

    assert preview.people == ["花子（企画課 → 市民部）"]
    assert preview.findings == []


def test_what_is_left_without_an_owner_is_listed_before(
    client, administrator, section, hanako, later
):
    page = client.post(f"{TREE}{section.pk}/close/", {"on": later.isoformat()})
    preview = page.context["preview"]

    assert [(each.title, each.items) for each in preview.findings] == [
        ("廃止された部署にいる職員", ["花子（1010 企画課）"])
    ]


def test_what_others_prepared_for_that_day_is_not_shown_as_ones_own(
    client, administrator, hall, later, now
):
    section, other = hall.section, hall.other
    rename_department(other, "市民局", on=later, by=administrator, now=now)

    values = {"name": "DX課", "on": later.isoformat()}
    preview = client.post(f"{TREE}{section.pk}/rename/", values).context["preview"]

    assert preview.departments == ["1010 企画課（総務部） → DX課（総務部）"]


def test_what_cannot_be_done_is_said_at_the_form(client, administrator, bureau, section, later):
    values = {"parent": section.pk, "on": later.isoformat(), "confirmed": "yes"}

    page = client.post(f"{TREE}{bureau.pk}/move/", values)

    assert "部署を自分自身やその下の部署の下には置けません" in page.content.decode()
    assert Department.objects.count() == 3


def test_a_day_that_is_over_is_refused(client, administrator, section, today):
    values = {"name": "DX課", "on": (today - timedelta(days=1)).isoformat(), "confirmed": "yes"}

    page = client.post(f"{TREE}{section.pk}/rename/", values)

    assert page.context["form"].errors["on"] == ["今日か、今日より後の日にしてください。"]


def test_a_new_department_sent_twice_is_one(client, administrator, bureau, later):
    values = {
        "submit_key": "k", "code": "1020", "name": "DX課", "parent": bureau.pk,
        "on": later.isoformat(),
    }  # fmt: skip

    for _press in range(2):
        answer = client.post(f"{TREE}new/", values)

    made = Department.objects.get(code="1020")
    assert answer["Location"] == f"{TREE}{made.pk}/"


def test_a_code_in_use_is_said_at_the_form(client, administrator, section, later):
    values = {"submit_key": "k", "code": "1010", "name": "DX課", "on": later.isoformat()}

    page = client.post(f"{TREE}new/", values)

    assert "この部署コードはその日に使われています" in page.content.decode()


PREPARED = {
    "rename": lambda row, other, by, on, now: rename_department(row, "DX課", on=on, by=by, now=now),
    "move": lambda row, other, by, on, now: move_department(row, other, on=on, by=by, now=now),
    "merge": lambda row, other, by, on, now: merge_departments(
        [row], into=other, on=on, by=by, now=now
    ),
    "close": lambda row, other, by, on, now: close_department(row, on=on, by=by),
}


@pytest.mark.parametrize("act", PREPARED)
def test_what_has_not_begun_can_be_taken_back(client, administrator, hall, later, now, act):
    _bureau, section, other, hanako = hall
    made = PREPARED[act](section, other, administrator, later, now)
    row = made if isinstance(made, Department) else section

    assert "予定した改正を取り消す" in client.get(f"{TREE}{row.pk}/").content.decode()
    client.post(f"{TREE}{row.pk}/take-back/")

    section.refresh_from_db()
    assert (section.ends_on, section.successor) == (None, None)
    assert Department.objects.count() == 3
    follow_departments(on=later)
    hanako.refresh_from_db()
    assert hanako.department == section
    assert AuditEvent.objects.filter(action="staff.department.taken_back").count() == 1


def test_what_has_begun_cannot_be_taken_back(client, administrator, section, today, now):
    begun = rename_department(section, "DX課", on=today, by=administrator, now=timezone.now())

    page = client.post(f"{TREE}{begun.pk}/take-back/", follow=True)

    assert "始まった改正は取り消せません" in page.content.decode()
    assert "予定した改正を取り消す" not in page.content.decode()
    assert Department.objects.filter(pk=begun.pk).exists()


def test_a_department_that_others_will_join_is_not_taken_back_first(
    client, administrator, hall, later, now
):
    section, other = hall.section, hall.other
    renamed = rename_department(other, "市民局", on=later, by=administrator, now=now)
    merge_departments([section], into=renamed, on=later, by=administrator, now=now)

    page = client.post(f"{TREE}{renamed.pk}/take-back/", follow=True)

    assert "先にそちらを取り消してください" in page.content.decode()
    assert Department.objects.filter(pk=renamed.pk).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_tree_asks_the_same_questions_for_any_number(
    client, administrator, bureau, count, django_assert_num_queries
):
    for number in range(count):
        row = Department.objects.create(
            code=f"30{number}", name="課", parent=bureau, starts_on=LONG_AGO
        )
        StaffMember.objects.filter(pk=a_staff_member().pk).update(department=row)
    client.get(TREE)

    with django_assert_num_queries(TREE_QUERIES):
        client.get(TREE)
