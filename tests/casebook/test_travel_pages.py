"""持ち出す・取り込む: who opens it, what it shows, and what it does."""

from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from casebook.models import Case, CaseImport
from casebook.travelling.exporting import export, schema_file
from portal.audit.models import AuditEvent
from portal.staff.models import Role
from portal.submitting.forms import new_key
from tests.builders import a_case, a_staff_member
from tests.casebook.travel_files import a_travelled_case, bring_in, lines, records_in

pytestmark = pytest.mark.django_db
OUTSIDERS = [role for role in Role if role not in (Role.OFFICER, Role.EDITOR)]
LIST_QUERIES = 6
RECORD = {"schema_version": 1, "id": "11111111-2222-4333-8444-555555555555", "title": "よその事例"}


@pytest.fixture
def officer(client):
    officer = a_staff_member("officer", role=Role.OFFICER)
    client.force_login(officer)
    return officer


def upload(client, content, name="cases.jsonl"):
    data = {"file": SimpleUploadedFile(name, content), "submit_key": new_key()}
    return client.post("/casebook/travel/import/", data, follow=True)


@pytest.mark.parametrize("role", [None, *OUTSIDERS])
def test_the_desk_is_not_there_for_anybody_else(client, role):
    came = a_travelled_case(by=None, now=timezone.now())
    client.force_login(a_staff_member(role=role, is_manager=True))
    base, arrived = f"/casebook/travel/imports/{came.pk}/", came.cases.get()

    answers = [
        client.get("/casebook/travel/").status_code,
        client.get("/casebook/travel/import/").status_code,
        client.get("/casebook/travel/schema.json").status_code,
        client.get(base).status_code,
        client.get(f"/casebook/travel/cases/{arrived.pk}/").status_code,
        client.post("/casebook/travel/export/", {"form": "jsonl"}).status_code,
        client.post(f"{base}apply/").status_code,
        client.post(f"{base}undo/").status_code,
        client.post(f"/casebook/travel/cases/{arrived.pk}/choose/").status_code,
    ]

    assert answers == [404] * 9
    assert Case.objects.count() == 0


def test_an_editor_takes_out_and_compares_but_imports_nothing(client):
    came = a_travelled_case(by=None, now=timezone.now())
    client.force_login(a_staff_member(role=Role.EDITOR))
    page = client.get("/casebook/travel/").content.decode()

    assert "書き出す" in page
    assert "取り込むファイルを選ぶ" not in page
    assert client.get(f"/casebook/travel/imports/{came.pk}/").status_code == 200
    assert client.get("/casebook/travel/import/").status_code == 404
    assert client.post(f"/casebook/travel/imports/{came.pk}/apply/").status_code == 404
    assert Case.objects.count() == 0


@pytest.mark.parametrize("form", ["zip", "jsonl", "xlsx", "csv"])
def test_an_export_is_a_file_that_nobody_keeps_and_is_recorded(client, officer, form):
    a_case()

    answer = client.post("/casebook/travel/export/", {"form": form})

    assert answer["Content-Disposition"].startswith('attachment; filename="cases-20')
    assert "no-store" in answer["Cache-Control"]
    event = AuditEvent.objects.get(action="casebook.exported")
    assert (event.actor_id, event.details["cases"]) == (officer.pk, 1)


def test_the_schema_is_served_and_lies_in_the_package(client, officer):
    package = ZipFile(BytesIO(export("zip").content))

    served = client.get("/casebook/travel/schema.json").content

    assert served == package.read("schema.json") == schema_file()


def test_an_officer_reads_a_file_takes_it_and_takes_it_back(client, officer):
    page = upload(client, lines(RECORD))
    came = CaseImport.objects.get()
    before = Case.objects.count()

    client.post(f"/casebook/travel/imports/{came.pk}/apply/")
    taken = list(Case.objects.values_list("title", "live"))
    client.post(f"/casebook/travel/imports/{came.pk}/undo/")

    assert page.redirect_chain == [(f"/casebook/travel/imports/{came.pk}/", 302)]
    assert (before, taken, Case.objects.count()) == (0, [("よその事例", False)], 0)


