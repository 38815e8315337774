"""How the machine is: one finding per thing that can fail, in words that say what to do.

``/health/ready`` and the page 運用状況 show the same findings. Source: SAFETY H3.
"""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.models import TextChoices
from django.utils.module_loading import import_string

from portal.audit.chain import newest_rows_hold
from portal.notifications.mail_desk import outbox
from portal.operations.backup.keeping import newest_backup
from portal.operations.jobs import queue_state
from portal.operations.models import PeriodicJob
from portal.search.opensearch.engine import what_is_wrong
from portal.search.opensearch.server import Server

ROOM_NEEDED = 1024**3
WAIT_OF_A_JOB = timedelta(minutes=10)
WAIT_OF_A_MAIL = timedelta(hours=1)
AGE_OF_A_BACKUP = timedelta(hours=26)
SKEW = timedelta(minutes=5)


# What portal.files.bucket finds, in words: what is, and what to do.
BUCKET_TROUBLE = {
    "away": ("つながりません", "S3のサーバーと S3_ENDPOINT_URL を確かめてください。"),
    "missing": ("バケットがありません", "バケットを作るか、S3_BUCKET を直してください。"),
    "shut": ("読めません", "S3_ACCESS_KEY と S3_SECRET_KEY、その鍵の権限を確かめてください。"),
    "public": (
        "鍵なしで、だれでも読めます",
        "すぐにバケットの公開をやめ、だれが読んだかを置き場所の記録で調べてください。",
    ),
}

# The database answers meanwhile, so nobody is stopped.
SEARCH_TROUBLE = {
    "away": (
        "つながりません（データベースの索引でさがしています）",
        "OpenSearchのサーバーと SEARCH_URL を確かめてください。",
    ),
    "behind": (
        "足りない文書があります（データベースの索引でさがしています）",
        "manage.py rebuild_search を実行してください。",
    ),
}


class State(TextChoices):
    FINE = "fine", "正常"
    UNUSED = "unused", "未使用"
    CAUTION = "caution", "注意"
    TROUBLE = "trouble", "異常"


# The colour and shape that go with a state (portal.ui.tones).
TONES = {
    State.FINE: "positive",
    State.UNUSED: "neutral",
    State.CAUTION: "caution",
    State.TROUBLE: "negative",
}


class Finding(NamedTuple):
    """``code`` is what ``/health/ready`` says of it; ``advice`` is empty while all is well."""

    code: str
    label: str
    state: State
    words: str
    advice: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.state]


def condition(now: datetime) -> list[Finding]:
    """Every finding, in the order of the table. Without a database, that alone."""
    database = _database(now)
    if database.state == State.TROUBLE:
        return [database, *_room()]
    return [database, *_room(), *(check(now) for check in CHECKS)]


def is_ready(findings: list[Finding]) -> bool:
    return all(finding.state != State.TROUBLE for finding in findings)


def _database(now: datetime) -> Finding:
    label = "データベース"
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1" if connection.vendor == "sqlite" else "SELECT clock_timestamp()"
            )
            answer = cursor.fetchone()[0]
    except DatabaseError:
        advice = "データベースのサーバーと DATABASE_URL を確かめてください。"
        return Finding("database", label, State.TROUBLE, "つながりません", advice)
    if connection.vendor != "sqlite" and abs(answer - now) > SKEW:
        advice = "時計を合わせてください（NTP）。期限や受付の締切がずれます。"
        words = "データベースのサーバーと時計が5分以上ちがいます"
        return Finding("database", label, State.TROUBLE, words, advice)
    return Finding("database", label, State.FINE, "つながっています")


def _room() -> Iterator[Finding]:
    """The places that grow, each disk once; and the bucket, where files lie in one."""
    places = [] if settings.S3_BUCKET else [settings.PRIVATE_ROOT, settings.MEDIA_ROOT]
    if settings.S3_BUCKET:
        yield _bucket()
    if connection.vendor == "sqlite":
        places.append(Path(connection.settings_dict["NAME"]).parent)
    if settings.BACKUP_KEY:
        places.append(settings.BACKUP_DIR)
    disks = {}
    for place in map(_existing, map(Path, places)):
        disks.setdefault(place.stat().st_dev, place)
    for number, place in enumerate(disks.values(), 1):
        free = shutil.disk_usage(place).free
        label = f"ディスクの空き（{place}）"
        words = f"{free / 1024**3:,.1f} GB"
        if free >= ROOM_NEEDED:
            yield Finding(f"disk{number}", label, State.FINE, words)
        else:
            advice = "1 GBを切りました。古いバックアップを移すか、ディスクを広げてください。"
            yield Finding(f"disk{number}", label, State.TROUBLE, words, advice)


