"""改定: numbers, four eyes, the day, and what can never change."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.community.commenting import write_comment
from portal.community.feed import feed_page
from portal.community.models import Entry
from portal.errors import DomainError
from portal.guidance import amending
from portal.guidance.freezing import changed_since_frozen, passages_of
from portal.guidance.models import Edition, Guide
from portal.guidance.vocabulary import EditionKind, State
from portal.notifications.models import Notification
from portal.staff.models import Role
from portal.submitting.versions import ChangedMeanwhile, version_of
from tests.builders import a_staff_member
from tests.guidance.builders import (
    WRITTEN,
    a_guide,
    a_new_edition,
    an_amendment,
    change_text,
    two_officers,
    who_is,
)

pytestmark = pytest.mark.django_db


def submitted(edition, *, by, now, days=0):
    day = timezone.localdate(now) + timedelta(days=days)
    amending.submit(edition, reasons=["直しました。"], applies_from=day, by=by, now=now)
    return Edition.objects.get(pk=edition.pk)


@pytest.mark.parametrize(
    ("major", "minor", "kind", "code"),
    [
        (1, 0, EditionKind.MINOR, "1.1"),
        (1, 9, EditionKind.MINOR, "1.10"),
        (1, 1, EditionKind.MAJOR, "2.0"),
        (2, 0, EditionKind.MINOR, "2.1"),
        (2, 3, EditionKind.MAJOR, "3.0"),
    ],
)
def test_a_small_correction_raises_the_small_number_and_an_amendment_the_large_one(
    major, minor, kind, code
):
    assert amending.next_number(Edition(major=major, minor=minor), kind).code == code


def test_an_editor_writes_an_officer_approves_and_everything_numbers_itself(now):
    guide = a_guide()
    editor, officer = who_is(Role.EDITOR), who_is(Role.OFFICER)
    edition = an_amendment(guide, by=editor, now=now)

    amending.approve(submitted(edition, by=editor, now=now), by=officer, now=now)

    rows = guide.editions.by_age().values_list("code", "state", "history_number", "kind")
    assert list(rows) == [
        ("1.0", State.SUPERSEDED, 1, EditionKind.MADE),
        ("1.1", State.IN_FORCE, 2, EditionKind.MINOR),
    ]
    edition.refresh_from_db()
    assert (edition.dated_on, edition.reasons) == (timezone.localdate(now), ["直しました。"])
    assert [words.text for words in passages_of(edition)] == ["直した。", "二つめ。"]
    assert changed_since_frozen() == []


def test_the_old_edition_reads_as_it_did(now):
    guide = a_guide()
    old = guide.editions.get()
    before = (old.frozen, old.digest)

    a_new_edition(guide, now=now)

    old.refresh_from_db()
    assert (old.frozen, old.digest) == before


@pytest.mark.parametrize("who", ["writer", "submitter"])
def test_nobody_approves_what_they_began_or_submitted(now, who):
    guide, (writer, submitter) = a_guide(), two_officers()
    edition = submitted(an_amendment(guide, by=writer, now=now), by=submitter, now=now)

    with pytest.raises(amending.NotYourOwn):
        amending.approve(edition, by=writer if who == "writer" else submitter, now=now)

    edition.refresh_from_db()
    assert (edition.state, edition.frozen) == (State.SUBMITTED, None)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR, Role.LEADER])
def test_only_officers_approve(now, role):
    guide, (writer, _other) = a_guide(), two_officers()
    edition = submitted(an_amendment(guide, by=writer, now=now), by=writer, now=now)

    with pytest.raises(amending.NotYourOwn):
        amending.approve(edition, by=who_is(role), now=now)


def test_the_database_itself_wants_two_people(now):
    edition, person = a_guide().editions.get(), a_staff_member()

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(submitted_by=person, approved_by=person)


def in_state(state, now):
    """An amendment in ``state``, brought there by the city's own steps."""
    guide, (writer, approver) = a_guide(), two_officers()
    edition = an_amendment(guide, by=writer, now=now)
    if state == State.DRAFT:
        return edition, writer, approver
    edition = submitted(edition, by=writer, now=now, days=0 if state == State.IN_FORCE else 3)
    if state != State.SUBMITTED:
        amending.approve(edition, by=approver, now=now)
    return Edition.objects.get(pk=edition.pk), writer, approver


