"""What the machine does for itself at night. Each returns what it did, in a few words."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db.models import Q
from django.utils import timezone
from django_tasks import TaskResultStatus

from casebook.facts_changes import forget_old_changes
from casebook.travelling.importing import forget_case_imports
from portal.audit.chain import verify_chain
from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.files.reading import read_files
from portal.operations.backup.keeping import forget_old_backups, make_backup
from portal.operations.models import Job, WorkerBeat
from portal.search.finding import follow_trail, refresh, refresh_everything
from portal.search.kinds import kind_of
from portal.search.querylog import forget_old_searches
from portal.staff.reorganisation import follow_departments
from portal.staff.roster import forget_imports
from portal.submitting.once import forget_submissions

DAYS_DONE_KEPT = 14
DAYS_FAILED_KEPT = 90


class AuditTrailBroken(Exception):
    """The chain does not hold. ``manage.py verify_audit`` says where."""


def prune_finished_jobs() -> str:
    now = timezone.now()
    done = Q(status=TaskResultStatus.SUCCESSFUL) & Q(
        finished_at__lt=now - timedelta(days=DAYS_DONE_KEPT)
    )
    failed = Q(status=TaskResultStatus.FAILED) & Q(
        finished_at__lt=now - timedelta(days=DAYS_FAILED_KEPT)
    )
    deleted, _by_model = Job.objects.filter(done | failed).delete()
    WorkerBeat.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    return f"{deleted}件を消しました"


def make_nightly_backup() -> str:
    """Raises what ``make_backup`` raises: then the job stands among the failed ones."""
    made = make_backup(settings.BACKUP_DIR, now=timezone.now())
    removed = forget_old_backups(settings.BACKUP_DIR, keep=settings.BACKUPS_KEPT)
    return f"{made.stat().st_size:,}バイト、古いもの{len(removed)}個を消しました"


def backs_up_at_night(_now: datetime) -> bool:
    return bool(settings.BACKUP_KEY)


def clear_expired_sessions() -> str:
    call_command("clearsessions")
    return "消しました"


def verify_audit_trail() -> str:
    """Raises AuditTrailBroken, after recording it."""
    verification = verify_chain()
    details = {"rows": verification.rows, "faults": len(verification.faults)}
    if verification.faults:
        details["first"] = verification.faults[0].sequence
        record("audit.broken", actor=None, result=AuditEvent.Result.REFUSED, details=details)
        raise AuditTrailBroken
    record("audit.verified", actor=None, details=details)
    return f"{verification.rows}行に異常ありません"


def follow_prepared_departments() -> str:
    """A reorganisation that was prepared beforehand moves its people on its day."""
    moved = follow_departments(on=timezone.localdate())
    return f"{moved}人の所属を移しました"


def forget_old_entries() -> str:
    """Search words, roster copies, submit keys and notes of changes whose retention is over."""
    searches = forget_old_searches(timezone.localdate())
    forget_imports(now=timezone.now())
    forget_case_imports(now=timezone.now())
    forget_submissions(timezone.now())
    forget_old_changes(timezone.now())
    return f"検索の言葉{searches}件と、期限の過ぎた名簿の控えを消しました"


def keep_search_up() -> str:
    return f"{follow_trail()}件を書き直しました"


def read_new_files() -> str:
    """The words of new files, and at once into the index."""
    numbers = read_files(timezone.now())
    refresh(kind_of("file"), numbers)
    return f"{len(numbers)}件のファイルを読みました"


def refresh_search() -> str:
    """What changed without an act: a term that began, a name that the roster brought."""
    return f"{refresh_everything()}件を書き直しました"
