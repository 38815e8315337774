"""Importing cases: checked and shown first, then taken as a whole, and undone as a whole."""

import hashlib
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from casebook.models import ArrivedCase, Case, CaseImport, TravelledPicture
from casebook.travelling.arriving import arrivals, give_back, take
from casebook.travelling.checking import check_rows
from casebook.travelling.merging import INCOMING, LOCAL, unchosen
from casebook.travelling.reading import read_file
from casebook.travelling.writing import keep_picture
from portal.audit.trail import events_at_the_end, record
from portal.errors import DomainError
from portal.staff.models import StaffMember
from portal.tables.table import FileRefused, Problem

KEPT_FOR_CONFIRMING = timedelta(hours=24)
KEPT_FOR_UNDOING = timedelta(days=30)
# The contents of a file are forgotten after this; that it came, and who took it, is kept.
KEPT_FOR_DECIDING = timedelta(days=30)
PROBLEMS_SHOWN = 50
# From here on a check or an import takes longer than a second: a job does it.
AT_ONCE = 25
State, Kind = CaseImport.State, CaseImport.Kind
Arrived = ArrivedCase.State


class ImportHasProblems(DomainError):
    message = "ファイルに問題があるため取り込めません。直してからもう一度選んでください。"


class ImportExpired(DomainError):
    message = "確認の期限を過ぎました。ファイルをもう一度選んでください。"


class NotTheLastImport(DomainError):
    message = "取り消せるのは、最後に反映した取り込みだけです。"


class UndoTooLate(DomainError):
    message = "反映から30日を過ぎたため取り消せません。事例の画面で直してください。"


@transaction.atomic
def receive_file(content: bytes, *, name: str, by: StaffMember | None, now: datetime) -> CaseImport:
    """Keep a file and compare it with what is here; a large one is compared by a job.

    Raises FileRefused when it cannot be read at all, and then keeps nothing.
    """
    rows = len(read_file(content).rows)
    came = CaseImport.objects.create(
        kind=Kind.FILE,
        state=State.CHECKING,
        file_name=name[:200],
        file_hash=hashlib.sha256(content).hexdigest(),
        content=content,
        made_by=by,
        made_at=now,
        expires_at=now + KEPT_FOR_CONFIRMING,
    )
    if rows > AT_ONCE and by:
        transaction.on_commit(partial(check_in_background.enqueue, came.pk))
    else:
        check_import(came)
    return came


@transaction.atomic
def check_import(came: CaseImport) -> None:
    """Compare every case of the file with this portal. Checked already: does nothing."""
    locked = CaseImport.objects.select_for_update().get(pk=came.pk)
    if locked.state != State.CHECKING:
        return
    read = read_file(bytes(locked.content))
    known = set(TravelledPicture.objects.values_list("name", flat=True))
    records, problems = check_rows(read.rows, set(read.pictures), known)
    problems = sorted([*read.problems, *problems], key=lambda problem: problem.row)
    came.state = State.REFUSED if problems else State.READY
    came.problems = [list(problem) for problem in problems[:PROBLEMS_SHOWN]]
    came.problem_count = len(problems)
    came.save(update_fields=["state", "problems", "problem_count"])
    if problems:
        CaseImport.objects.filter(pk=came.pk).update(content=None)
    else:
        keep_arrivals(came, arrivals(records))
    details = {"hash": came.file_hash, "cases": len(records), "problems": len(problems)}
    record("casebook.import.checked", actor=came.made_by, obj=came, details=details)


def keep_arrivals(came: CaseImport, rows: list[ArrivedCase]) -> None:
    for row in rows:
        row.case_import = came
    ArrivedCase.objects.bulk_create(rows, batch_size=100)


@transaction.atomic
def choose(arrived: ArrivedCase, choices: dict[str, str]) -> None:
    """Keep which of two edits stays, field by field. Raises ImportHasProblems when it is over."""
    locked = CaseImport.objects.select_for_update().get(pk=arrived.case_import_id)
    if locked.state != State.READY or arrived.state != Arrived.WAITING:
        raise ImportHasProblems("この取り込みは、もう終わっています。")
    good = {name: side for name, side in choices.items() if side in (INCOMING, LOCAL)}
    arrived.choices = {**arrived.choices, **good}
    arrived.save(update_fields=["choices"])


def undecided(came: CaseImport) -> list[ArrivedCase]:
    """The cases that were edited on both sides and wait for a choice."""
    changed = came.cases.filter(kind=ArrivedCase.Kind.CHANGED, state=Arrived.WAITING)
    return [arrived for arrived in changed.order_by("pk") if unchosen(arrived)]


@transaction.atomic
def keep_ours_elsewhere(came: CaseImport) -> None:
    """Wherever nobody chose, what stands here stays."""
    for arrived in undecided(came):
        choose(arrived, dict.fromkeys(unchosen(arrived), LOCAL))


def start_import(came: CaseImport, *, by: StaffMember | None, now: datetime) -> None:
    """Take the file as a whole: at once, or by a job when it is large.

    Raises what ``apply_import`` raises, as far as it is known at once.
    """
    if came.cases.exclude(kind=ArrivedCase.Kind.SAME).count() <= AT_ONCE or by is None:
        apply_import(came, by=by, now=now)
        return
    with transaction.atomic():
        _locked(came, now=now)
        CaseImport.objects.filter(pk=came.pk).update(
            state=State.APPLYING, applied_by=by, failure=""
        )
        transaction.on_commit(partial(apply_in_background.enqueue, came.pk))


