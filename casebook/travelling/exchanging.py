"""Exchange files between municipalities: made here, and taken one case at a time."""

import hashlib
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from casebook.models import (
    ArrivedCase,
    Case,
    CaseImport,
    CaseOrigin,
    ExchangeFile,
    Municipality,
    Partner,
    TravelledPicture,
)
from casebook.travelling.arriving import arrivals, take
from casebook.travelling.checking import check_rows
from casebook.travelling.exchange_file import Opened, make_file, open_file
from casebook.travelling.exporting import lines_of, schema_file
from casebook.travelling.importing import (
    AT_ONCE,
    KEPT_FOR_DECIDING,
    PROBLEMS_SHOWN,
    ImportExpired,
    choose,
    keep_arrivals,
    keep_named_pictures,
)
from casebook.travelling.reading import CASES
from casebook.travelling.records import records_of
from casebook.travelling.signing import fingerprint, own_public_key
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.errors import DomainError
from portal.staff.models import StaffMember

State, Kind, Scope = CaseImport.State, CaseImport.Kind, ExchangeFile.Scope
Arrived = ArrivedCase.State


class OwnMunicipalityUnknown(DomainError):
    message = (
        "自分の自治体が自治体の一覧にありません。設定 OWN_MUNICIPALITY と一覧を確かめてください。"
    )


class NothingToExchange(DomainError):
    message = "入れる事例が1件もありません。自分の自治体の事例を公開してから作ってください。"


class UnknownSigner(DomainError):
    """The signature holds, but nobody here has compared this key with its owner."""

    def __init__(self, opened: Opened, *, has_changed: bool):
        self.opened, self.has_changed = opened, has_changed
        super().__init__("登録していない自治体のファイルです。何も受け取っていません。")


class SignedByAnother(DomainError):
    message = (
        "登録した自治体の鍵で、ほかの自治体を名乗っています。受け取れません。"
        "送った自治体に電話で確かめてください。"
    )


class OlderFile(DomainError):
    """Something newer of the same municipality came before."""


class AlreadyDecided(DomainError):
    message = "この事例は、もう決まっています。一覧を開き直してください。"


@transaction.atomic
def make_exchange(
    scope: str, *, contact: str, licence: str, by: StaffMember, now: datetime
) -> ExchangeFile:
    """Raises NoKeyYet, OwnMunicipalityUnknown and NothingToExchange."""
    own = Municipality.objects.own()
    if own is None:
        raise OwnMunicipalityUnknown
    records, pictures = records_of(_cases_to_give(scope, own))
    if not records:
        raise NothingToExchange
    members = {CASES: lines_of(records), "schema.json": schema_file()}
    about = {
        "municipality": {"code": own.code, "name": own.full_name},
        "created_at": timezone.localtime(now).isoformat(timespec="seconds"),
        "licence": licence,
        "contact": contact,
        "scope": str(scope),
        "public_key": own_public_key() or "",
    }
    content = make_file({**members, **dict(sorted(pictures.contents().items()))}, about)
    ExchangeFile.objects.update(content=None)
    made = ExchangeFile.objects.create(
        scope=scope,
        contact=contact,
        licence=licence,
        count=len(records),
        file_hash=hashlib.sha256(content).hexdigest(),
        content=content,
        made_by=by,
        made_at=now,
    )
    details = {"cases": len(records), "scope": str(scope), "hash": made.file_hash}
    record("casebook.exchange.made", actor=by, obj=made, details=details)
    return made


def latest_exchange() -> ExchangeFile | None:
    return ExchangeFile.objects.exclude(content=None).order_by("-made_at", "-pk").first()


def receive_exchange(
    content: bytes, *, name: str, by: StaffMember | None, now: datetime
) -> CaseImport:
    """Prove the file and lay its cases beside ours. The same file again is the same import.

    Raises Tampered, NewerSchema or FileRefused before the database knows of it; UnknownSigner,
    SignedByAnother or OlderFile. Every refusal is recorded.
    """
    try:
        opened = open_file(content)
        return _receive(opened, content, name=name, by=by, now=now)
    except DomainError as refusal:
        details = {
            "reason": type(refusal).__name__,
            "hash": hashlib.sha256(content).hexdigest(),
        }
        record(
            "casebook.exchange.refused", actor=by, result=AuditEvent.Result.REFUSED, details=details
        )
        raise