STEPS = {
    "submit": lambda edition, writer, approver, now: submitted(edition, by=writer, now=now),
    "approve": lambda edition, writer, approver, now: amending.approve(
        edition, by=approver, now=now
    ),
    "send back": lambda edition, writer, approver, now: amending.send_back(
        edition, "直して", by=approver, now=now
    ),
    "discard": lambda edition, writer, approver, now: amending.discard(edition, by=writer),
    "put in force": lambda edition, writer, approver, now: amending.put_in_force(edition, now=now),
}
ALLOWED = {
    (State.DRAFT, "submit"),
    (State.DRAFT, "discard"),
    (State.SUBMITTED, "approve"),
    (State.SUBMITTED, "send back"),
    (State.APPROVED, "send back"),
    (State.APPROVED, "put in force"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.APPROVED, State.IN_FORCE])
def test_every_state_against_every_step(now, state, step):
    edition, writer, approver = in_state(state, now)
    if (state, step) in ALLOWED:
        STEPS[step](edition, writer, approver, now)
        return

    with pytest.raises(DomainError):
        STEPS[step](edition, writer, approver, now)

    assert Edition.objects.get(pk=edition.pk).state == state


def test_an_approved_edition_waits_for_its_day(now):
    edition, _writer, _approver = in_state(State.APPROVED, now)

    early = amending.put_due_editions_in_force(now + timedelta(days=2))
    in_time = amending.put_due_editions_in_force(now + timedelta(days=3))
    again = amending.put_due_editions_in_force(now + timedelta(days=3))

    assert (early, in_time, again) == (0, 1, 0)
    assert Edition.objects.get(pk=edition.pk).state == State.IN_FORCE


def test_what_is_sent_back_is_no_longer_frozen_and_says_why(now):
    edition, _writer, approver = in_state(State.APPROVED, now)

    amending.send_back(edition, "3行目を直してください", by=approver, now=now)

    edition.refresh_from_db()
    assert (edition.state, edition.frozen, edition.digest) == (State.DRAFT, None, "")
    assert edition.returned_words == "3行目を直してください"
    assert edition.passages.count() == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reasons": []}, amending.NoReason),
        ({"days": -1}, amending.DayIsPast),
        ({"is_changed": False}, amending.NothingChanged),
    ],
)
def test_what_is_not_ready_is_not_submitted(now, changes, refusal):
    case = {"reasons": ["理由"], "days": 0, "is_changed": True, **changes}
    guide, (writer, _other) = a_guide(), two_officers()
    edition = amending.begin(guide, EditionKind.MINOR, by=writer, now=now)
    if case["is_changed"]:
        change_text(edition, "直した。", by=writer)
    day = timezone.localdate(now) + timedelta(days=case["days"])

    with pytest.raises(refusal):
        amending.submit(edition, reasons=case["reasons"], applies_from=day, by=writer, now=now)

    assert Edition.objects.get(pk=edition.pk).state == State.DRAFT


def test_an_approval_after_the_day_is_refused_so_that_no_day_is_backdated(now):
    guide, (writer, approver) = a_guide(), two_officers()
    edition = submitted(an_amendment(guide, by=writer, now=now), by=writer, now=now, days=1)

    with pytest.raises(amending.DayIsPast):
        amending.approve(edition, by=approver, now=now + timedelta(days=2))


def test_one_amendment_at_a_time(now):
    guide, (writer, other) = a_guide(), two_officers()
    amending.begin(guide, EditionKind.MINOR, by=writer, now=now)

    with pytest.raises(amending.AlreadyBeingAmended):
        amending.begin(guide, EditionKind.MAJOR, by=other, now=now)


def test_without_an_edition_in_force_there_is_nothing_to_amend(now):
    guide = Guide.objects.create(slug="empty", title="空", lead="", group="tools")

    with pytest.raises(amending.NothingToAmend):
        amending.begin(guide, EditionKind.MINOR, by=a_staff_member(), now=now)


def test_a_passage_is_added_at_the_end_of_its_chapter_and_may_be_removed(now):
    guide, (writer, _other) = a_guide(), two_officers()
    edition = amending.begin(guide, EditionKind.MINOR, by=writer, now=now)
    edition.passages.filter(heading="見出し2").update(chapter="終わり")
    values = {"chapter": "", "heading": "間に入る", "text": "新しい。", "remark": ""}

    added = amending.add_passage(edition, values, by=writer)
    headings = list(edition.passages.order_by("position").values_list("heading", flat=True))
    amending.remove_passage(added, by=writer)

    assert headings == ["見出し1", "間に入る", "見出し2"]
    assert edition.passages.count() == 2


