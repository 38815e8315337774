"""A relation to a member of staff, written once."""

from django.conf import settings
from django.db import models


def person(label: str, **options) -> models.ForeignKey:
    options = {"on_delete": models.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=label, **options)
