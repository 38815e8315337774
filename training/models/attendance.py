"""Who was there."""

from django.db import models

from portal.staff.models import StaffMember
from training.models.booking import Booking
from training.models.session import Meeting


class Attendance(models.Model):
    """What is known of one person at one meeting. No row: not entered yet."""

    class Value(models.TextChoices):
        ATTENDED = "attended", "出席"
        LATE = "late", "遅刻"
        PARTLY = "partly", "一部出席"
        ABSENT = "absent", "欠席"
        EXCUSED = "excused", "公用などによる欠席"

    class How(models.TextChoices):
        LIST = "list", "名簿"
        CODE = "code", "会場のコード"
        SHEET = "sheet", "紙の名簿からの転記"

    booking = models.ForeignKey(
        Booking, models.CASCADE, verbose_name="申込み", related_name="attendances"
    )
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, verbose_name="日程", related_name="attendances"
    )
    value = models.CharField("出欠", max_length=10, choices=Value.choices)
    how = models.CharField("入力の方法", max_length=5, choices=How.choices)
    at = models.DateTimeField("入力した日時")

    class Meta:
        verbose_name = "出欠"
        verbose_name_plural = "出欠"
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "meeting"], name="one_attendance_per_booking_and_meeting"
            )
        ]

    @property
    def audit_label(self):
        return f"attendance-{self.pk}"


class AttendanceChange(models.Model):
    """What an entry was before and after, and who changed it. Rows are only added."""

    attendance = models.ForeignKey(
        Attendance, models.CASCADE, verbose_name="出欠", related_name="changes"
    )
    old = models.CharField("前", max_length=10, choices=Attendance.Value.choices, blank=True)
    new = models.CharField("後", max_length=10, choices=Attendance.Value.choices)
    by = models.ForeignKey(StaffMember, models.PROTECT, verbose_name="入力した人", related_name="+")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "出欠の経過"
        verbose_name_plural = "出欠の経過"
        ordering = ["pk"]
