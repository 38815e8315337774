"""Busy seasons warn, and a weekly series says beforehand what it would run into."""

from datetime import date, timedelta

import pytest

from portal.staff.models import Role
from tests.builders import a_staff_member
from tests.kpi.builders import a_section
from tests.training.builders import NOW, STARTS, a_session
from training.booking import book_seat
from training.models import BusySeason, Session
from training.series import make_series, plan_series, title_of
from training.verdict import facts_of_many, judge

pytestmark = pytest.mark.django_db
HELD_ON = date(2026, 12, 10)


def a_season(**fields):
    fields = {"kind": "council", "starts_on": HELD_ON, "ends_on": HELD_ON, **fields}
    return BusySeason.objects.create(**fields)


def warning_of(session, staff):
    return judge(session, facts_of_many([session], staff)[session.pk], staff, NOW).warning


def test_a_busy_season_warns_and_refuses_nobody():
    a_season(ends_on=HELD_ON + timedelta(days=5))
    session, staff = a_session(), a_staff_member()

    assert warning_of(session, staff) == (
        "所属の議会の時期（12月10日から12月15日まで）と重なります。申し込むことはできます。"
    )
    assert book_seat(session, staff, now=NOW).is_booked
    assert warning_of(session, staff) == ""


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_before_and_after_is_not_busy(days):
    day = HELD_ON + timedelta(days=days)
    a_season(starts_on=day, ends_on=day)

    assert warning_of(a_session(), a_staff_member()) == ""


def test_another_sections_season_and_one_out_of_use_warn_nobody():
    section = a_section()
    a_season(department=section)
    a_season(is_live=False)
    session = a_session()

    assert warning_of(session, a_staff_member()) == ""
    assert warning_of(session, a_staff_member(department=section)) != ""


def test_the_page_of_a_session_says_it(client):
    a_season()
    client.force_login(a_staff_member())

    page = client.get(f"/training/sessions/{a_session(starts_at=STARTS).pk}/").content.decode()

    assert "忙しい時期と重なります" in page
    assert "この回に申し込む" in page


def test_a_series_says_what_each_session_would_run_into():
    trainer = a_staff_member(name="研修 太郎")
    model = a_session(trainers=[trainer], title="第1回")
    a_season(kind="accounts", starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 24))
    a_session(starts_at=STARTS + timedelta(days=7), title="同じ部屋")
    a_session(
        starts_at=STARTS + timedelta(days=21), trainers=[trainer], place="別の部屋", title="別"
    )
    a_session(starts_at=STARTS + timedelta(days=28), state="cancelled", cancelled_because="中止")

    planned = plan_series(model, count=5, weeks=1, now=NOW)

    assert [each.title for each in planned] == ["第2回", "第3回", "第4回", "第5回", "第6回"]
    assert [each.problems for each in planned] == [
        ["同じ会場で「見本の科目 同じ部屋」があります。"],
        ["決算や予算の時期（12月24日から12月24日まで）と重なります。"],
        ["閉庁日です。", "研修 太郎さんは「見本の科目 別」を受け持っています。"],
        [],
        [],
    ]
    assert Session.objects.count() == 4


def test_a_series_is_made_whole_with_its_own_dates(client):
    trainer = a_staff_member(role=Role.TRAINER)
    model = a_session(trainers=[trainer], meetings=2, capacity=7)

    made = make_series(
        model, plan_series(model, count=3, weeks=2, now=NOW)[1:], opens=True, by=trainer, now=NOW
    )

    assert [each.starts_at for each in made] == [STARTS + timedelta(days=days) for days in (28, 42)]
    assert [each.booking_closes_at for each in made] == [
        model.booking_closes_at + timedelta(days=days) for days in (28, 42)
    ]
    assert [(each.capacity, each.meetings.count(), each.state) for each in made] == [
        (7, 2, "open"), (7, 2, "open"),
    ]  # fmt: skip


def test_a_trainer_sees_the_preview_first_and_sends_twice_to_make_once(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    trainer = a_staff_member(role=Role.TRAINER)
    model = a_session(trainers=[trainer], title="第1回")
    client.force_login(trainer)
    address = f"/training/manage/sessions/{model.pk}/series/"
    typed = {"submit_key": "k1", "count": "3", "weeks": "1", "step": "preview"}

    page = client.post(address, typed).content.decode()
    assert "まだ作っていません（3回）" in page
    assert Session.objects.count() == 1

    refused = client.post(address, typed | {"step": "make"}).content.decode()
    assert "作る回を選んでください。" in refused
    for _again in range(2):
        client.post(address, typed | {"step": "make", "number": ["1", "3"]})

    titles = (
        Session.objects.exclude(pk=model.pk).order_by("starts_at").values_list("title", "state")
    )
    assert list(titles) == [("第2回", "draft"), ("第4回", "draft")]


@pytest.mark.parametrize(
    ("title", "later"),
    [("第1回", "第4回"), ("午前の部", "午前の部"), ("", ""), ("第9回A", "第12回A")],
)
def test_numbers_count_on(title, later):
    assert title_of(title, 3) == later
