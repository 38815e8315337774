import io
import json
import time
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.files.keeping import keep_made_file
from portal.files.models import StoredFile
from portal.notifications.models import Notification
from portal.personal.gathering import groups_of
from portal.personal.models import DataRequest, OwnDataExport
from portal.personal.own_data import AlreadyAsked, ask_for_own_data, forget_exports, make_package
from portal.staff.models import Role
from tests.builders import PASSWORD, a_staff_member
from tests.files.packing import a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def a_request(staff, now, text="自分の秘密"):
    return DataRequest.objects.create(
        staff=staff, kind="stop", text=text, asked_at=now, due_on=now.date()
    )


def opened(client, file):
    answer = client.get(f"/files/{file.pk}/")
    assert answer.status_code == 200
    return answer, zipfile.ZipFile(io.BytesIO(answer.getvalue()))


def test_what_a_person_asked_for_is_made_and_told(client, commits):
    hanako = a_staff_member("hanako", role=Role.LEADER, name="山田 花子")
    now = timezone.now()
    a_request(hanako, now)
    a_request(a_staff_member(), now, text="ほかの人の秘密")
    keep_made_file(a_pdf(), "報告.pdf", by=hanako, owner=hanako, now=now)
    client.post("/accounts/login/", {"login": "hanako", "password": PASSWORD})

    with commits():
        client.post("/privacy/own-data/ask/")

    export = OwnDataExport.objects.get()
    assert export.state == "ready"
    assert export.expires_at - export.ready_at == timedelta(hours=24)
    assert Notification.objects.filter(recipient=hanako, kind="own_data_ready").count() == 1
    answer, package = opened(client, StoredFile.objects.of(export).get())
    data = json.loads(package.read("data.json"))["data"]
    assert data["staff.staffmember"][0]["name"] == "山田 花子"
    assert data["staff.rolegrant"][0]["role"] == "LD"
    assert [row["text"] for row in data["personal.datarequest"]] == ["自分の秘密"]
    assert package.read("files/0001_報告.pdf") == a_pdf()
    whole = package.read("index.html").decode() + package.read("data.json").decode()
    assert "ほかの人の秘密" not in whole
    assert "argon2" not in whole
    assert hanako.password not in whole
    assert "no-store" in answer["Cache-Control"]
    assert "attachment" in answer["Content-Disposition"]


def test_the_file_is_for_its_maker_alone_and_for_a_day(client, commits):
    hanako = a_staff_member()
    with commits():
        export = ask_for_own_data(hanako, now=timezone.now())
    file = StoredFile.objects.of(export).get()

    for other in (a_staff_member(role=role) for role in (None, *Role)):
        client.force_login(other)
        assert client.get(f"/files/{file.pk}/").status_code == 404
    client.force_login(hanako)
    opened(client, file)
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1), tick=False):
        client.force_login(hanako)
        assert client.get(f"/files/{file.pk}/").status_code == 404


def test_the_file_goes_after_a_day_and_the_record_after_ninety(commits, private_root):
    now = timezone.now()
    with commits():
        ask_for_own_data(a_staff_member(), now=now)
    later = timezone.now() + timedelta(hours=24)

    with commits():
        assert forget_exports(now + timedelta(hours=23)) == 0
        assert forget_exports(later) == 1

    assert [path for path in private_root.rglob("*") if path.is_file()] == []
    assert OwnDataExport.objects.get().state == "expired"
    forget_exports(later + timedelta(days=91))
    assert OwnDataExport.objects.count() == 0


def test_only_one_is_made_at_a_time():
    hanako = a_staff_member()
    ask_for_own_data(hanako, now=timezone.now())

    with pytest.raises(AlreadyAsked):
        ask_for_own_data(hanako, now=timezone.now())


def test_the_job_may_run_twice(commits):
    with commits():
        export = ask_for_own_data(a_staff_member(), now=timezone.now())

    make_package.call(export.pk)

    assert StoredFile.objects.count() == 1


def test_who_signed_in_long_ago_proves_again_who_they_are(client, commits):
    a_staff_member("hanako")
    client.post("/accounts/login/", {"login": "hanako", "password": PASSWORD})

    with time_machine.travel(time.time() + 6 * 60):
        answer = client.post("/privacy/own-data/ask/")
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/reauthenticate/")
        assert OwnDataExport.objects.count() == 0
        with commits():
            client.post(answer["Location"], {"password": PASSWORD})

    assert OwnDataExport.objects.get().state == "ready"


def test_asking_and_making_are_in_the_trail(commits):
    hanako = a_staff_member()
    with commits():
        ask_for_own_data(hanako, now=timezone.now())

    events = AuditEvent.objects.filter(object_type="personal.owndataexport").order_by("sequence")
    assert [(event.action, event.actor) for event in events] == [
        ("personal.export.asked", hanako),
        ("personal.export.made", None),
    ]


def test_nothing_secret_is_a_part_of_ones_own_data():
    hanako = a_staff_member(role=Role.OFFICER)

    keys = {key for group in groups_of(hanako) for row in group.data for key in row}

    assert keys & {"password", "session_data", "data", "hash"} == set()