def _bucket() -> Finding:
    code, label = "bucket", f"ファイルの置き場所（バケット {settings.S3_BUCKET}）"
    wrong = import_string("portal.files.bucket.what_is_wrong")()
    if not wrong:
        return Finding(code, label, State.FINE, "つながっています。だれにも公開していません")
    return Finding(code, label, State.TROUBLE, *BUCKET_TROUBLE[wrong])


def _existing(place: Path) -> Path:
    return next(each for each in (place, *place.parents) if each.exists())


def _cache(now: datetime) -> Finding:
    code, label = "cache", "キャッシュ"
    # Redis and the database each have errors of their own, and any of them means the same.
    try:
        cache.set("operations.condition", str(now), 60)
        answers = cache.get("operations.condition") == str(now)
    except Exception:  # noqa: BLE001
        answers = False
    if answers:
        return Finding(code, label, State.FINE, "読み書きできます")
    advice = "CACHE_URL のサーバーを確かめてください。ログインの制限にも使っています。"
    return Finding(code, label, State.TROUBLE, "読み書きできません", advice)


def _jobs(now: datetime) -> Finding:
    code, label = "jobs", "ジョブ"
    queue = queue_state(now)
    if queue.oldest and now - queue.oldest > WAIT_OF_A_JOB:
        advice = (
            "ワーカー（manage.py run_worker）が動いているか確かめてください。仕事は消えません。"
        )
        return Finding(code, label, State.TROUBLE, "10分以上待っている仕事があります", advice)
    if not queue.workers:
        advice = (
            "manage.py run_worker を起動してください。cronで動かすときは、このままで構いません。"
        )
        return Finding(code, label, State.CAUTION, "ワーカーが見えません", advice)
    if queue.failed_count:
        advice = "「ジョブの状態」で原因を確かめ、もう一度実行してください。"
        return Finding(code, label, State.CAUTION, f"失敗が{queue.failed_count}件あります", advice)
    return Finding(code, label, State.FINE, f"待っている仕事は{queue.waiting}件です")


def _mail(now: datetime) -> Finding:
    code, label = "mail", "メール"
    box = outbox(now)
    if not box.is_on:
        return Finding(code, label, State.UNUSED, "お知らせは画面にだけ届きます")
    if box.oldest and now - box.oldest > WAIT_OF_A_MAIL and box.server_is_away:
        advice = "メールサーバーと EMAIL_URL を確かめてください。待っているメールは消えません。"
        return Finding(code, label, State.TROUBLE, "1時間以上、送れていません", advice)
    if box.given_up:
        advice = "「メールの状態」で宛先を確かめ、もう一度送ってください。"
        return Finding(code, label, State.CAUTION, f"送れなかったものが{box.given_up}通", advice)
    return Finding(code, label, State.FINE, f"24時間に{box.sent_today}通送りました")


def _backup(now: datetime) -> Finding:
    code, label = "backup", "バックアップ"
    if not settings.BACKUP_KEY:
        advice = "BACKUP_KEY を設定すると、毎晩1時に取ります（docs/recover.md）。"
        return Finding(code, label, State.CAUTION, "自動では取っていません", advice)
    newest = newest_backup(settings.BACKUP_DIR)
    age = now.timestamp() - newest.stat().st_mtime if newest else None
    if age is None or age > AGE_OF_A_BACKUP.total_seconds():
        advice = "「ジョブの状態」で前回の結果を確かめ、manage.py backup を実行してください。"
        return Finding(code, label, State.TROUBLE, "26時間以内のものがありません", advice)
    return Finding(code, label, State.FINE, newest.name)


def _audit(now: datetime) -> Finding:
    code, label = "audit", "監査ログ"
    result = PeriodicJob.objects.filter(name="verify_audit").values_list("last_result", flat=True)
    if result.first() == PeriodicJob.Result.FAILED or not newest_rows_hold():
        advice = "manage.py verify_audit で場所を確かめ、データベースに触れた人を調べてください。"
        return Finding(code, label, State.TROUBLE, "つながりが合いません", advice)
    return Finding(code, label, State.FINE, "新しい行のつながりに異常はありません")


def _search(_now: datetime) -> Finding:
    code, label = "search", "検索サーバー（OpenSearch）"
    if not settings.SEARCH_URL:
        return Finding(code, label, State.UNUSED, "データベースの索引でさがします")
    wrong = what_is_wrong(Server(settings.SEARCH_URL))
    if not wrong:
        return Finding(code, label, State.FINE, "つながっています")
    return Finding(code, label, State.CAUTION, *SEARCH_TROUBLE[wrong])


CHECKS: list[Callable[[datetime], Finding]] = [_cache, _jobs, _mail, _backup, _audit, _search]
