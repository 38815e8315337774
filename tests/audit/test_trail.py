"""Recording: in one transaction with the cause, codes only, never changed again."""

import json
import logging

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from portal.audit.actions import UnknownAction
from portal.audit.chain import verify_chain
from portal.audit.models import AuditEvent, TrailIsAppendOnly
from portal.audit.origin import Origin, acting_from
from portal.audit.trail import DetailIsNoCode, events_at_the_end, record
from portal.staff.models import Role, RoleGrant
from portal.staff.roles import grant_role, withdraw_role
from tests.audit.tampering import sql
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db


class Failure(Exception):
    """Something goes wrong after the event."""


def act_that_fails():
    record("audit.read", actor=None)
    raise Failure


def recorded():
    return [(e.sequence, e.action) for e in AuditEvent.objects.all()]


def test_an_event_says_who_did_what_to_what_from_where():
    hanako, taro = a_staff_member("hanako"), a_staff_member("taro")

    with acting_from(Origin("A1B2C3D4", "192.0.2.7")):
        record("staff.role.granted", actor=hanako, obj=taro, details={"role": "LD"})

    event = AuditEvent.objects.get()
    assert (event.actor, event.action, event.result) == (hanako, "staff.role.granted", "ok")
    assert (event.object_type, event.object_id) == ("staff.staffmember", str(taro.pk))
    assert (event.request_id, event.address) == ("A1B2C3D4", "192.0.2.7")
    assert event.details == {"role": "LD"}


def test_an_act_without_a_line_in_the_table_is_a_bug():
    with pytest.raises(UnknownAction):
        record("staff.role.grantd", actor=None)

    assert recorded() == []


@pytest.mark.parametrize(
    "details",
    [
        {"title": "窓口の待ち時間"},
        {"words": "two words"},
        {"line": "a\nb"},
        {"long": "x" * 101},
        {"list": ["ok", "だめ"]},
        {"nested": {"a": 1}},
        {"minutes": 1.5},
        {"見出し": 1},
    ],
)
def test_a_detail_that_could_carry_a_text_is_refused(details):
    with pytest.raises(DetailIsNoCode):
        record("audit.read", actor=None, details=details)

    assert recorded() == []


def test_what_is_rolled_back_leaves_no_event_and_no_gap():
    record("audit.read", actor=None)
    with pytest.raises(Failure), transaction.atomic():
        act_that_fails()

    record("audit.exported", actor=None)

    assert recorded() == [(1, "audit.read"), (2, "audit.exported")]
    assert verify_chain().faults == []


def test_the_events_of_a_long_run_are_appended_when_it_ends():
    with transaction.atomic(), events_at_the_end():
        record("audit.read", actor=None)
        before_the_end = recorded()
        record("audit.exported", actor=None)

    assert before_the_end == []
    assert recorded() == [(1, "audit.read"), (2, "audit.exported")]
    assert verify_chain().faults == []


def test_a_long_run_that_fails_appends_nothing():
    with pytest.raises(Failure), events_at_the_end():
        act_that_fails()

    record("audit.exported", actor=None)

    assert recorded() == [(1, "audit.exported")]


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: AuditEvent.objects.get().save(),
        lambda: AuditEvent.objects.get().delete(),
        lambda: AuditEvent.objects.update(result="refused"),
        lambda: AuditEvent.objects.all().delete(),
        lambda: AuditEvent.objects.bulk_update([AuditEvent.objects.get()], ["result"]),
        lambda: AuditEvent.objects.create(sequence=9, at="2026-11-20T00:00:00Z"),
    ],
)
def test_python_refuses_to_change_the_trail(attempt):
    record("audit.read", actor=None)

    with pytest.raises(TrailIsAppendOnly):
        attempt()

    assert recorded() == [(1, "audit.read")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET result = 'refused'",
        "UPDATE audit_auditevent SET actor_id = NULL WHERE sequence = 1",
        "DELETE FROM audit_auditevent",
        "DELETE FROM audit_auditevent WHERE sequence = 1",
    ],
)
def test_the_database_refuses_to_change_the_trail(statement):
    record("audit.read", actor=None)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql(statement)

    assert recorded() == [(1, "audit.read")]


def test_postgresql_refuses_to_empty_the_trail_at_once():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    record("audit.read", actor=None)
    sql("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sql("TRUNCATE audit_auditevent")

    assert recorded() == [(1, "audit.read")]


def test_whoever_has_acted_is_not_deleted():
    hanako = a_staff_member("hanako")
    record("audit.read", actor=hanako)

    with pytest.raises(ProtectedError):
        hanako.delete()


def test_after_the_commit_every_event_is_one_line_of_json(django_capture_on_commit_callbacks):
    lines = []
    handler = logging.Handler()
    handler.emit = lambda entry: lines.append(entry.getMessage())
    logger = logging.getLogger("portal.audit")
    logger.addHandler(handler)

    try:
        with django_capture_on_commit_callbacks(execute=True):
            record("audit.exported", actor=None, details={"rows": 3})
            before_commit = list(lines)
    finally:
        logger.removeHandler(handler)

    assert before_commit == []
    assert [line.count("\n") for line in lines] == [0]
    written = json.loads(lines[0])
    event = AuditEvent.objects.get()
    assert (written["sequence"], written["action"]) == (1, "audit.exported")
    assert (written["details"], written["hash"]) == ({"rows": 3}, event.hash)


def test_giving_and_taking_a_role_is_recorded_with_the_giver(now):
    hanako, admin = a_staff_member("hanako"), a_staff_member("admin")

    grant_role(hanako, Role.EDITOR, by=admin, on=now.date())
    withdraw_role(hanako, Role.EDITOR, by=admin, on=now.date())

    events = AuditEvent.objects.all()
    assert [(e.action, e.actor, e.object_id, e.details["role"]) for e in events] == [
        ("staff.role.granted", admin, str(hanako.pk), "ED"),
        ("staff.role.withdrawn", admin, str(hanako.pk), "ED"),
    ]


def test_a_role_whose_event_cannot_be_written_is_not_given(now):
    hanako = a_staff_member("hanako")
    record("audit.read", actor=None)
    # The next number is taken already: the row cannot be added.
    sql("UPDATE audit_chainhead SET sequence = 0")

    with pytest.raises(DatabaseError), transaction.atomic():
        grant_role(hanako, Role.EDITOR, by=None, on=now.date())

    assert RoleGrant.objects.count() == 0
