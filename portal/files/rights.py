"""Who may read a file: the part that owns it says so, and no part means nobody."""

from collections.abc import Callable

from django.db import models

from portal.files.models import StoredFile
from portal.staff.models import StaffMember

MayRead = Callable[[StaffMember, models.Model], bool]
_predicates: dict[str, MayRead] = {}


class AlreadyRegistered(Exception):
    """Two predicates for one model: a bug of the caller."""


def register_readers(model_label: str, may_read_owner: MayRead) -> None:
    """Say who reads the files of one model. Called once, in ``ready()`` of the part.

    ``register_readers("consultations.Reply", may_read_reply)``
    """
    label = model_label.lower()
    if _predicates.get(label, may_read_owner) is not may_read_owner:
        raise AlreadyRegistered(label)
    _predicates[label] = may_read_owner


def may_read(staff: StaffMember, stored: StoredFile) -> bool:
    """Asked anew at every download: what was allowed yesterday may not be today."""
    owner = stored.owner
    predicate = _predicates.get(owner._meta.label_lower) if owner else None
    return bool(predicate and predicate(staff, owner))
