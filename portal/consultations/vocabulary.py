"""The words of the desk: kinds, states, priorities, and the times the city promises."""

from typing import NamedTuple

from django.db import models


class Kind(models.TextChoices):
    """What a consultation is about. Source: DX推進計画 第7章1・2, 第5章2."""

    IMPROVEMENT = "improvement", "業務改善"
    READING = "reading", "AI-OCR・RPAの支援"
    ONLINE = "online", "手続きのオンライン化"
    PROCUREMENT = "procurement", "調達の助言"
    EQUIPMENT = "equipment", "機器・ツール"
    OTHER = "other", "その他"


class Status(models.TextChoices):
    OPEN = "open", "受付"
    IN_PROGRESS = "in_progress", "対応中"
    WAITING = "waiting", "相談者の返事待ち"
    ANSWERED = "answered", "回答済み"
    CLOSED = "closed", "完了"


class Priority(models.TextChoices):
    HIGH = "high", "急ぎ"
    NORMAL = "normal", "ふつう"
    LOW = "low", "ゆっくり"


# The table of steps: from what to what. ``moving.move`` is the one function that takes a step.
NEXT = {
    Status.OPEN: {Status.IN_PROGRESS, Status.WAITING, Status.ANSWERED, Status.CLOSED},
    Status.IN_PROGRESS: {Status.OPEN, Status.WAITING, Status.ANSWERED, Status.CLOSED},
    Status.WAITING: {Status.OPEN, Status.IN_PROGRESS, Status.ANSWERED, Status.CLOSED},
    Status.ANSWERED: {Status.OPEN, Status.IN_PROGRESS, Status.WAITING, Status.CLOSED},
    Status.CLOSED: {Status.OPEN, Status.IN_PROGRESS},
}
UNFINISHED = (Status.OPEN, Status.IN_PROGRESS, Status.WAITING)
RUNNING = (Status.OPEN, Status.IN_PROGRESS)
FINISHED = (Status.ANSWERED, Status.CLOSED)
TONES = {
    Status.OPEN: "wanted",
    Status.IN_PROGRESS: "info",
    Status.WAITING: "caution",
    Status.ANSWERED: "positive",
    Status.CLOSED: "neutral",
}


class Target(NamedTuple):
    """Working minutes until the first answer and until the whole answer."""

    first: int
    resolve: int


# 8:30 to 17:15 without the lunch hour.
DAY = 465
TARGETS = {
    Priority.HIGH: Target(120, DAY),
    Priority.NORMAL: Target(DAY, 5 * DAY),
    Priority.LOW: Target(2 * DAY, 10 * DAY),
}
# What needs a trial with the real form, or several sections, takes longer to answer.
LONGER = {Kind.READING: 2, Kind.ONLINE: 2, Kind.PROCUREMENT: 2}


def target_of(kind: str, priority: str) -> Target:
    """Source: the DX section's own promise (案): first word within a working day."""
    target = TARGETS[Priority(priority)]
    return target._replace(resolve=target.resolve * LONGER.get(Kind(kind), 1))


# 様式の見直し before AI-OCR or RPA. Source: DX推進計画 第5章2, 第7章2.
PRECHECK = {
    "boxes": "記入欄が枠で区切られている",
    "choices": "自由記述を減らし、選択肢にできる",
    "needed": "使っていない記入欄がない",
    "seal": "押印や別紙の添付がいらない",
    "volume": "年に100件以上ある",
    "rule": "人の判断がいらない決まった手順である",
}
CHECKLISTS = {
    Kind.IMPROVEMENT: {
        "steps": "いまの手順と時間を聞いた",
        "stop": "やめられる作業がないか確かめた",
        "cases": "似た事例をさがした",
    },
    Kind.READING: {
        "form": "様式を見せてもらった",
        "precheck": "様式の見直しを一緒に確かめた",
        "sample": "見本で試した",
        "personal": "個人情報の扱いを確かめた",
    },
    Kind.ONLINE: {
        "law": "根拠の法令や条例を確かめた",
        "identity": "本人確認の方法を決めた",
        "volume": "年間の件数を聞いた",
    },
    Kind.PROCUREMENT: {
        "need": "目的と必要な機能を聞いた",
        "compare": "2つ以上の方法をくらべた",
        "budget": "予算と契約の時期を確かめた",
    },
    Kind.EQUIPMENT: {"rule": "利用の決まりを伝えた", "stock": "在庫や貸出しを確かめた"},
    Kind.OTHER: {},
}


READERS = {"no": "DX課の全員", "yes": "選んだ担当者だけ"}


class Event(models.TextChoices):
    """What a line of the history is about. Old and new values beside it are codes, never words."""

    ASKED = "asked", "相談の受付"
    STATUS = "status", "状態"
    ASSIGNEE = "assignee", "担当"
    PRIORITY = "priority", "優先度"
    KIND = "kind", "種類"
    AGREED_DUE = "agreed_due", "約束の期限"
    CLOCK = "clock", "対応期限"
    TAGS = "tags", "タグ"
    CONFIDENTIAL = "confidential", "非公開"
    NAMED = "named", "読める担当者"
    MERGED = "merged", "まとめ"
    LINKED = "linked", "関連"
    CHECKED = "checked", "確認項目"
    SHARED = "shared", "リーダーとの共有"
    PACKET = "packet", "外部の助言者への提供"
    FAQ = "faq", "FAQの下書き"
    CASE = "case", "事例の下書き"
    FILE = "file", "ファイルの削除"
    RATED = "rated", "評価"
    HANDED_OVER = "handed_over", "引き継ぎ"