def test_two_people_who_edit_one_passage_are_shown_both_texts(now):
    guide, (writer, other) = a_guide(), two_officers()
    edition = amending.begin(guide, EditionKind.MINOR, by=writer, now=now)
    passage = edition.passages.first()
    seen = version_of(passage, WRITTEN)
    change_text(edition, "先に直した。", by=other)
    values = {"heading": "見出し1", "text": "あとから", "remark": ""}

    with pytest.raises(ChangedMeanwhile):
        amending.rewrite(passage, values, version=seen, by=writer)

    passage.refresh_from_db()
    assert passage.text == "先に直した。"


@pytest.mark.parametrize("act", ["rewrite", "add", "remove"])
def test_what_waits_for_approval_is_not_written_any_more(now, act):
    edition, writer, _approver = in_state(State.SUBMITTED, now)
    passage = edition.passages.order_by("position").first()
    values = {"heading": "x", "text": "y", "remark": ""}
    acts = {
        "rewrite": lambda: amending.rewrite(
            passage, values, version=version_of(passage, WRITTEN), by=writer
        ),
        "add": lambda: amending.add_passage(edition, {"chapter": "", **values}, by=writer),
        "remove": lambda: amending.remove_passage(passage, by=writer),
    }

    with pytest.raises(amending.NotBeingWritten):
        acts[act]()

    assert list(edition.passages.order_by("position").values_list("text", flat=True)) == [
        "直した。",
        "二つめ。",
    ]


def test_those_concerned_are_told_once(now):
    guide = a_guide(is_compulsory=True)
    reader = a_staff_member()

    a_new_edition(guide, now=now)

    kinds = Notification.objects.order_by("kind").values_list("kind", flat=True).distinct()
    assert list(kinds) == ["guidance_approval", "guidance_decided", "guidance_in_force"]
    assert list(Notification.objects.filter(recipient=reader).values_list("title", flat=True)) == [
        "「手引き paper」が1.1版になりました"
    ]


def test_each_new_edition_is_the_newest_of_the_feed_and_keeps_what_people_said(now):
    guide, reader = a_guide(), a_staff_member()
    a_new_edition(guide, now=now)
    write_comment(guide, "読みました。", by=reader, now=now)

    a_new_edition(guide, now=now + timedelta(days=1), text="また直した。")

    [line] = feed_page(Entry.objects.all(), reader).lines
    assert (line.title, line.entry.at) == ("手引き paper（1.2版）", now + timedelta(days=1))
    assert line.comments == 1


def test_every_step_is_in_the_trail_with_no_text(now):
    a_new_edition(a_guide(), now=now)

    acts = AuditEvent.objects.filter(action__startswith="guidance.").order_by("sequence")
    assert list(acts.values_list("action", "object_label")) == [
        ("guidance.amendment.begun", "paper:1.1"),
        ("guidance.amendment.written", "paper:1.1"),
        ("guidance.amendment.submitted", "paper:1.1"),
        ("guidance.amendment.approved", "paper:1.1"),
        ("guidance.edition.in_force", "paper:1.1"),
    ]


def test_a_frozen_text_that_somebody_touched_is_found(now):
    edition = a_guide().editions.get()
    touched = [{**edition.frozen[0], "text": "書き換えた"}, *edition.frozen[1:]]

    Edition.objects.filter(pk=edition.pk).update(frozen=touched)

    assert changed_since_frozen() == [edition]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", ["begin", "approve"])
def test_of_two_at_once_one_does_it(now, race):
    guide, (writer, approver) = a_guide(), two_officers()
    third = who_is(Role.OFFICER)
    if race == "approve":
        edition = submitted(an_amendment(guide, by=writer, now=now), by=writer, now=now)
    acts = {
        "begin": lambda by: amending.begin(guide, EditionKind.MINOR, by=by, now=now),
        "approve": lambda by: amending.approve(edition, by=by, now=now),
    }
    gate, outcomes = Barrier(2), []

    def run(by):
        try:
            gate.wait()
            acts[race](by)
            outcomes.append("done")
        except DomainError as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[person]) for person in (approver, third)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    refusal = {"begin": "AlreadyBeingAmended", "approve": "IllegalStep"}[race]
    assert sorted(outcomes) == sorted(["done", refusal])
    assert guide.editions.exclude(code="1.0").count() == 1
