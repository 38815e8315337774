"""The chain: what a row's hash is made of, and whether the rows still fit together."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC
from typing import NamedTuple

from portal.audit.guard import missing_triggers
from portal.audit.models import AuditEvent, ChainHead

# First member of what is hashed. A later form gets a new name; old rows keep theirs.
FORM = "1"
FIELDS = (
    "sequence", "at", "actor_id", "action", "object_type", "object_id", "object_label",
    "result", "address", "request_id", "details", "previous_hash",
)  # fmt: skip
ROWS_AT_ONCE = 2000
FAULTS_SHOWN = 20


class Fault(NamedTuple):
    """Something wrong with the chain, at the row ``sequence``."""

    sequence: int
    message: str

    def __str__(self):
        return f"番号 {self.sequence}：{self.message}"


class Verification(NamedTuple):
    rows: int
    faults: list[Fault]
    head: str


def hash_of(values: tuple) -> str:
    """SHA-256 of the values of FIELDS, in one form on every database: UTC, sorted keys."""
    sequence, at, *rest = values
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(
        [FORM, sequence, moment, *rest],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()


def values_of(event: AuditEvent) -> tuple:
    return tuple(getattr(event, field) for field in FIELDS)


def verify_chain(anchor: str = "") -> Verification:
    """Read the whole trail once, while others go on writing, and say where it does not fit.

    ``anchor`` is ``sequence:hash`` as noted outside of the database (a log server, a printed
    report): without one, somebody who may write to the database can replace the whole chain.
    """
    head = ChainHead.objects.first() or ChainHead()
    faults = []
    rows, last, hashes = 0, (head.pruned_through, head.pruned_hash), {}
    noted = _noted(anchor)
    for values, stored in _rows():
        rows += 1
        faults += _row_faults(values, stored, last)
        last = (values[0], stored)
        if values[0] in (head.sequence, *noted):
            hashes[values[0]] = stored
    hashes.setdefault(head.pruned_through, head.pruned_hash)
    faults += _end_faults(head, hashes, last[0])
    faults += [
        Fault(sequence, "控えておいたハッシュと違います（差し替えの疑い）")
        for sequence, noted_hash in noted.items()
        if hashes.get(sequence) != noted_hash
    ]
    faults += _erasure_faults(head)
    faults += [Fault(0, f"変更を断る仕掛け {name} がありません") for name in missing_triggers()]
    return Verification(rows, faults, f"{last[0]}:{last[1]}")


def newest_rows_hold(count: int = 500) -> bool:
    """Whether the newest ``count`` rows fit together and to the head: quick, for every minute."""
    head = ChainHead.objects.first() or ChainHead()
    newest = AuditEvent.objects.filter(sequence__lte=head.sequence).order_by("-sequence")
    rows = list(newest.values_list(*FIELDS, "hash")[:count])[::-1]
    if not rows:
        return head.sequence == head.pruned_through and not missing_triggers()
    last = (rows[0][0] - 1, rows[0][-2])
    faults = []
    for row in rows:
        faults += _row_faults(row[:-1], row[-1], last)
        last = (row[0], row[-1])
    return not faults and last == (head.sequence, head.hash) and not missing_triggers()


def _rows() -> Iterator[tuple[tuple, str]]:
    rows = AuditEvent.objects.order_by("sequence").values_list(*FIELDS, "hash")
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        yield row[:-1], row[-1]


def _row_faults(values: tuple, stored: str, last: tuple[int, str]) -> Iterator[Fault]:
    sequence, previous_hash = values[0], values[-1]
    last_sequence, last_hash = last
    if sequence != last_sequence + 1:
        yield Fault(last_sequence + 1, f"ここから番号 {sequence - 1} までの行がありません（削除）")
    elif previous_hash != last_hash:
        yield Fault(sequence, "前の行とつながりません（差し込み、並べ替え、前の行の差し替え）")
    if hash_of(values) != stored:
        yield Fault(sequence, "行の内容がハッシュと合いません（改変）")


def _end_faults(head: ChainHead, hashes: dict[int, str], last: int) -> Iterator[Fault]:
    """The head was read before the rows, so rows may have come since; none may be missing."""
    if last < head.sequence:
        yield Fault(last + 1, f"末尾 {head.sequence} までの行がありません（削除）")
    elif hashes.get(head.sequence) != head.hash:
        yield Fault(head.sequence, "末尾の控えと合いません（改変または差し込み）")
    now_at = ChainHead.objects.values_list("sequence", flat=True).first() or 0
    if last > now_at:
        yield Fault(now_at + 1, f"末尾の後に行があります（番号 {last} まで、差し込み）")


def _erasure_faults(head: ChainHead) -> Iterator[Fault]:
    """Rows may be missing from the beginning only when the chain itself says who erased them."""
    if not head.pruned_through:
        return
    certificates = AuditEvent.objects.filter(action="audit.pruned").values_list(
        "details", flat=True
    )
    said = {"through": head.pruned_through, "hash": head.pruned_hash}
    if said not in [{key: each.get(key) for key in said} for each in certificates]:
        yield Fault(head.pruned_through, "ここまでの消去の記録がありません（削除の疑い）")


def _noted(anchor: str) -> dict[int, str]:
    """Raises ValueError when ``anchor`` is not ``sequence:hash``."""
    if not anchor:
        return {}
    sequence, _colon, noted_hash = anchor.partition(":")
    return {int(sequence): noted_hash}
