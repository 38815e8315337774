"""Typing figures: kept forever, corrected with a reason, never over another's unseen."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from portal.audit.models import AuditEvent
from portal.kpi.entering import (
    NOTHING,
    EnteredMeanwhile,
    Figure,
    NoSuchSpan,
    NotANumberOfThis,
    ReasonMissing,
    TooEarly,
    check_figure,
)
from portal.kpi.models import Actual, ActualEntry, Kind, Span
from tests.builders import a_staff_member
from tests.kpi.builders import NOW, a_section, an_indicator, typed


@pytest.mark.django_db
def test_a_figure_keeps_who_typed_it_when_and_on_what_grounds():
    section, hanako, indicator = a_section(), a_staff_member(name="花子"), an_indicator()

    actual = typed(indicator, "2026-10", 120, section, by=hanako, evidence="購入伝票")

    entry = actual.entries.get()
    assert (actual.value, actual.fiscal_year) == (120, 2026)
    assert (entry.by, entry.at, entry.evidence, entry.way) == (hanako, NOW, "購入伝票", "typed")
    assert AuditEvent.objects.get(action="kpi.actual.entered").details == {
        "indicator": indicator.slug,
        "time": "2026-10",
    }


@pytest.mark.django_db
def test_a_correction_needs_a_reason_and_keeps_what_stood_there():
    indicator, section = an_indicator(), a_section()
    typed(indicator, "2026-10", 120, section)

    with pytest.raises(ReasonMissing):
        typed(indicator, "2026-10", 130, section, seen=Figure(Decimal(120)))
    assert Actual.objects.get().value == 120

    later = NOW + timedelta(hours=1)
    typed(
        indicator,
        "2026-10",
        130,
        section,
        seen=Figure(Decimal(120)),
        reason="転記の誤り",
        now=later,
    )

    entries = ActualEntry.objects.order_by("pk")
    assert [(each.value, each.reason) for each in entries] == [(120, ""), (130, "転記の誤り")]
    assert Actual.objects.get().value == 130


@pytest.mark.django_db
def test_a_figure_may_be_taken_back_and_the_entry_stays():
    indicator, section = an_indicator(), a_section()
    typed(indicator, "2026-10", 120, section)

    typed(indicator, "2026-10", None, section, seen=Figure(Decimal(120)), reason="別の課の分")

    assert Actual.objects.get().value is None
    assert [each.value for each in ActualEntry.objects.order_by("pk")] == [120, None]


@pytest.mark.django_db
def test_the_same_value_again_is_no_entry():
    indicator, section = an_indicator(), a_section()
    typed(indicator, "2026-10", 120, section)

    typed(indicator, "2026-10", "120.00", section)

    assert ActualEntry.objects.count() == 1


@pytest.mark.django_db
def test_nobody_writes_over_a_value_they_have_not_seen():
    indicator, section = an_indicator(), a_section()
    typed(indicator, "2026-10", 120, section)

    with pytest.raises(EnteredMeanwhile):
        typed(indicator, "2026-10", 90, section, seen=NOTHING, reason="新しい値")

    assert Actual.objects.get().value == 120


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "refusal"),
    [("2026-12", TooEarly), ("2027", TooEarly), ("2026Q3", NoSuchSpan), ("2026-11", None),
     ("2026", None), ("2022", None)],
)  # fmt: skip
def test_a_time_must_have_begun_and_fit_the_indicator(code, refusal):
    indicator, section = an_indicator(), a_section()

    if refusal is None:
        typed(indicator, code, 1, section)
    else:
        with pytest.raises(refusal):
            typed(indicator, code, 1, section)

    assert Actual.objects.count() == (0 if refusal else 1)


@pytest.mark.parametrize(
    ("kind", "value", "out_of", "is_fine"),
    [
        (Kind.COUNT, "0", None, True),
        (Kind.COUNT, "-1", None, False),
        (Kind.COUNT, "1", "2", False),
        (Kind.COUNT, None, None, True),
        (Kind.CHANGE, "12.5", None, True),
        (Kind.ABOLISH, "0", None, True),
        (Kind.MULTIPLE, "3.4", None, True),
        (Kind.RATIO, "20", "100", True),
        (Kind.RATIO, "20", None, False),
        (Kind.RATIO, None, "100", False),
        (Kind.RATIO, "101", "100", False),
        (Kind.RATIO, "0", "0", False),
        (Kind.INTRODUCE, "3", None, True),
        (Kind.INTRODUCE, "4", None, False),
        (Kind.INTRODUCE, "1.5", None, False),
    ],
)
def test_each_kind_takes_its_own_values(kind, value, out_of, is_fine):
    figure = Figure(*(None if each is None else Decimal(each) for each in (value, out_of)))

    if is_fine:
        check_figure(kind, figure)
    else:
        with pytest.raises(NotANumberOfThis):
            check_figure(kind, figure)


@pytest.mark.django_db
def test_the_database_keeps_one_figure_per_section_and_time_and_none_below_zero():
    indicator = an_indicator()
    actual = typed(indicator, "2026", 5)

    for fields in ({}, {"value": -1, "starts_on": NOW.date()}):
        same = {
            "indicator": indicator, "span": Span.YEAR, "starts_on": actual.starts_on,
            "fiscal_year": 2026, **fields,
        }  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Actual.objects.create(**same)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_type_the_same_month_at_once_one_is_first_and_the_others_are_told():
    indicator, section = an_indicator(), a_section()
    people = [a_staff_member() for _ in range(8)]
    start, results = threading.Barrier(8), []

    def type_it(number):
        try:
            start.wait()
            typed(indicator, "2026-10", number + 1, section, by=people[number])
            results.append("entered")
        except EnteredMeanwhile:
            results.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=type_it, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["entered", *["told"] * 7]
    assert ActualEntry.objects.count() == Actual.objects.count() == 1
