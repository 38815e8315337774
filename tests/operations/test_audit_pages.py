"""The trail on the screen: for auditors and administrators, and every reading leaves a line."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portal.audit.models import AuditEvent
from portal.audit.origin import Origin, acting_from
from portal.audit.trail import record
from portal.staff.models import Role
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db

LIST, EXPORT = reverse("audit:event_list"), reverse("audit:event_export")


@pytest.fixture
def auditor(client):
    auditor = a_staff_member("auditor", name="伊藤 正", role=Role.AUDITOR)
    client.force_login(auditor)
    return auditor


def shown(response):
    return [line.sequence for line in response.context["lines"]]


def latest():
    event = AuditEvent.objects.latest("sequence")
    return event.action, event.result, event.actor, event.details


@pytest.mark.parametrize("address", [LIST, f"{EXPORT}?format=csv"])
@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 404),
        (Role.LEADER, 404),
        (Role.TRAINER, 404),
        (Role.OFFICER, 404),
        (Role.EDITOR, 404),
        (Role.AUDITOR, 200),
        (Role.ADMINISTRATOR, 200),
    ],
)
def test_auditors_and_administrators_read_the_trail_for_others_it_is_not_there(
    client, role, status, address
):
    client.force_login(a_staff_member(role=role))

    assert client.get(address).status_code == status


def test_whoever_is_refused_leaves_a_line(client):
    hanako = a_staff_member("hanako")
    client.force_login(hanako)

    client.get(LIST)

    assert latest() == ("audit.read", "refused", hanako, {})


def test_reading_leaves_a_line_without_what_was_looked_for(client, auditor):
    client.get(LIST, {"actor": "伊藤", "action": "audit.read"})

    filters = ["actor", "action"]
    assert latest() == ("audit.read", "ok", auditor, {"page": 1, "filters": filters})


def test_the_newest_line_comes_first_in_words(client, auditor):
    hanako = a_staff_member("hanako", name="山田 花子", role=Role.LEADER)
    with acting_from(Origin("A1B2C3D4", "192.0.2.7")):
        details = {"role": "LD", "ids": [3, 4]}
        record("staff.role.withdrawn", actor=auditor, obj=hanako, details=details)

    first = client.get(LIST).context["lines"][0]

    assert (first.actor, first.username, first.action) == ("伊藤 正", "auditor", "役割の取り消し")
    assert (first.object_kind, first.object_name) == ("職員", "山田 花子")
    assert (first.address, first.request_id, first.details) == (
        "192.0.2.7",
        "A1B2C3D4",
        "ids=3・4、role=LD",
    )


@pytest.mark.parametrize(
    ("conditions", "numbers"),
    [
        ({}, [4, 3, 2, 1]),
        ({"actor": "hanako"}, [3]),
        ({"actor": "0012"}, [3]),
        ({"actor": "山田"}, [3]),
        ({"actor": "だれでもない"}, []),
        ({"action": "audit.exported"}, [2]),
        ({"object_type": "staff.staffmember"}, [4, 1]),
        ({"result": "refused"}, [3]),
        ({"since": "2026-11-20", "until": "2026-11-20"}, [3]),
        ({"until": "2026-11-19"}, [2]),
        ({"since": "2026-11-20", "action": "audit.exported"}, []),
    ],
)
def test_the_list_is_narrowed_by_each_condition(client, conditions, numbers):
    # The day in Tokyo counts: 19 November ends at 15:00 UTC.
    with time_machine.travel(datetime(2026, 11, 21, 3, 0, tzinfo=UTC), tick=False):
        auditor = a_staff_member("auditor", role=Role.AUDITOR)
        hanako = a_staff_member("hanako", name="山田 花子", staff_number="0012")
    with time_machine.travel(datetime(2026, 11, 19, 14, 59, 59, tzinfo=UTC), tick=False):
        record("audit.exported", actor=None)
    with time_machine.travel(datetime(2026, 11, 19, 15, 0, tzinfo=UTC), tick=False):
        record("audit.read", actor=hanako, result="refused")
    with time_machine.travel(datetime(2026, 11, 21, 3, 0, tzinfo=UTC), tick=False):
        record("signin.ended", actor=None, obj=hanako)
        client.force_login(auditor)

        response = client.get(LIST, conditions)

    assert shown(response) == numbers


def test_dates_the_wrong_way_round_are_an_error_of_the_form(client, auditor):
    response = client.get(LIST, {"since": "2026-11-20", "until": "2026-11-19"})

    assert response.context["form"].errors == {
        "until": ["「いつまで」は「いつから」以後の日にしてください。"]
    }
    assert shown(response) == []


def test_an_empty_answer_says_what_to_do(client, auditor):
    response = client.get(LIST, {"object_id": "999999"})

    assert "あてはまる記録はありません" in response.content.decode()


def test_a_page_holds_50_lines(client, auditor):
    for _number in range(60):
        record("signin.ended", actor=None)

    first = client.get(LIST, {"action": "signin.ended"})
    second = client.get(LIST, {"action": "signin.ended", "page": 2})

    assert (len(shown(first)), len(shown(second))) == (50, 10)


def test_the_number_of_queries_does_not_grow_with_the_lines(client, auditor):
    def queries_with_another_line():
        record("signin.ended", actor=a_staff_member(), obj=a_staff_member())
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, {"action": "signin.ended"})
        return len(queries)

    assert queries_with_another_line() == queries_with_another_line()


def exported_csv(response):
    text = b"".join(response.streaming_content).decode()
    assert text[0] == "\ufeff"
    return list(csv.reader(StringIO(text[1:])))


def test_the_csv_opens_in_excel_and_holds_what_was_asked_for(client, auditor):
    hanako = a_staff_member("hanako", name="髙﨑 𠮷子")
    record("signin.ended", actor=hanako, obj=hanako)

    rows = exported_csv(client.get(EXPORT, {"format": "csv", "action": "signin.ended"}))

    assert [row[2:8] for row in rows] == [
        ["行った人", "ユーザー名", "操作", "対象の種類", "対象の番号", "対象"],
        ["髙﨑 𠮷子", "hanako", "ログアウト", "職員", str(hanako.pk), "髙﨑 𠮷子"],
    ]


@pytest.mark.parametrize("name", ["=1+1", "+81", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_becomes_a_formula(client, auditor, name):
    hanako = a_staff_member("hanako", name=name)
    record("signin.ended", actor=hanako)

    in_csv = exported_csv(client.get(EXPORT, {"format": "csv", "action": "signin.ended"}))
    answer = client.get(EXPORT, {"format": "xlsx", "action": "signin.ended"})
    sheet = load_workbook(BytesIO(answer.getvalue())).active

    assert in_csv[1][2] == f"'{name}"
    assert (sheet["C2"].value, sheet["C2"].data_type) == (f"'{name}", "s")


def test_an_export_is_recorded_with_its_size(client, auditor):
    record("signin.ended", actor=None)

    client.get(EXPORT, {"format": "xlsx", "action": "signin.ended"}).getvalue()

    details = {"format": "xlsx", "rows": 1, "filters": ["action"]}
    assert latest() == ("audit.exported", "ok", auditor, details)


@pytest.mark.parametrize("query", ["", "?format=pdf", "?format=csv&since=tomorrow"])
def test_an_export_that_does_not_exist_is_not_found(client, auditor, query):
    assert client.get(EXPORT + query).status_code == 404


@pytest.mark.parametrize("address", [LIST, EXPORT])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_on_these_pages_changes_the_trail(client, auditor, address, method):
    assert getattr(client, method)(address).status_code == 405
