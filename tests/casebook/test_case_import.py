"""A file of cases is checked, shown, taken as a whole, and taken back as a whole."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.base import ContentFile
from openpyxl import load_workbook
from PIL import Image

from casebook.loading import load_cases, load_municipalities
from casebook.models import (
    ArrivedCase,
    Case,
    CaseImport,
    CaseOrigin,
    InitialCase,
    TravelledPicture,
)
from casebook.travelling.arriving import CaseChangedSince, CaseLocked
from casebook.travelling.exporting import export
from casebook.travelling.importing import (
    AT_ONCE,
    ImportExpired,
    ImportHasProblems,
    NotTheLastImport,
    apply_import,
    apply_in_background,
    choose,
    forget_case_imports,
    keep_ours_elsewhere,
    receive_file,
    start_import,
    undecided,
    undo_import,
)
from casebook.travelling.merging import NotChosen
from casebook.travelling.packages import packed
from casebook.travelling.writing import TouchedSince
from portal.audit.models import AuditEvent
from portal.files.models import PortalImage
from portal.staff.models import Role
from portal.tables.table import FileRefused
from tests.builders import a_case, a_staff_member
from tests.casebook.travel_files import bring_in, lines, publish_all, records_in

pytestmark = pytest.mark.django_db
ID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def officer():
    return a_staff_member("officer", role=Role.OFFICER)


def a_record(**fields):
    return {
        "schema_version": 1,
        "id": ID,
        "slug": "yoso",
        "title": "よその事例",
        "summary": "届いた要約",
        "points": ["一つめ"],
        **fields,
    }


def edit(case, *, by, **fields):
    draft = Case.objects.get(pk=case.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision(user=by, log_action=True)


def newest(pk):
    return Case.objects.get(pk=pk).get_latest_revision_as_object()


def receive(*records, now, by=None):
    return receive_file(lines(*records), name="cases.jsonl", by=by, now=now)


def problems_of(*records, now):
    return [tuple(problem) for problem in receive(*records, now=now).problems]


def test_a_new_case_arrives_as_a_draft_with_who_when_and_from_where(officer, now):
    came = bring_in(lines(a_record()), by=officer, now=now)

    case, origin = Case.objects.get(), CaseOrigin.objects.get()
    assert (case.live, case.title, case.slug) == (False, "よその事例", "yoso")
    assert (origin.page_id, origin.taken_by, origin.taken_at) == (case.pk, officer, now)
    assert origin.file_hash == came.file_hash
    acts = AuditEvent.objects.filter(action__startswith="casebook.")
    assert list(acts.order_by("sequence").values_list("action", flat=True)) == [
        "casebook.import.checked",
        "casebook.case.taken",
        "casebook.import.applied",
    ]


def test_a_newer_text_waits_beside_what_is_published(officer, now):
    bring_in(lines(a_record()), by=officer, now=now)
    publish_all()

    bring_in(lines(a_record(summary="新しい要約")), by=officer, now=now)

    case = Case.objects.get()
    assert (case.live, case.summary, newest(case.pk).summary) == (True, "届いた要約", "新しい要約")


def test_what_only_we_changed_stays_and_what_only_they_changed_comes(officer, now):
    bring_in(lines(a_record(department="")), by=officer, now=now)
    case = Case.objects.get()
    edit(case, by=officer, department="うちで調べた課")

    bring_in(lines(a_record(department="", summary="新しい要約")), by=officer, now=now)

    draft = newest(case.pk)
    assert (draft.department, draft.summary) == ("うちで調べた課", "新しい要約")


@pytest.mark.parametrize(("side", "kept"), [("local", "うちの要約"), ("incoming", "新しい要約")])
def test_what_both_changed_waits_until_somebody_chooses(officer, now, side, kept):
    bring_in(lines(a_record()), by=officer, now=now)
    case = Case.objects.get()
    edit(case, by=officer, summary="うちの要約")
    came = receive(a_record(summary="新しい要約"), by=officer, now=now)

    with pytest.raises(NotChosen):
        apply_import(came, by=officer, now=now)
    before = newest(case.pk).summary
    choose(undecided(came)[0], {"summary": side})
    apply_import(came, by=officer, now=now)

    assert (before, newest(case.pk).summary) == ("うちの要約", kept)


def test_an_unchosen_edit_may_stay_as_it_is_everywhere(officer, now):
    case = a_case("うちの事例", points=["うちの要点"])
    record = records_in(export("jsonl").content)[0]
    came = receive({**record, "points": ["届いた要点"], "title": "別の題"}, by=officer, now=now)

    keep_ours_elsewhere(came)
    apply_import(came, by=officer, now=now)

    assert (newest(case.pk).title, Case.objects.get().latest_revision) == ("うちの事例", None)


def test_the_choice_is_for_what_was_shown(officer, now):
    bring_in(lines(a_record()), by=officer, now=now)
    came = receive(a_record(summary="新しい要約"), by=officer, now=now)
    edit(Case.objects.get(), by=officer, department="あとから")

    with pytest.raises(CaseChangedSince):
        apply_import(came, by=officer, now=now)

    assert newest(Case.objects.get().pk).summary == "届いた要約"


def test_a_locked_case_stays_as_it_is(officer, now):
    bring_in(lines(a_record()), by=officer, now=now)
    Case.objects.update(locked=True)
    came = receive(a_record(summary="新しい要約"), by=officer, now=now)

    with pytest.raises(CaseLocked):
        apply_import(came, by=officer, now=now)

    assert newest(Case.objects.get().pk).summary == "届いた要約"


def test_one_mistake_keeps_the_whole_file_out(now):
    came = receive(a_record(), a_record(id=ID[:-1] + "6", mic_group=9), now=now)

    with pytest.raises(ImportHasProblems):
        apply_import(came, by=None, now=now)

    assert (came.state, came.problem_count, Case.objects.count()) == ("refused", 1, 0)
    assert came.problems[0][:3] == [2, "体制の型", "9"]


@pytest.mark.parametrize(
    ("fields", "column"),
    [
        ({"id": "1"}, "番号"),
        ({"title": ""}, "タイトル"),
        ({"title": "x\0"}, "タイトル"),
        ({"slug": "日本語"}, "アドレス"),
        ({"tags": "窓口"}, "テーマ"),
        ({"verified_on": "2026-02-30"}, "最後に確認した日"),
        ({"started_fiscal_year": "令和"}, "始まった年度"),
        ({"talent": ["king"]}, "外部人材"),
        ({"costs": [{"amount_yen": -1}]}, "費用 1件目：金額（円）"),
        ({"links": [{"url": "javascript:alert(1)"}]}, "リンク 1件目：アドレス"),
        ({"outline": ["節"]}, "何をしたか"),
        ({"pictures": [{"image": "attachments/x.png"}]}, "画像"),
        ({"municipality": {"code": "999999"}}, "自治体"),
        ({"owner": "admin"}, "owner"),
    ],
)
def test_each_mistake_is_told_with_its_place(now, fields, column):
    found = problems_of(a_record(**fields), now=now)

    assert [(row, where) for row, where, _value, _reason in found] == [(1, column)]
    assert Case.objects.count() == 0


def test_a_newer_schema_is_refused_with_what_to_do(now):
    [(row, column, value, reason)] = problems_of(a_record(schema_version=2), now=now)

    assert (row, column, value) == (1, "書式の版", "2")
    assert reason.startswith("新しい版（2）の書式です。このポータルが読めるのは1までです。")


def test_the_first_fifty_problems_are_kept_and_all_are_counted(now):
    records = [a_record(id=ID[:-3] + f"{number:03}", title="") for number in range(60)]

    came = receive(*records, now=now)

    assert (len(came.problems), came.problem_count) == (50, 60)


def test_the_same_number_twice_is_a_mistake(now):
    [(row, column, _value, _reason)] = problems_of(a_record(), a_record(), now=now)

    assert (row, column) == (2, "番号")


def test_undoing_removes_new_drafts_and_brings_the_old_text_back(officer, now):
    bring_in(lines(a_record()), by=officer, now=now)
    publish_all()
    origin = CaseOrigin.objects.values("base", "file_hash").get()
    case = Case.objects.get()
    before = (case.latest_revision_id, case.has_unpublished_changes)
    other = a_record(id=ID[:-1] + "6", slug="", title="もう一つ")
    came = bring_in(lines(a_record(summary="新しい"), other), by=officer, now=now)

    undo_import(came, by=officer, now=now)

    case = Case.objects.get()
    assert (case.latest_revision_id, case.has_unpublished_changes) == before
    assert (newest(case.pk).summary, came.state) == ("届いた要約", "undone")
    assert CaseOrigin.objects.values("base", "file_hash").get() == origin


def test_what_was_touched_since_is_not_undone(officer, now):
    came = bring_in(lines(a_record()), by=officer, now=now)
    edit(Case.objects.get(), by=officer, summary="手を入れた")

    with pytest.raises(TouchedSince):
        undo_import(came, by=officer, now=now)

    assert newest(Case.objects.get().pk).summary == "手を入れた"


def test_only_the_last_import_is_undone(officer, now):
    first = bring_in(lines(a_record()), by=officer, now=now)
    bring_in(lines(a_record(summary="次")), by=officer, now=now + timedelta(hours=1))

    with pytest.raises(NotTheLastImport):
        undo_import(first, by=officer, now=now + timedelta(hours=2))


def test_an_import_waits_for_a_day(officer, now):
    came = receive(a_record(), by=officer, now=now)

    with pytest.raises(ImportExpired):
        apply_import(came, by=officer, now=now + timedelta(hours=24))
    forget_case_imports(now=now + timedelta(hours=24))

    assert (Case.objects.count(), CaseImport.objects.count()) == (0, 0)


def test_what_was_taken_keeps_its_provenance_and_loses_its_copies(officer, now):
    bring_in(lines(a_record()), by=officer, now=now)

    forget_case_imports(now=now + timedelta(days=31))

    came = CaseImport.objects.get()
    assert (came.state, came.content, ArrivedCase.objects.count()) == ("applied", None, 0)
    assert CaseOrigin.objects.count() == 1


def test_the_initial_content_is_never_loaded_over_what_came_in(now):
    load_municipalities()
    load_cases()
    record = records_in(export("jsonl").content)[0]
    InitialCase.objects.filter(slug=record["slug"]).update(digest="an older text")
    bring_in(lines({**record, "summary": "届いた要約"}), now=now)

    loaded = load_cases()

    assert (loaded.edited, loaded.unchanged) == (1, 14)
    assert newest(Case.objects.get(slug=record["slug"]).pk).summary == "届いた要約"


def test_a_large_file_is_checked_and_taken_by_a_job(
    officer, now, django_capture_on_commit_callbacks
):
    records = [a_record(id=f"11111111-2222-4333-8444-{n:012}", slug="") for n in range(AT_ONCE + 1)]

    came = receive(*records, by=officer, now=now)
    waiting = came.state
    with django_capture_on_commit_callbacks(execute=True):
        again = receive(*records, by=officer, now=now)
    again.refresh_from_db()
    checked = again.state

    assert (waiting, checked, again.cases.count()) == ("checking", "ready", AT_ONCE + 1)
    assert Case.objects.count() == 0


def test_a_job_that_is_refused_gives_the_import_back(officer, now):
    bring_in(lines(a_record()), by=officer, now=now)
    came = receive(a_record(summary="新しい"), by=officer, now=now)
    edit(Case.objects.get(), by=officer, summary="うちの")
    CaseImport.objects.filter(pk=came.pk).update(state="applying", applied_by=officer)

    apply_in_background.func(came.pk)

    came.refresh_from_db()
    assert came.state == "ready"
    assert came.failure.startswith("「よその事例」が、確かめたあとに編集されました。")


def a_picture(colour="red"):
    content = BytesIO()
    Image.new("RGB", (8, 8), colour).save(content, "PNG")
    return content.getvalue()


def a_case_with_a_picture():
    file = ContentFile(a_picture(), name="p.png")
    image = PortalImage.objects.create(title="体制の図", file=file, width=8, height=8)
    return a_case(pictures=[{"image": image.pk, "alt": "体制の図", "caption": ""}])


def test_pictures_travel_in_the_package_and_keep_their_names(now):
    a_case_with_a_picture()
    package = export("zip").content
    Case.objects.get().delete()
    PortalImage.objects.all().delete()

    bring_in(package, now=now, name="cases.zip")
    publish_all()

    assert records_in(export("jsonl").content) == records_in(
        ZipFile(BytesIO(package)).read("cases.jsonl")
    )
    assert TravelledPicture.objects.count() == PortalImage.objects.count() == 1


def test_a_picture_that_is_none_keeps_the_whole_file_out(now):
    a_case_with_a_picture()
    members = {n: ZipFile(BytesIO(export("zip").content)).read(n) for n in ("cases.jsonl",)}
    name = records_in(members["cases.jsonl"])[0]["pictures"][0]["image"]
    Case.objects.get().delete()
    PortalImage.objects.all().delete()
    came = receive_file(packed({**members, name: b"<script>"}), name="x.zip", by=None, now=now)

    with pytest.raises(FileRefused):
        apply_import(came, by=None, now=now)

    assert (Case.objects.count(), PortalImage.objects.count()) == (0, 0)


def test_a_bomb_a_way_out_and_a_broken_package_are_refused(now):
    def a_zip(name, content):
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as package:
            package.writestr(name, content)
        return out.getvalue()

    for content in (
        a_zip("cases.jsonl", b"0" * 20_000_000),
        a_zip("../cases.jsonl", b"{}"),
        a_zip("other.txt", b"x"),
        b"PK\x03\x04broken",
        b"",
    ):
        with pytest.raises(FileRefused):
            receive_file(content, name="x.zip", by=None, now=now)

    assert CaseImport.objects.count() == 0


def test_no_cell_is_ever_a_formula_and_the_text_comes_back(now):
    case = a_case('=HYPERLINK("http://x","y")', points=["+1", "@SUM(A1)"], tags=["-窓口"])
    workbook = load_workbook(BytesIO(export("xlsx").content))
    with ZipFile(BytesIO(export("csv").content)) as package:
        table = package.read("cases.csv").decode("utf-8-sig")

    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    came = receive_file(export("xlsx").content, name="x.xlsx", by=None, now=now)

    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert (table.count("'=HYPERLINK"), table.count(",=HYPERLINK")) == (1, 0)
    assert [each.kind for each in came.cases.all()] == ["same"]
    assert case.title.startswith("=")


def test_a_sheet_that_was_corrected_changes_only_its_columns(officer, now):
    case = a_case("題", points=["要点"], department="前の課")
    record = records_in(export("jsonl").content)[0]
    table = f"番号,タイトル,担当\n{record['id']},題,新しい課\n,新しい事例,総務課\n"

    came = receive_file(table.encode(), name="x.csv", by=officer, now=now)
    for arrived in undecided(came):
        choose(arrived, {"department": "incoming"})
    apply_import(came, by=officer, now=now)

    draft = newest(case.pk)
    assert (draft.department, [str(block.value) for block in draft.points]) == (
        "新しい課",
        ["要点"],
    )
    assert Case.objects.get(title="新しい事例").live is False


def test_a_table_says_where_its_mistakes_are(now):
    table = "番号,タイトル,始まった年度,色\n,題,れいわ,赤\n"

    came = receive_file(table.encode("cp932"), name="x.csv", by=None, now=now)

    assert [problem[:3] for problem in came.problems] == [
        [1, "色", "色"],
        [2, "始まった年度", "れいわ"],
    ]


def test_a_small_file_is_taken_at_once(officer, now):
    came = receive(a_record(), by=officer, now=now)

    start_import(came, by=officer, now=now)
    start_import(came, by=officer, now=now)

    assert (came.state, Case.objects.count()) == ("applied", 1)
