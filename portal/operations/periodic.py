"""Jobs by the clock: one table, and one enqueued job per due time, however many workers look."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from casebook.link_checking import is_switched_on
from casebook.travelling.fetching import fetch_exchange_files, fetches_exchange_files
from casebook.upkeep import look_after_cases, look_after_links
from leaders.rounds import look_after_leaders
from portal.community.weekly import write_week_of_talk
from portal.consultations.reminding import remind_of_consultations
from portal.files.reading import has_unread_files
from portal.guidance.upkeep import look_after_guidance
from portal.kpi.upkeep import count_figures_of_parts, look_after_figures
from portal.notifications.following import has_new_events
from portal.notifications.mail_sending import has_waiting_mail
from portal.operations.housekeeping import (
    backs_up_at_night,
    clear_expired_sessions,
    follow_prepared_departments,
    forget_old_entries,
    keep_search_up,
    make_nightly_backup,
    prune_finished_jobs,
    read_new_files,
    refresh_search,
    verify_audit_trail,
)
from portal.operations.models import PeriodicJob
from portal.operations.notice_rounds import (
    end_emergency_reading,
    erase_notices,
    is_alarming,
    raise_sign_in_alarm,
    send_mail,
    tell_of_accounts,
    write_morning_digests,
)
from portal.personal.upkeep import look_after_personal_data
from portal.search.finding import has_new_acts
from training.enrolling import tell_compulsory
from training.following_up import ask_follow_ups

EVERY_MINUTE = timedelta(minutes=1)
FIVE_MINUTES = timedelta(minutes=5)
# Workers of several machines need not agree to the second.
CLOCKS_DIFFER = timedelta(minutes=1)


class Periodic(NamedTuple):
    """Work that is due every day ``at`` a time in Tokyo, or after ``every`` such time.

    ``work`` returns what it did in up to 100 letters, and must be safe to run twice. With
    ``has_work`` a due time at which there is nothing to do passes without a job.
    """

    label: str
    work: Callable[[], str]
    at: time | None = None
    every: timedelta | None = None
    has_work: Callable[[datetime], bool] | None = None

    def next_due(self, now: datetime) -> datetime:
        """The first due time after ``now``. What was missed meanwhile is not made up for."""
        if self.every:
            return now + self.every
        local = timezone.localtime(now)
        day = local.date() if local.time() < self.at else local.date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(day, self.at))


PERIODIC = {
    "look_after_guidance": Periodic(
        "デジ順の版の適用と見直しのお知らせ", look_after_guidance, at=time(0, 20)
    ),
    "follow_departments": Periodic("組織改正の反映", follow_prepared_departments, at=time(0, 10)),
    "fetch_exchange": Periodic(
        "事例の交換ファイルの受け取り",
        fetch_exchange_files,
        at=time(5, 30),
        has_work=fetches_exchange_files,
    ),
    "leaders": Periodic("リーダーの募集と任期", look_after_leaders, every=timedelta(hours=1)),
    "verify_audit": Periodic("監査ログの検証", verify_audit_trail, at=time(2, 0)),
    "make_backup": Periodic(
        "バックアップ", make_nightly_backup, at=time(1, 0), has_work=backs_up_at_night
    ),
    "prune_jobs": Periodic("終わったジョブの消去", prune_finished_jobs, at=time(3, 0)),
    "clear_sessions": Periodic("古いログインの消去", clear_expired_sessions, at=time(3, 10)),
    "forget_old_entries": Periodic("古い検索と名簿の消去", forget_old_entries, at=time(3, 30)),
    "personal_data": Periodic(
        "退職と個人情報の書き出しの整理", look_after_personal_data, every=timedelta(hours=1)
    ),
    "look_after_cases": Periodic("事例の公開と確認のお願い", look_after_cases, at=time(7, 50)),
    "look_after_links": Periodic(
        "事例のリンクの点検", look_after_links, at=time(4, 0), has_work=is_switched_on
    ),
    "kpi_figures": Periodic("指標の目標年度の確認", look_after_figures, at=time(8, 0)),
    "count_parts": Periodic("活動の数の集計", count_figures_of_parts, every=timedelta(hours=1)),
    "erase_notices": Periodic("古いお知らせの消去", erase_notices, at=time(3, 20)),
    "remind_consultations": Periodic(
        "相談の期限の知らせ", remind_of_consultations, every=timedelta(hours=1)
    ),
    "community_week": Periodic("みんなの動きの週のまとめ", write_week_of_talk, at=time(7, 30)),
    "ask_follow_ups": Periodic("研修の3か月後の振り返り", ask_follow_ups, at=time(8, 0)),
    "tell_compulsory": Periodic("必須の研修の知らせ", tell_compulsory, at=time(8, 10)),
    "write_digests": Periodic("お知らせのまとめ", write_morning_digests, at=time(8, 30)),
    "tell_accounts": Periodic(
        "アカウントと名簿のお知らせ", tell_of_accounts, every=EVERY_MINUTE, has_work=has_new_events
    ),
    "end_glass": Periodic("非常時の閲覧の終了", end_emergency_reading, every=FIVE_MINUTES),
    "sign_in_alarm": Periodic(
        "ログインの失敗の見張り", raise_sign_in_alarm, every=EVERY_MINUTE, has_work=is_alarming
    ),
    "follow_search": Periodic(
        "サイト内検索への反映", keep_search_up, every=EVERY_MINUTE, has_work=has_new_acts
    ),
    "read_files": Periodic(
        "ファイルの言葉の読み取り", read_new_files, every=EVERY_MINUTE, has_work=has_unread_files
    ),
    "refresh_search": Periodic("サイト内検索の見直し", refresh_search, at=time(2, 30)),
    "send_mail": Periodic("メールの送信", send_mail, every=EVERY_MINUTE, has_work=has_waiting_mail),
}


def enqueue_due_jobs(now: datetime) -> list[str]:
    """Put every due job into the queue and set when it is due next. Returns their names.

    Of several workers that see the same due time, one moves it on; the job is enqueued in the
    same transaction, so a due time is neither lost nor used twice.
    """
    rows = PeriodicJob.objects.in_bulk(list(PERIODIC))
    enqueued = []
    for name, periodic in PERIODIC.items():
        if name not in rows:
            # Two workers on their first day: one makes the row, for the other it is there.
            row = PeriodicJob(name=name, next_due_at=periodic.next_due(now))
            PeriodicJob.objects.bulk_create([row], ignore_conflicts=True)
        elif rows[name].next_due_at > periodic.next_due(now) + CLOCKS_DIFFER:
            _wind_back(rows[name], periodic.next_due(now), now)
        elif rows[name].next_due_at <= now and _enqueue_once(name, rows[name].next_due_at, now):
            enqueued.append(name)
    return enqueued


def _wind_back(row: PeriodicJob, due: datetime, now: datetime) -> None:
    """The clock was ahead, and is right again: else nothing would be done until that day."""
    done_for = min(row.done_for, now) if row.done_for else None
    still_ahead = PeriodicJob.objects.filter(name=row.name, next_due_at=row.next_due_at)
    still_ahead.update(next_due_at=due, done_for=done_for)


@transaction.atomic
def _enqueue_once(name: str, due: datetime, now: datetime) -> bool:
    still_due = PeriodicJob.objects.filter(name=name, next_due_at=due)
    if not still_due.update(next_due_at=PERIODIC[name].next_due(now)):
        return False
    has_work = PERIODIC[name].has_work
    if has_work and not has_work(now):
        return False
    run_periodic_job.enqueue(name, due.isoformat())
    return True


@task()
def run_periodic_job(name: str, due: str) -> None:
    """Do the work of ``name`` for the time ``due``, unless that has been done already."""
    row = PeriodicJob.objects.filter(name=name)
    due_at = datetime.fromisoformat(due)
    if row.filter(done_for__gte=due_at).exists():
        return
    result = PeriodicJob.Result
    row.update(last_run_at=timezone.now(), last_result=result.RUNNING, last_words="")
    try:
        words = PERIODIC[name].work()
    except Exception as error:
        row.update(last_result=result.FAILED, last_words=type(error).__name__)
        raise
    row.update(done_for=due_at, last_result=result.DONE, last_words=words)
