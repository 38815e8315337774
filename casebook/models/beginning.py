"""What a case of our own was written from."""

from django.conf import settings
from django.db import models

from casebook.models.case import Case


class CaseBeginning(models.Model):
    """That a case began as something else: a report of a leader, an answer of the desk.

    ``kind`` and ``number`` name it without knowing its part. The constraint is why pressing
    twice makes one draft.
    """

    case = models.OneToOneField(Case, models.CASCADE, verbose_name="事例", related_name="beginning")
    kind = models.CharField("もとの種類", max_length=20)
    number = models.PositiveBigIntegerField("もとの番号")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="下書きを作った人", related_name="+"
    )
    drafted_at = models.DateTimeField("下書きを作った日時")

    class Meta:
        verbose_name = "事例のもと"
        verbose_name_plural = "事例のもと"
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_case_draft_per_origin")
        ]
