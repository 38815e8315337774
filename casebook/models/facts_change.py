"""That the counts beside the conditions may be others now."""

from uuid import uuid4

from django.db import models


class FactsChange(models.Model):
    """Written in the transaction that changes what cases are narrowed by, and only ever added.

    ``token`` is unlike any other: a number that was taken back with its transaction is used again.
    """

    token = models.UUIDField("目印", default=uuid4)
    at = models.DateTimeField("日時", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "しぼりこみの件数の変化"
        verbose_name_plural = "しぼりこみの件数の変化"
