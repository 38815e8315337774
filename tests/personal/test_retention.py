from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.chain import verify_chain
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.files.keeping import keep_made_file
from portal.files.models import StoredFile
from portal.notifications.models import Notification
from portal.personal.anonymising import NAME, note_leavers, replay
from portal.personal.due import dry_run
from portal.personal.holds import LiftedByAnother, lift_hold, place_hold
from portal.personal.models import DataRequest, ErasedPerson, Leaving, RetentionRun
from portal.personal.retention import (
    NeedsSecondPerson,
    NothingIsDue,
    RunAlreadyProposed,
    RunIsClosed,
    agree_to_run,
    propose_run,
    withdraw_run,
)
from portal.personal.rules import days_of
from portal.personal.table import RULES
from portal.staff.models import Role, RoleGrant, StaffMember, StaffSession
from tests.builders import a_staff_member
from tests.files.packing import a_pdf
from tests.personal.builders import a_leaver, two_administrators

pytestmark = pytest.mark.django_db


def due_of(label, now):
    return next(line for line in dry_run(now) if line.label == label)


def run(now):
    first, second = two_administrators()
    return agree_to_run(propose_run(by=first, now=now), by=second, now=now)


@pytest.mark.parametrize(("days", "count"), [(364, 0), (365, 0), (366, 1)])
def test_a_leaver_is_due_on_the_day_after_a_year(now, days, count):
    a_leaver(now, days=days)

    assert due_of("staff.staffmember", now).count == count


def test_a_leaver_loses_name_and_numbers_and_no_row_is_lost(now):
    known = {"name": "山田 花子", "reading": "やまだ", "email": "h@example.jp"}
    hanako = a_leaver(now, staff_number="1", **known)
    grant = RoleGrant.objects.create(
        staff=hanako, role=Role.LEADER, starts_on="2024-04-01", granted_by=hanako
    )
    people, events = StaffMember.objects.count(), AuditEvent.objects.filter(actor=hanako).count()

    report = run(now)

    hanako.refresh_from_db()
    shown = (hanako.name, hanako.reading, hanako.email, hanako.staff_number, hanako.username)
    assert shown == (NAME, "", "", None, f"left-{hanako.pk}")
    assert not hanako.has_usable_password()
    assert report.done == {"staff.staffmember": 1}
    assert StaffMember.objects.count() == people + 2
    assert AuditEvent.objects.filter(actor=hanako).count() == events
    grant.refresh_from_db()
    assert (grant.staff, grant.granted_by) == (hanako, hanako)


def test_a_second_run_changes_nothing(now):
    a_leaver(now)
    run(now)

    assert [line.count for line in dry_run(now)] == [0] * len(dry_run(now))
    with pytest.raises(NothingIsDue):
        propose_run(by=a_staff_member(), now=now)


def test_sessions_and_notices_of_a_leaver_go_too(now):
    hanako = a_leaver(now)
    StaffSession.objects.create(
        session_key="x", session_data="", expire_date=now, staff=hanako, last_seen_at=now
    )
    Notification.objects.create(
        recipient=hanako, kind="k", cause="c", title="t", link="/", created_at=now, useful_until=now
    )

    run(now)

    assert StaffSession.objects.filter(staff=hanako).count() == 0
    assert Notification.objects.filter(recipient=hanako).count() == 0


def test_whoever_works_here_again_is_no_leaver(now):
    hanako = a_leaver(now)
    StaffMember.objects.filter(pk=hanako.pk).update(is_active=True)

    note_leavers(now.date())

    assert Leaving.objects.count() == 0
    assert due_of("staff.staffmember", now).count == 0


def test_a_leaver_is_noted_once(now):
    hanako = a_staff_member(is_active=False)

    assert (note_leavers(now.date()), note_leavers(now.date() + timedelta(days=9))) == (1, 0)
    assert Leaving.objects.get(staff=hanako).since == now.date()


def test_a_text_is_emptied_and_its_row_counts_on(now):
    hanako = a_staff_member()
    closed = now - timedelta(days=3 * 365, seconds=1)
    old, young = (
        DataRequest.objects.create(
            staff=hanako, kind="stop", text="秘密", answer="答え", state="done",
            asked_at=closed, due_on=closed, closed_at=at,
        )
        for at in (closed, closed + timedelta(seconds=2))
    )  # fmt: skip

    run(now)

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.text, old.answer, old.state) == ("", "", "done")
    assert (young.text, young.answer) == ("秘密", "答え")


def test_files_go_with_the_text_they_belong_to(now, private_root):
    hanako = a_staff_member()
    closed = now - timedelta(days=3 * 365 + 1)
    old = DataRequest.objects.create(
        staff=hanako, kind="stop", text="秘密", state="done",
        asked_at=closed, due_on=closed, closed_at=closed,
    )  # fmt: skip
    keep_made_file(a_pdf(), "a.pdf", by=hanako, owner=old, now=now)

    run(now)

    assert StoredFile.objects.count() == 0


