"""The probe server: filled once, only for attacks, with marks that a checker can look for."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.notifications.models import Notification
from portal.operations.probe_clock import offset_of, shift_clock
from portal.operations.probe_state import count_doubles, table_lines, tables
from portal.operations.probe_town import classes, marks, people, programme, talk, writings
from portal.operations.probe_town.seed import NotAProbe, seed
from portal.staff.models import Role
from tests.builders import a_municipality, a_staff_member
from training.loading import load_training

NOON = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
# A town in small: the rules are the same, the numbers are not what is tested.
SMALL = [
    (writings, {"CASES": 2, "DRAFTS": 1, "GUIDES": 2, "AMENDMENTS": 1, "DOCUMENTS": 1}),
    (classes, {"SESSIONS": 2, "HELD": 1, "SEATS": 1}),
    (talk, {"TICKETS": 6, "CONFIDENTIAL": 2, "NOTES": 10, "WITH_FILES": 1, "SHARED": 1}),
    (programme, {"IN_EACH_CALL": 6, "APPOINTED": 2, "LEFT": 1, "DECLINED": 1}),
    (people, {"SECTIONS": 3, "MORE": 20}),
]


@pytest.fixture
def probe(db, settings, tmp_path, monkeypatch):
    """A probe server's settings, and an empty portal with its initial content."""
    settings.PROBE, settings.MEDIA_ROOT = True, tmp_path
    for module, numbers in SMALL:
        for name, number in numbers.items():
            monkeypatch.setattr(module, name, number)
    load_training()
    a_municipality()
    yield
    shutil.rmtree(settings.PRIVATE_ROOT, ignore_errors=True)


@pytest.mark.parametrize(
    "wrong", [{"PROBE": False}, {"DEBUG": True}, {"ALLOWED_HOSTS": ["portal.example.lg.jp"]}]
)
def test_a_real_portal_is_never_filled(probe, settings, wrong):
    for name, value in wrong.items():
        setattr(settings, name, value)

    with pytest.raises(NotAProbe):
        seed(timezone.now())


def test_a_portal_with_people_is_never_filled(probe):
    a_staff_member()

    with pytest.raises(CommandError):
        call_command("probe_seed")


def test_the_seed_tells_where_everything_is(probe, settings, tmp_path, client):
    settings.HTTPS = False
    call_command("probe_seed", to=tmp_path / "seed.json", stdout=StringIO())
    told = json.loads((tmp_path / "seed.json").read_text())

    assert len(told["accounts"]) == 24
    assert {told["accounts"][f"{role}1"]["role"] for role in ("of", "ed", "au", "ad")} == {
        Role.OFFICER, Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR,
    }  # fmt: skip
    assert all(told["accounts"][f"{role}2"]["totp"] for role in ("of", "ed", "au", "ad"))
    assert {mark["kind"] for mark in told["canaries"]} >= set(marks.WORDS)
    page = client.post(
        "/accounts/login/", {"login": "st1", "password": told["password"]}, follow=True
    )
    assert page.status_code == 200
    own = next(row for row in told["tickets"] if row["owner"] == "st1")
    assert own["canary"] in client.get(own["path"]).text
    assert client.get(told["confidential"][-1]["path"]).status_code == 404
    assert client.get(told["feeds"][0]).status_code == 200
    _exif_is_gone(told, settings)
    assert _lost_marks(told) == []


def _exif_is_gone(told, settings):
    canaries = [mark["canary"] for mark in told["canaries"] if mark["kind"] == "exif"]
    kept = [place.read_bytes() for place in settings.PRIVATE_ROOT.rglob("*") if place.is_file()]

    assert canaries
    assert len(kept) == 2
    assert not any(canary.encode() in content for canary in canaries for content in kept)


def _lost_marks(told) -> list[dict]:
    """Marks that stand in no row although their table is named. EXIF has none, on purpose."""
    lost = []
    for mark in told["canaries"]:
        if "." in mark["where"] and mark["kind"] != "document":
            (model,) = [each for each in tables([]) if each._meta.label == mark["where"]]
            rows = repr(list(model._base_manager.values()))
            if mark["canary"] not in rows and mark["where"] != "guidance.Edition":
                lost.append(mark)
    return lost


@pytest.mark.django_db
def test_the_state_changes_with_any_row_and_with_nothing_else():
    staff = a_staff_member()
    before = list(table_lines(tables([]), with_states=False))

    assert list(table_lines(tables([]), with_states=False)) == before
    staff.name = "ほかの名前"
    staff.save()
    after = list(table_lines(tables([]), with_states=False))
    changed = [line.split("\t")[1] for line in after if line not in before]
    assert changed == ["staff.staffmember"]


@pytest.mark.django_db
def test_the_state_of_jobs_is_told_by_status(settings):
    settings.PROBE = True
    a_staff_member()
    out = StringIO()

    call_command("probe_enqueue", 3, stdout=out)
    call_command("probe_state", tables="outbox", stdout=out)

    # The tests' queue runs each job at once.
    assert Notification.objects.filter(cause__startswith="probe-").count() >= 2
    assert "table\tnotifications.mail\t" in out.getvalue()
    assert count_doubles(tables(["outbox"])) == 0


def test_jobs_are_enqueued_on_a_probe_alone(settings):
    settings.PROBE = False

    with pytest.raises(CommandError):
        call_command("probe_enqueue", 1)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("+2h", timedelta(hours=2)),
        ("-1h", timedelta(hours=-1)),
        ("+10y", timedelta(days=3650)),
        ("2026-11-20T13:00+09:00", timedelta(hours=1)),
    ],
)
def test_the_clock_of_jobs_can_be_set(text, offset):
    assert offset_of(text, NOON) == offset


def test_a_clock_that_nobody_can_read_is_refused():
    with pytest.raises(ImproperlyConfigured):
        offset_of("soon", NOON)


def test_the_clock_moves_on_a_probe_alone(settings, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    settings.PROBE_NOW = "+2h"
    for settings.PROBE, hour in [(False, 3), (True, 5)]:
        shift_clock()
        assert timezone.now().hour == hour


@pytest.mark.django_db
def test_the_map_names_the_right_and_an_example_of_every_address():
    out = StringIO()

    call_command("probe_routes", json=True, prefix="/health/", stdout=out)

    (live, *_rest) = json.loads(out.getvalue())
    assert (live["example"], live["methods"]) == ("/health/live", ["GET"])
    assert live["row"]["AN"] == "Y"
