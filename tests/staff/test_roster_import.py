"""An import shows what it would change, changes all of it or nothing, and can be undone."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress

from portal.audit.models import AuditEvent
from portal.staff.models import Department, Role, StaffMember
from portal.staff.roles import grant_role
from portal.staff.roster import (
    ImportExpired,
    ImportHasProblems,
    NotTheLastImport,
    RosterChangedSince,
    UndoTooLate,
    apply_import,
    forget_imports,
    undo_import,
)
from portal.staff.roster_models import RosterImport, RosterLine
from portal.staff.roster_undoing import TouchedSince
from tests.builders import a_staff_member
from tests.staff.roster_files import (
    DEPARTMENT_HEADER,
    HANAKO,
    NOW,
    TARO,
    a_csv,
    a_department,
    bring_in,
    roster,
    stage,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
NEW_NAME = [HANAKO[0], "佐藤 花子", *HANAKO[2:]]
RETIRED = [*HANAKO[:6], "退職"]


@pytest.fixture
def section():
    return a_department()


def person(number) -> StaffMember:
    return StaffMember.objects.get(staff_number=number)


def test_new_people_are_registered_as_written_and_cannot_sign_in_by_password(section):
    bring_in(a_csv(HANAKO, TARO))

    taro = person("0013")
    assert (taro.username, taro.name, taro.reading) == ("0013", TARO[1], TARO[2])
    assert (taro.email, taro.department, taro.is_manager) == (TARO[3], section, True)
    assert (taro.is_active, taro.has_usable_password()) == (True, False)


def test_staging_changes_nothing_but_shows_old_and_new(section):
    bring_in(a_csv(HANAKO))
    before = roster()

    staged = stage(a_csv(NEW_NAME, TARO))

    assert roster() == before
    assert [(line.kind, line.number(), line.shown[0]) for line in staged.lines.order_by("pk")] == [
        ("changed", "0012", ["氏名", "山田 花子", "佐藤 花子"]),
        ("new", "0013", ["ユーザー名", "（なし）", "0013"]),
    ]


def test_the_same_file_twice_changes_nothing(section):
    bring_in(a_csv(HANAKO, TARO))
    before = roster()

    second = bring_in(a_csv(HANAKO, TARO))

    assert (roster(), second.counts) == (before, {"unchanged": 2})


def test_a_row_with_a_problem_is_not_counted_as_unchanged(section):
    bring_in(a_csv(HANAKO, TARO))

    staged = stage(a_csv(HANAKO, [*TARO[:4], "9999", *TARO[5:]]))

    assert staged.counts["unchanged"] == 1


def test_the_same_file_sent_twice_waits_once(section):
    administrator = a_staff_member()

    first, second = (stage(a_csv(HANAKO), by=administrator) for _time in range(2))

    assert (first, RosterImport.objects.count()) == (second, 1)


def test_applying_twice_applies_once(section):
    staged = bring_in(a_csv(HANAKO))

    apply_import(staged, by=None, now=NOW)

    assert AuditEvent.objects.filter(action="staff.roster.applied").count() == 1
    assert StaffMember.objects.count() == 1


def test_a_column_that_is_not_in_the_file_is_left_alone(section):
    bring_in(a_csv(TARO))

    bring_in(a_csv(["0013", "髙﨑 太郎", "1010"], header=["職員番号", "氏名", "所属コード"]))

    taro = person("0013")
    assert (taro.name, taro.email, taro.is_manager) == ("髙﨑 太郎", TARO[3], True)


def test_two_people_may_change_mail_addresses(section):
    bring_in(a_csv(HANAKO, TARO))
    swapped = [[*HANAKO[:3], TARO[3], *HANAKO[4:]], [*TARO[:3], HANAKO[3], *TARO[4:]]]

    bring_in(a_csv(*swapped))

    assert [person(number).email for number in ("0012", "0013")] == [TARO[3], HANAKO[3]]


def test_an_old_address_opens_the_account_no_more(section):
    bring_in(a_csv(HANAKO))
    EmailAddress.objects.create(user=person("0012"), email=HANAKO[3], primary=True)

    bring_in(a_csv([*HANAKO[:3], "new@city.example.jp", *HANAKO[4:]]))

    assert EmailAddress.objects.count() == 0


def test_an_import_touches_no_password_group_or_role(section):
    hanako = a_staff_member("hanako", role=Role.OFFICER, staff_number="0012", is_superuser=True)
    password = hanako.password

    bring_in(a_csv(HANAKO))

    hanako.refresh_from_db()
    assert (hanako.name, hanako.password, hanako.is_superuser) == (HANAKO[1], password, True)
    assert [grant.role for grant in hanako.role_grants.all()] == [Role.OFFICER]
    assert [group.name for group in hanako.groups.all()] == [Role.OFFICER.label]


def test_nobody_is_matched_by_mail_alone(section):
    a_staff_member("someone", email=HANAKO[3])

    staged = stage(a_csv(HANAKO))

    assert [problem[1] for problem in staged.problems] == ["メールアドレス"]


def test_leavers_are_deactivated_and_kept(section):
    bring_in(a_csv(HANAKO))

    bring_in(a_csv(RETIRED))

    assert (person("0012").is_active, person("0012").name) == (False, HANAKO[1])


def test_only_a_complete_file_says_who_left(section):
    bring_in(a_csv(HANAKO, TARO))

    partial = stage(a_csv(TARO))
    complete = stage(a_csv(TARO), is_complete=True)

    assert (partial.counts, complete.counts) == (
        {"unchanged": 1},
        {"unchanged": 1, "person.leaving": 1},
    )


def test_accounts_without_a_staff_number_never_leave(section):
    keeper = a_staff_member("keeper")

    bring_in(a_csv(HANAKO), is_complete=True)

    keeper.refresh_from_db()
    assert keeper.is_active


def test_somebody_who_left_long_ago_gets_no_account(section):
    bring_in(a_csv(RETIRED))

    assert StaffMember.objects.count() == 0


def test_an_empty_cell_brings_nobody_back(section):
    bring_in(a_csv(HANAKO))
    bring_in(a_csv(RETIRED))

    bring_in(a_csv([*HANAKO[:6], ""]))
    still_away = person("0012").is_active
    bring_in(a_csv(HANAKO))

    assert (still_away, person("0012").is_active) == (False, True)


def test_coming_back_brings_back_no_role(section):
    hanako = a_staff_member("hanako", staff_number="0012", is_active=False)
    grant_role(hanako, Role.OFFICER, by=None, on=TODAY)

    staged = stage(a_csv(HANAKO))

    assert [problem[1] for problem in staged.problems] == ["在籍"]


def test_who_imports_cannot_leave_by_it(section):
    bring_in(a_csv(HANAKO, TARO))

    staged = stage(a_csv(TARO), is_complete=True, by=person("0012"))

    assert [problem[0] for problem in staged.problems] == [0]


def test_the_last_administrator_cannot_leave_by_an_import(section):
    bring_in(a_csv(HANAKO, TARO))
    grant_role(person("0012"), Role.ADMINISTRATOR, by=None, on=TODAY)

    staged = stage(a_csv(TARO), is_complete=True)

    assert [problem[0] for problem in staged.problems] == [0]


def test_a_file_with_problems_is_not_applied(section):
    staged = stage(a_csv([*HANAKO[:4], "9999", "", ""]))

    with pytest.raises(ImportHasProblems):
        apply_import(staged, by=None, now=NOW)
    assert StaffMember.objects.count() == 0


def test_a_confirmation_waits_for_a_day(section):
    staged = stage(a_csv(HANAKO))

    with pytest.raises(ImportExpired):
        apply_import(staged, by=None, now=NOW + timedelta(hours=24))
    assert StaffMember.objects.count() == 0


def test_what_was_shown_is_what_is_applied_or_nothing(section):
    bring_in(a_csv(HANAKO))
    staged = stage(a_csv(NEW_NAME))
    StaffMember.objects.filter(staff_number="0012").update(name="田中 花子")

    with pytest.raises(RosterChangedSince):
        apply_import(staged, by=None, now=NOW)
    assert person("0012").name == "田中 花子"


def test_each_change_is_in_the_trail_without_a_word_of_it(section):
    bring_in(a_csv(HANAKO))

    made = AuditEvent.objects.get(action="staff.person.made")
    assert made.object_id == str(person("0012").pk)
    assert "山田" not in str(made.details)


def test_undo_brings_back_the_old_values(section):
    bring_in(a_csv(HANAKO))
    before = roster()
    imported = bring_in(a_csv(NEW_NAME))

    undo_import(imported, by=a_staff_member(), now=NOW)

    assert roster()[0] == before[0]


def test_undo_deactivates_people_who_are_new(section):
    imported = bring_in(a_csv(HANAKO))

    undo_import(imported, by=None, now=NOW)

    assert (person("0012").is_active, StaffMember.objects.count()) == (False, 1)


def test_what_was_undone_can_be_imported_again(section):
    imported = bring_in(a_csv(HANAKO))
    before = roster()
    undo_import(imported, by=None, now=NOW)

    bring_in(a_csv(HANAKO))

    assert roster() == before


def test_undo_takes_new_departments_away(section):
    departments = a_csv(["3000", "新課", "1010", "2026-04-01", ""], header=DEPARTMENT_HEADER)
    in_new_section = [*HANAKO[:4], "3000", "", "○"]
    imported = bring_in(a_csv(in_new_section), departments=departments)

    undo_import(imported, by=None, now=NOW)

    assert [row.code for row in Department.objects.all()] == ["1010"]


@pytest.mark.parametrize(
    "touch",
    [
        lambda: StaffMember.objects.update(name="田中 花子"),
        lambda: StaffMember.objects.update(last_login=NOW),
        lambda: grant_role(person("0012"), Role.LEADER, by=None, on=TODAY),
    ],
    ids=["changed", "signed in", "given a role"],
)
def test_undo_is_refused_with_the_names_of_who_was_touched_since(section, touch):
    imported = bring_in(a_csv(HANAKO))
    touch()
    before = roster()

    with pytest.raises(TouchedSince) as refusal:
        undo_import(imported, by=None, now=NOW)
    assert (refusal.value.names, roster()) == (["0012 山田 花子"], before)


def test_a_department_that_is_used_since_is_not_taken_away(section):
    departments = a_csv(["3000", "新課", "", "2026-04-01", ""], header=DEPARTMENT_HEADER)
    imported = bring_in(departments=departments)
    a_staff_member(department=Department.objects.get(code="3000"))

    with pytest.raises(TouchedSince):
        undo_import(imported, by=None, now=NOW)
    assert Department.objects.count() == 2


def test_only_the_last_import_is_undone(section):
    first = bring_in(a_csv(HANAKO))
    second = bring_in(a_csv(HANAKO, TARO), now=NOW + timedelta(minutes=1))

    with pytest.raises(NotTheLastImport):
        undo_import(first, by=None, now=NOW)
    undo_import(second, by=None, now=NOW)
    undo_import(second, by=None, now=NOW)

    assert [person(number).is_active for number in ("0012", "0013")] == [True, False]


def test_undo_has_its_time(section):
    imported = bring_in(a_csv(HANAKO))

    with pytest.raises(UndoTooLate):
        undo_import(imported, by=None, now=NOW + timedelta(days=30))


def test_names_are_kept_no_longer_than_they_are_needed(section):
    applied = bring_in(a_csv(HANAKO))
    stage(a_csv(NEW_NAME))

    forget_imports(now=NOW + timedelta(days=30))

    applied.refresh_from_db()
    assert (applied.records, RosterLine.objects.count(), RosterImport.objects.count()) == ({}, 0, 1)


def test_a_new_first_day_ends_the_old_row_and_people_go_along(section):
    bring_in(a_csv(HANAKO))
    renamed = a_csv(["1010", "くらし課", "", "令和8年10月1日", ""], header=DEPARTMENT_HEADER)

    bring_in(departments=renamed)

    section.refresh_from_db()
    assert (section.name, section.ends_on) == ("市民課", date(2026, 9, 30))
    assert person("0012").department.name == "くらし課"


def test_departments_and_their_people_come_together():
    departments = a_csv(
        ["1010", "市民課", "1000", "2026-04-01", ""],
        ["1000", "市民部", "", "2026-04-01", ""],
        header=DEPARTMENT_HEADER,
    )

    bring_in(a_csv(HANAKO), departments=departments)

    assert person("0012").department.parent.name == "市民部"