@transaction.atomic
def accept_case(
    arrived: ArrivedCase, choices: dict[str, str], *, by: StaffMember, now: datetime
) -> None:
    """Take one case as a draft or a new version; of a withdrawn one, note that we know.

    Raises AlreadyDecided, ImportExpired, NotChosen, CaseChangedSince or FileRefused, and then
    changes nothing.
    """
    came = _open_import(arrived, now=now)
    if arrived.kind == ArrivedCase.Kind.WITHDRAWN:
        leave_case(arrived, by=by, now=now)
        return
    choose(arrived, choices)
    pictures = open_file(bytes(came.content)).contents.pictures
    keep_named_pictures([arrived], pictures)
    take(arrived, by=by, now=now)
    came.applied_by, came.applied_at = by, now
    came.save(update_fields=["applied_by", "applied_at"])
    _close_if_decided(came)
    details = {"import": came.pk, "partner": came.partner_id}
    record("casebook.case.taken", actor=by, obj=Case(pk=arrived.page_id), details=details)


@transaction.atomic
def leave_case(arrived: ArrivedCase, *, by: StaffMember, now: datetime) -> None:
    """Do not take it; of a withdrawn one, note that we know. Raises AlreadyDecided."""
    came = _open_import(arrived, now=now)
    if arrived.kind == ArrivedCase.Kind.WITHDRAWN:
        CaseOrigin.objects.filter(case_id=arrived.case_id).update(withdrawn_at=now)
    arrived.state, arrived.decided_by, arrived.decided_at = Arrived.LEFT, by, now
    arrived.save(update_fields=["state", "decided_by", "decided_at"])
    _close_if_decided(came)
    details = {"case": str(arrived.case_id), "partner": came.partner_id}
    record("casebook.case.left", actor=by, obj=came, details=details)


def _cases_to_give(scope: str, own: Municipality):
    cases = Case.objects.live().public().with_municipality().prefetch_related("tagged_items__tag")
    if scope == Scope.OWN:
        return cases.filter(municipality=own)
    received = CaseOrigin.objects.exclude(partner=None).values("page_id")
    return cases.exclude(pk__in=received)


@transaction.atomic
def _receive(opened: Opened, content: bytes, *, name: str, by, now: datetime) -> CaseImport:
    partner = _partner_of(opened)
    file_hash = hashlib.sha256(content).hexdigest()
    before = CaseImport.objects.filter(partner=partner).order_by("-pk").defer("content")
    if same := before.filter(file_hash=file_hash).first():
        return same
    _check_newer(opened, before)
    came = CaseImport.objects.create(
        kind=Kind.EXCHANGE,
        state=State.READY,
        partner=partner,
        file_name=name[:200],
        file_hash=file_hash,
        content=content,
        manifest={
            key: opened.manifest[key]
            for key in ("municipality", "created_at", "licence", "contact", "scope")
        },
        made_by=by,
        made_at=now,
        expires_at=now + KEPT_FOR_DECIDING,
    )
    if len(opened.contents.rows) > AT_ONCE and by:
        CaseImport.objects.filter(pk=came.pk).update(state=State.CHECKING)
        transaction.on_commit(partial(lay_beside_in_background.enqueue, came.pk))
    else:
        _lay_beside(came, opened)
    details = {"hash": file_hash, "partner": partner.pk}
    record("casebook.exchange.received", actor=by, obj=came, details=details)
    return came


def _partner_of(opened: Opened) -> Partner:
    """Whoever sends at the same time waits here for the other."""
    live = Partner.objects.select_for_update().filter(ended_at=None)
    partner = live.filter(public_key=opened.manifest["public_key"]).first()
    if partner is None:
        raise UnknownSigner(opened, has_changed=live.filter(code=opened.code).exists())
    if partner.code != opened.code:
        raise SignedByAnother
    return partner


