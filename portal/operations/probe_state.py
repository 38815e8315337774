"""What the whole portal holds, as sorted lines: compared before and after an attack."""

import hashlib
from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from portal.files.rooms import rooms

ROWS_AT_ONCE = 500
# Words of the bars for tables that have other names here.
ALSO_CALLED = {
    "user": ("staff.staffmember",),
    "session": ("sessions.session", "staff.staffsession"),
    "outbox": ("notifications.mail", "notifications.notification"),
    "task": ("django_tasks_database.dbtaskresult",),
    "reminder": ("consultations.reminder", "notifications.notification"),
    "audit": ("audit.auditevent", "audit.chainhead"),
}
STATES = ("status", "state")
# What may stand in these tables once: more than one row with the same values is a double.
ONCE = {
    "notifications.notification": ("recipient_id", "kind", "cause"),
    "consultations.reminder": ("consultation_id", "kind", "on"),
    "training.booking": ("session_id", "staff_id", "requested_at"),
    "submitting.submission": ("staff_id", "key"),
}


def tables(wanted: list[str]) -> list[type[models.Model]]:
    """All, or those whose name or other name holds one of the words. Sorted by name."""
    every = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    chosen = [model for model in every if not wanted or _is_among(_name(model), wanted)]
    return sorted(chosen, key=_name)


def _name(model) -> str:
    return model._meta.label_lower


def _is_among(name: str, wanted: list[str]) -> bool:
    return any(name in ALSO_CALLED.get(word, ()) or word in name for word in wanted)


def table_lines(models_: list[type[models.Model]], *, with_states: bool) -> Iterator[str]:
    """``table  name  rows  hash``, and with states one line for each that a row is in."""
    for model in models_:
        rows, digest = 0, hashlib.sha256()
        for values in _rows(model).iterator(chunk_size=ROWS_AT_ONCE):
            rows += 1
            digest.update(repr(values).encode("utf-8", "surrogatepass"))
        yield f"table\t{_name(model)}\t{rows}\t{digest.hexdigest()[:16]}"
        field = _state_of(model)
        if with_states and field:
            counts = Counter(model._base_manager.order_by().values_list(field, flat=True))
            for state, count in sorted(counts.items()):
                yield f"state\t{_name(model)}\t{str(state).lower()}\t{count}"


def _rows(model):
    # The columns of this table alone: a parent has lines of its own.
    columns = sorted(field.attname for field in model._meta.local_concrete_fields)
    return model._base_manager.order_by("pk").values_list(*columns)


def _state_of(model) -> str:
    for name in STATES:
        try:
            if model._meta.get_field(name).choices:
                return name
        except FieldDoesNotExist:
            continue
    return ""


def file_lines() -> Iterator[str]:
    """``file  room/path  bytes  hash`` of every upload."""
    for name, room in rooms().items():
        for path, _at in room.everything():
            with room.opened(path) as file:
                content = file.read()
            digest = hashlib.sha256(content).hexdigest()[:16]
            yield f"file\t{name}/{path}\t{len(content)}\t{digest}"


def count_doubles(models_: list[type[models.Model]]) -> int:
    """Rows that stand there once too often, over the tables that have a rule for it."""
    doubles = 0
    for model in models_:
        if fields := ONCE.get(_name(model)):
            counts = Counter(model._base_manager.order_by().values_list(*fields))
            doubles += sum(count - 1 for count in counts.values())
    return doubles
