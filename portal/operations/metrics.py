"""Figures for a watching machine, in the text format of Prometheus. No names, no addresses."""

from collections.abc import Iterator
from datetime import datetime

from portal.notifications.mail_desk import outbox
from portal.operations.condition import State, condition
from portal.operations.jobs import queue_state


def metrics_text(now: datetime) -> str:
    """Gauges with their help texts. Times are in seconds."""
    return "".join(
        f"# HELP dxportal_{name} {words}\n# TYPE dxportal_{name} gauge\n" + "".join(values)
        for name, words, values in _gauges(now)
    )


def _gauges(now: datetime) -> Iterator[tuple[str, str, list[str]]]:
    findings = condition(now)
    checks = [
        f'dxportal_check{{name="{each.code}"}} {int(each.state != State.TROUBLE)}\n'
        for each in findings
    ]
    yield "check", "1 while the check finds no trouble.", checks
    if findings[0].state == State.TROUBLE:
        return
    queue, box = queue_state(now), outbox(now)
    for name, words, value in [
        ("jobs_waiting", "Jobs that may run now.", queue.waiting),
        ("jobs_oldest_seconds", "How long the oldest has waited.", _age(queue.oldest, now)),
        ("jobs_failed", "Jobs that were given up.", queue.failed_count),
        ("workers", "Workers seen within a minute.", len(queue.workers)),
        ("mail_waiting", "Mails that wait.", box.waiting),
        ("mail_oldest_seconds", "How long the oldest has waited.", _age(box.oldest, now)),
        ("mail_given_up", "Mails that nobody took.", box.given_up),
    ]:
        yield name, words, [f"dxportal_{name} {value}\n"]


def _age(since: datetime | None, now: datetime) -> int:
    return int((now - since).total_seconds()) if since else 0
