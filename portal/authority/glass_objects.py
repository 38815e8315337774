"""What can be read by breaking the glass: each part says so for its own models, in one line.

``opens_by_glass(GlassObject("consultations.Consultation", describe, owner_of, link_to))`` in
``ready()`` of the part; then its ``visible_to`` heeds ``opened_to`` (``breaking_glass``).
"""

from collections.abc import Callable
from typing import NamedTuple

from django.apps import apps
from django.db import models

from portal.staff.models import StaffMember


class GlassObject(NamedTuple):
    """How a part names its confidential things here.

    ``describe`` gives words without confidential text, as 「相談 12番」. ``owner_of`` is who is
    told afterwards, or None. ``link_to`` is the path of the thing.
    """

    model: str
    describe: Callable[[models.Model], str]
    owner_of: Callable[[models.Model], StaffMember | None]
    link_to: Callable[[models.Model], str]

    @property
    def label(self) -> str:
        return str(apps.get_model(self.model)._meta.verbose_name)


class NotUnderGlass(Exception):
    """A model that no part has named: a bug of the caller."""


_objects: dict[str, GlassObject] = {}


def opens_by_glass(glass: GlassObject) -> None:
    _objects[glass.model.lower()] = glass


def glass_objects() -> dict[str, GlassObject]:
    """By the label of the model, as ``consultations.consultation``."""
    return dict(_objects)


def glass_of(obj: models.Model) -> GlassObject:
    """Raises NotUnderGlass."""
    try:
        return _objects[obj._meta.label_lower]
    except KeyError as error:
        raise NotUnderGlass(obj._meta.label_lower) from error
