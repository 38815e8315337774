"""Whoever changes the trail in the database is found, and where."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.audit.chain import hash_of, values_of, verify_chain
from portal.audit.models import AuditEvent, ChainHead
from portal.audit.retention import erase_before
from portal.audit.trail import record
from tests.audit.tampering import drop_guard, guard_away, sql
from tests.builders import a_staff_member

pytestmark = pytest.mark.django_db


def five_events():
    for number in range(5):
        record("audit.read", actor=None, details={"page": number})


def faults(anchor=""):
    return [(fault.sequence, fault.message) for fault in verify_chain(anchor).faults]


def swap(first, second):
    sql("UPDATE audit_auditevent SET sequence = 99 WHERE sequence = %s", first)
    sql("UPDATE audit_auditevent SET sequence = %s WHERE sequence = %s", first, second)
    sql("UPDATE audit_auditevent SET sequence = %s WHERE sequence = 99", second)


def forge_after(sequence):
    """A row that fits the chain, put behind the last one by hand."""
    last = AuditEvent.objects.get(sequence=sequence)
    forged = AuditEvent(
        sequence=sequence + 1,
        at=last.at,
        action="audit.read",
        result="ok",
        previous_hash=last.hash,
    )
    forged.hash = hash_of(values_of(forged))
    AuditEvent.objects.bulk_create([forged])


def test_an_untouched_trail_has_no_fault():
    five_events()

    assert faults() == []
    assert verify_chain().rows == 5


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("action", "audit.exported"),
        ("object_id", "7"),
        ("object_label", "x"),
        ("object_type", "x.y"),
        ("result", "refused"),
        ("address", "192.0.2.9"),
        ("request_id", "FFFF"),
        ("details", '{"page": 7}'),
        ("at", "2020-01-01 00:00:00+00:00"),
    ],
)
def test_a_changed_row_is_found(field, value):
    five_events()

    with guard_away():
        sql(f"UPDATE audit_auditevent SET {field} = %s WHERE sequence = 3", value)  # noqa: S608

    assert faults() == [(3, "行の内容がハッシュと合いません（改変）")]


def test_a_changed_actor_is_found():
    five_events()

    with guard_away():
        hanako = a_staff_member("hanako")
        sql("UPDATE audit_auditevent SET actor_id = %s WHERE sequence = 3", hanako.pk)

    assert faults() == [(3, "行の内容がハッシュと合いません（改変）")]


def test_a_changed_row_whose_hash_was_made_new_breaks_the_next_row():
    five_events()

    with guard_away():
        event = AuditEvent.objects.get(sequence=3)
        event.result = "refused"
        made_new = hash_of(values_of(event))
        sql("UPDATE audit_auditevent SET result='refused', hash=%s WHERE sequence=3", made_new)

    assert [sequence for sequence, _message in faults()] == [4]


def test_a_deleted_row_is_found():
    five_events()

    with guard_away():
        sql("DELETE FROM audit_auditevent WHERE sequence = 3")

    assert faults() == [(3, "ここから番号 3 までの行がありません（削除）")]


def test_rows_deleted_from_the_beginning_are_found():
    five_events()

    with guard_away():
        sql("DELETE FROM audit_auditevent WHERE sequence <= 2")

    assert faults() == [(1, "ここから番号 2 までの行がありません（削除）")]


def test_rows_deleted_from_the_end_are_found():
    five_events()

    with guard_away():
        sql("DELETE FROM audit_auditevent WHERE sequence >= 4")

    assert faults() == [(4, "末尾 5 までの行がありません（削除）")]


def test_exchanged_rows_are_found():
    five_events()

    with guard_away():
        swap(2, 4)

    assert {sequence for sequence, _message in faults()} == {2, 3, 4, 5}


def test_an_inserted_row_is_found_even_when_it_fits():
    five_events()

    forge_after(5)

    assert faults() == [(6, "末尾の後に行があります（番号 6 まで、差し込み）")]


def test_a_chain_made_new_from_its_end_is_found_by_a_noted_hash():
    five_events()
    noted = verify_chain().head
    with guard_away():
        sql("DELETE FROM audit_auditevent WHERE sequence = 5")
    fourth = AuditEvent.objects.get(sequence=4)
    ChainHead.objects.update(sequence=4, hash=fourth.hash)
    forge_after(4)
    forged = AuditEvent.objects.get(sequence=5)
    ChainHead.objects.update(sequence=5, hash=forged.hash)

    assert faults() == []
    assert faults(noted) == [(5, "控えておいたハッシュと違います（差し替えの疑い）")]


def test_a_trail_without_its_guard_is_found():
    five_events()

    drop_guard()

    assert [message for _sequence, message in faults()] == [
        "変更を断る仕掛け audit_event_no_update がありません",
        "変更を断る仕掛け audit_event_no_delete がありません",
    ]


def test_a_head_set_on_to_hide_deleted_rows_is_found():
    five_events()

    third = AuditEvent.objects.get(sequence=3)
    ChainHead.objects.update(pruned_through=3, pruned_hash=third.hash)
    sql("DELETE FROM audit_auditevent WHERE sequence <= 3")

    assert faults() == [(3, "ここまでの消去の記録がありません（削除の疑い）")]


def test_what_was_kept_long_enough_is_erased_and_the_chain_still_holds():
    five_events()
    hanako = a_staff_member("hanako")

    erased = erase_before(timezone.now() + timedelta(days=1), by=hanako)

    assert erased == 5
    certificate = AuditEvent.objects.get()
    assert (certificate.sequence, certificate.actor) == (6, hanako)
    assert (certificate.details["through"], certificate.details["rows"]) == (5, 5)
    assert faults() == []
    record("audit.read", actor=None)
    assert faults() == []


def test_nothing_is_erased_when_nothing_is_old():
    five_events()

    erased = erase_before(timezone.now() - timedelta(days=1), by=None)

    assert erased == 0
    assert AuditEvent.objects.count() == 5


def test_the_command_ends_with_0_when_all_is_well():
    five_events()
    out = StringIO()

    call_command("verify_audit", stdout=out)

    assert out.getvalue().startswith("異常ありません（5行、末尾 5:")


def test_the_command_ends_with_2_and_says_where():
    five_events()
    with guard_away():
        sql("DELETE FROM audit_auditevent WHERE sequence = 3")
    err = StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("verify_audit", stderr=err)

    assert end.value.code == 2
    assert err.getvalue() == (
        "番号 3：ここから番号 3 までの行がありません（削除）\n異常が1件あります。\n"
    )
