"""What years, sections and the city come to, and how that stands against the target."""

from decimal import Decimal

import pytest

from portal.kpi.boards import city_line, section_lines
from portal.kpi.models import Kind, Span
from portal.kpi.standing import goal_of, progress, sentence, target_words, value_words
from portal.kpi.times import months_of
from tests.kpi.builders import TODAY, a_section, an_indicator, filled, typed


def year(indicator, number=2026):
    return city_line(indicator, TODAY).years[number]


@pytest.mark.django_db
def test_months_add_up_and_say_how_many_they_are():
    indicator, section = an_indicator(), a_section()
    for month in ("2026-04", "2026-05"):
        typed(indicator, month, 100, section)

    figure = year(indicator)

    assert (figure.value, figure.months, figure.sections, figure.expected) == (200, 2, 0, 1)
    assert not figure.is_whole


@pytest.mark.django_db
def test_a_full_year_of_every_section_is_whole():
    indicator, first, second = an_indicator(), a_section(), a_section()
    for month in months_of(2025):
        typed(indicator, month.code, 10, first)
    typed(indicator, "2025", 80, second)

    figure = year(indicator, 2025)

    assert (figure.value, figure.sections, figure.expected) == (200, 2, 2)
    assert figure.is_whole


@pytest.mark.django_db
def test_the_figure_of_a_year_stands_before_months_that_were_entered_too():
    indicator, section = an_indicator(), a_section()
    typed(indicator, "2025-04", 10, section)
    typed(indicator, "2025", 300, section)

    assert year(indicator, 2025).value == 300


@pytest.mark.django_db
def test_the_citys_own_full_year_stands_before_the_sum_of_sections():
    indicator, section = an_indicator(), a_section()
    filled(indicator, 2022, 70, section)
    filled(indicator, 2022, 1000)

    assert year(indicator, 2022).value == 1000


@pytest.mark.django_db
def test_a_share_is_counted_from_all_parts_and_wholes():
    indicator = an_indicator(kind=Kind.RATIO, unit="")
    typed(indicator, "2026-04", 10, a_section(), out_of=100)
    typed(indicator, "2026-04", 30, a_section(), out_of=100)

    assert year(indicator).value == 20


@pytest.mark.django_db
def test_of_stages_the_furthest_counts():
    indicator = an_indicator(kind=Kind.INTRODUCE, unit="")
    typed(indicator, "2026-04", 1, a_section())
    typed(indicator, "2026-05", 2, a_section())

    line = city_line(indicator, TODAY)

    assert line.years[2026].value == 2
    assert (line.standing.verdict.tone, line.standing.verdict.label) == ("positive", "導入")


@pytest.mark.django_db
def test_a_department_that_ended_is_not_waited_for():
    indicator, section = an_indicator(), a_section()
    a_section(ends_on=TODAY.replace(year=2024))
    above = a_section()
    section.parent = above
    section.save()

    filled(indicator, 2025, 5, section)

    assert year(indicator, 2025).expected == 1


CASES = [
    (Kind.CHANGE, {}, {}, "wanted", "基準値 未入力"),
    (Kind.CHANGE, {2022: 1000}, {}, "wanted", "実績 未入力"),
    (Kind.CHANGE, {2022: 1000, 2025: 500}, {}, "positive", "目標に達しています"),
    (Kind.CHANGE, {2022: 1000, 2025: 501}, {}, "caution", "目標に向けて"),
    (Kind.CHANGE, {2022: 1000, 2025: 700}, {"target_year": 2025}, "negative",
     "目標に届きませんでした"),
    (Kind.CHANGE, {2022: 1000, 2025: 1500}, {"target_value": Decimal(50)}, "positive",
     "目標に達しています"),
    (Kind.CHANGE, {2022: 1000, 2025: 1400}, {"target_value": Decimal(50)}, "caution",
     "目標に向けて"),
    (Kind.ABOLISH, {2025: 1}, {}, "caution", "目標に向けて"),
    (Kind.ABOLISH, {2025: 0}, {}, "positive", "目標に達しています"),
    (Kind.MULTIPLE, {2023: 20, 2026: 30}, {}, "positive", "目標に達しています"),
    (Kind.MULTIPLE, {2023: 20, 2026: 29}, {}, "caution", "目標に向けて"),
    (Kind.MULTIPLE, {2026: 29}, {}, "wanted", "基準値 未入力"),
    (Kind.COUNT, {2025: 10}, {}, "neutral", "数値の目標なし"),
    (Kind.COUNT, {2025: 10}, {"target_value": Decimal(10)}, "positive", "目標に達しています"),
    (Kind.COUNT, {2025: 10}, {"target_value": Decimal(9), "is_lower_better": True}, "caution",
     "目標に向けて"),
    (Kind.INTRODUCE, {}, {}, "wanted", "実績 未入力"),
    (Kind.INTRODUCE, {}, {"target_year": 2024}, "caution", "要確認"),
    (Kind.INTRODUCE, {2025: 1}, {}, "info", "導入検討"),
    (Kind.INTRODUCE, {2025: 1}, {"target_year": 2024}, "negative", "導入検討"),
    (Kind.INTRODUCE, {2025: 3}, {"target_year": 2024}, "positive", "運用"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "values", "fields", "tone", "label"), CASES)
