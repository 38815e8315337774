"""Who was told that a course is compulsory for them, and until when. It gives nobody a seat."""

from datetime import date

from django.db import models

from portal.staff.models import StaffMember
from training.models.course import Course


class Enrolment(models.Model):
    """That a person was told to complete a course. Whether they did stands in Completion."""

    course = models.ForeignKey(
        Course, models.CASCADE, verbose_name="科目", related_name="enrolments"
    )
    staff = models.ForeignKey(
        StaffMember, models.CASCADE, verbose_name="職員", related_name="enrolments"
    )
    told_at = models.DateTimeField("知らせた日時")
    due_on = models.DateField("期限", null=True, blank=True)

    class Meta:
        verbose_name = "必須の研修の対象"
        verbose_name_plural = "必須の研修の対象"
        constraints = [
            models.UniqueConstraint(
                fields=["course", "staff"], name="one_enrolment_per_person_and_course"
            )
        ]

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today
