"""What an indicator means: versions, exactly as the plan says, nothing made up."""

from datetime import date
from decimal import Decimal

import pytest

from portal.kpi.boards import city_lines
from portal.kpi.defining import (
    AppliesTooEarly,
    Change,
    DefinedMeanwhile,
    KindIsSettled,
    Meaning,
    NothingChanged,
    ReasonForChangeMissing,
    TargetDoesNotFit,
    check_target,
    close_indicator,
    meaning_of,
    redefine,
)
from portal.kpi.loading import load_indicators
from portal.kpi.models import Actual, Definition, Indicator, Kind
from portal.kpi.standing import target_words
from tests.builders import a_staff_member
from tests.kpi.builders import NOW, TODAY, an_indicator, filled

CHANGED = Change("名称の変更", date(2026, 4, 1))


def present(indicator):
    return indicator.definitions.order_by("-number")[0]


@pytest.mark.django_db
def test_a_figure_keeps_its_history_when_its_name_changes():
    indicator = an_indicator(name="手続きの満足度", kind=Kind.MULTIPLE)
    filled(indicator, 2025, 30)
    meaning = meaning_of(present(indicator))._replace(name="手続の満足度")

    made = redefine(indicator, meaning, CHANGED, seen=1, by=a_staff_member(), now=NOW)

    assert [each.name for each in indicator.definitions.order_by("number")] == [
        "手続きの満足度", "手続の満足度",
    ]  # fmt: skip
    assert (made.number, made.reason, made.applies_on) == (2, "名称の変更", date(2026, 4, 1))
    line = city_lines(TODAY)[0]
    assert (line.definition.name, line.years[2025].value) == ("手続の満足度", 30)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "change", "seen", "refusal"),
    [
        ("name", "新", CHANGED, 7, DefinedMeanwhile),
        ("unit", "枚", CHANGED, 1, NothingChanged),
        ("name", "新", Change(" ", date(2026, 4, 1)), 1, ReasonForChangeMissing),
        ("name", "新", Change("理由", None), 1, ReasonForChangeMissing),
        ("kind", Kind.ABOLISH, CHANGED, 1, KindIsSettled),
        ("target_value", Decimal(0), CHANGED, 1, TargetDoesNotFit),
    ],
)
def test_a_change_that_is_refused_adds_nothing(field, value, change, seen, refusal):
    indicator = an_indicator(kind=Kind.CHANGE)
    meaning = meaning_of(present(indicator))._replace(**{field: value})

    with pytest.raises(refusal):
        redefine(indicator, meaning, change, seen=seen, by=None, now=NOW)

    assert indicator.definitions.count() == 1


@pytest.mark.django_db
def test_definitions_follow_each_other_in_time():
    indicator = an_indicator()
    meaning = meaning_of(present(indicator))
    redefine(indicator, meaning._replace(name="二"), CHANGED, seen=1, by=None, now=NOW)

    with pytest.raises(AppliesTooEarly):
        redefine(indicator, meaning._replace(name="三"), CHANGED, seen=2, by=None, now=NOW)


@pytest.mark.parametrize(
    ("kind", "value", "base_year", "is_fine"),
    [
        (Kind.CHANGE, "-50", 2022, True), (Kind.CHANGE, "-50", None, False),
        (Kind.CHANGE, None, 2022, False), (Kind.CHANGE, "-101", 2022, False),
        (Kind.MULTIPLE, "1.5", 2023, True), (Kind.MULTIPLE, "0", 2023, False),
        (Kind.RATIO, None, None, True), (Kind.RATIO, "45", None, True),
        (Kind.RATIO, "101", None, False), (Kind.COUNT, "-3", None, True),
        (Kind.ABOLISH, None, None, True), (Kind.ABOLISH, "0", None, False),
        (Kind.INTRODUCE, None, None, True), (Kind.INTRODUCE, "1", None, False),
    ],
)  # fmt: skip
def test_each_kind_has_its_own_targets(kind, value, base_year, is_fine):
    meaning = Meaning(
        "名前", kind, base_year=base_year, target_value=None if value is None else Decimal(value)
    )

    if is_fine:
        check_target(meaning)
    else:
        with pytest.raises(TargetDoesNotFit):
            check_target(meaning)


@pytest.mark.django_db
def test_the_plans_indicators_come_as_the_plan_states_them_and_without_a_single_value():
    assert load_indicators(now=NOW) == 13
    assert load_indicators(now=NOW) == 0

    lines = {line.indicator.slug: line for line in city_lines(TODAY)}
    stated = {
        slug: (line.definition.name, target_words(line.definition), line.definition.base_year,
               line.definition.target_year)
        for slug, line in lines.items()
    }  # fmt: skip
    assert stated == {
        "paper": ("再生紙の購入枚数", "50％減", 2022, 2026),
        "fax": ("FAXの送受信件数", "50％減", 2022, 2026),
        "seal": ("庁内文書への押印", "完全廃止", None, 2026),
        "online-payment": ("利用料・手数料等へのオンライン決済", "新規導入", None, 2026),
        "chat": ("庁内チャットの利用件数", "50％増", 2023, 2026),
        "satisfaction": ("デジタル手続の市民の満足度", "1.5倍", 2023, 2026),
        "online-procedures": ("オンライン申請できる手続の割合", "数値の目標なし", None, None),
        "project-line": ("LINE活用プロジェクト", "新規導入", None, 2024),
        "project-smart": ("スマート申請プロジェクト", "新規導入", None, 2024),
        "project-counter": ("窓口改革プロジェクト", "新規導入", None, 2024),
        "project-online": ("オンライン申請拡大プロジェクト", "新規導入", None, 2025),
        "smartphone-classes": ("スマートフォン体験会の開催", "数値の目標なし", None, None),
        "smartphone-learners": ("スマートフォン体験会の参加者", "数値の目標なし", None, None),
    }
    assert not Actual.objects.exists()
    assert lines["project-counter"].standing.verdict.label == "要確認"
    before = Definition.objects.filter(indicator__slug="project-counter").order_by("number")
    assert [each.target_year for each in before] == [2026, 2024]


@pytest.mark.django_db
def test_what_an_editor_changed_is_not_loaded_over():
    load_indicators(now=NOW)
    paper = Indicator.objects.get(slug="paper")
    meaning = meaning_of(present(paper))._replace(name="用紙の購入枚数")
    redefine(paper, meaning, CHANGED, seen=1, by=None, now=NOW)

    load_indicators(now=NOW)

    assert present(paper).name == "用紙の購入枚数"


@pytest.mark.django_db
def test_an_indicator_that_is_closed_leaves_the_board_and_keeps_its_figures():
    indicator, officer = an_indicator(), a_staff_member()
    filled(indicator, 2025, 3)

    close_indicator(indicator, is_closed=True, by=officer)
    close_indicator(indicator, is_closed=True, by=officer)
    assert (city_lines(TODAY), Actual.objects.count()) == ([], 1)

    close_indicator(indicator, is_closed=False, by=officer)
    assert [line.years[2025].value for line in city_lines(TODAY)] == [3]
