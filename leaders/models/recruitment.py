"""Calls for leaders, and what people wrote when they raised their hand."""

from datetime import datetime

from django.db import models
from django.db.models import Count, F, Q

from leaders.models.people import person
from portal.authority.breaking_glass import opened_to
from portal.staff.models import Department, StaffMember
from portal.staff.roles import has_right
from portal.ui.storable import StorableCharField, StorableTextField

CALL = ("call for leaders", "create, edit, open, close")
OTHERS = ("another's application, motive, superior's consent", "view")


class WindowQuerySet(models.QuerySet):
    def open_at(self, now: datetime):
        return self.filter(decided_at=None, opens_at__lte=now, closes_at__gt=now)

    def with_counts(self):
        """Add ``hands`` and ``hands_waiting``: raised and not withdrawn, and without an answer."""
        state = "nominations__state"
        live = ~Q(**{state: SelfNomination.State.WITHDRAWN})
        waiting = Q(**{state: SelfNomination.State.SUBMITTED})
        return self.annotate(
            hands=Count("nominations", filter=live),
            hands_waiting=Count("nominations", filter=waiting),
        )

    def announced(self):
        return self.exclude(announced_at=None)


class RecruitmentWindow(models.Model):
    """One call: from when until when people may raise their hand, and for which term."""

    class State(models.TextChoices):
        PLANNED = "planned", "予定"
        OPEN = "open", "募集中"
        CLOSED = "closed", "選考中"
        DECIDED = "decided", "決定済み"

    title = StorableCharField("募集の名前", max_length=60)
    message = StorableTextField("呼びかけの文章", blank=True)
    announce_on = models.DateField("お知らせする日")
    opens_at = models.DateTimeField("受付の開始")
    closes_at = models.DateTimeField("受付の締切")
    term_starts_on = models.DateField("任期の初日")
    term_ends_on = models.DateField("任期の最終日")
    announced_at = models.DateTimeField("お知らせした日時", null=True)
    decided_at = models.DateTimeField("選考を終えた日時", null=True)
    made_by = person("作成した人")

    objects = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = "リーダーの募集"
        verbose_name_plural = "リーダーの募集"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="window_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(term_ends_on__gte=F("term_starts_on")),
                name="term_of_window_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return self.title

    def state_at(self, now: datetime) -> State:
        """The one answer to "open or closed?", for pages and for what is sent."""
        if self.decided_at:
            return self.State.DECIDED
        if now < self.opens_at:
            return self.State.PLANNED
        return self.State.OPEN if now < self.closes_at else self.State.CLOSED

    def is_open(self, now: datetime) -> bool:
        return self.state_at(now) == self.State.OPEN

    def is_announced(self) -> bool:
        return self.announced_at is not None


class NominationQuerySet(models.QuerySet):
    def live(self):
        return self.exclude(state=SelfNomination.State.WITHDRAWN)

    def waiting(self):
        return self.filter(state=SelfNomination.State.SUBMITTED)

    def visible_to(self, staff: StaffMember, now: datetime):
        """One's own, everybody's for the DX section, and what the glass was broken for."""
        if has_right(staff, *OTHERS):
            return self
        return self.filter(Q(staff=staff) | Q(pk__in=opened_to(staff, SelfNomination, now)))


class SelfNomination(models.Model):
    """A hand that was raised, by the person alone. Its texts are for that person and the DX課."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", "受付済み"
        WITHDRAWN = "withdrawn", "取り下げ"
        APPOINTED = "appointed", "任命"
        DECLINED = "declined", "見送り"

    class HeadView(models.TextChoices):
        FINE = "fine", "支障ありません"
        ARRANGE = "arrange", "業務の調整が要ります"

    window = models.ForeignKey(
        RecruitmentWindow, models.PROTECT, verbose_name="募集", related_name="nominations"
    )
    staff = person("申し出た人", related_name="leader_nominations")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="申出のときの所属", related_name="+"
    )
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.SUBMITTED)
    motive = StorableTextField("申し出た理由", blank=True)
    wants_to_learn = StorableTextField("学びたいこと", blank=True)
    wants_to_do = StorableTextField("やってみたいこと", blank=True)
    promise = StorableTextField("確かめた約束")
    is_renewal = models.BooleanField("続けての申出", default=False)
    submitted_at = models.DateTimeField("申し出た日時")
    changed_at = models.DateTimeField("直した日時")
    closed_at = models.DateTimeField("決まった日時", null=True)
    answer = StorableTextField("本人への言葉", blank=True)
    head = person("意見を求めた所属長", null=True)
    head_view = models.CharField("所属長の意見", max_length=8, choices=HeadView.choices, blank=True)
    head_words = StorableTextField("調整の内容", blank=True)
    head_at = models.DateTimeField("意見の日時", null=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = "リーダーの申出"
        verbose_name_plural = "リーダーの申出"
        constraints = [
            models.UniqueConstraint(
                fields=["window", "staff"],
                condition=~Q(state="withdrawn"),
                name="one_live_nomination_per_staff_and_window",
            )
        ]

    def may_change(self, now: datetime) -> bool:
        return self.state == self.State.SUBMITTED and self.window.is_open(now)


class NominationStep(models.Model):
    """One change of a nomination: who moved it, when."""

    nomination = models.ForeignKey(SelfNomination, models.CASCADE, related_name="steps")
    new = models.CharField("状態", max_length=10, choices=SelfNomination.State.choices)
    by = person("動かした人")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "申出の経過"
        verbose_name_plural = "申出の経過"


class NominationComment(models.Model):
    """What the DX section says to itself about a nomination. Never for the applicant."""

    nomination = models.ForeignKey(SelfNomination, models.CASCADE, related_name="comments")
    text = StorableTextField("選考のメモ")
    by = person("書いた人")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "選考のメモ"
        verbose_name_plural = "選考のメモ"
