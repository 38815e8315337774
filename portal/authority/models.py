"""What one person may not decide alone: reading in an emergency, and acts on administrators."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q

from portal.ui.storable import MaxLetters, StorableTextField

SHORTEST_REASON = 10
LONGEST_REASON = 500


def _person(name: str, **options) -> models.ForeignKey:
    """The trail keeps pointing at these people, so their rows stay."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=name, related_name="+", **options
    )


def _reason() -> StorableTextField:
    validators = [MinLengthValidator(SHORTEST_REASON), MaxLetters(LONGEST_REASON)]
    return StorableTextField("理由", validators=validators)


class BreakGlassGrantQuerySet(models.QuerySet):
    def in_force(self, now: datetime):
        return self.filter(state=BreakGlassGrant.State.OPEN, ends_at__gt=now)

    def unfinished(self):
        State = BreakGlassGrant.State  # noqa: N806 - a class, as everywhere
        return self.filter(state__in=[State.ASKED, State.OPEN])

    def for_object(self, obj: models.Model):
        kind = ContentType.objects.get_for_model(obj)
        return self.filter(object_type=kind, object_id=str(obj.pk))


class BreakGlassGrant(models.Model):
    """非常時の閲覧: that somebody may read one confidential thing for eight hours.

    Somebody else has to agree. Whose thing it is hears of it when the reading is over.
    """

    LASTS = timedelta(hours=8)
    WAITS = timedelta(hours=24)

    class State(models.TextChoices):
        ASKED = "asked", "承認待ち"
        OPEN = "open", "閲覧できます"
        ENDED = "ended", "終わりました"
        REFUSED = "refused", "見送られました"
        LAPSED = "lapsed", "承認されませんでした"

    object_type = models.ForeignKey(
        ContentType, models.PROTECT, verbose_name="対象の種類", related_name="+"
    )
    object_id = models.CharField("対象の番号", max_length=40)
    asker = _person("申請した人")
    reason = _reason()
    asked_at = models.DateTimeField("申請した日時")
    state = models.CharField("状態", max_length=8, choices=State.choices, default=State.ASKED)
    decider = _person("承認した人", null=True)
    decided_at = models.DateTimeField("承認した日時", null=True)
    ends_at = models.DateTimeField("いつまで", null=True)
    ended_at = models.DateTimeField("終わった日時", null=True)

    objects = BreakGlassGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "非常時の閲覧"
        verbose_name_plural = "非常時の閲覧"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "object_type", "object_id"],
                condition=Q(state__in=["asked", "open"]),
                name="one_unfinished_break_glass_per_asker_and_object",
            ),
            models.CheckConstraint(
                condition=Q(decider=None) | ~Q(decider=F("asker")),
                name="break_glass_needs_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(decider__isnull=False, ends_at__isnull=False),
                name="open_break_glass_has_an_approver_and_an_end",
            ),
        ]

    @property
    def kind(self) -> str:
        """The label of the model, as ``consultations.consultation``."""
        return f"{self.object_type.app_label}.{self.object_type.model}"

    @property
    def object(self) -> models.Model | None:
        """What it is about; None when that is gone, or its part is no longer installed."""
        model = self.object_type.model_class()
        return model._default_manager.filter(pk=self.object_id).first() if model else None


class AccountRequest(models.Model):
    """That an administrator asks a second one to agree to an act on an account."""

    WAITS = timedelta(hours=24)

    class Kind(models.TextChoices):
        GRANT_ADMINISTRATOR = "grant_ad", "役割「システム管理者」を付与する"
        TAKE_ADMINISTRATOR = "take_ad", "役割「システム管理者」を取り消す"
        RESET_SECOND_FACTOR = "reset_mfa", "多要素認証を解除する"
        MAKE_PASSWORD_LINK = "make_link", "パスワードを無効にしてリンクを作る"

    class State(models.TextChoices):
        ASKED = "asked", "確認待ち"
        DONE = "done", "確認して実行"
        REFUSED = "refused", "見送り"
        LAPSED = "lapsed", "期限切れ"

    kind = models.CharField("操作", max_length=10, choices=Kind.choices)
    staff = _person("対象の人")
    asker = _person("頼んだ人")
    asked_at = models.DateTimeField("頼んだ日時")
    starts_on = models.DateField("いつから", null=True)
    ends_on = models.DateField("いつまで", null=True)
    state = models.CharField("状態", max_length=8, choices=State.choices, default=State.ASKED)
    decider = _person("確認した人", null=True)
    decided_at = models.DateTimeField("確認した日時", null=True)

    class Meta:
        verbose_name = "管理者どうしの確認"
        verbose_name_plural = "管理者どうしの確認"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "staff"],
                condition=Q(state="asked"),
                name="one_waiting_request_per_act_and_person",
            ),
            models.CheckConstraint(
                condition=Q(decider=None) | (~Q(decider=F("asker")) & ~Q(decider=F("staff"))),
                name="account_request_needs_a_second_administrator",
            ),
            models.CheckConstraint(
                condition=~Q(asker=F("staff")), name="account_request_is_about_another"
            ),
        ]

    def __str__(self):
        return f"{self.staff.name}：{self.get_kind_display()}"
