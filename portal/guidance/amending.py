"""改定: from a draft over a second person's approval to the day it is in force.

Source: 東大和市DXプラン第2.0版 第1章3
（内容の更新は第2.0版、第3.0版…、軽微な修正は第1.1版、第1.2版…）.
"""

from datetime import date, datetime
from typing import NamedTuple
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from portal.audit.trail import record
from portal.community.announcing import announce_again
from portal.errors import DomainError
from portal.guidance import notices
from portal.guidance.finding import put_into_search
from portal.guidance.freezing import FIELDS, freeze, passages_of, thaw
from portal.guidance.models import Edition, Guide, Passage
from portal.guidance.rights import may_approve
from portal.guidance.vocabulary import NEXT, EditionKind, State
from portal.staff.models import StaffMember
from portal.submitting.versions import lock_unchanged

STEP = 10
# A remark and a word about the 改定履歴 belong to the edition they were written for.
NEWS = ("remark", "in_history")
WRITTEN = ["heading", "text", "remark"]


class NothingToAmend(DomainError):
    message = "適用中の版がないため、改定を始められません。DX課に知らせてください。"


class AlreadyBeingAmended(DomainError):
    message = "このページの改定は、もう始まっています。そちらを開いて続けてください。"


class IllegalStep(DomainError):
    message = "この改定は、ほかの人が先に進めました。画面を開き直してください。"


class NotBeingWritten(DomainError):
    message = "承認を頼んだあとの文章は変えられません。直すときは、先に下書きへ戻してください。"


class NothingChanged(DomainError):
    message = "適用中の版から何も変わっていません。文章を直してから、承認を頼んでください。"


class NoReason(DomainError):
    message = "公開理由がありません。改定履歴に載せる理由を1つ以上書いてください。"


class NotYourOwn(DomainError):
    message = "自分が始めた改定や承認を頼んだ改定は、承認できません。別のDX課の人に頼んでください。"


class DayIsPast(DomainError):
    message = "適用日は今日か、今日より後の日にしてください。"


class Number(NamedTuple):
    major: int
    minor: int

    @property
    def code(self) -> str:
        return f"{self.major}.{self.minor}"


def next_number(current: Edition, kind: EditionKind) -> Number:
    """軽微修正 raises the small number, 改定 the large one."""
    if kind == EditionKind.MINOR:
        return Number(current.major, current.minor + 1)
    return Number(current.major + 1, 0)


@transaction.atomic
def begin(guide: Guide, kind: EditionKind, *, by: StaffMember, now: datetime) -> Edition:
    """Begin the next edition of ``guide`` with the text of the one in force.

    Raises NothingToAmend and AlreadyBeingAmended.
    """
    guide = Guide.objects.select_for_update().get(pk=guide.pk)
    current = guide.editions.in_force().first()
    if current is None:
        raise NothingToAmend
    if guide.editions.open().exists():
        raise AlreadyBeingAmended
    number = next_number(current, kind)
    edition = Edition.objects.create(
        guide=guide,
        code=number.code,
        major=number.major,
        minor=number.minor,
        kind=kind,
        begun_by=by,
        begun_at=now,
    )
    _copy(current, edition)
    record("guidance.amendment.begun", actor=by, obj=edition)
    return edition


def _copy(current: Edition, edition: Edition) -> None:
    Passage.objects.bulk_create(
        Passage(
            edition=edition,
            position=position * STEP,
            **{name: getattr(words, name) for name in FIELDS if name not in NEWS},
        )
        for position, words in enumerate(passages_of(current), start=1)
    )


@transaction.atomic
def rewrite(passage: Passage, values: dict[str, str], *, version: str, by: StaffMember) -> None:
    """Give a passage of a draft its new heading, text and remark.

    Raises NotBeingWritten and ChangedMeanwhile.
    """
    _lock_draft(passage.edition)
    passage = lock_unchanged(passage, WRITTEN, version)
    for name in WRITTEN:
        setattr(passage, name, values[name])
    passage.save(update_fields=WRITTEN)
    record("guidance.amendment.written", actor=by, obj=passage.edition)


@transaction.atomic
def add_passage(edition: Edition, values: dict[str, str], *, by: StaffMember) -> Passage:
    """Add a passage at the end of its chapter; a new chapter stands last.

    Raises NotBeingWritten.
    """
    edition = _lock_draft(edition)
    passages = list(edition.passages.order_by("position", "pk"))
    places = [place for place, each in enumerate(passages) if each.chapter == values["chapter"]]
    added = edition.passages.create(key=f"added-{uuid4().hex[:12]}", position=0, **values)
    passages.insert(places[-1] + 1 if places else len(passages), added)
    for number, passage in enumerate(passages, start=1):
        passage.position = number * STEP
    Passage.objects.bulk_update(passages, ["position"], batch_size=500)
    record("guidance.amendment.written", actor=by, obj=edition)
    return added


