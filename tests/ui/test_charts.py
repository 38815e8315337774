import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from portal.period import fiscal_year_word
from portal.ui.charts import Chart, Series, bars, columns, heat, lines, meter, stacked, written
from portal.ui.charts.scale import scale_of

SVG = "{http://www.w3.org/2000/svg}"
KINDS = [columns, bars, lines, stacked, heat]
YEARS = ["令和4年度", "令和5年度", "令和6年度"]


def a_chart(**fields):
    values = {
        "id": "paper",
        "title": "再生紙の購入枚数",
        "labels": YEARS,
        "series": [Series("市役所", [1200, None, 640.5]), Series("図書館", [300, 200, "5未満"])],
        "unit": "枚",
        "target": 600,
        **fields,
    }
    return Chart(**values)


def rendered(drawing):
    return Template("{% load charts %}{% chart drawing %}").render(Context({"drawing": drawing}))


def parsed(svg):
    # What HTML needs no name space for, XML does.
    named = svg.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1)
    return ElementTree.fromstring(named)  # noqa: S314 - our own


def texts(svg):
    return [text.text for text in parsed(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", KINDS)
def test_every_picture_is_named_and_described_for_those_who_cannot_see_it(draw):
    drawing = draw(a_chart())

    root = parsed(drawing.svg)

    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "paper-title paper-desc"
    assert root.find(f"{SVG}title").text == "再生紙の購入枚数"
    assert root.find(f"{SVG}desc").text == drawing.summary


@pytest.mark.parametrize("draw", KINDS)
def test_every_picture_has_its_values_in_a_real_table(draw):
    html = rendered(draw(a_chart()))

    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', html)
    cells = {label: re.findall(r"<td data-figure>(.*?)</td>", row) for label, row in rows}
    assert "表で見る" in html
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html) == ["年度", "市役所", "図書館"]
    assert cells == {
        "令和4年度": ["1,200枚", "300枚"],
        "令和5年度": ["未入力", "200枚"],
        "令和6年度": ["640.5枚", "5未満"],
    }


@pytest.mark.parametrize("draw", KINDS)
def test_no_picture_needs_a_style_or_a_script(draw):
    svg = draw(a_chart()).svg

    assert re.findall(r"\sstyle=|<script|\son\w+=|href=", svg) == []


@pytest.mark.parametrize("draw", KINDS)
def test_words_of_people_cannot_become_markup(draw):
    html = rendered(draw(a_chart(title="<b>題</b>", labels=["<i>", '"', "&"], unit="<u>")))

    assert re.findall(r"<[biu]>", html) == []
    parsed(re.search(r"<svg class=\"dx-chart__picture\".*?</svg>", html, re.S)[0])


@pytest.mark.parametrize("draw", [columns, stacked])
def test_series_differ_by_their_pattern_and_not_by_colour_alone(draw):
    grounds = list(parsed(draw(a_chart()).svg).iter(f"{SVG}pattern"))

    drawn = [ElementTree.tostring(ground[1]) if len(ground) > 1 else b"" for ground in grounds]
    assert len(set(drawn)) == 2


def test_lines_differ_by_the_shape_of_their_points():
    points = parsed(lines(a_chart()).svg).iter(f"{SVG}path")

    shapes = {
        (point.get("data-series"), re.sub(r"^M[-\d. ]+", "", point.get("d")))
        for point in points
        if point.get("class") == "dx-chart__point"
    }
    assert len(shapes) == len({series for series, _shape in shapes}) == 2


def test_a_line_is_not_drawn_over_a_gap():
    drawn = lines(a_chart(series=[Series("市役所", [1, 2, None, 4, 5])], labels=list("abcde")))

    runs = [
        path.get("d").count("L")
        for path in parsed(drawn.svg).iter(f"{SVG}path")
        if path.get("class") == "dx-chart__line"
    ]
    assert runs == [1, 1]


@pytest.mark.parametrize("draw", [columns, bars, lines, stacked])
def test_the_target_is_a_named_line_and_stands_above_the_table(draw):
    drawing = draw(a_chart())

    assert "目標 600枚" in texts(drawing.svg)
    assert "dx-chart__rule--target" in drawing.svg
    assert "<caption>再生紙の購入枚数（目標 600枚）</caption>" in rendered(drawing)


def test_what_was_not_entered_is_a_word_and_never_a_zero():
    drawn = bars(a_chart(series=[Series("枚数", [None, 0, "5未満"])]))

    shown = texts(drawn.svg)
    assert [word for word in shown if word in {"未入力", "0枚", "5未満"}] == [
        "未入力",
        "0枚",
        "5未満",
    ]


def test_the_summary_says_where_it_began_where_it_stands_and_where_it_should_be():
    one = columns(a_chart(series=[Series("枚数", [1200, None, 640])]))
    none = columns(a_chart(series=[Series("枚数", [None, None, None])], target=None))

    assert one.summary == "令和4年度 1,200枚から、令和6年度 640枚。目標 600枚。"
    assert none.summary == "まだ入力がありません。"


@pytest.mark.parametrize("draw", KINDS)
def test_a_picture_without_any_value_can_be_drawn(draw):
    drawing = draw(a_chart(series=[Series("枚数", [None, None, None])], target=None))

    assert parsed(drawing.svg) is not None


@pytest.mark.parametrize("draw", [columns, bars, lines])
def test_falling_values_are_drawn_below_zero_inside_the_picture(draw):
    drawing = draw(a_chart(series=[Series("増減", [-50, 20, -10])], target=-50, unit="%"))

    root = parsed(drawing.svg)
    height = float(root.get("viewBox").split()[3])
    places = [float(rule.get(key)) for rule in root.iter(f"{SVG}line") for key in ("y1", "y2")]
    assert "-50%" in drawing.rows[0][1]
    assert all(0 <= place <= height for place in places)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([640], [0, 200, 400, 600, 800]),
        ([0.4], [0, 0.1, 0.2, 0.3, 0.4]),
        ([-50, 20], [-60, -40, -20, 0, 20]),
        ([0.9], [0, 0.25, 0.5, 0.75, 1]),
        ([3, 1], [0, 1, 2, 3]),
        ([9], [0, 3, 6, 9]),
        ([], [0, 1]),
    ],
)
def test_axes_have_round_numbers_and_show_zero(values, wanted):
    assert scale_of(values, 0, 100).ticks() == wanted


