"""What the home page remembers of a person."""

from django.conf import settings
from django.db import models


class TourEnd(models.Model):
    """That a person has left the first-visit tour, at its end or before: no second offer."""

    staff = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="職員", related_name="+"
    )
    at = models.DateTimeField("終えた日時")

    class Meta:
        verbose_name = "はじめての案内"
        verbose_name_plural = "はじめての案内"

    def __str__(self):
        return str(self.staff)
