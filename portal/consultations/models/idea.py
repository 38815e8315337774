"""Ideas for better work: noted, submitted, decided with thanks, done with an effect."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.consultations.models.consultation import person
from portal.consultations.people import officers
from portal.staff.models import Department, Role, StaffMember
from portal.staff.roles import roles_of
from portal.ui.storable import StorableCharField, StorableTextField

MEASURES = {
    "steps": "手順の数",
    "minutes": "時間（分）",
    "sheets": "紙（枚）",
    "calls": "電話（回）",
}


class IdeaQuerySet(models.QuerySet):
    def visible_to(self, staff: StaffMember):
        """One's own; the desk reads what was submitted; everybody what was adopted."""
        shown = Q(author=staff) | Q(state__in=Idea.SHOWN)
        if Role.OFFICER in roles_of(staff):
            shown |= ~Q(state=Idea.State.NOTED)
        return self.filter(shown)

    def waiting_for(self, officer: StaffMember):
        """Submitted, and somebody else's: nobody decides on their own."""
        return self.filter(state=Idea.State.SUBMITTED).exclude(author=officer)

    def shown_to_all(self):
        """What everybody reads, and talks about."""
        return self.filter(state__in=Idea.SHOWN)


def measure(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


class Idea(models.Model):
    """デジ順③: think, act, effect. The sheet counts one run of the work before and after."""

    class State(models.TextChoices):
        NOTED = "noted", "メモ"
        SUBMITTED = "submitted", "提出"
        ADOPTED = "adopted", "採用"
        NOT_ADOPTED = "not_adopted", "見送り"
        DONE = "done", "実施済み"

    SHOWN = (State.ADOPTED, State.DONE)

    title = StorableCharField("題", max_length=80)
    now_words = StorableTextField("いまのやり方")
    change_words = StorableTextField("どう変えるか", blank=True)
    author = person("考えた人")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="課", related_name="+"
    )
    state = models.CharField("状態", max_length=12, choices=State.choices, default=State.NOTED)
    noted_at = models.DateTimeField("メモした日時")
    yearly = measure("年に何回")
    before_steps = measure("いまの手順の数")
    before_minutes = measure("いまの時間（分）")
    before_sheets = measure("いまの紙（枚）")
    before_calls = measure("いまの電話（回）")
    after_steps = measure("変えたあとの手順の数")
    after_minutes = measure("変えたあとの時間（分）")
    after_sheets = measure("変えたあとの紙（枚）")
    after_calls = measure("変えたあとの電話（回）")
    case_reference = models.CharField("もとになった事例の番号", max_length=100, blank=True)
    case_title = StorableCharField("もとになった事例", max_length=255, blank=True)
    decided_by = person("決めた人", null=True)
    decided_at = models.DateTimeField("決めた日時", null=True)
    answer = StorableTextField("お礼と理由", blank=True)
    effect = StorableTextField("やってみた効果", blank=True)
    done_at = models.DateTimeField("実施した日時", null=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = "改善のアイデア"
        verbose_name_plural = "改善のアイデア"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("author")),
                name="nobody_decides_on_their_own_idea",
            )
        ]

    def __str__(self):
        return self.title

    def readers(self):
        """The author, or everybody."""
        people = StaffMember.objects.all()
        return people if self.state in self.SHOWN else people.filter(pk=self.author_id)

    def deciders(self):
        """The officers who may decide: nobody on their own, nobody on a note."""
        if self.state == self.State.NOTED:
            return StaffMember.objects.none()
        return officers(timezone.localdate()).exclude(pk=self.author_id)

    def desk_may_read(self) -> bool:
        return self.state != self.State.NOTED

    def sheet(self) -> list[tuple[str, int | None, int | None, int | None]]:
        """(what, before, after, saved a year); None where it was not entered."""
        return [
            (label, before, after, _saved(before, after, self.yearly))
            for code, label in MEASURES.items()
            for before, after in [(getattr(self, f"before_{code}"), getattr(self, f"after_{code}"))]
        ]


def _saved(before: int | None, after: int | None, yearly: int | None) -> int | None:
    if None in (before, after, yearly):
        return None
    return (before - after) * yearly


class IdeaChange(models.Model):
    """One step of an idea."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="changes")
    old = models.CharField("前の状態", max_length=12, choices=Idea.State.choices)
    new = models.CharField("後の状態", max_length=12, choices=Idea.State.choices)
    by = person("動かした人")
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "アイデアの経過"
        verbose_name_plural = "アイデアの経過"