def test_labels_that_do_not_fit_are_left_out_from_the_first_but_never_the_last():
    days = [f"令和8年{month}月分" for month in range(1, 13)]

    shown = texts(columns(a_chart(labels=days, series=[Series("件", list(range(12)))])).svg)

    left = [word for word in shown if word in days]
    assert left[-1] == days[-1]
    assert 1 < len(left) < 12


@pytest.mark.parametrize(
    ("value", "words"),
    [(1234.5, "1,234.5枚"), (0, "0枚"), (-0.001, "0枚"), (None, "未入力"), ("5未満", "5未満")],
)
def test_a_value_is_written_as_people_read_it(value, words):
    assert written(value, "枚") == words


@pytest.mark.parametrize(
    ("value", "maximum", "words", "full"),
    [(2, 5, "2 / 5", 2), (None, 5, "未入力", 0), (3.5, 5, "3.5 / 5", 4), (30, 120, "30 / 120", 1)],
)
def test_a_meter_says_how_far_in_boxes_and_in_words(value, maximum, words, full):
    made = meter("習得", value, maximum)

    assert made.words == words
    assert made.svg.count('data-state="full"') == full


def test_axes_speak_of_fiscal_years_in_wareki():
    assert [fiscal_year_word(year) for year in (2018, 2019, 2026)] == [
        "平成30年度",
        "令和元年度",
        "令和8年度",
    ]


@pytest.mark.parametrize("draw", KINDS)
def test_a_long_name_is_cut_in_the_picture_and_whole_in_the_table(draw):
    name = "情報システム高度化推進統括調整官付データ利活用専門調査室" * 3
    drawing = draw(a_chart(labels=["総務課", name, "税務課"], target=None))

    shown = texts(drawing.svg)
    assert [words for words in shown if words.endswith("…") and name.startswith(words[:-1])]
    assert {"総務課", "税務課"} < set(shown)
    assert [label for label, _values in drawing.rows] == ["総務課", name, "税務課"]
