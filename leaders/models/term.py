"""Terms of leaders: when they begin, rest and end. A day belongs to a term with both its ends."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from leaders.models.people import person
from leaders.models.recruitment import SelfNomination
from portal.staff.models import Department, StaffMember
from portal.staff.roles import has_right
from portal.ui.storable import StorableCharField, StorableTextField

DESK = ("application", "screen, score, comment, accept, decline")


class TermQuerySet(models.QuerySet):
    def in_force(self, on: date):
        """Terms that the day ``on`` belongs to, resting or not."""
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def over(self, on: date):
        return self.filter(ends_on__lt=on)

    def coming(self, on: date):
        return self.filter(starts_on__gt=on, ends_on__gte=F("starts_on"))

    def held(self):
        """Terms that had at least one day: who ended one before it began was no leader."""
        return self.filter(ends_on__gte=F("starts_on"))

    def meeting(self, starts_on: date, ends_on: date):
        """Terms that share a day with this period."""
        return self.held().filter(starts_on__lte=ends_on, ends_on__gte=starts_on)

    def with_rest(self, on: date):
        """Add ``rests_until``: the day of return of whoever rests on the day ``on``, or None."""
        resting = Pause.objects.filter(
            appointment=OuterRef("pk"), starts_on__lte=on, returns_on__gt=on
        )
        last = resting.order_by("-returns_on").values("returns_on")[:1]
        return self.annotate(rests_until=Subquery(last))

    def resting(self, on: date):
        return self.in_force(on).with_rest(on).exclude(rests_until=None)

    def at_work(self, on: date):
        return self.in_force(on).with_rest(on).filter(rests_until=None)

    def visible_to(self, staff: StaffMember):
        """Whose own page a term has: the person's, and the DX section's."""
        return self if has_right(staff, *DESK) else self.filter(staff=staff)


class Appointment(models.Model):
    """One term of one leader. Several may follow each other; the database lets none overlap.

    A term that ends early gets the day before as its last one: rights go at once.
    """

    class State(models.TextChoices):
        COMING = "coming", "任期の前"
        ACTIVE = "active", "活動中"
        PAUSED = "paused", "お休み中"
        ENDED = "ended", "任期終了"

    class End(models.TextChoices):
        TERM_OVER = "term_over", "任期満了"
        RESIGNED = "resigned", "本人の申出による退任"
        MOVED = "moved", "異動などによる退任"
        LEFT = "left", "退職"
        OTHER = "other", "その他"

    class Reason(models.TextChoices):
        BUSY = "busy", "本来の業務と両立しにくい"
        DUTIES = "duties", "異動や担当の変更"
        PRIVATE = "private", "健康、育児、介護など"
        DIFFERENT = "different", "思っていた活動とちがった"
        DONE = "done", "やりたいことをやりきった"
        OTHER = "other", "その他"
        UNSAID = "unsaid", "答えない"

    class Renewal(models.TextChoices):
        UNANSWERED = "", "未回答"
        GOES_ON = "goes_on", "続けたい"
        STOPS = "stops", "任期の終わりで退く"

    staff = person("リーダー", related_name="leader_terms")
    nomination = models.OneToOneField(
        SelfNomination, models.PROTECT, null=True, verbose_name="申出", related_name="appointment"
    )
    role_name = StorableCharField("役割の呼び名", max_length=30)
    plan_name = StorableCharField("計画の名前", max_length=60)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="任命のときの所属", related_name="+"
    )
    section = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="いまの所属", related_name="+"
    )
    starts_on = models.DateField("任期の初日")
    ends_on = models.DateField("任期の最終日")
    appointed_by = person("任命の手続きをした人")
    appointed_at = models.DateTimeField("任命の手続きをした日時")
    ended_at = models.DateTimeField("終了の手続きをした日時", null=True)
    end_kind = models.CharField("終わり方", max_length=10, choices=End.choices, blank=True)
    reason = models.CharField("退任の理由", max_length=10, choices=Reason.choices, blank=True)
    words = StorableTextField("退任のときの言葉", blank=True)
    renewal = models.CharField(
        "次の任期", max_length=8, choices=Renewal.choices, blank=True, default=""
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "任命"
        verbose_name_plural = "任命"
        indexes = [models.Index(fields=["ends_on", "starts_on"], name="terms_by_days")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) | Q(ended_at__isnull=False),
                name="only_an_ended_term_may_have_no_day",
            )
        ]

    def state_on(self, on: date) -> State:
        """One query when the day is in the term, unless ``pauses`` are prefetched."""
        if on > self.ends_on:
            return self.State.ENDED
        if on < self.starts_on:
            return self.State.COMING
        resting = any(pause.covers(on) for pause in self.pauses.all())
        return self.State.PAUSED if resting else self.State.ACTIVE

    def was_held(self) -> bool:
        return self.ends_on >= self.starts_on


class Pause(models.Model):
    """A rest that is no resignation: from a day until the day of return, which is a working day."""

    class Reason(models.TextChoices):
        COUNCIL = "council", "議会の時期"
        ACCOUNTS = "accounts", "決算や予算の時期"
        BUSY = "busy", "担当業務の繁忙期"
        PRIVATE = "private", "健康、育児、介護など"
        OTHER = "other", "その他"

    appointment = models.ForeignKey(
        Appointment, models.PROTECT, verbose_name="任命", related_name="pauses"
    )
    starts_on = models.DateField("休み始める日")
    returns_on = models.DateField("戻る日")
    reason = models.CharField("休む理由", max_length=8, choices=Reason.choices)
    words = StorableTextField("DX課への言葉", blank=True)
    asked_at = models.DateTimeField("申し出た日時")

    class Meta:
        verbose_name = "リーダーのお休み"
        verbose_name_plural = "リーダーのお休み"
        constraints = [
            models.CheckConstraint(
                condition=Q(returns_on__gte=F("starts_on")), name="pause_ends_after_it_starts"
            )
        ]

    def covers(self, on: date) -> bool:
        return self.starts_on <= on < self.returns_on

    @property
    def last_day(self) -> date:
        return self.returns_on - timedelta(days=1)


class TermStep(models.Model):
    """One event of a term, for its history. Reasons stand in the term and the pause, not here."""

    class Kind(models.TextChoices):
        APPOINTED = "appointed", "任命"
        PAUSED = "paused", "お休みの申出"
        RETURNED = "returned", "活動の再開"
        MOVED = "moved", "異動"
        HANDED_OVER = "handed_over", "引き継ぎ"
        ENDED = "ended", "任期の終了"

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="steps")
    kind = models.CharField("できごと", max_length=12, choices=Kind.choices)
    on = models.DateField("効力の日")
    at = models.DateTimeField("手続きの日時")
    by = person("手続きをした人", null=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="新しい所属", related_name="+"
    )
    note = models.CharField("補足", max_length=100, blank=True)

    class Meta:
        verbose_name = "任期の経過"
        verbose_name_plural = "任期の経過"


class LeaderProfile(models.Model):
    """How a leader presents themself to the whole office, in their own words."""

    staff = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name="職員",
        related_name="leader_profile",
    )
    skills = StorableCharField("得意なこと", max_length=200, blank=True)
    asks = StorableCharField("相談してほしいこと", max_length=200, blank=True)
    reach = StorableCharField("声のかけ方", max_length=200, blank=True)

    class Meta:
        verbose_name = "リーダーの紹介"
        verbose_name_plural = "リーダーの紹介"