def _check_newer(opened: Opened, before) -> None:
    last = before.exclude(state=State.REFUSED).first()
    if last and opened.created_at < datetime.fromisoformat(last.manifest["created_at"]):
        raise OlderFile(
            f"前に受け取ったファイル（取り込み {last.pk}）より古いファイルです。"
            "いちばん新しいものをもらってください。"
        )


@task()
@transaction.atomic
def lay_beside_in_background(pk: int) -> None:
    """Safe to run twice: what was laid out already is left as it is."""
    came = CaseImport.objects.select_for_update().get(pk=pk)
    if came.state == State.CHECKING:
        came.state = State.READY
        came.save(update_fields=["state"])
        _lay_beside(came, open_file(bytes(came.content)))


def _lay_beside(came: CaseImport, opened: Opened) -> None:
    known = set(TravelledPicture.objects.values_list("name", flat=True))
    contents = opened.contents
    records, problems = check_rows(contents.rows, set(contents.pictures), known)
    problems = sorted([*contents.problems, *problems], key=lambda problem: problem.row)
    if problems:
        came.state, came.content = State.REFUSED, None
        came.problems = [list(problem) for problem in problems[:PROBLEMS_SHOWN]]
        came.problem_count = len(problems)
        came.save(update_fields=["state", "content", "problems", "problem_count"])
        return
    # What waited in an older file of theirs is answered by this one.
    older = CaseImport.objects.filter(partner=came.partner, state=State.READY).exclude(pk=came.pk)
    ArrivedCase.objects.filter(case_import__in=older, state=Arrived.WAITING).update(
        state=Arrived.LEFT
    )
    older.update(state=State.CLOSED, content=None)
    rows = arrivals(records)
    for row in rows:
        row.state = Arrived.LEFT if row.kind == ArrivedCase.Kind.SAME else Arrived.WAITING
    keep_arrivals(came, [*rows, *_withdrawn(came, {record["id"] for record in records})])
    _close_if_decided(came)


def _withdrawn(came: CaseImport, sent: set[str]) -> list[ArrivedCase]:
    """Cases of theirs that we took and that they no longer publish. Each is told once."""
    taken = CaseOrigin.objects.filter(partner=came.partner, withdrawn_at=None)
    here = set(Case.objects.values_list("pk", flat=True))
    return [
        ArrivedCase(
            case_id=origin.case_id,
            title=origin.base.get("title", ""),
            municipality=(origin.base.get("municipality") or {}).get("name", ""),
            kind=ArrivedCase.Kind.WITHDRAWN,
            page_id=origin.page_id,
        )
        for origin in taken.order_by("pk")
        if str(origin.case_id) not in sent
        and origin.page_id in here
        and _is_in_scope(origin, came.manifest)
    ]


def _is_in_scope(origin: CaseOrigin, manifest: dict) -> bool:
    """A file of their own cases says nothing of what they once sent about others."""
    if manifest["scope"] == Scope.ALL:
        return True
    town = origin.base.get("municipality") or {}
    return town.get("code") == manifest["municipality"]["code"]


def _open_import(arrived: ArrivedCase, *, now: datetime) -> CaseImport:
    came = CaseImport.objects.select_for_update().get(pk=arrived.case_import_id)
    arrived.refresh_from_db()
    is_open = came.kind == Kind.EXCHANGE and came.state == State.READY
    if not is_open or arrived.state != Arrived.WAITING:
        raise AlreadyDecided
    if came.expires_at <= now:
        raise ImportExpired
    return came


def _close_if_decided(came: CaseImport) -> None:
    if not came.cases.filter(state=Arrived.WAITING).exists():
        came.state, came.content = State.CLOSED, None
        came.save(update_fields=["state", "content"])


def own_fingerprint() -> str | None:
    key = own_public_key()
    return fingerprint(key) if key else None