def test_nothing_of_a_person_who_is_held_is_erased(now):
    hanako, taro = a_leaver(now), a_leaver(now, name="太郎")
    administrator = a_staff_member()
    place_hold(staff=taro, model="", reason="訴訟", by=administrator, now=now)

    report = run(now)

    taro.refresh_from_db()
    hanako.refresh_from_db()
    assert (taro.name, hanako.name) == ("太郎", NAME)
    assert report.held == {"staff.staffmember": 1}


def test_a_kind_of_data_that_is_held_is_left_alone(now):
    a_leaver(now)
    place_hold(staff=None, model="staff.staffmember", reason="監査", by=a_staff_member(), now=now)

    line = due_of("staff.staffmember", now)

    assert (line.count, line.held) == (0, 1)


def test_a_hold_is_lifted_by_another_person(now):
    first, second = two_administrators()
    hold = place_hold(staff=second, model="", reason="監査", by=first, now=now)

    with pytest.raises(LiftedByAnother):
        lift_hold(hold, by=first, now=now)
    lift_hold(hold, by=second, now=now)

    hold.refresh_from_db()
    assert hold.lifted_by == second


def test_a_hold_is_about_somebody_or_something(now):
    with pytest.raises(IntegrityError), transaction.atomic():
        place_hold(staff=None, model="", reason="監査", by=a_staff_member(), now=now)


def test_nobody_agrees_to_their_own_run(now):
    hanako = a_leaver(now, name="花子")
    first, _second = two_administrators()
    proposed = propose_run(by=first, now=now)

    with pytest.raises(NeedsSecondPerson):
        agree_to_run(proposed, by=first, now=now)

    hanako.refresh_from_db()
    assert hanako.name == "花子"
    with pytest.raises(IntegrityError), transaction.atomic():
        RetentionRun.objects.update(state="done", agreed_by=first)


def test_one_run_waits_at_a_time_and_may_be_withdrawn(now):
    a_leaver(now)
    first, second = two_administrators()
    proposed = propose_run(by=first, now=now)
    with pytest.raises(RunAlreadyProposed):
        propose_run(by=second, now=now)

    withdraw_run(proposed, by=first, now=now)

    with pytest.raises(RunIsClosed):
        agree_to_run(proposed, by=second, now=now)
    assert propose_run(by=second, now=now).planned == {"staff.staffmember": 1}


def test_every_step_of_a_run_is_in_the_trail(now):
    a_leaver(now)
    run(now)

    acts = AuditEvent.objects.filter(action__startswith="personal.")
    assert sorted(acts.values_list("action", flat=True)) == [
        "personal.person.anonymised",
        "personal.retention.agreed",
        "personal.retention.carried_out",
        "personal.retention.proposed",
    ]


def test_erased_people_stay_erased_after_an_older_backup_is_restored(
    now, django_capture_on_commit_callbacks
):
    hanako = a_leaver(now, name="花子", email="h@example.jp", staff_number="7")
    with django_capture_on_commit_callbacks(execute=True):
        run(now)
    # The restored backup knows the name again, and nothing of the erasure.
    ErasedPerson.objects.all().delete()
    Leaving.objects.all().delete()
    StaffMember.objects.filter(pk=hanako.pk).update(
        name="花子", email="h@example.jp", staff_number="7", is_active=True
    )

    assert (replay(now=now), replay(now=now)) == (1, 0)

    hanako.refresh_from_db()
    assert (hanako.name, hanako.email, hanako.staff_number) == (NAME, "", None)
    assert not hanako.is_active


def test_a_city_sets_its_own_periods(now, settings):
    settings.RETENTION_DAYS = {"staff.staffmember": "30"}
    a_leaver(now, days=31)

    assert days_of("staff.staffmember", RULES["staff.staffmember"]) == 30
    assert due_of("staff.staffmember", now).count == 1
    assert due_of("staff.staffmember", now).period == "退職から30日"


def test_the_command_counts_unless_two_persons_are_named(now):
    hanako = a_leaver(now, days=5000, name="花子")
    first, second = two_administrators()
    out = StringIO()

    call_command("run_retention", stdout=out)
    hanako.refresh_from_db()
    assert hanako.name == "花子"
    for names in ({}, {"by": first.username, "agreed_by": first.username}):
        with pytest.raises(CommandError):
            call_command("run_retention", execute=True, **names, stdout=out)

    names = {"by": first.username, "agreed_by": second.username}
    call_command("run_retention", execute=True, **names, stdout=out)
    hanako.refresh_from_db()
    assert hanako.name == NAME
    assert "アカウント（職員）：1件、延長中 0件" in out.getvalue()


def test_the_trail_ends_after_three_years_in_one_piece(now):
    hanako = a_staff_member(role=Role.LEADER)
    record("audit.read", actor=hanako)
    later = timezone.now() + timedelta(days=3 * 365 + 1)
    old = AuditEvent.objects.count()
    hold = place_hold(staff=hanako, model="", reason="訴訟", by=a_staff_member(), now=now)

    line = due_of("audit.auditevent", later)
    assert (line.count, line.held >= old) == (0, True)
    lift_hold(hold, by=a_staff_member(), now=now)
    report = run(later)

    assert report.done["audit.auditevent"] >= old
    assert AuditEvent.objects.filter(sequence__lte=old).count() == 0
    assert verify_chain().faults == []
