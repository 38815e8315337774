"""A consultation, who may read it, and what happened to it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelsearch.queryset import SearchableQuerySetMixin
from wagtail.search import index

from portal.authority.breaking_glass import opened_to
from portal.authority.models import BreakGlassGrant
from portal.consultations.people import leaders, officers
from portal.consultations.vocabulary import (
    RUNNING,
    TONES,
    UNFINISHED,
    Event,
    Kind,
    Priority,
    Status,
)
from portal.staff.models import Department, Role, StaffMember
from portal.staff.roles import roles_of
from portal.ui.storable import StorableCharField, StorableTextField

HIDDEN_NAME = "名前を出さない相談"


def person(label: str, **options) -> models.ForeignKey:
    options = {"on_delete": models.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=label, **options)


class Tag(models.Model):
    """A word by which officers find consultations of one theme again."""

    name = StorableCharField("タグ", max_length=30, unique=True)

    class Meta:
        verbose_name = "相談のタグ"
        verbose_name_plural = "相談のタグ"
        ordering = ["name"]

    def __str__(self):
        return self.name


class ConsultationQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def visible_to(self, staff: StaffMember):
        """One's own; what the desk or a shared leader reads; what the broken glass opened.

        Source: RIGHTS, "own ticket", "another's ticket, ordinary", "confidential ticket". Rank
        gives nothing.
        """
        readable = Q(asker=staff) | self._for_desk(staff)
        if Role.LEADER in roles_of(staff):
            shared = LeaderShare.objects.in_force().filter(leader=staff)
            readable |= Q(is_confidential=False, pk__in=shared.values("consultation"))
        if opened := opened_by_glass_to(staff):
            readable |= Q(pk__in=opened)
        return self.filter(readable)

    def on_desk_of(self, staff: StaffMember):
        """What ``staff`` may work on as an officer: nobody answers their own consultation."""
        return self.filter(self._for_desk(staff)).exclude(asker=staff)

    def _for_desk(self, staff: StaffMember) -> Q:
        if Role.OFFICER not in roles_of(staff):
            return Q(pk__in=[])
        named = Consultation.named.through.objects.filter(staffmember=staff)
        return Q(is_confidential=False) | Q(pk__in=named.values("consultation"))

    def found_by(self, words: str):
        """Search results, among these rows alone: the reader's rule is part of the question."""
        return Consultation.objects.filter(pk__in=self.order_by().values("pk")).search(words)

    def unfinished(self):
        return self.filter(status__in=UNFINISHED)

    def by_due(self):
        """What is due first comes first; what has no deadline just now comes last."""
        return self.order_by(F("next_due_at").asc(nulls_last=True), "pk")

    def with_people(self):
        return self.select_related("asker", "asker__department", "assignee", "department")


def opened_by_glass_to(staff: StaffMember) -> list[str]:
    """The ids that a break-glass grant opens to officers and administrators just now."""
    if not roles_of(staff) & {Role.OFFICER, Role.ADMINISTRATOR}:
        return []
    return opened_to(staff, Consultation, timezone.now())


