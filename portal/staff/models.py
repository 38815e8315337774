"""Who works here: people, their departments, and the roles they hold."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

# Django finds models by this module alone.
from portal.staff.roster_models import RosterImport, RosterLine  # noqa: F401


class PeriodQuerySet(models.QuerySet):
    """Rows that hold from ``starts_on`` to ``ends_on``, both days included."""

    def on(self, day: date):
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Department(models.Model):
    """A department or section of the city hall, as it stood between two days.

    A reorganisation ends the old row and begins a new one, so that what was written under
    the old name keeps it (デジタル政策課 → DX課).
    """

    code = models.CharField("部署コード", max_length=20)
    name = models.CharField("部署名", max_length=100)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="上位の部署",
        related_name="children",
    )
    starts_on = models.DateField("設置日")
    ends_on = models.DateField("廃止日", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="引き継いだ部署",
        related_name="predecessors",
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "部署"
        verbose_name_plural = "部署"
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "starts_on"], name="one_department_per_code_and_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="department_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return self.name

    def holds(self, on: date) -> bool:
        return self.starts_on <= on and not self.has_ended(on)

    def has_ended(self, on: date) -> bool:
        return self.ends_on is not None and self.ends_on < on


class StaffMemberManager(BaseUserManager):
    """Django and allauth ask the manager for people by user name or mail."""

    def create_user(self, username, email="", password=None, **fields):
        staff = self.model(username=username, email=self.normalize_email(email), **fields)
        staff.set_password(password)
        staff.save(using=self._db)
        return staff

    def create_superuser(self, username, email="", password=None, **fields):
        return self.create_user(username, email, password, is_superuser=True, **fields)


class StaffMember(AbstractBaseUser, PermissionsMixin):
    """A person who works at the city hall and signs in to the portal."""

    username = models.CharField("ユーザー名", max_length=150, unique=True)
    staff_number = models.CharField("職員番号", max_length=20, unique=True, null=True, blank=True)
    name = models.CharField("氏名", max_length=100)
    reading = models.CharField("ふりがな", max_length=100, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="所属",
        related_name="members",
    )
    is_manager = models.BooleanField("所属長", default=False)
    is_active = models.BooleanField("在籍", default=True)
    joined_at = models.DateTimeField("登録日時", default=timezone.now)

    objects = StaffMemberManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "職員"
        verbose_name_plural = "職員"
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="one_staff_member_per_mail_address"
            )
        ]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name


class Role(models.TextChoices):
    """What a person may be besides a member of staff, which everybody is."""

    LEADER = "LD", "DXリーダー"
    TRAINER = "TR", "研修担当"
    OFFICER = "OF", "DX課"
    EDITOR = "ED", "編集者"
    AUDITOR = "AU", "監査"
    ADMINISTRATOR = "AD", "システム管理者"


class RoleGrant(models.Model):
    """That a person holds a role from a day to a day, and who gave it."""

    staff = models.ForeignKey(
        StaffMember, models.CASCADE, verbose_name="職員", related_name="role_grants"
    )
    role = models.CharField("役割", max_length=2, choices=Role.choices)
    starts_on = models.DateField("開始日")
    ends_on = models.DateField("終了日", null=True, blank=True)
    granted_by = models.ForeignKey(
        StaffMember,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="付与した人",
        related_name="+",
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "役割の付与"
        verbose_name_plural = "役割の付与"
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "role"],
                condition=Q(ends_on=None),
                name="one_open_grant_per_staff_and_role",
            )
        ]


class StaffSession(AbstractBaseSession):
    """One signed-in browser. Deleting the row signs it out at its next request."""

    staff = models.ForeignKey(
        StaffMember, models.CASCADE, null=True, verbose_name="職員", related_name="sessions"
    )
    last_seen_at = models.DateTimeField("最後の操作")

    class Meta:
        verbose_name = "サインイン中の端末"
        verbose_name_plural = "サインイン中の端末"


class RecentTries(models.Model):
    """When somebody lately tried a password or a code under one key: see guess_limits."""

    key = models.CharField("対象", max_length=64, primary_key=True)
    moments = models.JSONField("試した時刻", default=list)
    last_at = models.DateTimeField("最後の時刻", db_index=True)

    class Meta:
        verbose_name = "試行の記録"
        verbose_name_plural = "試行の記録"
