"""Recording what people did: one function, in the same transaction as its cause."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from portal.audit.actions import check_action
from portal.audit.chain import FIELDS, hash_of, values_of
from portal.audit.middleware import origin_of
from portal.audit.models import AuditEvent, ChainHead
from portal.audit.origin import current_origin

HEAD = 1
# By hand: every act of everybody passes here, and building these anew takes longer than asking.
READ_END = "SELECT sequence, hash FROM audit_chainhead WHERE id = %s"
LOCK_END = f"{READ_END} FOR UPDATE"
MOVE_END = "UPDATE audit_chainhead SET sequence = %s, hash = %s WHERE id = %s"
# What a detail may be: a code, an id, a date, a hash. A space or a Japanese letter is a text.
CODE = re.compile(r"[\w.:/@+,-]{0,100}", re.ASCII)
logger = logging.getLogger("portal.audit")
_held_back: ContextVar[list[AuditEvent] | None] = ContextVar("audit_held_back", default=None)


class DetailIsNoCode(Exception):
    """A detail that could carry a text or a secret: a bug of the caller."""


def record(
    action: str,
    *,
    actor: Any,
    obj: models.Model | None = None,
    result: str = AuditEvent.Result.OK,
    details: dict | None = None,
    request=None,
) -> None:
    """Append that ``actor`` did ``action`` to ``obj``. ``actor`` is None for the machine itself.

    Call it last in the transaction that does the thing: from here to the commit nobody else can
    append, and a lock taken after this one can deadlock. A refusal whose transaction is rolled
    back must be recorded outside of it. ``details`` are codes and ids; ``obj.audit_label``, when
    there is one, is a short code without a person's words. ``request`` is needed only where the
    middleware does not run. Raises UnknownAction and DetailIsNoCode.
    """
    check_action(action)
    origin = origin_of(request) if request else current_origin()
    event = AuditEvent(
        actor=actor if actor and actor.pk else None,
        action=action,
        object_type=obj._meta.label_lower if obj else "",
        object_id=str(obj.pk) if obj else "",
        object_label=getattr(obj, "audit_label", ""),
        result=result,
        address=origin.address,
        request_id=origin.request_id,
        details=_checked(details or {}),
    )
    waiting = _held_back.get()
    if waiting is None:
        _append([event])
    else:
        waiting.append(event)


@contextmanager
def events_at_the_end() -> Iterator[None]:
    """Append the events of a long piece of work together when it ends.

    For imports and other runs of many acts in one transaction: the end of the chain is locked
    for the last moment only, so that others go on working meanwhile. Must stand inside of that
    transaction; a run that raises appends nothing.
    """
    token = _held_back.set([])
    try:
        yield
        waiting = _held_back.get()
    finally:
        _held_back.reset(token)
    if waiting:
        _append(waiting)


# Without a savepoint of its own: what cannot be recorded takes its cause back with it, and a
# savepoint costs two more turns to the database while the end of the chain is locked.
@transaction.atomic(savepoint=False)
def _append(events: list[AuditEvent]) -> None:
    with connection.cursor() as cursor:
        sequence, last_hash = _locked_end(cursor)
        at = timezone.now()
        for event in events:
            event.sequence = sequence = sequence + 1
            event.at = at
            event.previous_hash = last_hash
            event.hash = last_hash = hash_of(values_of(event))
        cursor.execute(MOVE_END, [sequence, last_hash, HEAD])
    AuditEvent.objects.bulk_create(events, batch_size=500)
    transaction.on_commit(partial(_write_lines, events), robust=True)


def _locked_end(cursor) -> tuple[int, str]:
    """The number and the hash of the last row, locked until the transaction ends."""
    lock = LOCK_END if connection.features.has_select_for_update else READ_END
    cursor.execute(lock, [HEAD])
    end = cursor.fetchone()
    if end is None:
        # Two first events at once: one makes the row, the other waits for it here.
        ChainHead.objects.bulk_create([ChainHead(pk=HEAD)], ignore_conflicts=True)
        cursor.execute(lock, [HEAD])
        end = cursor.fetchone()
    return end


def _write_lines(events: list[AuditEvent]) -> None:
    """One line of JSON per event, for a log server that a broken-in machine cannot rewrite."""
    for event in events:
        line = dict(zip(FIELDS, values_of(event), strict=True))
        line |= {"at": event.at.isoformat(), "hash": event.hash}
        logger.info(json.dumps(line, ensure_ascii=False))


def _checked(details: dict) -> dict:
    for key, value in details.items():
        for each in [key, *(value if isinstance(value, list) else [value])]:
            if not _is_code(each):
                raise DetailIsNoCode(key)
    return details


def _is_code(value: Any) -> bool:
    if isinstance(value, str):
        return bool(CODE.fullmatch(value))
    return value is None or isinstance(value, int)
