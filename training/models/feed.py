"""The key of a personal calendar feed."""

from django.db import models

from portal.staff.models import StaffMember


class FeedKey(models.Model):
    """Opens one person's feed. Only its hash is kept: a lost key is replaced, never shown again."""

    staff = models.OneToOneField(
        StaffMember, models.CASCADE, verbose_name="職員", related_name="training_feed"
    )
    key_hash = models.CharField("鍵の控え", max_length=64, unique=True)
    made_at = models.DateTimeField("作った日時")

    class Meta:
        verbose_name = "予定のアドレスの鍵"
        verbose_name_plural = "予定のアドレスの鍵"

    @property
    def audit_label(self):
        return f"feed-{self.pk}"
