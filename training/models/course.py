"""What is taught: the catalogue, and who teaches."""

from django.db import models
from django.db.models import Q

from portal.staff.models import StaffMember
from portal.ui.storable import StorableCharField, StorableTextField


class Tier(models.TextChoices):
    """For whom a course is. Source: 総務省 参考事例集（福島県、会津若松市）の職層別の研修."""

    EVERYONE = "everyone", "全職員"
    NEW = "new", "新任"
    GENERAL = "general", "一般"
    MANAGER = "manager", "管理職"
    LEADER = "leader", "DXリーダー"
    SUPPORT = "support", "支援強化員"


class Topic(models.TextChoices):
    BASICS = "basics", "DXの基礎"
    RPA = "rpa", "RPA"
    AI_OCR = "ai_ocr", "AI-OCR"
    IMPROVEMENT = "improvement", "業務改善"
    DESIGN = "design", "デザイン思考"
    DATA = "data", "データ活用"
    SPREADSHEET = "spreadsheet", "表計算"
    TOOLS = "tools", "ツール"
    SECURITY = "security", "セキュリティ"
    WRITING = "writing", "伝わる文書"
    FACILITATION = "facilitation", "進行役"


class Form(models.TextChoices):
    CLASS = "class", "集合"
    HANDS_ON = "hands_on", "ハンズオン"
    VIDEO = "video", "動画"
    OUTSIDE = "outside", "外部eラーニング"


class Lecturer(models.Model):
    """Somebody who teaches: our own staff, an adviser, or somebody from outside."""

    class Kind(models.TextChoices):
        STAFF = "staff", "職員"
        ADVISER = "adviser", "アドバイザー"
        OUTSIDE = "outside", "外部講師"

    name = StorableCharField("講師名", max_length=100)
    kind = models.CharField("区分", max_length=10, choices=Kind.choices)
    affiliation = StorableCharField("所属", max_length=100, blank=True)
    fields = StorableCharField("教えられること", max_length=200, blank=True)
    staff = models.ForeignKey(
        StaffMember,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="職員",
        related_name="+",
    )
    is_active = models.BooleanField("依頼できる", default=True)

    class Meta:
        verbose_name = "講師"
        verbose_name_plural = "講師"

    def __str__(self):
        return f"{self.name}（{self.affiliation}）" if self.affiliation else self.name


class CourseQuerySet(models.QuerySet):
    def live(self):
        return self.filter(is_live=True)

    def for_tier(self, tier: str):
        return self.filter(**{f"for_{tier}": True})

    def about(self, words: str):
        """Courses that have every word in their title, aim or readings."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(title__icontains=word) | Q(aim__icontains=word) | Q(reading__icontains=word)
            )
        return found


class Course(models.Model):
    """One line of the catalogue. What is not known is empty and shown as 未入力."""

    code = models.SlugField("記号", max_length=40, unique=True)
    title = StorableCharField("科目名", max_length=100)
    reading = StorableCharField("よみ", max_length=100, blank=True)
    aim = StorableTextField("ねらい")
    topic = models.CharField("テーマ", max_length=20, choices=Topic.choices)
    form = models.CharField("形式", max_length=10, choices=Form.choices)
    minutes = models.PositiveSmallIntegerField("時間（分）", null=True, blank=True)
    for_everyone = models.BooleanField("全職員", default=False)
    for_new = models.BooleanField("新任", default=False)
    for_general = models.BooleanField("一般", default=False)
    for_manager = models.BooleanField("管理職", default=False)
    for_leader = models.BooleanField("DXリーダー", default=False)
    for_support = models.BooleanField("支援強化員", default=False)
    is_compulsory = models.BooleanField("必須", default=False)
    due_on = models.DateField("必須の期限", null=True, blank=True)
    prerequisites = StorableTextField("受ける前に", blank=True)
    materials = StorableTextField("教材と練習用ファイル", blank=True)
    source = StorableTextField("出典", blank=True)
    gives_certificate = models.BooleanField("修了証を出す", default=True)
    lecturers = models.ManyToManyField(
        Lecturer, verbose_name="講師", related_name="courses", blank=True
    )
    covers = models.ManyToManyField(
        "training.SkillQuestion", verbose_name="扱うスキル", related_name="courses", blank=True
    )
    is_live = models.BooleanField("カタログに出す", default=True)
    initial_hash = models.CharField("初期データの控え", max_length=64, blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        verbose_name = "科目"
        verbose_name_plural = "科目"

    def __str__(self):
        return self.title

    @property
    def is_asked_of_all(self) -> bool:
        return self.is_live and self.is_compulsory

    @property
    def tier_labels(self) -> list[str]:
        return [tier.label for tier in Tier if getattr(self, f"for_{tier}")]
