"""Noticing that a fact which cases are narrowed by has changed, in whatever process it was.

Everything that is saved or deleted by Django is noticed, also by Wagtail and taggit: they pass by
our functions, so their signals are heard. What is changed past it (by hand in the
database, with ``QuerySet.update``) must be told by ``note_change``, or is seen when what was
counted is read anew for its age (``casebook.counted``).
"""

from datetime import datetime, timedelta

from django.db.models import Count, Window
from django.db.models.signals import post_delete, post_save
from taggit.models import Tag
from wagtail.models import Page
from wagtail.signals import post_page_move

from casebook.models import Case, CasebookPage, FactsChange, Municipality
from portal.prepared import Prepared

KEPT_FOR = timedelta(days=1)
# A case is saved as itself, by some of Wagtail's acts as a plain page.
CHANGED = [Case, CasebookPage, Page, Municipality, Tag]

# The count beside the newest: of two writers, the one with the lower number may be the later.
_newest = Prepared(
    lambda: (
        FactsChange.objects.annotate(changes=Window(Count("pk")))
        .order_by("-pk")
        .values_list("token", "changes")[:1]
    )
)


def newest_change() -> tuple[str, int] | None:
    """Another value after each committed change; None while none was ever noticed."""
    return next(iter(_newest.rows()), None)


def note_change(**_signal) -> None:
    FactsChange.objects.create()


def watch() -> None:
    """Called once, when the apps are ready."""
    for model in CHANGED:
        for signal in (post_save, post_delete):
            signal.connect(note_change, sender=model, dispatch_uid=f"facts {model._meta.label}")
    post_page_move.connect(note_change, dispatch_uid="facts of moved pages")


def forget_old_changes(now: datetime) -> None:
    """Leaves a new row in the place of the old ones: fewer must not look like something before."""
    note_change()
    FactsChange.objects.filter(at__lt=now - KEPT_FOR).delete()
