"""What was learned elsewhere, and what became of it three months later."""

from django.db import models
from django.db.models import Q

from portal.staff.models import StaffMember
from portal.ui.storable import StorableCharField, StorableTextField
from training.models.after import Completion
from training.models.course import Course


class Exam(models.TextChoices):
    """Source: 会津若松市 庁内dXアクションプラン「デジタル人材に期待されるスキルレベル」."""

    IT_PASSPORT = "ip", "ITパスポート試験"
    SECURITY = "sg", "情報セキュリティマネジメント試験"
    FUNDAMENTAL = "fe", "基本情報技術者試験"
    APPLIED = "ap", "応用情報技術者試験"


# Difficulty of the exam in the same table, 1 to 3.
EXAM_LEVELS = {Exam.IT_PASSPORT: 1, Exam.SECURITY: 2, Exam.FUNDAMENTAL: 2, Exam.APPLIED: 3}


class OutsideRecord(models.Model):
    """E-learning or an exam outside: reported by the person, confirmed by a trainer."""

    class Kind(models.TextChoices):
        LEARNING = "learning", "外部eラーニング"
        EXAM = "exam", "試験の合格"

    class State(models.TextChoices):
        REPORTED = "reported", "確認待ち"
        CONFIRMED = "confirmed", "確認済み"
        RETURNED = "returned", "差し戻し"

    staff = models.ForeignKey(
        StaffMember, models.PROTECT, verbose_name="職員", related_name="outside_records"
    )
    kind = models.CharField("種類", max_length=10, choices=Kind.choices)
    exam = models.CharField("試験", max_length=2, choices=Exam.choices, blank=True)
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, verbose_name="科目", related_name="+"
    )
    title = StorableCharField("名前", max_length=100, blank=True)
    done_on = models.DateField("修了・合格した日")
    evidence = StorableCharField("確かめられるもの", max_length=200, blank=True)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.REPORTED)
    reported_at = models.DateTimeField("申し出た日時")
    decided_by = models.ForeignKey(
        StaffMember,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="確認した人",
        related_name="+",
    )
    decided_at = models.DateTimeField("確認した日時", null=True, blank=True)
    returned_because = StorableCharField("差し戻しの理由", max_length=200, blank=True)

    class Meta:
        verbose_name = "外部の学習の記録"
        verbose_name_plural = "外部の学習の記録"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(returned_because=""),
                name="returned_record_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind="exam") | ~Q(exam=""), name="exam_record_names_its_exam"
            ),
        ]

    @property
    def audit_label(self):
        return f"outside-{self.pk}"

    @property
    def words(self) -> str:
        return self.get_exam_display() if self.exam else self.title or str(self.course)

    @property
    def level(self) -> int | None:
        """Of an exam, 1 to 3."""
        return EXAM_LEVELS[Exam(self.exam)] if self.exam else None


class FollowUp(models.Model):
    """What somebody could do with a course, three months later."""

    class Use(models.TextChoices):
        USED = "used", "仕事で使った"
        PLANNED = "planned", "これから使う"
        NOT_YET = "not_yet", "まだ使っていない"

    completion = models.OneToOneField(
        Completion, models.CASCADE, verbose_name="修了", related_name="follow_up"
    )
    use = models.CharField("使ったか", max_length=10, choices=Use.choices)
    words = StorableTextField("何に使えたか", blank=True)
    answered_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = "3か月後の振り返り"
        verbose_name_plural = "3か月後の振り返り"