@transaction.atomic
def remove_passage(passage: Passage, *, by: StaffMember) -> None:
    """Raises NotBeingWritten."""
    edition = _lock_draft(passage.edition)
    passage.delete()
    record("guidance.amendment.written", actor=by, obj=edition)


@transaction.atomic
def submit(
    edition: Edition, *, reasons: list[str], applies_from: date, by: StaffMember, now: datetime
) -> None:
    """Ask a second person to approve. ``reasons`` become the 公開理由 of the 改定履歴.

    Raises IllegalStep, NoReason, DayIsPast or NothingChanged, and then changes nothing.
    """
    edition = _lock(edition, State.SUBMITTED)
    if not reasons:
        raise NoReason
    if applies_from < timezone.localdate(now):
        raise DayIsPast
    if not differs_from_current(edition):
        raise NothingChanged
    edition.state = State.SUBMITTED
    edition.reasons, edition.applies_from = reasons, applies_from
    edition.submitted_by, edition.submitted_at, edition.returned_words = by, now, ""
    edition.save()
    notices.approval_asked(edition, now=now)
    record("guidance.amendment.submitted", actor=by, obj=edition)


def differs_from_current(edition: Edition) -> bool:
    current = edition.guide.editions.in_force().first()
    return _texts(edition) != _texts(current)


def _texts(edition: Edition) -> list[tuple]:
    return [(w.key, w.chapter, w.heading, w.text) for w in passages_of(edition)]


@transaction.atomic
def send_back(edition: Edition, words: str, *, by: StaffMember, now: datetime) -> None:
    """Back to the draft: by an approver with a reason, or by the writers. Raises IllegalStep."""
    edition = _lock(edition, State.DRAFT)
    edition.state, edition.returned_words = State.DRAFT, words
    edition.approved_by = edition.approved_at = None
    thaw(edition)
    edition.save()
    notices.sent_back(edition, by=by, now=now)
    record("guidance.amendment.sent_back", actor=by, obj=edition)


@transaction.atomic
def approve(edition: Edition, *, by: StaffMember, now: datetime) -> Edition:
    """Freeze the text, number its row of the 改定履歴; on its day it is in force.

    Raises IllegalStep, NotYourOwn or DayIsPast, and then changes nothing.
    """
    edition = _lock(edition, State.APPROVED)
    if not may_approve(by, edition):
        raise NotYourOwn
    today = timezone.localdate(now)
    if edition.applies_from < today:
        raise DayIsPast
    freeze(edition)
    edition.state, edition.approved_by, edition.approved_at = State.APPROVED, by, now
    edition.dated_on = edition.applies_from
    edition.save()
    notices.approved(edition, now=now)
    record("guidance.amendment.approved", actor=by, obj=edition)
    if edition.applies_from == today:
        put_in_force(edition, now=now)
    return edition


@transaction.atomic
def put_in_force(edition: Edition, *, now: datetime) -> None:
    """The edition in force becomes an old one, and this one takes its place, as the office's news.

    Its row of the 改定履歴 gets the next number here. Raises IllegalStep.
    """
    edition = _lock(edition, State.IN_FORCE)
    numbers = edition.guide.editions.aggregate(last=Max("history_number"))
    edition.guide.editions.in_force().update(state=State.SUPERSEDED)
    edition.state = State.IN_FORCE
    edition.history_number = (numbers["last"] or 0) + 1
    edition.save(update_fields=["state", "history_number"])
    edition.passages.all().delete()
    put_into_search(edition.guide)
    announce_again(edition.guide, by=None, now=now)
    notices.in_force(edition, now=now)
    record("guidance.edition.in_force", actor=edition.approved_by, obj=edition)


def put_due_editions_in_force(now: datetime) -> int:
    """Every approved edition whose day has come. Returns how many."""
    due = Edition.objects.filter(
        state=State.APPROVED, applies_from__lte=timezone.localdate(now)
    ).order_by("applies_from", "pk")
    done = 0
    for edition in due:
        try:
            put_in_force(edition, now=now)
        except IllegalStep:
            continue
        done += 1
    return done


@transaction.atomic
def discard(edition: Edition, *, by: StaffMember) -> None:
    """Give up a draft. What was approved once must be sent back before. Raises NotBeingWritten."""
    edition = _lock_draft(edition)
    record("guidance.amendment.discarded", actor=by, obj=edition)
    edition.delete()


def _lock(edition: Edition, to: State) -> Edition:
    """The edition, locked together with its guide. Raises IllegalStep for a step not in NEXT."""
    Guide.objects.select_for_update().get(pk=edition.guide_id)
    locked = Edition.objects.select_related("guide").get(pk=edition.pk)
    if to not in NEXT[State(locked.state)]:
        raise IllegalStep
    return locked


def _lock_draft(edition: Edition) -> Edition:
    Guide.objects.select_for_update().get(pk=edition.guide_id)
    locked = Edition.objects.select_related("guide").filter(pk=edition.pk).first()
    if locked is None or locked.state != State.DRAFT:
        raise NotBeingWritten
    return locked
