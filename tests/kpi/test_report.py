"""The page for 本部会議: short, complete, and without a single value that nobody typed."""

import re

import pytest
from django.urls import reverse

from portal.kpi.loading import load_indicators
from portal.kpi.models import Indicator
from portal.kpi.reporting import report_on, report_paper
from portal.kpi.reviewing import record_decision
from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.kpi.builders import NOW, TODAY, a_section, an_indicator, filled


@pytest.mark.django_db
def test_before_anybody_types_every_value_is_called_unknown():
    load_indicators(now=NOW)

    report = report_on(TODAY)

    rows = {row.name: row for _label, rows in report.groups for row in rows}
    assert len(rows) == 13
    assert {row.latest for row in rows.values()} == {"未入力"}
    assert {row.base for row in rows.values()} == {"未入力", "なし"}
    assert report.known == "13指標のうち、実績が入力されているのは0指標です。"
    assert [row.name for row in report.attention] == [
        "LINE活用プロジェクト", "スマート申請プロジェクト", "窓口改革プロジェクト",
        "オンライン申請拡大プロジェクト",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_row_says_target_base_and_latest_figure():
    load_indicators(now=NOW)
    paper = Indicator.objects.get(slug="paper")
    filled(paper, 2022, 1000)
    filled(paper, 2025, 700, a_section())

    row = report_on(TODAY).groups[0][1][0]

    assert row[1:5] == (
        "再生紙の購入枚数", "令和8年度までに50％減（令和4年度比）", "1,000枚", "令和7年度 700枚",
    )  # fmt: skip


@pytest.mark.django_db
def test_the_paper_is_one_sheet():
    load_indicators(now=NOW)
    for number in range(8):
        decided = {"title": f"決定{number}", "decided_on": TODAY, "due_on": NOW.date()}
        record_decision(decided, by=a_staff_member(), now=NOW)
    for slug in Indicator.objects.values_list("slug", flat=True):
        filled(Indicator.objects.get(slug=slug), 2026, 1)

    report = report_on(TODAY)
    content = report_paper(report)

    assert report.decisions[0] == "決定0（担当 未定、11月20日まで）"
    assert len(report.decisions) == 5

    assert content.startswith(b"%PDF")
    assert re.search(rb"/Count (\d+)", content)[1] == b"1"


@pytest.mark.django_db
def test_everybody_reads_the_page_and_some_take_the_paper(client):
    an_indicator("paper", name="紙")
    client.force_login(a_staff_member())
    assert "本部会議" in client.get(reverse("kpi:report")).content.decode()
    assert client.get(reverse("kpi:report_pdf")).status_code == 404

    client.force_login(a_staff_member(role=Role.OFFICER))
    answer = client.get(reverse("kpi:report_pdf"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
