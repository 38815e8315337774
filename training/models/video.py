"""Who has watched a video of a course, and how far."""

from django.db import models
from django.db.models import Q

from portal.files.models import StoredFile
from portal.staff.models import StaffMember


class Viewing(models.Model):
    """One person and one video. ``position`` is where they stopped; without scripts it stays 0."""

    class How(models.TextChoices):
        PLAYED = "played", "最後まで再生"
        SAID = "said", "「見終わりました」"

    staff = models.ForeignKey(
        StaffMember, models.CASCADE, verbose_name="職員", related_name="viewings"
    )
    video = models.ForeignKey(
        StoredFile, models.CASCADE, verbose_name="動画", related_name="viewings"
    )
    position = models.PositiveIntegerField("見たところ（秒）", default=0)
    length = models.PositiveIntegerField("長さ（秒）", null=True, blank=True)
    begun_at = models.DateTimeField("見始めた日時")
    finished_at = models.DateTimeField("見終わった日時", null=True, blank=True)
    how = models.CharField("見終わり方", max_length=6, choices=How.choices, blank=True)

    class Meta:
        verbose_name = "動画の視聴"
        verbose_name_plural = "動画の視聴"
        constraints = [
            models.UniqueConstraint(fields=["staff", "video"], name="one_viewing_per_video"),
            models.CheckConstraint(
                condition=Q(finished_at=None, how="") | Q(finished_at__isnull=False) & ~Q(how=""),
                name="finished_viewing_says_how",
            ),
        ]

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None
