"""The machine sees its own trouble, and says in words what to do."""

import os
from collections import namedtuple
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.chain import newest_rows_hold
from portal.audit.models import AuditEvent, ChainHead
from portal.audit.trail import record
from portal.notifications.mail_sending import SERVER_AWAY
from portal.notifications.models import Mail
from portal.notifications.telling import Notice, notify
from portal.operations import condition as conditions
from portal.operations.condition import State, condition, is_ready
from portal.operations.models import Job, PeriodicJob
from portal.staff.models import Role
from tests.audit.tampering import guard_away, sql
from tests.builders import a_staff_member

READY, METRICS = "/health/ready", "/health/metrics"
KEY = "k" * 40


@pytest.fixture
def moment(db):
    return timezone.now()


def finding(code, moment):
    return next(each for each in condition(moment) if each.code == code)


def a_job(**fields):
    fields = {
        "task_path": "tests.no_task",
        "args_kwargs": {"args": [], "kwargs": {}},
        "backend_name": "default",
        "run_after": fields.get("enqueued_at") or timezone.now(),
        **fields,
    }
    enqueued_at = fields.pop("enqueued_at", None)
    job = Job.objects.create(**fields)
    if enqueued_at:
        Job.objects.filter(pk=job.pk).update(enqueued_at=enqueued_at)
    return job


def test_a_new_house_is_ready_and_says_what_is_still_to_do(moment):
    findings = condition(moment)

    assert is_ready(findings)
    states = {each.code: each.state for each in findings}
    assert states["database"] == states["cache"] == states["audit"] == State.FINE
    assert states["backup"] == states["jobs"] == State.CAUTION
    assert all(each.advice for each in findings if each.state == State.CAUTION)


def test_a_full_disk_is_trouble(moment, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(conditions.shutil, "disk_usage", lambda _place: usage(10, 10, 1024**3 - 1))

    assert finding("disk1", moment).state == State.TROUBLE


@pytest.mark.parametrize(("minutes", "state"), [(9, State.CAUTION), (11, State.TROUBLE)])
def test_a_job_that_waits_too_long_is_trouble(moment, minutes, state):
    a_job(status="READY", enqueued_at=moment - timedelta(minutes=minutes))

    assert finding("jobs", moment).state == state


@pytest.mark.parametrize(("minutes", "state"), [(59, State.FINE), (61, State.TROUBLE)])
def test_mail_that_nobody_takes_is_trouble(moment, settings, minutes, state):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    hanako = a_staff_member("hanako", email="hanako@city.example.test")
    notify(Notice("role_granted", "1", "見本", "/accounts/"), to=[hanako], now=moment)
    waited = moment - timedelta(minutes=minutes)
    Mail.objects.update(created_at=waited, last_error=SERVER_AWAY)

    assert finding("mail", moment).state == state


@pytest.mark.parametrize(("hours", "state"), [(25, State.FINE), (27, State.TROUBLE)])
def test_an_old_backup_is_trouble(moment, settings, tmp_path, hours, state):
    settings.BACKUP_KEY, settings.BACKUP_DIR = KEY, tmp_path
    made = moment - timedelta(hours=hours)
    newest = tmp_path / f"dx-portal-{made:%Y%m%d-%H%M%S}.dxbackup"
    newest.write_bytes(b"sealed")
    os.utime(newest, (made.timestamp(), made.timestamp()))

    assert finding("backup", moment).state == state


def test_no_backup_at_all_is_trouble_where_one_is_wanted(moment, settings, tmp_path):
    settings.BACKUP_KEY, settings.BACKUP_DIR = KEY, tmp_path

    assert finding("backup", moment).state == State.TROUBLE


def test_a_trail_that_the_night_found_broken_is_trouble(moment):
    PeriodicJob.objects.create(
        name="verify_audit", next_due_at=moment, last_result=PeriodicJob.Result.FAILED
    )

    assert finding("audit", moment).state == State.TROUBLE


@pytest.mark.django_db
@pytest.mark.parametrize("spoiled", ["changed", "deleted", "inserted"])
def test_the_newest_rows_show_what_was_done_to_them(spoiled):
    for number in range(5):
        record("operations.backup.made", actor=None, details={"bytes": number})
    assert newest_rows_hold()
    assert newest_rows_hold(count=2)

    end = ChainHead.objects.get().sequence
    with guard_away():
        if spoiled == "changed":
            sql("UPDATE audit_auditevent SET object_label = 'x' WHERE sequence = %s", end - 1)
        elif spoiled == "deleted":
            AuditEvent.objects.filter(sequence=end)._raw_delete("default")
        else:
            ChainHead.objects.update(sequence=end - 1)

    assert not newest_rows_hold()


def test_a_cache_that_is_away_is_trouble(moment, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }

    assert finding("cache", moment).state == State.TROUBLE


@pytest.mark.django_db
def test_the_watching_machine_asks_without_signing_in(client, settings):
    settings.HEALTH_FROM = ["127.0.0.1"]

    ready, figures = client.get(READY), client.get(METRICS)

    assert ready.status_code == 200
    assert b"database fine\n" in ready.content
    assert b'dxportal_check{name="database"} 1\n' in figures.content
    assert b"dxportal_jobs_waiting 0\n" in figures.content


@pytest.mark.django_db
def test_trouble_is_a_503_with_no_more_than_codes(client, settings, tmp_path):
    settings.HEALTH_FROM = ["127.0.0.1"]
    settings.BACKUP_KEY, settings.BACKUP_DIR = KEY, tmp_path

    response = client.get(READY)

    assert response.status_code == 503
    assert b"backup trouble\n" in response.content
    assert str(tmp_path).encode() not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("path", [READY, METRICS])
def test_a_claimed_address_opens_nothing(client, settings, path):
    settings.HEALTH_FROM = ["10.1.1.1"]

    stranger = client.get(path, headers={"X-Forwarded-For": "10.1.1.1"})
    assert stranger["Location"].startswith("/accounts/login/")
    client.force_login(a_staff_member())
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_an_administrator_reads_what_to_do(client):
    client.force_login(a_staff_member(role=Role.ADMINISTRATOR))

    html = client.get(reverse("jobs:machine_condition")).content.decode()

    assert "利用できます" in html
    assert "manage.py run_worker を起動してください" in html
