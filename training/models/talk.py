"""What is written about a session by those who are in it."""

from django.db import models

from portal.staff.models import StaffMember
from portal.ui.storable import StorableTextField
from training.models.session import Session


class SessionNote(models.Model):
    """The trainer's notes, for everybody who has or had a seat."""

    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name="開催回", related_name="notes"
    )
    body = StorableTextField("記録")
    by = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="書いた人", related_name="+")
    at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = "開催回の記録"
        verbose_name_plural = "開催回の記録"
        ordering = ["pk"]


class SessionQuestion(models.Model):
    """A question before, during or after, and its answer."""

    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name="開催回", related_name="questions"
    )
    words = StorableTextField("質問")
    by = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="聞いた人", related_name="+")
    asked_at = models.DateTimeField("聞いた日時")
    answer = StorableTextField("答え", blank=True)
    answered_by = models.ForeignKey(
        StaffMember,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="答えた人",
        related_name="+",
    )
    answered_at = models.DateTimeField("答えた日時", null=True, blank=True)

    class Meta:
        verbose_name = "開催回の質問"
        verbose_name_plural = "開催回の質問"
        ordering = ["pk"]

    @property
    def audit_label(self):
        return f"question-{self.pk}"
