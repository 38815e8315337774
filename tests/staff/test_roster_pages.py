"""The directory is everybody's; the roster's desk is the administrators' alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.staff.models import Role, StaffMember
from portal.staff.roles import withdraw_role
from portal.staff.roster_models import RosterImport
from tests.builders import a_staff_member
from tests.staff.roster_files import HANAKO, TARO, a_csv, a_department, bring_in, stage

pytestmark = pytest.mark.django_db
DIRECTORY_QUERIES, LIST_QUERIES, PREVIEW_QUERIES = 6, 11, 8
GETS = [
    "/staff/roster/",
    "/staff/roster/upload/",
    "/staff/roster/{pk}/",
    "/staff/roster/template/people.xlsx",
]
POSTS = [
    "/staff/roster/upload/",
    "/staff/roster/{pk}/apply/",
    "/staff/roster/{pk}/undo/",
    "/staff/roster/export/people.csv",
]


@pytest.fixture
def section():
    return a_department()


@pytest.fixture
def administrator(client):
    administrator = a_staff_member("admin", role=Role.ADMINISTRATOR, name="管理 者")
    client.force_login(administrator)
    return administrator


def upload(client, content, name="名簿.csv", **data):
    files = {"people": SimpleUploadedFile(name, content)}
    return client.post("/staff/roster/upload/", {**files, **data}, follow=True)


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
def test_the_desk_is_not_there_for_anybody_else(client, section, role):
    pk = stage(a_csv(HANAKO), now=timezone.now()).pk
    client.force_login(a_staff_member(role=role, is_manager=True))

    answers = [client.get(path.format(pk=pk)).status_code for path in GETS]
    answers += [client.post(path.format(pk=pk)).status_code for path in POSTS]

    assert answers == [404] * (len(GETS) + len(POSTS))
    assert StaffMember.objects.filter(staff_number="0012").count() == 0


def test_the_desk_answers_administrators(client, section, administrator):
    pk = stage(a_csv(HANAKO), by=administrator, now=timezone.now()).pk

    assert [client.get(path.format(pk=pk)).status_code for path in GETS] == [200] * len(GETS)


def test_a_role_taken_meanwhile_is_missed_at_the_confirmation(client, section, administrator):
    pk = stage(a_csv(HANAKO), by=administrator, now=timezone.now()).pk
    withdraw_role(administrator, Role.ADMINISTRATOR, on=timezone.localdate())

    answer = client.post(f"/staff/roster/{pk}/apply/")

    assert (answer.status_code, RosterImport.objects.get().state) == (404, "ready")


def test_a_roster_is_sent_looked_at_and_confirmed(client, section, administrator):
    page = upload(client, a_csv(HANAKO))
    made_by_upload = StaffMember.objects.filter(staff_number="0012").count()
    confirm = page.redirect_chain[-1][0] + "apply/"

    answers = [client.post(confirm, follow=True) for _time in range(2)]

    assert made_by_upload == 0
    assert [answer.status_code for answer in answers] == [200, 200]
    assert StaffMember.objects.filter(staff_number="0012").count() == 1
    assert AuditEvent.objects.filter(action="staff.roster.applied").count() == 1


def test_problems_are_told_cell_by_cell_and_are_inert(client, section, administrator):
    page = upload(client, a_csv(["0012", "<script>alert(1)</script>", "", "", "9999", "", ""]))
    text = page.content.decode()

    assert "この部署コードは登録されていません" in text
    assert "<script>alert" not in text
    assert page.context["may_apply"] is False


def test_a_file_that_cannot_be_read_is_an_error_of_its_field(client, administrator):
    page = upload(client, b"PK\x03\x04 no workbook", name="名簿.xlsx")

    assert page.context["form"].errors == {
        "people": ["Excelファイルが壊れています。Excelで開き、.xlsxで保存し直してください。"]
    }
    assert page.content.decode().count("<title>エラー：") == 1


def test_without_a_file_nothing_is_read(client, administrator):
    page = client.post("/staff/roster/upload/", {})

    assert page.context["form"].non_field_errors() == ["ファイルを1つ以上選んでください。"]


def test_a_complete_roster_needs_the_people(client, administrator):
    page = client.post(
        "/staff/roster/upload/",
        {"is_complete": "on", "departments": SimpleUploadedFile("部署.csv", b"x")},
    )

    assert list(page.context["form"].errors) == ["is_complete"]


def test_shutting_accounts_is_asked_once_more(client, section, administrator):
    bring_in(a_csv(HANAKO, TARO))
    page = upload(client, a_csv(TARO), is_complete="on")
    confirm = page.redirect_chain[-1][0] + "apply/"

    refused = client.post(confirm)
    still_there = StaffMember.objects.get(staff_number="0012").is_active
    client.post(confirm, {"agrees": "on"})

    assert list(refused.context["form"].errors) == ["agrees"]
    assert (still_there, StaffMember.objects.get(staff_number="0012").is_active) == (True, False)


def test_an_import_is_undone_from_its_page(client, section, administrator):
    imported = bring_in(a_csv(HANAKO), by=administrator, now=timezone.now())

    for _time in range(2):
        client.post(f"/staff/roster/{imported.pk}/undo/")

    imported.refresh_from_db()
    assert (imported.state, imported.undone_by) == ("undone", administrator)


def test_an_export_is_in_the_trail(client, administrator):
    answer = client.post("/staff/roster/export/people.csv")

    assert answer["Content-Disposition"].startswith('attachment; filename="roster-people-')
    assert [
        event.details for event in AuditEvent.objects.filter(action="staff.roster.exported")
    ] == [{"kind": "people", "form": "csv"}]


@pytest.mark.parametrize("path", ["nobody.csv", "people.pdf"])
def test_there_is_no_other_file(client, administrator, path):
    assert client.get(f"/staff/roster/template/{path}").status_code == 404
    assert client.post(f"/staff/roster/export/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "sees"), [(None, False), *((role, role in ("OF", "AD")) for role in Role)]
)
def test_numbers_and_addresses_are_for_officers_and_administrators(client, section, role, sees):
    bring_in(a_csv(HANAKO))
    client.force_login(a_staff_member(role=role))

    text = client.get("/staff/").content.decode()

    assert ("山田 花子" in text, "0012" in text, HANAKO[3] in text) == (True, sees, sees)


@pytest.mark.parametrize("words", ["山田", "山田花子", "やまだ", "ヤマダ はな", "ﾔﾏﾀﾞ", "市民課"])
def test_people_are_found_by_name_reading_and_department(client, section, words):
    bring_in(a_csv(HANAKO))
    client.force_login(a_staff_member("reader", name="読者"))

    page = client.get("/staff/", {"q": words})

    assert [person.name for person in page.context["page"]] == ["山田 花子"]


@pytest.mark.parametrize("words", [HANAKO[3], "hanako", "0012", "\x00だれもいない"])
def test_people_are_not_found_by_what_may_not_be_seen(client, section, words):
    bring_in(a_csv(HANAKO))
    client.force_login(a_staff_member("reader"))

    assert list(client.get("/staff/", {"q": words}).context["page"]) == []


def test_the_directory_is_in_the_order_of_readings_without_leavers(client):
    for reading in ("さとう", "", "いとう"):
        a_staff_member(name=reading or "読みなし", reading=reading)
    a_staff_member(name="退職者", reading="あ", is_active=False)
    client.force_login(StaffMember.objects.get(reading="さとう"))

    page = client.get("/staff/")

    assert [person.name for person in page.context["page"]] == ["いとう", "さとう", "読みなし"]


@pytest.mark.parametrize("count", [1, 60])
def test_the_directory_asks_the_same_questions_for_any_number(
    client, section, count, django_assert_num_queries
):
    for _person in range(count):
        a_staff_member(department=section)
    client.force_login(a_staff_member("reader"))
    client.get("/staff/")

    with django_assert_num_queries(DIRECTORY_QUERIES):
        page = client.get("/staff/")
    assert len(page.context["page"]) == min(50, count + 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_imports_asks_the_same_questions_for_any_number(
    client, section, administrator, count, django_assert_num_queries
):
    for number in range(count):
        stage(a_csv([f"9{number}", *HANAKO[1:]]), by=administrator, now=timezone.now())
    client.get("/staff/roster/")

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/staff/roster/")


@pytest.mark.parametrize("count", [1, 60])
def test_a_preview_asks_the_same_questions_for_any_number(
    client, section, administrator, count, django_assert_num_queries
):
    rows = [[f"9{number:03}", "名", "", "", "1010", "", ""] for number in range(count)]
    pk = stage(a_csv(*rows), by=administrator, now=timezone.now()).pk
    client.get("/staff/roster/")

    with django_assert_num_queries(PREVIEW_QUERIES):
        page = client.get(f"/staff/roster/{pk}/")
    assert len(page.context["page"]) == min(50, count)
