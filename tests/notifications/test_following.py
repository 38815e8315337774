"""What the trail says of accounts, roles and the roster reaches the people it is about."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.notifications.following import FRESH, has_new_events, tell_what_happened
from portal.notifications.models import Notification
from portal.staff.account_desk import end_all_sessions, make_password_link, reset_second_factor
from portal.staff.models import Role, RosterImport
from portal.staff.roles import grant_role, withdraw_role
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db

TODAY = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def admin():
    admin = a_staff_member("admin", role=Role.ADMINISTRATOR)
    tell_what_happened(timezone.now())
    Notification.objects.all().delete()
    return admin


def told(staff):
    notices = Notification.objects.visible_to(staff).order_by("pk")
    return [(notice.kind, notice.title) for notice in notices]


def test_a_role_that_is_given_or_taken_is_told_once(admin):
    hanako = a_staff_member()
    grant_role(hanako, Role.OFFICER, by=admin, on=TODAY.date())
    tell_what_happened(timezone.now())
    withdraw_role(hanako, Role.OFFICER, by=admin, on=TODAY.date())

    tell_what_happened(timezone.now())
    tell_what_happened(timezone.now())

    assert told(hanako) == [
        ("role_granted", "役割「DX課」が付与されました"),
        ("role_withdrawn", "役割「DX課」が取り消されました"),
    ]


@pytest.mark.parametrize(
    ("act", "title"),
    [
        (reset_second_factor, "管理者があなたの多要素認証を解除しました"),
        (end_all_sessions, "管理者があなたの端末をすべてログアウトしました"),
        (make_password_link, "管理者があなたのパスワード設定リンクを発行しました"),
    ],
)
def test_what_an_administrator_does_to_a_sign_in_is_told_urgently(act, title, admin):
    hanako = a_staff_member()
    act(hanako, by=admin)

    tell_what_happened(timezone.now())

    assert told(hanako) == [("sign_in_changed", title)]
    assert Notification.objects.get().mail.is_urgent


def test_what_people_do_themselves_is_not_told(admin):
    end_all_sessions(admin, by=admin)

    assert tell_what_happened(timezone.now()) == 0
    assert Notification.objects.count() == 0


def test_what_was_refused_or_rolled_back_is_not_told(admin):
    hanako = a_staff_member()
    record("staff.factor.reset", actor=admin, obj=hanako, result=AuditEvent.Result.REFUSED)
    with transaction.atomic():
        reset_second_factor(hanako, by=admin)
        transaction.set_rollback(True)

    assert tell_what_happened(timezone.now()) == 0


def test_an_applied_roster_is_told_to_the_other_administrators(admin):
    other = a_staff_member(role=Role.ADMINISTRATOR)
    tell_what_happened(timezone.now())
    Notification.objects.all().delete()
    roster = RosterImport.objects.create(
        state="applied", file_hash="0", made_at=timezone.now(), expires_at=timezone.now()
    )
    record("staff.roster.applied", actor=admin, obj=roster)

    tell_what_happened(timezone.now())

    assert (told(admin), told(other)) == ([], [("roster_applied", "名簿の取り込みを反映しました")])
    assert Notification.objects.get().link == f"/staff/roster/{roster.pk}/"


def test_what_happened_long_ago_is_no_news(admin):
    grant_role(a_staff_member(), Role.OFFICER, by=admin, on=TODAY.date())

    assert tell_what_happened(timezone.now() + FRESH + timedelta(seconds=1)) == 0
    assert not has_new_events(timezone.now())


def test_there_is_work_only_when_the_trail_has_grown(admin):
    assert not has_new_events(timezone.now())

    record("audit.read", actor=admin)

    assert has_new_events(timezone.now())
    tell_what_happened(timezone.now())
    assert not has_new_events(timezone.now())
