"""What was sent by a form, so that sending it twice makes one thing."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Submission(models.Model):
    """That a person sent a form with this key, and what became of it."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="送った人", related_name="+"
    )
    key = models.CharField("送信の鍵", max_length=32)
    at = models.DateTimeField("送った日時", db_index=True)
    result_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    result_id = models.CharField("できたものの番号", max_length=40, blank=True)
    result = GenericForeignKey("result_type", "result_id")

    class Meta:
        verbose_name = "送信の記録"
        verbose_name_plural = "送信の記録"
        constraints = [
            models.UniqueConstraint(fields=["staff", "key"], name="one_result_per_person_and_key")
        ]
