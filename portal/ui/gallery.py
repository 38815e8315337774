"""Sample values for the component gallery."""

from datetime import date

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator

from portal.period import fiscal_year_word
from portal.ui.charts import Chart, Series, bars, columns, heat, lines, stacked
from portal.ui.markdown_field import MarkdownField
from portal.ui.tones import TONE_ICONS


class SampleForm(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="自治体の名前", help_text="例：福井県あわら市")
    summary = forms.CharField(
        label="要約", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    story = MarkdownField(label="くわしい内容", limit=2000, required=False)
    prefecture = forms.ChoiceField(
        label="都道府県", choices=[("", "選んでください"), ("18", "福井県"), ("13", "東京都")]
    )
    cost = forms.ChoiceField(
        label="費用",
        choices=[("known", "金額あり"), ("none", "費用なし"), ("unknown", "記載なし")],
        widget=forms.RadioSelect,
    )
    five_less = forms.MultipleChoiceField(
        label="5つのレス",
        choices=[("paper", "ペーパレス"), ("fax", "FAXレス"), ("seal", "はんこレス")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    verified_on = forms.DateField(
        label="最後に確認した日", help_text="例：2026-11-20", required=False
    )


SECTIONS = [
    ("sample-buttons", "ボタンとリンク"),
    ("sample-words", "状態を表す言葉"),
    ("sample-figures", "日付と数字"),
    ("sample-tones", "色調"),
    ("sample-notices", "知らせ"),
    ("sample-cards", "カードと事実の表"),
    ("sample-disclosure", "開いて読む"),
    ("sample-search", "検索と結果"),
    ("sample-table", "表"),
    ("sample-empty", "何もないとき"),
    ("sample-charts", "数字の図"),
    ("sample-forms", "入力"),
]
TONE_WORDS = {
    "info": "お知らせ",
    "positive": "資料で確認済み",
    "caution": "要確認",
    "negative": "受付終了",
    "wanted": "情報募集中",
    "own": "市の判断",
    "neutral": "未確認",
}


def samples(*, refused: bool) -> dict:
    """Context of the gallery page. ``refused``: the form as it looks after a failed attempt."""
    answers = {"name": "", "cost": "other", "verified_on": "あした"} if refused else None
    return {
        "tones": [(tone, TONE_WORDS[tone]) for tone in TONE_ICONS],
        "facets": [
            {"value": "18", "label": "福井県", "count": 1, "checked": True},
            {"value": "06", "label": "山形県", "count": 2, "checked": False},
            {"value": "13", "label": "東京都", "count": 1204, "checked": False},
            {"value": "47", "label": "沖縄県", "count": 0, "checked": False},
        ],
        "facts": ["福井県あわら市", "人口 未確認", "②若手や現場の声", "費用 記載なし"],
        "message": Message(messages.SUCCESS, "保存しました。"),
        "both": {
            "differences": [
                {"label": "要約", "theirs": "募集は年2回です。", "ours": "募集は年に2回あります。"}
            ]
        },
        "case": {
            "title": "書かない窓口で、住所を1度だけ聞く",
            "url": "#sample-search",
            "municipality": {"full_name": "福井県あわら市"},
            "summary": "新しい事例を並べるときの1件です。",
        },
        "ways": [{"url": "#sample-forms", "description": "回復コードを使う"}],
        "statuses": [("caution", "要確認 3点"), ("wanted", "情報募集中")],
        "foot": ["出典 総務省 2023年4月", "最終確認 2026年11月", "3人の役に立ちました"],
        "sections": SECTIONS,
        "page": Paginator(range(1234), 20).page(7),
        "drawings": drawings(),
        "form": SampleForm(answers),
        "day": date(2026, 11, 20),
        "population": 27524,
    }


def drawings() -> list:
    """One picture of every kind. The values are samples, as the gallery says."""
    years = [fiscal_year_word(year) for year in range(2022, 2027)]
    paper = Series("再生紙", [1200, 1050, None, 820, 640])
    chat = Series("窓口", [400, 520, 610, 700, 910])
    other = Series("ほかの課", [100, 180, 260, 420, 500])
    sections = ["市民課", "とても長い名前の部署でも折り返さずに読める課", "福祉課"]
    areas = [Series(name, [4.2, 3.1, "5未満"]) for name in ("表計算", "統計")]
    return [
        columns(Chart("sample-columns", "上向きの棒", years, [paper], "枚", target=600)),
        bars(
            Chart("sample-bars", "横向きの棒", sections, [Series("件数", [320, 180, None])], "件")
        ),
        lines(Chart("sample-lines", "線", years, [chat, other], "件", target=800)),
        stacked(Chart("sample-stacked", "積み上げ", years, [chat, other], "件")),
        heat(Chart("sample-heat", "濃淡の表", sections[::2] + ["DX課"], areas, "点", axis="部署")),
    ]
