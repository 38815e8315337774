"""The fixed words of guidance: groups of guides, kinds of editions, sorts of passages."""

from django.db.models import TextChoices

PLAN = "plan"


class Group(TextChoices):
    """Where a guide stands on the page デジ順."""

    PLAN = "plan", "計画"
    START = "start", "はじめに読む"
    STEPS = "steps", "デジ順で進める"
    WORK = "work", "市の取組"
    PEOPLE = "people", "支える人と体制"
    TOOLS = "tools", "手引きと点検表"
    FORMS = "forms", "ひな形"


class EditionKind(TextChoices):
    """区分 of the 改定履歴."""

    MADE = "made", "作成"
    MINOR = "minor", "軽微修正"
    MAJOR = "major", "改定"


class State(TextChoices):
    DRAFT = "draft", "下書き"
    SUBMITTED = "submitted", "承認待ち"
    APPROVED = "approved", "承認済み（適用日を待っています）"
    IN_FORCE = "in_force", "適用中"
    SUPERSEDED = "superseded", "旧版"


# An amendment may go from one state to another; the machine puts it in force on its day.
NEXT = {
    State.DRAFT: {State.SUBMITTED},
    State.SUBMITTED: {State.APPROVED, State.DRAFT},
    State.APPROVED: {State.IN_FORCE, State.DRAFT},
    State.IN_FORCE: {State.SUPERSEDED},
    State.SUPERSEDED: set(),
}
OPEN_STATES = [State.DRAFT, State.SUBMITTED, State.APPROVED]
PUBLIC_STATES = [State.IN_FORCE, State.SUPERSEDED]


class Sort(TextChoices):
    """What a passage is about, and so what a change of it is called."""

    TEXT = "text", "文章"
    TITLE = "title", "表題"
    TARGET = "target", "目標時期"
    ORGANISATION = "organisation", "組織名"
    MEMBERS = "members", "会議の構成員"
    ENVIRONMENT = "environment", "環境整備の状況"
    TERM = "term", "用語"
    WORDING = "wording", "文言"
    SLIP = "slip", "文言（誤記の可能性）"
    NOTATION = "notation", "表記"
    CONTENTS = "contents", "目次・頁"
    FIGURE = "figure", "図の文字"
    LEFTOVER = "leftover", "図の残り文字"
    LAYOUT = "layout", "配置"
    TRANSCRIPT = "transcript", "文字化の誤り（案）"
    MIXED = "mixed", "両版に残る不統一"
    DOUBT = "doubt", "両版に残る疑義"


# How the document was written, not what it says: readers of an edition find these folded.
ABOUT_THE_WRITING = {
    Sort.WORDING,
    Sort.SLIP,
    Sort.NOTATION,
    Sort.CONTENTS,
    Sort.FIGURE,
    Sort.LEFTOVER,
    Sort.LAYOUT,
    Sort.TRANSCRIPT,
    Sort.MIXED,
}


class Status(TextChoices):
    """How far a leading project or an item of the environment has come."""

    UNKNOWN = "unknown", "未確認"
    PLANNED = "planned", "予定"
    IN_PROGRESS = "in_progress", "実施中"
    DONE = "done", "済"
    STOPPED = "stopped", "取りやめ"
