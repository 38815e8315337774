"""What is written out can be read in again, in every form, and nothing is lost on the way."""

import json
from pathlib import Path

import pytest

from casebook import loading
from casebook.models import Case, CaseOrigin
from casebook.travelling.exporting import SCHEMA_NAME, export, schema_file
from casebook.travelling.importing import receive_file
from casebook.travelling.shape import FIELDS, WORKED_OUT
from tests.builders import a_case
from tests.casebook.travel_files import (
    bring_in,
    empty_the_casebook,
    lines,
    publish_all,
    records_in,
    the_fifteen,
)

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parent.parent.parent


def test_the_fifteen_cases_come_back_byte_for_byte_through_an_empty_portal(now):
    fifteen = the_fifteen()
    empty_the_casebook()

    bring_in(fifteen, now=now)
    waiting = export("jsonl").content
    publish_all()

    assert waiting == b""
    assert export("jsonl").content == fifteen
    assert len(records_in(fifteen)) == 15


@pytest.mark.thorough
def test_every_form_says_the_same_and_the_tables_alone_fill_a_portal(now, monkeypatch):
    three = loading.case_rows()[:3]
    monkeypatch.setattr(loading, "case_rows", lambda: three)
    loading.load_municipalities()
    loading.load_cases()
    before = export("jsonl").content
    kinds = set()
    for form in ("xlsx", "csv", "zip"):
        came = receive_file(export(form).content, name=f"cases.{form}", by=None, now=now)
        kinds |= {came.state, *came.cases.values_list("kind", flat=True)}
    workbook = export("xlsx").content
    for case in Case.objects.all():
        case.delete()

    bring_in(workbook, now=now, name="cases.xlsx")
    publish_all()

    assert kinds == {"ready", "same"}
    assert export("jsonl").content == before
    assert len(records_in(before)) == 3


def test_two_exports_are_the_same_file():
    a_case(points=["要点"], tags=["窓口", "研修"])

    assert [export(form).content for form in ("jsonl", "zip", "csv")] == [
        export(form).content for form in ("jsonl", "zip", "csv")
    ]


def test_drafts_go_out_only_when_asked_for():
    a_case("公開した事例")
    a_case("下書きの事例", live=False)

    published = records_in(export("jsonl").content)
    everything = records_in(export("jsonl", with_drafts=True).content)

    assert [each["title"] for each in published] == ["公開した事例"]
    assert {each["title"] for each in everything} == {"公開した事例", "下書きの事例"}


def test_the_published_schema_is_the_one_of_the_model():
    stored = (ROOT / "docs" / SCHEMA_NAME).read_bytes()

    assert stored == schema_file()


def test_every_field_of_a_case_travels_or_is_worked_out():
    own = {field.name for field in Case._meta.local_fields} - {"page_ptr"}

    assert own - {*FIELDS} == WORKED_OUT


def test_the_schema_names_every_key_of_a_line():
    a_case()
    properties = json.loads(schema_file())["properties"]

    assert list(records_in(export("jsonl").content)[0]) == list(properties)


def test_a_case_that_came_keeps_its_number_and_tells_from_where(now):
    case_id = "11111111-2222-4333-8444-555555555555"

    bring_in(lines({"schema_version": 1, "id": case_id, "title": "よその事例"}), now=now)

    origin = CaseOrigin.objects.get()
    assert (str(origin.case_id), origin.file_name) == (case_id, "cases.jsonl")
    assert [each["id"] for each in records_in(export("jsonl", with_drafts=True).content)] == [
        case_id
    ]