def test_how_an_indicator_stands(kind, values, fields, tone, label):
    indicator = an_indicator(kind=kind, by_section=False, span=Span.YEAR, **fields)
    for number, value in values.items():
        filled(indicator, number, value)

    verdict = city_line(indicator, TODAY).standing.verdict

    assert (verdict.tone, verdict.label) == (tone, label)


@pytest.mark.django_db
def test_an_unfinished_year_is_not_compared():
    indicator, section = an_indicator(kind=Kind.CHANGE), a_section()
    filled(indicator, 2022, 1000)
    typed(indicator, "2026-10", 3, section)

    standing = city_line(indicator, TODAY).standing

    assert (standing.verdict.label, standing.goal) == ("入力の途中", 500)
    assert standing.verdict.words == "1か月分、1年分そろった課 0/1"


@pytest.mark.django_db
def test_the_sentence_says_what_the_plan_says_and_what_is_missing():
    indicator = an_indicator(kind=Kind.CHANGE, name="再生紙の購入枚数")
    line = city_line(indicator, TODAY)

    assert sentence(line.standing) == (
        "再生紙の購入枚数 令和8年度の目標 50％減（令和4年度比）。基準値は未入力です。"
    )
    filled(indicator, 2022, 1000)
    assert sentence(city_line(indicator, TODAY).standing).endswith("基準値は1,000枚です。")
    assert goal_of(line.definition, year(indicator, 2022)) == 500
    assert target_words(line.definition) == "50％減"
    assert value_words(line.definition, None) == "未入力"


@pytest.mark.django_db
def test_people_under_five_are_hidden_in_the_city_and_in_the_section():
    indicator = an_indicator(counts_people=True, span=Span.YEAR, unit="人")
    sections = [a_section() for _ in range(4)]
    for section, people in zip(sections, [3, 12, 6, 40], strict=True):
        filled(indicator, 2025, people, section)

    assert year(indicator, 2025).value == 61
    shown = [
        value_words(line.definition, line.years[2025].value)
        for section in sections
        for line in section_lines(section, TODAY)
    ]
    assert shown == ["5未満", "12人", "非表示", "40人"] or shown == [
        "5未満",
        "12人",
        "5未満",
        "40人",
    ]


@pytest.mark.django_db
def test_a_department_shows_the_sum_of_those_below_it():
    above = a_section("部")
    first, second = a_section(parent=above), a_section(parent=above)
    indicator = an_indicator()
    filled(indicator, 2025, 5, first)
    filled(indicator, 2025, 7, second)
    filled(indicator, 2025, 100, a_section())

    assert section_lines(above, TODAY)[0].years[2025].value == 12
    assert section_lines(first, TODAY)[0].years[2025].value == 5


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        (
            Kind.CHANGE,
            {2022: 48000, 2025: 25380},
            "令和7年度は25,380枚、令和4年度比 47.1％減です。",
        ),
        (Kind.CHANGE, {2022: 100, 2024: 100}, "令和6年度は100枚、令和4年度比 増減なしです。"),
        (Kind.CHANGE, {2022: 100, 2025: 150}, "令和7年度は150枚、令和4年度比 50％増です。"),
        (Kind.MULTIPLE, {2023: 20, 2026: 30}, "令和8年度は30枚、令和5年度の1.5倍です。"),
        (Kind.CHANGE, {2022: 0, 2025: 1}, ""),
        (Kind.CHANGE, {2025: 1}, ""),
        (Kind.COUNT, {2025: 1}, ""),
    ],
)
def test_the_last_full_year_is_compared_with_the_base_year(kind, values, words):
    indicator = an_indicator(kind=kind, by_section=False, span=Span.YEAR)
    for number, value in values.items():
        filled(indicator, number, value)

    line = city_line(indicator, TODAY)

    assert progress(line.definition, line.years) == words
