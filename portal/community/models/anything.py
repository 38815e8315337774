"""Rows about any object: which one it is, and who may see it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from portal.community.kinds import Kind, kind_of, label_of, open_kinds


def person(label: str, **options) -> models.ForeignKey:
    options = {"on_delete": models.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=label, **options)


class OnAnythingQuerySet(models.QuerySet):
    def on(self, target: models.Model):
        return self.filter(kind=label_of(target), object_id=target.pk)

    def on_what_is_visible_to(self, staff):
        """Rows whose object ``staff`` may see, by the predicate of each kind itself.

        Asked row by row, so that a page of a long list costs no more than that of a short one.
        """
        seen = [Q(kind=kind.label) & Q(_is_among(kind.visible_to(staff))) for kind in open_kinds()]
        return self.filter(Q.create(seen, Q.OR)) if seen else self.none()


def _is_among(visible: models.QuerySet) -> Exists:
    """Whether the object of a row is one of ``visible``, looked up by its key alone.

    The key is compared from both sides instead of by equality: PostgreSQL would turn an equality
    into a set of every visible object, built anew for each page.
    """
    key = OuterRef("object_id")
    return Exists(visible.order_by().filter(pk__gte=key, pk__lte=key))


class OnAnything(models.Model):
    """Points at one object of a kind that is open for talk."""

    kind = models.CharField("対象の種類", max_length=60)
    object_id = models.PositiveBigIntegerField("対象の番号")

    objects = OnAnythingQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def key(self) -> tuple[str, int]:
        return (self.kind, self.object_id)

    def kind_of_target(self) -> Kind | None:
        return kind_of(self.kind)
