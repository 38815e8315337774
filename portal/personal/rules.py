"""The words in which the table of personal data is written: see ``table.py``."""

from typing import NamedTuple

from django.conf import settings


class Then(NamedTuple):
    """What happens to rows when their time is over. ``words`` stand on the page.

    DELETE takes the row away; ``blank`` empties texts and keeps the row for the counts; ``verb``
    calls a function ``(rows, *, by, now) -> int`` of a part, named by its path, with the rows
    whose time is over and that nobody holds.
    """

    words: str
    fields: tuple[str, ...] = ()
    path: str = ""


DELETE = Then("消去します")
STAYS = Then("消しません")


def blank(*fields: str) -> Then:
    """Empty these fields: texts become '', what may be unknown becomes unknown."""
    return Then("文章を消し、件数だけを残します", fields=fields)


def verb(path: str, words: str) -> Then:
    return Then(words, path=path)


class Rule(NamedTuple):
    """What is kept of people in one model: why, how long, and what happens then.

    data      its name for people; models with the same name stand in one line of the page
    purpose   why it is kept, one sentence that ends with 「ため。」
    of        the field that leads to the person it is about (``staff``, ``booking__staff``);
              with it the row is part of that person's own-data export. Empty: about nobody alone
    since     the field the time counts from (a date or a moment; may go through relations)
    starts    the same in words: 「退職」「終了」
    days      how long after that. Both are needed for the retention run
    until     how long in words, where the run has nothing to do (the machine erases it every
              night, or it goes with another row, or it stays)
    then      DELETE, blank("body", …), verb("training.forgetting.forget", "…")
    where     only rows like this are ever due: {"status": "closed"}
    fields    what an export shows; empty: every field but secrets and other people
    readers   who reads it besides the person: 「DX課の担当者」
    source    where the time comes from
    """

    data: str
    purpose: str
    of: str = ""
    since: str = ""
    starts: str = ""
    days: int | None = None
    until: str = ""
    then: Then = DELETE
    where: dict = {}
    fields: tuple[str, ...] = ()
    readers: str = ""
    source: str = "市の文書の保存期間に合わせて決める（案）"

    @property
    def is_run(self) -> bool:
        """Whether the retention run does it; the machine does the rest by itself."""
        return bool(self.since and self.days)


def days_of(label: str, rule: Rule) -> int:
    """A city may keep it longer or shorter: RETENTION_DAYS=consultations.consultation=730,…"""
    return int(settings.RETENTION_DAYS.get(label, rule.days))


def period_words(label: str, rule: Rule) -> str:
    """How long it is kept: 「終了から3年」, or the words of the rule."""
    if not rule.is_run:
        return rule.until.format(**_limits())
    days = days_of(label, rule)
    return f"{rule.starts}から{f'{days // 365}年' if days % 365 == 0 else f'{days}日'}"


def _limits() -> dict[str, int]:
    return {
        "idle_minutes": int(settings.SESSION_IDLE.total_seconds() // 60),
        "hours": int(settings.SESSION_ABSOLUTE.total_seconds() // 3600),
    }
