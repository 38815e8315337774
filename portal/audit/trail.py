"""Recording what people did: one function, in the same transaction as its cause."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from portal.audit.actions import check_action
from portal.audit.chain import FIELDS, hash_of, values_of
from portal.audit.middleware import origin_of
from portal.audit.models import AuditEvent, ChainHead
from portal.audit.origin import current_origin

HEAD = 1
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


@transaction.atomic
def _append(events: list[AuditEvent]) -> None:
    head = _locked_head()
    at = timezone.now()
    for event in events:
        event.sequence = head.sequence = head.sequence + 1
        event.at = at
        event.previous_hash = head.hash
        event.hash = head.hash = hash_of(values_of(event))
    head.save(update_fields=["sequence", "hash"])
    AuditEvent.objects.bulk_create(events, batch_size=500)
    transaction.on_commit(partial(_write_lines, events), robust=True)


def _locked_head() -> ChainHead:
    heads = ChainHead.objects.select_for_update()
    head = heads.filter(pk=HEAD).first()
    if head is None:
        # Two first events at once: one makes the row, the other waits for it here.
        ChainHead.objects.bulk_create([ChainHead(pk=HEAD)], ignore_conflicts=True)
        head = heads.get(pk=HEAD)
    return head


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
