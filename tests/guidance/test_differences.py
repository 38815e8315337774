"""All 34 differences between 1.0版（案） and 2.0版 that were found by hand are found by the diff.

The table is a copy of its own: kind, chapter, words of the old and of the new edition (None: the
edition has no such passage), and how many passages.
"""

import pytest

from portal.guidance.comparing import changes_between
from portal.guidance.freezing import passages_of
from portal.guidance.models import Edition

SAME = "変更なし"
TRANSCRIPT = "文字化の誤り（案）"
DIFFERENCES = {
    "D01": (
        "表題",
        "表紙",
        "（仮称）東大和市DXプラン（案）【1.0版】",
        "東大和市ＤＸプラン【第2.0版】",
        1,
    ),
    "D02": ("追加", "第3章", None, "申請が年100件以上ある手続", 1),
    "D02 target": ("追加", "第3章", None, "令和7年度", 1),
    "D03": ("目標時期", "第3章", "令和7年度", "令和6年度", 1),
    "D04": ("目標時期", "第3章", "令和8年度", "令和6年度", 1),
    "D05": (SAME, "第3章", "令和6年度", "令和6年度", 1),
    "D06 chapter 5": ("組織名", "第5章", "デジタル政策課", "DX課", 2),
    "D06 chapter 7": ("組織名", "第7章", "デジタル政策課", "DX課", 4),
    "D07": (
        "会議の構成員",
        "第7章",
        "部長・参事",
        "教育長・部長・担当部長及び議会事務局長",
        1,
    ),
    "D08, D09": ("環境整備の状況", "第6章", "令和5年度予定", "令和5年度済", 2),
    "D10": (SAME, "第6章", "令和5年度予定", "令和5年度予定", 1),
    "D11": (SAME, "第6章", "令和6年度予定", "令和6年度予定", 3),
    "D12": (SAME, "第6章", "令和7年度予定", "令和7年度予定", 1),
    "D13 chapter 2": ("用語", "第2章", "手続き", "手続", 3),
    "D13 chapter 3": ("用語", "第3章", "手続き", "手続", 4),
    "D14 chapter 1": ("文言", "第1章", "かねばなりません", "かなければなりません", 1),
    "D14 chapter 5": ("文言", "第5章", "かねばならない", "かなければならない", 1),
    "D15": ("文言", "第6章", "感じることが出来る", "感じることができる", 1),
    "D16": ("文言", "第7章", "各課選出とはせず、", "各課選出とはせずに、", 1),
    "D17": (
        "文言（誤記の可能性）",
        "第6章",
        "新しい事業などに取り組んでいます",
        "新しい事業などを取り組んでいます",
        1,
    ),
    "D18": (
        "文言",
        "第4章",
        "困りごとの解決と一緒に取り組む",
        "困りごとの解決に一緒になって取り組む",
        1,
    ),
    "D19": ("表記", "第5章", "ペーパーレス", "ペーパレス", 1),
    "D20": ("表記", "第6章", "グループウェア", "グループウエア", 1),
    "D21": ("表記", "表紙", "DX、半角数字", "ＤＸ、全角数字が混在", 1),
    "D22": ("目次・頁", "表紙", "第4章 13", "改訂履歴 30", 1),
    "D23": ("追加", "巻末", None, "改定履歴の頁", 1),
    "D24": ("削除", "表紙", "パブリックコメント対象外", None, 1),
    "D25": ("図の文字", "第2章", None, "計画の関係図", 1),
    "D26": ("図の残り文字", "第3章", None, "測定するための指標（KPI）", 1),
    "D27": ("配置", "第2章", "新規策定→策定済の順", "策定済→新規策定の順の箇所がある", 1),
    "D28": (TRANSCRIPT, "第3章", "一齐に配信", "一斉に配信", 1),
    "D29": (TRANSCRIPT, "第2章", "ものとしします", "ものとします", 1),
    "D30": (TRANSCRIPT, "第4章", "デジタルデバイス", "デジタルデバイド", 1),
    "D31": (TRANSCRIPT, "第5章", "持つ／持つとう", "３つの心得を持とう", 1),
    "D32": (TRANSCRIPT, "第6章", "市内無線LAN", "庁内無線LAN", 1),
    "D33": (
        "両版に残る不統一",
        "第7章",
        "DXリーダー／DX推進員",
        "DXリーダー／DX推進員",
        1,
    ),
    "D34": ("両版に残る疑義", "第7章", "一般社団法人", "一般社団法人", 1),
}


@pytest.fixture
def found(db, content):
    old, new = (Edition.objects.get(guide__slug="plan", code=code) for code in ("1.0-draft", "2.0"))
    return changes_between(passages_of(old), passages_of(new))


def has(text, words):
    return text is None if words is None else text is not None and words in text


def matching(found, kind, chapter, old, new):
    return [
        change
        for change in found
        if change.kind == kind
        and change.chapter.startswith(chapter)
        and has(change.was, old)
        and has(change.now, new)
    ]


def test_all_34_differences_stand_in_the_list(found):
    counts = {name: len(matching(found, *row[:4])) for name, row in DIFFERENCES.items()}

    assert counts == {name: row[4] for name, row in DIFFERENCES.items()}


def test_the_table_covers_34_numbers():
    numbers = {f"D{n:02}" for n in range(1, 35)}
    named = {part.split()[0] for name in DIFFERENCES for part in name.split(", ")}

    assert named == numbers


def test_the_list_holds_nothing_that_nobody_found_by_hand(found):
    expected = [change for row in DIFFERENCES.values() for change in matching(found, *row[:4])]
    # The rest of the new project: its issues and its effect.
    beside = ["project-4-now", "project-4-effect"]

    assert {each.key for each in found} - {each.key for each in expected} == set(beside)


def test_every_change_of_a_text_is_marked(found):
    unmarked = [
        change.key
        for change in found
        if change.is_change and not ("<ins>" in change.now_marked or "<del>" in change.was_marked)
    ]

    assert unmarked == []
