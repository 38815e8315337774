"""The retention run: one administrator proposes it, another agrees, and then it is done.

Every model's rows go in a transaction of their own, each with its event, so that a run that is
broken off has done whole models and says which; the next run does the rest.
"""

from datetime import datetime

from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.module_loading import import_string

from portal.audit.trail import record
from portal.errors import DomainError
from portal.files.keeping import remove_files_of
from portal.personal.due import dry_run, empty_of, rows_due, run_rules
from portal.personal.models import RetentionRun
from portal.personal.notices import retention_proposed
from portal.personal.rules import Rule
from portal.staff.models import StaffMember

State = RetentionRun.State


class RunAlreadyProposed(DomainError):
    message = "承認を待っている実行があります。先に承認するか、取り下げてください。"


class NothingIsDue(DomainError):
    message = "保存期間を過ぎた情報はありません。実行は要りません。"


class NeedsSecondPerson(DomainError):
    message = "自分で申し出た実行は承認できません。別のシステム管理者に頼んでください。"


class RunIsClosed(DomainError):
    message = "この実行は終わっています。画面を開き直してください。"


@transaction.atomic
def propose_run(*, by: StaffMember, now: datetime) -> RetentionRun:
    """Raises RunAlreadyProposed or NothingIsDue."""
    if RetentionRun.objects.select_for_update().filter(state=State.PROPOSED).exists():
        raise RunAlreadyProposed
    planned = {line.label: line.count for line in dry_run(now) if line.count}
    if not planned:
        raise NothingIsDue
    run = RetentionRun.objects.create(
        state=State.PROPOSED, proposed_by=by, proposed_at=now, planned=planned
    )
    retention_proposed(run, now=now)
    record("personal.retention.proposed", actor=by, obj=run, details={"rows": _sum(planned)})
    return run


@transaction.atomic
def withdraw_run(run: RetentionRun, *, by: StaffMember, now: datetime) -> None:
    """Either of the administrators may. Raises RunIsClosed."""
    _close(run, State.WITHDRAWN, now)
    record("personal.retention.withdrawn", actor=by, obj=run)


def agree_to_run(run: RetentionRun, *, by: StaffMember, now: datetime) -> RetentionRun:
    """The second person agrees, and the run is done. Raises NeedsSecondPerson or RunIsClosed."""
    if run.proposed_by == by:
        raise NeedsSecondPerson
    held = {line.label: line.held for line in dry_run(now) if line.held}
    with transaction.atomic():
        _close(run, State.DONE, now, agreed_by=by, held=held)
        record("personal.retention.agreed", actor=by, obj=run)
    for label, rule in run_rules().items():
        _run_rule(run, label, rule, by, now)
    return run


@transaction.atomic
def _run_rule(run: RetentionRun, label: str, rule: Rule, by: StaffMember, now: datetime) -> None:
    count = carry_out(label, rule, rows_due(label, rule, now), by=by, now=now)
    if not count:
        return
    run.done = {**run.done, label: count}
    run.save(update_fields=["done"])
    details = {"model": label, "rows": count}
    record("personal.retention.carried_out", actor=by, obj=run, details=details)


def carry_out(label: str, rule: Rule, rows: QuerySet, *, by: StaffMember, now: datetime) -> int:
    """Do with the rows what the table says. Returns how many rows of this model it was."""
    if rule.then.path:
        return import_string(rule.then.path)(rows, by=by, now=now)
    ids = list(rows.values_list("pk", flat=True))
    model = apps.get_model(label)
    chosen = model._base_manager.filter(pk__in=ids)
    for row in chosen.iterator():
        # Files say what the texts say: they go with them.
        remove_files_of(row, by=by)
    if rule.then.fields:
        empty = {name: empty_of(model._meta.get_field(name)) for name in rule.then.fields}
        return chosen.update(**empty)
    return _delete(chosen)


def _delete(rows: QuerySet) -> int:
    """Row by row: what something else still needs stays, and is due again in the next run."""
    count = 0
    for row in rows.iterator():
        try:
            with transaction.atomic():
                row.delete()
        except ProtectedError:
            continue
        count += 1
    return count


def _close(run: RetentionRun, to: str, now: datetime, **fields) -> None:
    # Compare and set in one statement: of two who press at once, one does it.
    changed = RetentionRun.objects.filter(pk=run.pk, state=State.PROPOSED)
    if not changed.update(state=to, closed_at=now, **fields):
        raise RunIsClosed
    run.refresh_from_db()


def _sum(counts: dict[str, int]) -> int:
    return sum(counts.values())
