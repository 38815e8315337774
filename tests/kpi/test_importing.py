"""A file of figures: fifty problems at most are shown, and with one of them nothing is taken."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from portal.kpi.importing import (
    AlreadyTaken,
    ChangedSinceChecked,
    read_rows,
    room_of,
    stage,
    take,
    template_file,
)
from portal.kpi.models import Actual, ActualEntry, ActualImport, Kind, Span
from portal.tables.reading import read_table
from tests.builders import a_staff_member
from tests.kpi.builders import NOW, a_section, a_workbook, an_indicator, typed


def read(content, section):
    return read_rows(read_table(content, sheet="実績"), room_of(section, now=NOW))


def found_in(content, section):
    return [(p.row, p.column, p.value, p.reason) for p in read(content, section).problems]


@pytest.mark.django_db
def test_every_mistake_is_told_with_its_row_column_value_and_remedy():
    an_indicator(name="再生紙の購入枚数")
    an_indicator(name="FAXの送受信件数")
    section = a_section()
    content = a_workbook(
        ("再生紙の購入枚数", "令和8年10月", "1,200枚"),
        ("FAXの送受信", "令和8年10月", 30),
        ("FAXの送受信件数", "令和8年12月", 30),
        ("FAXの送受信件数", "10月", -3),
        ("FAXの送受信件数", "令和8年9月", ""),
        ("FAXの送受信件数", "令和8年8月", 5, 10),
        ("FAXの送受信件数", "令和8年7月", 5.123),
    )

    assert found_in(content, section) == [
        (2, "値", "1,200枚", "数字ではありません。単位を付けずに、数だけを入力してください。"),
        (3, "指標", "FAXの送受信", "この名前の指標はありません。ひな形の名前を使ってください。"),
        (4, "期間", "令和8年12月", "まだ始まっていない期間です。期間を確かめてください。"),
        (5, "期間", "10月",
         "期間は 令和8年10月、令和8年度第2四半期、令和8年度 の形で入力してください。"),
        (5, "値", "-3", "0以上の数を入力してください。"),
        (6, "値", "", "空です。0のときは0を入力し、分からないときは行を消してください。"),
        (7, "値", "5", "分母は、割合の指標だけに入力します。"),
        (8, "値", "5.123", "小数は2けたまでの数にしてください。"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_same_figure_twice_and_a_change_without_a_reason_are_mistakes():
    indicator, section = an_indicator(name="再生紙の購入枚数"), a_section()
    typed(indicator, "2026-09", 100, section)
    content = a_workbook(
        ("再生紙の購入枚数", "令和8年10月", 5),
        ("再生紙の購入枚数", "2026-10", 6),
        ("再生紙の購入枚数", "令和8年9月", 90),
    )

    assert [(row, column) for row, column, _value, _reason in found_in(content, section)] == [
        (3, "期間"), (4, "訂正の理由"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_good_file_is_kept_until_somebody_says_yes_and_then_written_whole():
    paper, share = an_indicator(name="紙"), an_indicator(name="割合", kind=Kind.RATIO)
    typed(paper, "2026-09", 100, section := a_section())
    hanako = a_staff_member()
    content = a_workbook(
        ("紙", "令和8年10月", "１，２００", "", "伝票"),
        ("紙", "令和8年9月", 90, "", "", "転記の誤り"),
        ("割合", "令和8年10月", 20, 80),
        ("紙", "令和4年度", 30000, "", "決算"),
    )

    made = stage(read(content, section), section, file_name="10月.xlsx", by=hanako, now=NOW)
    assert Actual.objects.count() == 1

    assert take(made, by=hanako, now=NOW) == 4
    figures = {(a.indicator_id, a.span, str(a.starts_on)): a.value for a in Actual.objects.all()}
    assert figures == {
        (paper.pk, "month", "2026-10-01"): 1200,
        (paper.pk, "month", "2026-09-01"): 90,
        (paper.pk, "year", "2022-04-01"): 30000,
        (share.pk, "month", "2026-10-01"): 20,
    }
    assert ActualEntry.objects.filter(way="imported", by=hanako).count() == 4
    with pytest.raises(AlreadyTaken):
        take(made, by=hanako, now=NOW)


@pytest.mark.django_db
def test_a_value_that_changed_since_the_check_stops_the_whole_import():
    first, second = an_indicator(name="紙"), an_indicator(name="電話")
    section, hanako = a_section(), a_staff_member()
    content = a_workbook(("紙", "令和8年10月", 5), ("電話", "令和8年10月", 6))
    made = stage(read(content, section), section, file_name="a.xlsx", by=hanako, now=NOW)
    typed(second, "2026-10", 9, section)

    with pytest.raises(ChangedSinceChecked):
        take(made, by=hanako, now=NOW)

    assert not Actual.objects.filter(indicator=first).exists()
    assert ActualImport.objects.get().state == "ready"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_the_same_import_at_once_one_writes_it():
    an_indicator(name="紙")
    section, hanako = a_section(), a_staff_member()
    content = a_workbook(("紙", "令和8年10月", 5))
    made = stage(read(content, section), section, file_name="a.xlsx", by=hanako, now=NOW)
    start, results = threading.Barrier(2), []

    def take_it():
        try:
            start.wait()
            results.append(take(made, by=hanako, now=NOW))
        except AlreadyTaken:
            results.append(0)
        finally:
            connection.close()

    threads = [threading.Thread(target=take_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [0, 1]
    assert ActualEntry.objects.count() == 1


@pytest.mark.django_db
def test_the_template_holds_the_sections_indicators_and_can_be_read_back():
    an_indicator(name="紙")
    an_indicator(name="市の指標", by_section=False, span=Span.YEAR)
    section = a_section()
    room = room_of(section, now=NOW)

    table = read_table(template_file(room, ending="xlsx", now=NOW), sheet="実績")

    assert table.header == ["指標", "期間", "値", "分母", "根拠", "訂正の理由"]
    assert [cells for _row, cells in table.rows] == [["紙", "令和8年10月"]]


@pytest.mark.django_db
def test_a_city_file_names_departments_by_their_code():
    indicator = an_indicator(name="紙")
    section = a_section()
    header = ("部署コード", "指標", "期間", "値")
    content = a_workbook(
        (section.code, "紙", "令和8年10月", 5), ("", "紙", "令和4年度", 9),
        ("NO", "紙", "令和8年9月", 5), header=header,
    )  # fmt: skip
    assert [p.column for p in read(content, None).problems] == ["部署コード"]

    content = a_workbook(
        (section.code, "紙", "令和8年10月", 5), ("", "紙", "令和4年度", 9), header=header
    )
    made = stage(read(content, None), None, file_name="a", by=a_staff_member(), now=NOW)
    take(made, by=a_staff_member(), now=NOW)

    departments = Actual.objects.filter(indicator=indicator).values_list("department", "value")
    assert sorted(departments, key=str) == sorted([(section.pk, 5), (None, 9)], key=str)


@pytest.mark.django_db
def test_the_screen_shows_the_first_fifty_problems_and_keeps_nothing(client):
    an_indicator(name="紙")
    staff = a_staff_member(department=a_section())
    client.force_login(staff)
    content = a_workbook(*[("紙", "令和8年10月", "なし") for _ in range(70)])
    address = reverse("kpi:section_import", args=[staff.department_id])

    answer = client.post(
        address, {"submit_key": "k1", "file": SimpleUploadedFile("10月.xlsx", content)}
    )

    assert len(answer.context["problems"]) == 50
    assert "問題が70件あります" in answer.content.decode()
    assert not ActualImport.objects.exists()
    assert not Actual.objects.exists()


@pytest.mark.django_db
def test_the_same_sending_twice_is_one_import(client):
    an_indicator(name="紙")
    staff = a_staff_member(department=a_section())
    client.force_login(staff)
    address = reverse("kpi:section_import", args=[staff.department_id])
    content = a_workbook(("紙", "令和8年10月", 5))

    places = {
        client.post(
            address, {"submit_key": "k1", "file": SimpleUploadedFile("10月.xlsx", content)}
        ).url
        for _ in range(2)
    }

    assert (len(places), ActualImport.objects.count()) == (1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"a,b\n1,2\n"])
def test_a_file_that_is_none_is_refused_in_words(client, content):
    staff = a_staff_member(department=a_section())
    client.force_login(staff)
    address = reverse("kpi:section_import", args=[staff.department_id])

    answer = client.post(
        address, {"submit_key": "k", "file": SimpleUploadedFile("a.xlsx", content)}
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
