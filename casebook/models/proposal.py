"""What staff propose for the casebook: a case they heard of, or a correction with its source."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from casebook.models.case import Case
from casebook.people import may_know_names, may_review, reviewers
from portal.staff.models import Department, StaffMember
from portal.ui.storable import StorableCharField, StorableTextField

WITHOUT_NAME = "匿名の提案"


def person(label: str, **options) -> models.ForeignKey:
    options = {"on_delete": models.PROTECT, "related_name": "+", **options}
    return models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=label, **options)


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, staff: StaffMember):
        """One's own; officers and editors read what was sent in."""
        shown = Q(proposer=staff)
        if may_review(staff):
            shown |= Q(state__in=Proposal.SENT_IN)
        return self.filter(shown)

    def with_people(self):
        return self.select_related(
            "proposer", "department", "reviewer", "case", "case__municipality"
        )

    def waiting_for(self, staff: StaffMember):
        """What ``staff`` may decide on now: nobody's own."""
        return self.filter(state=Proposal.State.IN_REVIEW).exclude(proposer=staff)

    def credited_under(self, case):
        """Those whose proposer is named under ``case``."""
        shown = self.filter(case=case, state=Proposal.State.PUBLISHED, is_credited=True)
        return shown.select_related("proposer", "department").order_by("pk")


class Proposal(models.Model):
    """A new case, or what is wrong or missing in one. ``case`` is what it corrects or became."""

    class Kind(models.TextChoices):
        CASE = "case", "新しい事例"
        CORRECTION = "correction", "訂正・情報"

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        IN_REVIEW = "in_review", "確認中"
        RETURNED = "returned", "差し戻し"
        ADOPTED = "adopted", "採用（事例の下書き）"
        PUBLISHED = "published", "公開"
        DECLINED = "declined", "見送り"
        WITHDRAWN = "withdrawn", "取り下げ"

    # What its proposer may change, and what officers and editors read.
    EDITABLE = (State.DRAFT, State.RETURNED, State.WITHDRAWN)
    SENT_IN = (
        State.IN_REVIEW,
        State.RETURNED,
        State.ADOPTED,
        State.PUBLISHED,
        State.DECLINED,
    )
    TONES = {
        State.IN_REVIEW: "info",
        State.RETURNED: "caution",
        State.ADOPTED: "positive",
        State.PUBLISHED: "positive",
    }

    kind = models.CharField("種類", max_length=10, choices=Kind.choices, default=Kind.CASE)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.DRAFT)
    title = StorableCharField("題", max_length=200, blank=True)
    place = StorableCharField("どの自治体か", max_length=80, blank=True)
    body = StorableTextField("内容", blank=True)
    heard = StorableTextField("どこで知ったか", blank=True)
    source = StorableTextField("出典", blank=True)
    reason = StorableTextField("役に立つと思う理由", blank=True)
    part = models.CharField("どこが", max_length=20, blank=True)
    wanted = StorableTextField("情報を募っていたこと", blank=True)
    wanted_id = models.CharField("募っていたことの番号", max_length=36, blank=True, db_index=True)
    is_credited = models.BooleanField("名前を出す", default=False)
    case = models.ForeignKey(
        Case, models.SET_NULL, null=True, verbose_name="事例", related_name="proposals"
    )
    suggestion_id = models.CharField("下書きに加えた項目", max_length=36, blank=True)
    proposer = person("提案した人")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, verbose_name="課", related_name="+"
    )
    kept_at = models.DateTimeField("書いた日時")
    moved_at = models.DateTimeField("最後の動き")
    reviewer = person("確認する人", null=True)
    decided_by = person("決めた人", null=True)
    answer = StorableTextField("返事", blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "事例の提案"
        verbose_name_plural = "事例の提案"
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposer")),
                name="nobody_decides_on_their_own_proposal",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("proposer")),
                name="nobody_reviews_their_own_proposal",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "moved_at", "id"], name="proposals_in_the_queue"),
            models.Index(fields=["proposer", "-moved_at"], name="proposals_of_a_person"),
        ]

    def __str__(self):
        return self.title or "（題は未入力）"

    @property
    def is_editable(self) -> bool:
        return self.state in self.EDITABLE

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in (self.State.IN_REVIEW, self.State.RETURNED, self.State.ADOPTED)

    @property
    def tone(self) -> str:
        return self.TONES.get(self.State(self.state), "neutral")

    @property
    def signature(self) -> str:
        """市民課の職員1さん; with the department of that day."""
        return (
            f"{self.department.name}の{self.proposer.name}さん"
            if self.department
            else (f"{self.proposer.name}さん")
        )

    def signature_for(self, reader: StaffMember) -> str:
        """Whoever proposes without their name is known to themselves and the DX section."""
        knows = self.is_credited or self.proposer_id == reader.pk or may_know_names(reader)
        return self.signature if knows else WITHOUT_NAME

    def deciders(self):
        """Who may decide on it: nobody on their own, nobody before it is sent in."""
        if self.state not in self.SENT_IN:
            return StaffMember.objects.none()
        return reviewers(timezone.localdate()).exclude(pk=self.proposer_id)

    def readers_of_review(self) -> bool:
        return self.state in self.SENT_IN


class ProposalChange(models.Model):
    """One step of a proposal, with the words that went with it."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="changes")
    old = models.CharField("前の状態", max_length=10, choices=Proposal.State.choices)
    new = models.CharField("後の状態", max_length=10, choices=Proposal.State.choices)
    words = StorableTextField("ことば", blank=True)
    by = person("動かした人", null=True)
    at = models.DateTimeField("日時")

    class Meta:
        verbose_name = "提案の経過"
        verbose_name_plural = "提案の経過"
        indexes = [models.Index(fields=["proposal", "at"], name="changes_of_a_proposal")]
