"""What came of it: completions, certificates, and a survey that knows nobody."""

from django.db import models
from django.db.models import Q

from portal.staff.models import Department, StaffMember
from portal.ui.storable import StorableCharField, StorableTextField
from training.models.course import Course
from training.models.session import Session


class Completion(models.Model):
    """That a person has completed a course."""

    staff = models.ForeignKey(
        StaffMember, models.PROTECT, verbose_name="職員", related_name="completions"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="修了時の所属", related_name="+"
    )
    course = models.ForeignKey(
        Course, models.PROTECT, verbose_name="科目", related_name="completions"
    )
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="開催回",
        related_name="completions",
    )
    completed_on = models.DateField("修了日")

    class Meta:
        verbose_name = "修了"
        verbose_name_plural = "修了"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "session"],
                condition=Q(session__isnull=False),
                name="one_completion_per_person_and_session",
            )
        ]


class Certificate(models.Model):
    """A certificate as it was given out. The name stays as it was on that day."""

    completion = models.OneToOneField(
        Completion,
        models.SET_NULL,
        null=True,
        verbose_name="修了",
        related_name="certificate",
    )
    staff = models.ForeignKey(
        StaffMember, models.PROTECT, verbose_name="職員", related_name="certificates"
    )
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, verbose_name="開催回", related_name="certificates"
    )
    code = models.CharField("確認番号", max_length=20, unique=True)
    name = StorableCharField("氏名", max_length=100)
    name_reading = StorableCharField("ふりがな", max_length=100, blank=True)
    course_title = StorableCharField("科目名", max_length=100)
    minutes = models.PositiveSmallIntegerField("時間（分）", null=True)
    completed_on = models.DateField("修了日")
    issued_on = models.DateField("発行日")
    revoked_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    revoked_because = StorableCharField("取り消しの理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "修了証"
        verbose_name_plural = "修了証"
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revoked_because=""),
                name="revoked_certificate_has_a_reason",
            )
        ]

    @property
    def audit_label(self):
        return f"certificate-{self.pk}"

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None


class SurveyQuestion(models.Model):
    """A question after a course. Without a course it belongs to every survey."""

    class Kind(models.TextChoices):
        SCALE = "scale", "5段階"
        TEXT = "text", "自由記述"

    course = models.ForeignKey(
        Course,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="科目",
        related_name="survey_questions",
    )
    kind = models.CharField("答え方", max_length=5, choices=Kind.choices)
    words = StorableCharField("質問", max_length=200)
    order = models.PositiveSmallIntegerField("順番", default=0)
    is_satisfaction = models.BooleanField("満足度に使う", default=False)
    is_live = models.BooleanField("使う", default=True)

    class Meta:
        verbose_name = "アンケートの質問"
        verbose_name_plural = "アンケートの質問"
        ordering = ["order", "pk"]


class SurveyReceipt(models.Model):
    """That a person has answered the survey of a session. Not what, and not when."""

    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name="開催回", related_name="survey_receipts"
    )
    staff = models.ForeignKey(StaffMember, models.CASCADE, verbose_name="職員", related_name="+")

    class Meta:
        verbose_name = "アンケートに答えた人"
        verbose_name_plural = "アンケートに答えた人"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "staff"], name="one_survey_per_person_and_session"
            )
        ]


class SurveyTally(models.Model):
    """How many gave one mark to one question. There is no row for an answer of one person."""

    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name="開催回", related_name="survey_tallies"
    )
    question = models.ForeignKey(SurveyQuestion, models.PROTECT, related_name="tallies")
    mark = models.PositiveSmallIntegerField("段階")
    count = models.PositiveIntegerField("人数", default=0)

    class Meta:
        verbose_name = "アンケートの集計"
        verbose_name_plural = "アンケートの集計"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "question", "mark"], name="one_tally_per_mark"
            ),
            models.CheckConstraint(
                condition=Q(mark__gte=1, mark__lte=5), name="survey_mark_is_one_to_five"
            ),
        ]


class SurveyTexts(models.Model):
    """The free words of everybody to one question: one sorted list, so that no order tells."""

    session = models.ForeignKey(
        Session, models.CASCADE, verbose_name="開催回", related_name="survey_texts"
    )
    question = models.ForeignKey(SurveyQuestion, models.PROTECT, related_name="texts")
    texts = StorableTextField("文章", default="[]")

    class Meta:
        verbose_name = "アンケートの文章"
        verbose_name_plural = "アンケートの文章"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "question"], name="one_list_of_texts_per_question"
            )
        ]
