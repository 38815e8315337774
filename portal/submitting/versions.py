"""Two people edit one text: the second is shown both, and nothing is lost.

    class IdeaForm(Versioned):
        compared = ["title", "body"]        # fields of the form that are fields of the row, too

    form = IdeaForm(request.POST or None, row=idea)
    if form.is_valid() and form.saved(lambda: amend_idea(idea, …, version=form.version)): …

The verb begins with ``idea = lock_unchanged(idea, IdeaForm.compared, version)``. No column is
needed: the version is the hash of what the form edits.
"""

import json
from collections.abc import Iterable
from hashlib import sha256

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from portal.errors import DomainError


class ChangedMeanwhile(DomainError):
    """``current`` is the row as somebody else left it."""

    message = "入力しているあいだに、ほかの人が変更しました。両方を見くらべてください。"

    def __init__(self, current: models.Model):
        super().__init__()
        self.current = current


def version_of(row: models.Model, fields: Iterable[str]) -> str:
    """Changes whenever one of the fields does."""
    values = [[name, getattr(row, row._meta.get_field(name).attname)] for name in fields]
    return sha256(json.dumps(values, cls=DjangoJSONEncoder).encode()).hexdigest()[:32]


def lock_unchanged(row: models.Model, fields: Iterable[str], version: str) -> models.Model:
    """The row, locked until the transaction ends. Raises ChangedMeanwhile."""
    current = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if version_of(current, fields) != version:
        raise ChangedMeanwhile(current)
    return current
