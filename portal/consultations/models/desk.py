"""What the desk works with: closures, templates, ticked items, who reads, and reminders sent."""

from django.db import models

from portal.consultations.models.consultation import Consultation, person
from portal.consultations.vocabulary import Kind
from portal.ui.storable import StorableCharField, StorableTextField


class ClosedDay(models.Model):
    """A day on which the desk is closed, besides weekends, holidays and the year's end."""

    on = models.DateField("閉庁日", unique=True)
    reason = StorableCharField("理由", max_length=40)
    added_by = person("加えた人")

    class Meta:
        verbose_name = "相談窓口の閉庁日"
        verbose_name_plural = "相談窓口の閉庁日"
        ordering = ["on"]


class ReplyTemplate(models.Model):
    """Words that officers often write. Without a kind it is offered for all."""

    title = StorableCharField("題", max_length=60)
    kind = models.CharField("種類", max_length=12, choices=Kind.choices, blank=True)
    body = StorableTextField("文章")

    class Meta:
        verbose_name = "返事のひな形"
        verbose_name_plural = "返事のひな形"
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title


class Tick(models.Model):
    """That an item of the checklist is done."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="ticks")
    item = models.CharField("確認項目", max_length=20)
    by = person("確かめた人")
    at = models.DateTimeField("いつ")

    class Meta:
        verbose_name = "確認した項目"
        verbose_name_plural = "確認した項目"
        constraints = [
            models.UniqueConstraint(fields=["consultation", "item"], name="an_item_is_ticked_once")
        ]


class Reading(models.Model):
    """That an officer has the page open, so that two do not write at the same time."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="readings")
    staff = person("見ている人")
    seen_at = models.DateTimeField("最後に開いた日時")

    class Meta:
        verbose_name = "相談を開いている人"
        verbose_name_plural = "相談を開いている人"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "staff"], name="one_reading_per_consultation_and_officer"
            )
        ]


class Reminder(models.Model):
    """That people were reminded of a consultation on a day. The constraint is the rule: once."""

    class Kind(models.TextChoices):
        SOON = "soon", "もうすぐ期限"
        LATE = "late", "期限を過ぎた"
        FORGOTTEN = "forgotten", "動きがない"

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="reminders")
    kind = models.CharField("何を", max_length=9, choices=Kind.choices)
    on = models.DateField("日付")

    class Meta:
        verbose_name = "相談の催促"
        verbose_name_plural = "相談の催促"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "kind", "on"], name="one_reminder_per_kind_and_day"
            )
        ]
