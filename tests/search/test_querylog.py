"""What was searched for is kept without who, and shown to editors alone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from portal.search.models import SearchQuery
from portal.search.querylog import record_search, without_personal_data, zero_result_report
from portal.staff.models import Role
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db
REPORT = "/cms/reports/zero-results/"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("　手上げ　推進員 ", "手上げ 推進員"),
        ("ＤＸ　推進", "dx 推進"),
        ("hanako@example.jp 窓口", "窓口"),
        ("090-1234-5678", ""),
        ("山田 0312345678", "山田"),
        ("約1,300人", "約1,300人"),
        ("令和8年11月20日", "令和8年11月20日"),
        ("=HYPERLINK(1)", "hyperlink(1)"),
        ("あ" * 500, "あ" * 200),
        ("", ""),
    ],
)
def test_addresses_and_long_numbers_are_left_out(typed, kept):
    assert without_personal_data(typed) == kept


def test_a_search_is_kept_with_its_day_and_counts_and_no_person():
    record_search("手上げ", strict=2, shown=7, where="casebook")

    row = SearchQuery.objects.values().get()
    row.pop("id")
    assert row == {
        "asked_on": timezone.localdate(),
        "words": "手上げ",
        "strict_count": 2,
        "shown_count": 7,
        "where": "casebook",
    }
    assert [field.name for field in SearchQuery._meta.get_fields() if field.is_relation] == []


def test_a_search_of_nothing_but_personal_data_is_not_kept():
    record_search("hanako@example.jp", strict=0, shown=0, where="casebook")

    assert SearchQuery.objects.count() == 0


def test_the_report_counts_what_was_not_found_since_a_day():
    today = timezone.localdate()
    for words, strict in [("給与", 0), ("給与", 0), ("窓口", 3), ("出張", 0)]:
        record_search(words, strict=strict, shown=strict, where="casebook")
    SearchQuery.objects.filter(words="出張").update(asked_on=today - timedelta(days=91))

    rows = zero_result_report(today - timedelta(days=90))

    assert [(row["words"], row["times"]) for row in rows] == [("給与", 2)]


@pytest.mark.parametrize(("role", "status"), [(Role.OFFICER, 200), (Role.EDITOR, 200)])
def test_who_edits_pages_reads_the_report(client, role, status):
    record_search("給与", strict=0, shown=0, where="casebook")
    client.force_login(a_staff_member(role=role))

    answer = client.get(REPORT)

    assert answer.status_code == status
    assert "給与" in answer.content.decode()


def test_entering_the_cms_alone_does_not_open_the_report(client):
    bare = a_staff_member()
    bare.user_permissions.add(_access_admin())
    client.force_login(bare)

    assert client.get("/cms/", follow=True).status_code == 403
    assert client.get(REPORT).status_code == 302
    assert client.get(REPORT, {"export": "xlsx"}).status_code == 302


def test_staff_without_the_cms_do_not_see_the_report(client):
    client.force_login(a_staff_member())

    assert client.get(REPORT).status_code in {302, 403}


def test_the_report_can_be_exported(client):
    record_search("給与", strict=0, shown=0, where="casebook")
    client.force_login(a_staff_member(role=Role.EDITOR))

    answer = client.get(REPORT, {"export": "csv"})

    assert b"".join(answer.streaming_content).decode().splitlines() == [
        "検索した言葉,回数,最後に検索された日,近い記事の件数",
        f"給与,1,{timezone.localdate()},0",
    ]


def _access_admin():
    return Permission.objects.get(codename="access_admin")
