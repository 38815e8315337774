"""Answers that live on."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce, Concat
from modelsearch.queryset import SearchableQuerySetMixin
from wagtail.search import index

from portal.consultations.models.consultation import Consultation, person
from portal.consultations.models.thread import SolvedByItself
from portal.consultations.vocabulary import Kind
from portal.staff.models import Role, StaffMember
from portal.staff.roles import roles_of
from portal.ui.storable import StorableCharField, StorableTextField

STALE_AFTER = timedelta(days=365)


class FaqQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def published(self):
        return self.filter(state=Faq.State.PUBLISHED)

    def visible_to(self, staff: StaffMember):
        """Published ones; officers also read what is being written."""
        return self if Role.OFFICER in roles_of(staff) else self.published()

    def found_by(self, words: str):
        """Search results, among these rows alone."""
        return Faq.objects.filter(pk__in=self.order_by().values("pk")).search(words)

    def with_counts(self):
        """Add ``solved_count`` (consultations made needless) and ``useful_count``."""
        answer = Concat(models.Value("faq:"), Cast(OuterRef("pk"), models.CharField()))
        solved = SolvedByItself.objects.filter(answer=answer).order_by().values("answer")
        return self.annotate(
            solved_count=Coalesce(Subquery(solved.annotate(n=Count("pk")).values("n")), 0),
            useful_count=Count("opinions", filter=Q(opinions__is_useful=True)),
        )


class Faq(index.Indexed, models.Model):
    """A question that came more than once, and the answer. Two people stand for each."""

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        IN_REVIEW = "in_review", "確認待ち"
        PUBLISHED = "published", "公開"
        WITHDRAWN = "withdrawn", "取り下げ"

    question = StorableCharField("質問", max_length=120)
    answer = StorableTextField("答え")
    category = models.CharField("分類", max_length=12, choices=Kind.choices)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.DRAFT)
    source = models.ForeignKey(
        Consultation, models.SET_NULL, null=True, verbose_name="もとの相談", related_name="faqs"
    )
    written_by = person("書いた人")
    written_at = models.DateTimeField("書いた日時")
    reviewed_by = person("確かめた人", null=True)
    published_at = models.DateTimeField("公開した日時", null=True)
    checked_on = models.DateField("最後に確認した日", null=True)

    objects = FaqQuerySet.as_manager()

    search_fields = [
        index.FilterField("id"),
        index.SearchField("question", boost=2),
        index.SearchField("answer"),
    ]

    class Meta:
        verbose_name = "FAQ"
        verbose_name_plural = "FAQ"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published")
                | (Q(reviewed_by__isnull=False) & ~Q(reviewed_by=F("written_by"))),
                name="a_published_faq_had_a_second_reader",
            )
        ]

    def __str__(self):
        return self.question

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def answer_key(self) -> str:
        """By this name it is counted that the answer was enough."""
        return f"faq:{self.pk}"

    def is_stale(self, on: date) -> bool:
        return self.checked_on is None or self.checked_on + STALE_AFTER < on


class FaqOpinion(models.Model):
    """Whether a person found an answer useful. One each; it may be changed."""

    faq = models.ForeignKey(Faq, models.CASCADE, related_name="opinions")
    staff = person("職員", on_delete=models.CASCADE)
    is_useful = models.BooleanField("役に立った")
    at = models.DateTimeField("いつ")

    class Meta:
        verbose_name = "FAQへの評価"
        verbose_name_plural = "FAQへの評価"
        constraints = [
            models.UniqueConstraint(fields=["faq", "staff"], name="one_opinion_per_faq_and_person")
        ]
