"""What came of trying out a case: told by the asker or the desk, for everybody to read."""

from django.db import models

from portal.consultations.models.consultation import Consultation, person
from portal.ui.storable import StorableTextField


class TrialOutcome(models.Model):
    """Words without names, under the case that the consultation began from."""

    consultation = models.OneToOneField(
        Consultation, models.CASCADE, verbose_name="相談", related_name="outcome"
    )
    # Kept here, too: after years the consultation forgets what it began from.
    case_reference = models.CharField("事例の番号", max_length=100, db_index=True)
    words = StorableTextField("試した結果")
    by = person("書いた人")
    at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = "事例を試した結果"
        verbose_name_plural = "事例を試した結果"