def test_a_file_that_is_none_is_refused_on_the_form(client, officer):
    page = upload(client, b"PK\x03\x04no zip", name="x.zip").content.decode()

    assert "ZIPファイルが壊れています。" in page
    assert CaseImport.objects.count() == 0


def test_mistakes_are_shown_in_a_table(client, officer):
    page = upload(client, lines({**RECORD, "title": "", "mic_group": 9})).content.decode()

    assert "このファイルは取り込めません" in page
    assert "<td>体制の型</td><td>9</td>" in page


def test_both_sides_stand_beside_each_other_and_one_is_chosen(client, officer):
    bring_in(lines({**RECORD, "summary": "同じ"}), by=officer, now=timezone.now())
    case = Case.objects.get()
    draft = case.get_latest_revision_as_object()
    draft.summary = "うちの要約<b>"
    draft.save_revision(user=officer)
    upload(client, lines({**RECORD, "summary": "届いた要約"}))
    came = CaseImport.objects.get(state="ready")
    address = f"/casebook/travel/cases/{came.cases.get().pk}/"

    page = client.get(address).content.decode()
    unchosen = client.post(f"{address}choose/", {}).content.decode()
    client.post(f"{address}choose/", {"summary": "incoming"})
    client.post(f"/casebook/travel/imports/{came.pk}/apply/")

    assert "<del>うちの要約&lt;b&gt;</del>" in page
    assert "<ins>届いた要約</ins>" in page
    assert "要約をどちらにしますか" in unchosen
    assert "エラー：" in unchosen
    assert Case.objects.get().get_latest_revision_as_object().summary == "届いた要約"


def test_the_same_upload_sent_twice_is_one_import(client, officer):
    data = {"submit_key": new_key()}

    for _time in range(2):
        file = SimpleUploadedFile("cases.jsonl", lines(RECORD))
        client.post("/casebook/travel/import/", {**data, "file": file})

    assert CaseImport.objects.count() == 1


def test_an_import_at_work_asks_again_by_itself(client, officer):
    came = a_travelled_case(by=officer, now=timezone.now())
    CaseImport.objects.filter(pk=came.pk).update(state="applying")

    answer = client.get(f"/casebook/travel/imports/{came.pk}/")

    assert answer["Refresh"] == "3"
    assert "しばらくお待ちください" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_costs_the_same_for_one_and_for_three(
    client, officer, count, django_assert_num_queries
):
    for _each in range(count):
        a_travelled_case(by=officer, now=timezone.now())

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/casebook/travel/")


def test_the_commands_write_and_read_files(tmp_path):
    a_case("題")
    path = tmp_path / "cases.jsonl"
    call_command("export_cases", str(path), "--format", "jsonl", stdout=StringIO())
    path.write_bytes(lines(*records_in(path.read_bytes()), RECORD))
    out = StringIO()

    call_command("import_cases", str(path), "--dry-run", stdout=out)
    dry = (Case.objects.count(), CaseImport.objects.count())
    call_command("import_cases", str(path), stdout=out)

    assert (dry, Case.objects.count(), CaseImport.objects.count()) == ((1, 0), 2, 1)
    assert out.getvalue().count("新しい事例 よその事例") == 2


def test_the_command_says_what_is_wrong_and_ends_with_two(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_bytes(lines({**RECORD, "title": ""}))
    errors = StringIO()

    with pytest.raises(CommandError) as refusal:
        call_command("import_cases", str(path), stdout=StringIO(), stderr=errors)

    assert refusal.value.returncode == 2
    assert errors.getvalue() == "1行目 タイトル「」：タイトルを入力してください。\n"
    assert CaseImport.objects.count() == 0
