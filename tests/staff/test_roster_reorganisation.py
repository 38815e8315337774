"""In April departments end and begin; people go along, and the past keeps its names."""

from datetime import UTC, date, datetime

import pytest

from portal.audit.models import AuditEvent
from portal.staff.models import Department, StaffMember
from portal.staff.ownerless import ownerless
from portal.staff.reorganisation import (
    AlreadyReorganised,
    BeginsTooEarly,
    CodeInUse,
    DepartmentNotInForce,
    UnderItself,
    close_department,
    department_line,
    establish_department,
    follow_departments,
    merge_departments,
    move_department,
    move_people,
    rename_department,
)
from tests.builders import a_staff_member
from tests.staff.roster_files import a_department

pytestmark = pytest.mark.django_db
LAST_DAY, APRIL = date(2027, 3, 31), date(2027, 4, 1)
IN_MARCH = datetime(2027, 3, 10, 1, 0, tzinfo=UTC)
IN_APRIL = datetime(2027, 4, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def chief():
    """Who reorganises: somebody outside the departments of the test."""
    return a_staff_member("chief")


def place(staff) -> str:
    return StaffMember.objects.get(pk=staff.pk).department.name


def names(on) -> list[str]:
    return [department.name for department in Department.objects.on(on).order_by("code")]


def test_a_new_name_holds_from_its_day_and_the_old_one_until_then(chief):
    old = a_department(name="デジタル政策課")
    hanako = a_staff_member(department=old)

    new = rename_department(old, "DX課", on=APRIL, by=chief, now=IN_APRIL)

    old.refresh_from_db()
    assert (names(LAST_DAY), names(APRIL)) == (["デジタル政策課"], ["DX課"])
    assert (place(hanako), old.successor, new.code) == ("DX課", new, old.code)


def test_a_reorganisation_prepared_in_march_moves_people_in_april(chief):
    old = a_department(name="旧課")
    child = a_department("1011", "係", parent=old)
    hanako = a_staff_member(department=old)
    rename_department(old, "新課", on=APRIL, by=chief, now=IN_MARCH)
    in_march = place(hanako)

    moved = follow_departments(on=APRIL)

    child.refresh_from_db()
    assert (in_march, place(hanako), child.parent.name, moved) == ("旧課", "新課", "新課", 1)
    assert follow_departments(on=APRIL) == 0


def test_leavers_stay_where_they_were(chief):
    old = a_department(name="旧課")
    gone = a_staff_member(department=old, is_active=False)

    rename_department(old, "新課", on=APRIL, by=chief, now=IN_APRIL)

    assert place(gone) == "旧課"


def test_a_department_moves_under_another_and_the_past_keeps_its_place(chief):
    citizens, planning = a_department("1000", "市民部"), a_department("2000", "企画部")
    section = a_department("1010", "DX課", parent=citizens)

    moved = move_department(section, planning, on=APRIL, by=chief, now=IN_APRIL)

    section.refresh_from_db()
    assert department_line(section, LAST_DAY) == ["市民部", "DX課"]
    assert department_line(moved, APRIL) == ["企画部", "DX課"]


def test_the_line_of_names_is_that_of_the_day(chief):
    top = a_department("1000", "市民部")
    section = a_department("1010", "市民課", parent=top)
    rename_department(top, "くらし部", on=APRIL, by=chief, now=IN_APRIL)
    section.refresh_from_db()

    assert department_line(section, LAST_DAY) == ["市民部", "市民課"]
    assert department_line(section, APRIL) == ["くらし部", "市民課"]


def test_merging_brings_people_and_lower_departments_together(chief):
    one, two = a_department("1010", "一課"), a_department("1020", "二課")
    a_department("1011", "係", parent=one)
    hanako = a_staff_member(department=one)

    merge_departments([one], into=two, on=APRIL, by=chief, now=IN_APRIL)

    assert (names(APRIL), place(hanako)) == (["係", "二課"], "二課")
    assert Department.objects.on(APRIL).get(code="1011").parent == two
    assert Department.objects.on(LAST_DAY).get(code="1011").parent == one


def test_people_of_a_closed_department_are_listed_as_ownerless(chief):
    section = a_department(name="廃止課")
    head = a_staff_member(department=section, is_manager=True, name="山田 花子")
    move_people([chief], to=a_department("2000", "新課"), by=chief, now=IN_MARCH)
    StaffMember.objects.filter(pk=chief.pk).update(is_manager=True)

    close_department(section, on=APRIL, by=chief)

    assert ownerless(LAST_DAY) == []
    assert [(finding.title, finding.items) for finding in ownerless(APRIL)] == [
        ("廃止された部署にいる職員", ["山田 花子（1010 廃止課）"])
    ]
    assert place(head) == "廃止課"


def test_a_department_without_a_head_is_listed_until_it_has_one(chief):
    section = a_department()
    move_people([chief], to=section, by=chief, now=IN_MARCH)
    without = [(finding.title, finding.items) for finding in ownerless(LAST_DAY)]

    StaffMember.objects.update(is_manager=True)

    assert without == [("所属長のいない部署", ["1010 市民課"])]
    assert ownerless(LAST_DAY) == []


def test_people_are_moved_and_each_is_in_the_trail(chief):
    old, new = a_department(), a_department("2000", "新課")
    people = [a_staff_member(department=old), a_staff_member(department=new), a_staff_member()]

    moved = move_people(people, to=new, by=chief, now=IN_MARCH)

    assert (moved, [place(each) for each in people]) == (2, ["新課"] * 3)
    assert AuditEvent.objects.filter(action="staff.person.moved").count() == 2


def test_a_new_department_begins_under_another(chief):
    top = a_department("1000", "市民部")

    made = establish_department("1030", "新課", parent=top, on=APRIL, by=chief)

    assert (made.parent, names(LAST_DAY), names(APRIL)) == (top, ["市民部"], ["市民部", "新課"])


def a_closed_one():
    return a_department("9000", "旧課", ends_on=LAST_DAY)


REFUSALS = {
    "closed twice": (
        lambda chief: close_department(a_closed_one(), on=APRIL, by=chief),
        AlreadyReorganised,
    ),
    "renamed before it began": (
        lambda chief: rename_department(
            a_department(starts_on=APRIL), "名", on=APRIL, by=chief, now=IN_APRIL
        ),
        BeginsTooEarly,
    ),
    "moved under an ended one": (
        lambda chief: move_department(
            a_department(), a_closed_one(), on=APRIL, by=chief, now=IN_APRIL
        ),
        DepartmentNotInForce,
    ),
    "moved under itself": (
        lambda chief: move_department(
            (top := a_department()), a_department("2", parent=top), on=APRIL, by=chief, now=IN_APRIL
        ),
        UnderItself,
    ),
    "merged into its own part": (
        lambda chief: merge_departments(
            [top := a_department()],
            into=a_department("2", parent=top),
            on=APRIL,
            by=chief,
            now=IN_APRIL,
        ),
        UnderItself,
    ),
    "code in use": (
        lambda chief: establish_department(
            a_department().code, "名", parent=None, on=APRIL, by=chief
        ),
        CodeInUse,
    ),
    "people to an ended one": (
        lambda chief: move_people([chief], to=a_closed_one(), by=chief, now=IN_APRIL),
        DepartmentNotInForce,
    ),
}


@pytest.mark.parametrize(("act", "refusal"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_is_refused(chief, act, refusal):
    with pytest.raises(refusal) as refused:
        act(chief)

    assert str(refused.value).endswith("。")
    assert Department.objects.exclude(successor=None).count() == 0
    assert AuditEvent.objects.filter(action__startswith="staff.").count() == 0