@transaction.atomic
def apply_import(came: CaseImport, *, by: StaffMember | None, now: datetime) -> None:
    """Take every case of the file or none. Applied already: does nothing.

    Raises ImportHasProblems, ImportExpired, NotChosen, CaseChangedSince or FileRefused, and then
    changes nothing.
    """
    locked = _locked(came, now=now)
    if locked is None:
        return
    _keep_pictures(locked)
    with events_at_the_end():
        for arrived in came.cases.exclude(kind=ArrivedCase.Kind.SAME).order_by("pk"):
            take(arrived, by=by, now=now)
            details = {"import": came.pk}
            record("casebook.case.taken", actor=by, obj=_page(arrived), details=details)
        CaseImport.objects.filter(pk=came.pk).update(
            state=State.APPLIED, applied_by=by, applied_at=now, content=None, failure=""
        )
        details = {"hash": came.file_hash}
        record("casebook.import.applied", actor=by, obj=came, details=details)
    came.refresh_from_db()


@transaction.atomic
def undo_import(came: CaseImport, *, by: StaffMember | None, now: datetime) -> None:
    """Bring back what the last import changed. Undone already: does nothing.

    Raises NotTheLastImport, UndoTooLate or TouchedSince, and then changes nothing.
    """
    applied = CaseImport.objects.select_for_update().exclude(applied_at=None)
    last = list(applied.order_by("applied_at", "pk"))
    came.refresh_from_db()
    if came.state == State.UNDONE:
        return
    still = [each for each in last if each.state != State.UNDONE]
    if not still or still[-1] != came:
        raise NotTheLastImport
    if came.applied_at + KEPT_FOR_UNDOING <= now:
        raise UndoTooLate
    for arrived in came.cases.filter(state=Arrived.TAKEN).order_by("-pk"):
        give_back(arrived)
    CaseImport.objects.filter(pk=came.pk).update(
        state=State.UNDONE, undone_by=by, undone_at=now, content=None
    )
    record("casebook.import.undone", actor=by, obj=came)
    came.refresh_from_db()


def last_applied() -> CaseImport | None:
    """The import that may be undone."""
    applied = CaseImport.objects.exclude(applied_at=None).exclude(state=State.UNDONE)
    return applied.defer("content").order_by("-applied_at", "-pk").first()


@transaction.atomic
def forget_case_imports(*, now: datetime) -> None:
    """Erase what nobody confirmed in time, and the copies that nobody may go back to."""
    waiting = CaseImport.objects.filter(applied_at=None, expires_at__lte=now)
    waiting.filter(kind=Kind.FILE).delete()
    old = CaseImport.objects.filter(made_at__lte=now - KEPT_FOR_DECIDING)
    old.update(content=None)
    old.filter(kind=Kind.EXCHANGE, state=State.READY).update(state=State.CLOSED)
    ArrivedCase.objects.filter(case_import__in=old).delete()


@task()
def check_in_background(pk: int) -> None:
    """Safe to run twice: what was checked already is left as it is."""
    check_import(CaseImport.objects.get(pk=pk))


@task()
def apply_in_background(pk: int) -> None:
    """Safe to run twice. What refuses gives the import back, with the reason."""
    came = CaseImport.objects.select_related("applied_by").get(pk=pk)
    if came.state != State.APPLYING:
        return
    try:
        apply_import(came, by=came.applied_by, now=timezone.now())
    except DomainError as refusal:
        CaseImport.objects.filter(pk=pk).update(
            state=State.READY, applied_by=None, failure=str(refusal)[:300]
        )


def _locked(came: CaseImport, *, now: datetime) -> CaseImport | None:
    """The row, ours until the end of the transaction; None when there is nothing left to do."""
    waiting = list(
        CaseImport.objects.select_for_update()
        .filter(kind=Kind.FILE, state__in=[State.READY, State.APPLYING])
        .order_by("pk")
    )
    came.refresh_from_db()
    if came.state in (State.APPLIED, State.UNDONE):
        return None
    if came not in waiting:
        raise ImportHasProblems
    # A job may come late to what was confirmed in time.
    if came.state == State.READY and came.expires_at <= now:
        raise ImportExpired
    return came


def _keep_pictures(came: CaseImport) -> None:
    """The pictures of all cases of the file. Raises FileRefused of the tables, with the name."""
    pictures = read_file(bytes(came.content)).pictures
    keep_named_pictures(came.cases.all(), pictures)


def keep_named_pictures(arrived_cases, pictures: dict[str, bytes]) -> None:
    for arrived in arrived_cases:
        for picture in arrived.incoming.get("pictures", []):
            name = picture["image"]
            if name in pictures:
                try:
                    keep_picture(name, pictures[name], title=picture.get("alt", arrived.title))
                except DomainError as refusal:
                    raise FileRefused(f"画像 {name}：{refusal}") from refusal


def shown_problems(came: CaseImport) -> list[Problem]:
    return [Problem(*problem) for problem in came.problems]


def _page(arrived: ArrivedCase):
    return Case(pk=arrived.page_id)