class Consultation(index.Indexed, models.Model):
    """What somebody asks the DX section: in which work, what troubles, what they wish for."""

    kind = models.CharField("種類", max_length=12, choices=Kind.choices)
    subject = StorableCharField("件名", max_length=80)
    work = StorableTextField("どの仕事で")
    trouble = StorableTextField("何に困り")
    wish = StorableTextField("どうなるとよい", blank=True)
    precheck = models.JSONField("様式の見直し", default=list, blank=True)
    case_reference = models.CharField("もとになった事例の番号", max_length=100, blank=True)
    case_title = StorableCharField("もとになった事例", max_length=255, blank=True)
    is_confidential = models.BooleanField("非公開", default=False)
    named = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name="読める担当者", related_name="+", blank=True
    )
    is_name_hidden = models.BooleanField("名前を出さない", default=False)
    asker = person("相談した人")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="相談した課", related_name="+"
    )
    asked_at = models.DateTimeField("相談した日時")
    status = models.CharField("状態", max_length=12, choices=Status.choices, default=Status.OPEN)
    priority = models.CharField(
        "優先度", max_length=6, choices=Priority.choices, default=Priority.NORMAL
    )
    assignee = person("担当", null=True, blank=True)
    tags = models.ManyToManyField(Tag, verbose_name="タグ", related_name="+", blank=True)
    agreed_due_at = models.DateTimeField("約束の期限", null=True, blank=True)
    first_due_at = models.DateTimeField("最初の返事の期限", null=True)
    resolve_due_at = models.DateTimeField("回答の期限", null=True)
    next_due_at = models.DateTimeField("次の期限", null=True)
    first_answered_at = models.DateTimeField("最初の返事の日時", null=True)
    answered_at = models.DateTimeField("回答した日時", null=True)
    closed_at = models.DateTimeField("完了した日時", null=True)
    moved_at = models.DateTimeField("最後の動き")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, verbose_name="まとめた先", related_name="merged"
    )
    related = models.ManyToManyField("self", verbose_name="関連する相談", blank=True)
    rating = models.PositiveSmallIntegerField("満足度", null=True)
    rating_words = StorableTextField("満足度の理由", blank=True)
    rated_at = models.DateTimeField("評価した日時", null=True)
    erased_at = models.DateTimeField("文章を消した日時", null=True)

    objects = ConsultationQuerySet.as_manager()

    search_fields = [
        index.FilterField("id"),
        index.SearchField("subject", boost=2),
        index.SearchField("work"),
        index.SearchField("trouble"),
        index.SearchField("wish"),
    ]

    class Meta:
        verbose_name = "相談"
        verbose_name_plural = "相談"
        constraints = [
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5),
                name="consultation_rating_has_five_steps",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(status=Status.CLOSED),
                name="merged_consultation_is_closed",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.CLOSED) | Q(closed_at__isnull=False),
                name="closed_consultation_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_due_at", "id"],
                condition=Q(status__in=UNFINISHED),
                name="consultations_on_the_desk",
            ),
            models.Index(
                fields=["assignee", "next_due_at"],
                condition=Q(status__in=UNFINISHED),
                name="consultations_of_an_officer",
            ),
            models.Index(
                fields=["moved_at", "id"],
                condition=Q(status__in=UNFINISHED),
                name="consultations_stalled",
            ),
            models.Index(fields=["asker", "-asked_at"], name="consultations_of_an_asker"),
            models.Index(fields=["-moved_at", "-id"], name="consultations_by_move"),
            models.Index(fields=["asked_at"], name="consultations_by_day"),
        ]

    def __str__(self):
        return self.subject

    @property
    def shown_asker(self) -> str:
        """The asker's name for readers outside of the DX section."""
        return HIDDEN_NAME if self.is_name_hidden else self.asker.name

    @property
    def safe_title(self) -> str:
        """How notices and mails may call it."""
        return f"相談 {self.pk}番" if self.is_confidential else f"相談「{self.subject}」"

    @property
    def tone(self) -> str:
        return TONES[Status(self.status)]

    @property
    def is_finished(self) -> bool:
        return self.status not in UNFINISHED

    def is_late(self, now: datetime) -> bool:
        return self.status in RUNNING and bool(self.next_due_at) and self.next_due_at < now

    def desk_readers(self):
        """The officers who may work on it today."""
        everybody = officers(timezone.localdate()).exclude(pk=self.asker_id)
        return (
            everybody.filter(pk__in=self.named.values("pk")) if self.is_confidential else everybody
        )

    def confidential_desk_readers(self):
        """Who may let one more officer read it: nobody, where everybody reads it anyway."""
        return self.desk_readers() if self.is_confidential else StaffMember.objects.none()

    def hiders(self) -> list[StaffMember]:
        """Who may make it confidential: the asker, and whoever may work on it."""
        return [self.asker, *self.desk_readers()]

    def openers(self) -> list[StaffMember]:
        """Who may open a confidential one, or ask for it."""
        return [self.asker, *self.confidential_desk_readers()]

    def leader_readers(self):
        """The leaders with whom it is shared, as long as they are leaders."""
        if self.is_confidential:
            return StaffMember.objects.none()
        today = timezone.localdate()
        return leaders(today).filter(pk__in=self.shares.in_force().values("leader"))

    def glass_readers(self):
        """Who reads it through the broken glass just now."""
        grants = BreakGlassGrant.objects.for_object(self).in_force(timezone.now())
        return StaffMember.objects.filter(pk__in=grants.values("asker"))


class OpeningRequest(models.Model):
    """That the desk asked whether a confidential consultation may be open to all officers."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="openings")
    asked_by = person("頼んだ人")
    asked_at = models.DateTimeField("頼んだ日時")
    answered_at = models.DateTimeField("答えた日時", null=True)
    is_agreed = models.BooleanField("同意", null=True)

    class Meta:
        verbose_name = "非公開をやめる依頼"
        verbose_name_plural = "非公開をやめる依頼"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(answered_at=None),
                name="one_opening_is_asked_at_a_time",
            )
        ]


class LeaderShareQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended_at=None, agreed_at__isnull=False)


class LeaderShare(models.Model):
    """That a consultation is shown to a DX leader, on the asker's consent."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="shares")
    leader = person("リーダー")
    asked_by = person("頼んだ人")
    asked_at = models.DateTimeField("頼んだ日時")
    agreed_at = models.DateTimeField("同意した日時", null=True)
    ended_at = models.DateTimeField("終えた日時", null=True)

    objects = LeaderShareQuerySet.as_manager()

    class Meta:
        verbose_name = "リーダーとの共有"
        verbose_name_plural = "リーダーとの共有"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "leader"],
                condition=Q(ended_at=None),
                name="one_share_per_consultation_and_leader",
            )
        ]


class Change(models.Model):
    """One line of the history. ``old`` and ``new`` are codes and ids, never anybody's words."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="changes")
    what = models.CharField("何を", max_length=12, choices=Event.choices)
    old = models.CharField("前", max_length=40, blank=True)
    new = models.CharField("後", max_length=40, blank=True)
    by = person("だれが", null=True)
    at = models.DateTimeField("いつ")

    class Meta:
        verbose_name = "相談の経過"
        verbose_name_plural = "相談の経過"
        indexes = [models.Index(fields=["consultation", "at"], name="changes_of_a_consultation")]
