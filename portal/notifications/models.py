"""What people are told: the notices, the mails about them, and how each person wants them."""

import uuid
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.notifications.kinds import KINDS, Delivery, Kind


def new_message_id() -> str:
    """Made once for a mail: a second copy, after a crash, is known by it."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{uuid.uuid4().hex}@{host}>"


class MailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Mail.State.PENDING)

    def past_use(self, now: datetime):
        return self.filter(useful_until__lte=now)


class Mail(models.Model):
    """One mail to one person, about one notice or, as a digest, about those of a day.

    It holds no text: what it says is written at the moment of sending, from the notices that
    the person may still see. It is due at ``next_try_at``; whoever sends it moves that moment
    on first, so that nobody else does.
    """

    class State(models.TextChoices):
        PENDING = "pending", "送信待ち"
        SENT = "sent", "送信済み"
        GIVEN_UP = "given_up", "送れませんでした"
        NOT_WANTED = "not_wanted", "送りません"
        EXPIRED = "expired", "期限切れ"

    class Reason(models.TextChoices):
        """Why a mail is not wanted."""

        MAIL_OFF = "mail_off", "メールを使わない設定"
        NO_ADDRESS = "no_address", "メールアドレスが未登録"
        LEFT = "left", "使えないアカウント"
        NOTHING_NEW = "nothing_new", "画面で確認済み、または対象外"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="宛先", related_name="+"
    )
    kind = models.CharField("種類", max_length=40, blank=True)
    digest_on = models.DateField("まとめの日", null=True)
    created_at = models.DateTimeField("作成日時")
    is_urgent = models.BooleanField("勤務時間外も送る", default=False)
    useful_until = models.DateTimeField("いつまでに送るか", null=True)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.PENDING)
    reason = models.CharField("送らない理由", max_length=12, choices=Reason.choices, blank=True)
    attempts = models.PositiveSmallIntegerField("試した回数", default=0)
    next_try_at = models.DateTimeField("次に試す日時")
    last_error = models.CharField("最後のエラー", max_length=100, blank=True)
    sent_at = models.DateTimeField("送信日時", null=True)
    message_id = models.CharField(max_length=255, unique=True, default=new_message_id)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = "メール"
        verbose_name_plural = "メール"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "digest_on"], name="one_digest_per_person_and_day"
            )
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="pending"), name="mail_waiting"),
            models.Index(fields=["state", "created_at"], name="mail_by_state"),
        ]

    @property
    def audit_label(self) -> str:
        return self.kind or "digest"

    def subject_kind(self) -> str:
        """What it is about, for the people who run the machine: never a title."""
        return KINDS[self.kind].label if self.kind in KINDS else "お知らせのまとめ"


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, staff):
        """A person's own notices; nobody reads another's."""
        return self.filter(recipient=staff)

    def unread(self):
        return self.filter(read_at=None)

    def newest_unread_first(self):
        return self.annotate(is_unread=Q(read_at=None)).order_by("-is_unread", "-created_at", "-pk")

    def still_useful(self, now: datetime):
        return self.exclude(useful_until__lte=now)


class Notification(models.Model):
    """That one person was told one thing. There is one per person and cause."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name="宛先",
        related_name="notifications",
    )
    kind = models.CharField("種類", max_length=40)
    cause = models.CharField("きっかけ", max_length=80)
    title = models.CharField("内容", max_length=200)
    link = models.CharField("リンク", max_length=300)
    created_at = models.DateTimeField("日時")
    read_at = models.DateTimeField("既読の日時", null=True)
    useful_until = models.DateTimeField("いつまで役に立つか")
    delivery = models.CharField("届け方", max_length=8, choices=Delivery.choices)
    mail = models.ForeignKey(
        Mail, models.SET_NULL, null=True, verbose_name="メール", related_name="notifications"
    )

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "お知らせ"
        verbose_name_plural = "お知らせ"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "kind", "cause"], name="one_notice_per_person_and_cause"
            )
        ]
        indexes = [
            models.Index(
                fields=["recipient"], condition=Q(read_at=None), name="notification_unread"
            ),
            models.Index(fields=["recipient", "-created_at"], name="notification_newest"),
            models.Index(fields=["created_at"], name="notification_oldest"),
            models.Index(
                fields=["recipient", "created_at"],
                condition=Q(delivery="digest", mail=None),
                name="notification_for_digest",
            ),
        ]

    def kind_label(self) -> str:
        """Also for a kind that is no longer in the table."""
        kind = self.kind_of_notice()
        return kind.label if kind else "お知らせ"

    def kind_of_notice(self) -> Kind | None:
        return KINDS.get(self.kind)


class Preference(models.Model):
    """How a person wants one kind of notice, where it is not as the table of kinds has it."""

    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="職員", related_name="+"
    )
    kind = models.CharField("種類", max_length=40)
    delivery = models.CharField("届け方", max_length=8, choices=Delivery.choices)

    class Meta:
        verbose_name = "お知らせの受け取り方"
        verbose_name_plural = "お知らせの受け取り方"
        constraints = [
            models.UniqueConstraint(fields=["staff", "kind"], name="one_preference_per_kind")
        ]


class TrailPosition(models.Model):
    """Up to which event the trail has been turned into notices. One row."""

    sequence = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "監査ログからのお知らせの位置"
        verbose_name_plural = "監査ログからのお知らせの位置"
