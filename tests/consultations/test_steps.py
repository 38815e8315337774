"""The steps of a consultation: every status to every status, and what goes with each."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.consultations.checking import check_all
from portal.consultations.deadlines import promise_of
from portal.consultations.desk import (
    FACTS,
    AlreadyAssigned,
    AsksThemselves,
    Facts,
    NotAnOfficer,
    NotNamed,
    assign,
    assign_many,
    hand_over,
    name_officer,
    set_facts,
    take,
    tick,
)
from portal.consultations.merging import WouldWiden, link, merge
from portal.consultations.models import Change, Consultation, InternalNote
from portal.consultations.moving import (
    AlreadyMoved,
    IllegalMove,
    IsClosed,
    IsMerged,
    NotFinished,
    close,
    move,
)
from portal.consultations.threads import (
    NotYourConsultation,
    add,
    correct_note,
    rate,
    reopen,
    reply,
    take_note,
)
from portal.consultations.vocabulary import NEXT, Status
from portal.notifications.models import Notification
from portal.submitting.versions import ChangedMeanwhile, version_of
from tests.builders import a_staff_member
from tests.consultations.builders import a_consultation, an_officer
from tests.consultations.test_clock import MATRIX, at

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def brought_to(consultation, status, *, by, now):
    """Along legal steps from OPEN, so that the history holds."""
    if status != Status.OPEN:
        move(consultation, status, by=by, now=now)
        consultation.refresh_from_db()
    return consultation


@pytest.mark.parametrize("old", Status)
@pytest.mark.parametrize("new", Status)
def test_every_step_of_the_table_and_no_other(old, new, now):
    officer = an_officer()
    row = brought_to(a_consultation(now=now), old, by=officer, now=now + HOUR)

    if new in NEXT[old]:
        move(row, new, by=officer, now=now + 2 * HOUR)
        row.refresh_from_db()
        assert row.status == new
    else:
        changes = Change.objects.count()
        with pytest.raises(IllegalMove):
            move(row, new, by=officer, now=now + 2 * HOUR)
        assert Change.objects.count() == changes
    assert check_all() == []


def test_of_two_who_saw_the_same_status_one_moves_it(now):
    officer = an_officer()
    row = a_consultation(now=now)
    seen = Consultation.objects.get(pk=row.pk)
    move(row, Status.IN_PROGRESS, by=officer, now=now)

    with pytest.raises(AlreadyMoved):
        move(seen, Status.CLOSED, by=officer, now=now)


@pytest.mark.parametrize("asked_at", sorted({row[0] for row in MATRIX.values()}))
def test_the_deadline_shown_is_the_deadline_used(client, asked_at):
    row = a_consultation(now=at(asked_at))
    promise = promise_of(row)
    client.force_login(row.asker)

    page = client.get(f"/consultations/{row.pk}/").content.decode()

    assert row.first_due_at == promise.first.at
    assert row.resolve_due_at == promise.resolve.at
    assert row.next_due_at == min(row.first_due_at, row.resolve_due_at)
    first, resolve = map(timezone.localtime, (row.first_due_at, row.resolve_due_at))
    assert f"最初の返事：{first.month}月{first.day}日 {first:%H:%M}まで" in page
    assert f"回答：{resolve.month}月{resolve.day}日 {resolve:%H:%M}まで" in page


def test_the_clock_stands_while_the_asker_is_waited_for(now):
    officer = an_officer()
    row = a_consultation(now=now)
    due = row.resolve_due_at
    reply(row, "様式を見せてください。", by=officer, then=Status.WAITING, now=now + HOUR)
    row.refresh_from_db()
    assert (row.next_due_at, row.resolve_due_at) == (None, None)

    add(row, "これです。", by=row.asker, now=now + 3 * HOUR)

    row.refresh_from_db()
    assert row.status == Status.IN_PROGRESS
    assert row.resolve_due_at > due
    assert check_all() == []


def test_the_first_answer_is_set_once(now):
    officer = an_officer()
    row = a_consultation(now=now)

    reply(row, "見ます。", by=officer, then=Status.IN_PROGRESS, now=now + HOUR)
    reply(row, "こうです。", by=officer, then=Status.ANSWERED, now=now + 2 * HOUR)
    reopen(row, "まだです。", by=row.asker, now=now + 3 * HOUR)

    row.refresh_from_db()
    assert row.first_answered_at == now + HOUR
    assert row.assignee == officer
    assert (row.status, row.answered_at) == (Status.IN_PROGRESS, None)


def test_what_the_asker_adds_is_no_first_answer(now):
    row = a_consultation(now=now)

    add(row, "言い忘れました。", by=row.asker, now=now + HOUR)

    row.refresh_from_db()
    assert row.first_answered_at is None


def test_nobody_writes_in_a_closed_one(now):
    officer = an_officer()
    row = brought_to(a_consultation(now=now), Status.CLOSED, by=officer, now=now)

    with pytest.raises(IsClosed):
        reply(row, "追加です。", by=officer, then=Status.ANSWERED, now=now)
    with pytest.raises(IsClosed):
        add(row, "追加です。", by=row.asker, now=now)
    assert row.entries.count() == 0


def test_a_note_is_no_answer_and_tells_nobody(now):
    officer = an_officer()
    row = a_consultation(now=now)
    told = Notification.objects.count()

    take_note(row, "前にも聞かれた。", by=officer, now=now)

    row.refresh_from_db()
    assert row.first_answered_at is None
    assert Notification.objects.count() == told


def test_a_corrected_note_keeps_what_it_said(now):
    officer = an_officer()
    note = take_note(a_consultation(now=now), "誤り", by=officer, now=now)

    correct_note(note, "正しい", by=officer, version=version_of(note, ["body"]), now=now)

    assert InternalNote.objects.get().body == "正しい"
    assert note.versions.get().body == "誤り"


def test_only_an_officer_who_may_read_it_gets_it(now):
    officer, other = an_officer(), an_officer()
    row = a_consultation(now=now, is_confidential=True, named=(officer,))

    with pytest.raises(NotNamed):
        assign(row, other, seen=None, by=officer, now=now)
    with pytest.raises(NotAnOfficer):
        assign(row, a_staff_member(), seen=None, by=officer, now=now)
    with pytest.raises(AsksThemselves):
        assign(row, row.asker, seen=None, by=officer, now=now)
    name_officer(row, other, by=officer, now=now)
    assign(row, other, seen=None, by=officer, now=now)
    row.refresh_from_db()
    assert row.assignee == other


def test_who_saw_another_assignee_changes_nothing(now):
    first, second = an_officer(), an_officer()
    row = a_consultation(now=now)
    take(row, by=first, now=now)

    with pytest.raises(AlreadyAssigned):
        take(row, by=second, now=now)
    with pytest.raises(AlreadyAssigned):
        assign(row, second, seen=None, by=second, now=now)
    row.refresh_from_db()
    assert row.assignee == first


def test_many_are_given_at_once_and_the_rest_is_named(now):
    officer = an_officer()
    mine = a_consultation(now=now)
    own = a_consultation(officer, now=now)

    left_out = assign_many([mine, own], officer, by=officer, now=now)

    assert [row.pk for row, _why in left_out] == [own.pk]
    mine.refresh_from_db()
    assert mine.assignee == officer


def test_another_priority_moves_the_deadline_and_the_second_editor_sees_both(now):
    officer = an_officer()
    row = a_consultation(now=now)
    due, version = row.resolve_due_at, version_of(row, FACTS)
    facts = Facts("improvement", "high", None, ("窓口",))

    set_facts(row, facts, version=version, by=officer, now=now)

    row.refresh_from_db()
    assert row.resolve_due_at < due
    assert [tag.name for tag in row.tags.all()] == ["窓口"]
    with pytest.raises(ChangedMeanwhile):
        set_facts(row, facts, version=version, by=officer, now=now)
    assert check_all() == []


def test_the_open_work_of_a_person_is_handed_over_whole(now):
    leaving, successor = an_officer(), an_officer()
    plain = a_consultation(now=now)
    secret = a_consultation(now=now, is_confidential=True, named=(leaving,))
    done = a_consultation(now=now)
    for row in (plain, secret, done):
        take(row, by=leaving, now=now)
    close(Consultation.objects.get(pk=done.pk), by=leaving, now=now)

    assert hand_over(leaving, successor, by=successor, now=now) == 2

    held = Consultation.objects.filter(assignee=successor).order_by("pk")
    assert list(held) == [plain, secret]
    assert list(secret.named.all()) == [successor]
    assert Notification.objects.filter(recipient=secret.asker).count() == 1
    assert AuditEvent.objects.filter(action="consultation.handed_over").count() == 2
    assert check_all() == []


def test_a_merged_one_is_closed_answered_and_stays_so(now):
    officer = an_officer()
    one, other = a_consultation(now=now), a_consultation(now=now)

    merge(one, other, "同じ相談があり、一緒に対応します。", by=officer, now=now)

    one.refresh_from_db()
    assert (one.status, one.merged_into) == (Status.CLOSED, other)
    assert one.entries.count() == 1
    assert other.entries.count() == 0
    with pytest.raises(IsMerged):
        reopen(one, "まだです。", by=one.asker, now=now)
    with pytest.raises(IllegalMove):
        move(one, Status.OPEN, by=officer, now=now)
    assert list(Consultation.objects.visible_to(one.asker)) == [one]
    assert check_all() == []


def test_a_confidential_one_is_tied_to_no_other(now):
    officer = an_officer()
    secret = a_consultation(now=now, is_confidential=True, named=(officer,))
    plain = a_consultation(now=now)

    for act in (lambda: merge(secret, plain, "x", by=officer, now=now),
                lambda: merge(plain, secret, "x", by=officer, now=now),
                lambda: link(plain, secret, by=officer, now=now)):  # fmt: skip
        with pytest.raises(WouldWiden):
            act()
    assert plain.related.count() == 0


def test_only_the_asker_rates_and_only_what_is_answered(now):
    officer = an_officer()
    row = a_consultation(now=now)
    with pytest.raises(NotFinished):
        rate(row, 5, "", by=row.asker, now=now)
    reply(row, "こうです。", by=officer, then=Status.ANSWERED, now=now)
    with pytest.raises(NotYourConsultation):
        rate(row, 1, "", by=officer, now=now)

    rate(row, 5, "助かりました。", by=row.asker, now=now)

    row.refresh_from_db()
    assert row.rating == 5


def test_the_checklist_is_exactly_what_is_ticked(now):
    officer = an_officer()
    row = a_consultation(now=now)

    tick(row, {"steps", "cases"}, by=officer, now=now)
    tick(row, {"cases"}, by=officer, now=now)

    assert list(row.ticks.values_list("item", flat=True)) == ["cases"]
