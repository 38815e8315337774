"""Cases, and the page that they hang below."""

import json
import secrets
from functools import lru_cache

from django import forms
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction
from wagtail.search import index

from casebook import blocks
from casebook.editing import CASE_TABS
from casebook.models.municipality import Municipality
from casebook.vocabulary import (
    CityHall,
    CostKind,
    CostState,
    Coverage,
    FiveLess,
    MicGroup,
    Selection,
    Step,
    Talent,
)
from portal.prepared import Prepared


@lru_cache(1_000)
def _codes(stored: str) -> tuple:
    """The lists of the choices are few, and lists of cases read thousands of them."""
    return tuple(json.loads(stored))


class ChoiceListField(models.JSONField):
    """Several values of a fixed list, stored as a JSON list of codes, ticked as boxes."""

    def __init__(self, *args, choice_list=(), **kwargs):
        self.choice_list = choice_list
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value, expression, connection):
        return value if value is None else list(_codes(value))

    def formfield(self, **kwargs):
        coerce = type(self.choice_list[0][0])
        return forms.TypedMultipleChoiceField(
            choices=self.choice_list,
            coerce=coerce,
            required=False,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
            empty_value=[],
        )


def new_slug() -> str:
    """An address for a case that nobody has named; of a Japanese title nothing would be left."""
    return f"case-{secrets.token_hex(4)}"


class CasebookPage(Page):
    """The page that all cases hang below. Its address shows the search of the casebook."""

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["casebook.Case"]
    # The list of cases stands at its address; the page itself has nothing to show.
    preview_modes = []

    class Meta:
        verbose_name = "事例集"


class CaseTag(TaggedItemBase):
    content_object = ParentalKey(
        "casebook.Case", on_delete=models.CASCADE, related_name="tagged_items"
    )


_closed = Prepared(lambda: PageViewRestriction.objects.values_list("page__path").distinct())


def closed_places() -> tuple[str, ...]:
    """Where in the tree an editor has restricted the readers: nothing below is shown here."""
    return tuple(sorted(path for (path,) in _closed.rows()))


class CaseQuerySet(PageQuerySet):
    def visible_to(self, staff):
        """Published cases. ``staff`` is any signed-in person: a case has no narrower readers."""
        return self.outside(closed_places())

    def outside(self, closed: tuple[str, ...]):
        """Published cases that stand in none of the ``closed_places``."""
        cases = self.live()
        for path in closed:
            cases = cases.exclude(path__startswith=path)
        return cases

    def newest(self):
        """The most recently published first."""
        return self.order_by("-first_published_at", "-pk")

    def with_municipality(self):
        return self.select_related("municipality")


class Case(Page):
    """How one municipality did one thing, with what is known, from where, and what is not."""

    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="自治体",
        related_name="cases",
    )
    mic_group = models.PositiveSmallIntegerField(
        "体制の型",
        choices=MicGroup.choices,
        null=True,
        blank=True,
        help_text="総務省の事例集の4つの分類。載っていない事例は空のままにします。",
    )
    started_fiscal_year = models.PositiveSmallIntegerField(
        "始まった年度", null=True, blank=True, help_text="西暦で入力します。例：令和3年度は2021"
    )
    tags = ClusterTaggableManager("テーマ", through=CaseTag, blank=True)
    summary = models.TextField("要約", blank=True, help_text="3〜5文で、何をしてどうなったか。")
    points = StreamField(
        blocks.texts("要点", "忙しい人がここまで読めば分かる1行。"), blank=True, verbose_name="要点"
    )
    outline = StreamField(
        [("section", blocks.SectionBlock())], blank=True, verbose_name="何をしたか"
    )
    questions = StreamField(
        [("question", blocks.QuestionBlock())], blank=True, verbose_name="聞いてみた"
    )
    costs = StreamField([("cost", blocks.CostBlock())], blank=True, verbose_name="費用")
    cost_state = models.CharField(
        "費用の分かり方",
        max_length=10,
        choices=CostState.choices,
        default=CostState.UNKNOWN,
        editable=False,
    )
    funding = StreamField(
        [("funding", blocks.FundingBlock())], blank=True, verbose_name="国の支援・財源"
    )
    results = StreamField([("result", blocks.ResultBlock())], blank=True, verbose_name="結果")
    difficulties = StreamField(
        blocks.texts(
            "うまくいかなかったこと・注意", "資料が述べていることだけを書きます。", "warning"
        ),
        blank=True,
        verbose_name="うまくいかなかったこと・注意",
    )
    department = models.CharField("担当", max_length=120, blank=True)
    talent = ChoiceListField("外部人材", choice_list=Talent.choices)
    selection = ChoiceListField(
        "選出方法",
        choice_list=Selection.choices,
        help_text="推進員などをどう選ぶか。資料が述べているときだけ選びます。",
    )
    links = StreamField([("link", blocks.LinkBlock())], blank=True, verbose_name="リンク")
    awards = StreamField(
        blocks.texts("受賞など", "例：○○賞（令和4年度）"), blank=True, verbose_name="受賞など"
    )
    pictures = StreamField([("picture", blocks.PictureBlock())], blank=True, verbose_name="画像")
    sources = StreamField([("source", blocks.SourceBlock())], blank=True, verbose_name="出典")
    outside_facts = StreamField(
        [("fact", blocks.OutsideFactBlock())], blank=True, verbose_name="資料の外で分かったこと"
    )
    doubts = StreamField(
        blocks.texts("要確認", "食い違いや、まだ確かめていないこと。", "warning"),
        blank=True,
        verbose_name="要確認",
    )
    facts_wanted = StreamField(
        blocks.texts("情報募集中", "知りたいのに分かっていないこと。", "help"),
        blank=True,
        verbose_name="情報募集中",
    )
    city_halls = ChoiceListField("3つの市役所", choice_list=CityHall.choices)
    five_less = ChoiceListField("5つのレス", choice_list=FiveLess.choices)
    steps = ChoiceListField("デジ順", choice_list=Step.choices)
    judgement_note = models.TextField(
        "市の判断の理由",
        blank=True,
        help_text="資料にない結びつきなので、なぜそう考えたかを書きます。",
    )
    coverage = models.CharField(
        "確認の範囲", max_length=10, choices=Coverage.choices, default=Coverage.CHECKED
    )
    verified_on = models.DateField("最後に確認した日", null=True, blank=True)
    verified_by = models.CharField("確認した人・部署", max_length=100, blank=True)

    objects = PageManager.from_queryset(CaseQuerySet)()

    parent_page_types = ["casebook.CasebookPage"]
    subpage_types = []
    template = "casebook/case.html"
    edit_handler = CASE_TABS
    search_fields = [
        *Page.search_fields,
        index.SearchField("searched_text"),
        index.SearchField("searched_headings", boost=2),
    ]

    class Meta:
        verbose_name = "事例"
        verbose_name_plural = "事例"

    def full_clean(self, *args, **kwargs):
        # Wagtail would make the slug from the Japanese title.
        if not self.slug:
            self.slug = new_slug()
        super().full_clean(*args, **kwargs)

    def clean(self):
        super().clean()
        self.cost_state = self.known_cost()

    def known_cost(self) -> CostState:
        """An amount outweighs 費用なし, and that outweighs 記載なし."""
        kinds = {cost.value["kind"] for cost in self.costs}
        if CostKind.AMOUNT in kinds:
            return CostState.KNOWN
        return CostState.NONE if CostKind.NONE in kinds else CostState.UNKNOWN

    @property
    def main_source(self):
        """The first source, as its block's value; None when there is none."""
        return self.sources[0].value if self.sources else None

    def searched_text(self) -> str:
        """Everything of the article that a search should find, besides the title."""
        place = (
            [self.municipality.full_name, self.municipality.reading] if self.municipality else []
        )
        judged = self.city_hall_labels + self.five_less_labels
        labels = self.selection_labels + self.talent_labels + judged
        tags = [tag.name for tag in self.tags.all()]
        return "\n".join(
            filter(None, [*place, *tags, *labels, self.department, self.running_text()])
        )

    def running_text(self) -> str:
        """The article as people read it, one text a line: excerpts are cut from it."""
        blocks = [block for name in STREAM_FIELDS for block in getattr(self, name)]
        texts = [text for block in blocks for text in _texts_of(block.value)]
        return "\n".join(filter(None, [self.summary, *texts]))

    def searched_headings(self) -> str:
        """What the article is about in its own headings: a word found here counts more."""
        words = [tag.name for tag in self.tags.all()]
        words += [section.value["heading"] for section in self.outline]
        words += [question.value.kind_label for question in self.questions]
        return "\n".join(words)

    @property
    def talent_labels(self) -> list[str]:
        return labels_of(Talent, self.talent)

    @property
    def selection_labels(self) -> list[str]:
        return labels_of(Selection, self.selection)

    @property
    def is_own_city(self) -> bool:
        """Whether it is about our own municipality. Needs the municipality."""
        return bool(self.municipality) and self.municipality.is_own

    @property
    def city_hall_labels(self) -> list[str]:
        return labels_of(CityHall, self.city_halls)

    @property
    def five_less_labels(self) -> list[str]:
        return labels_of(FiveLess, self.five_less)

    @property
    def step_labels(self) -> list[str]:
        return labels_of(Step, self.steps)


def labels_of(choices, codes: list) -> list[str]:
    """The words of the chosen codes; codes that are no longer in the list are left out."""
    labels = dict(choices.choices)
    return [labels[code] for code in codes if code in labels]


STREAM_FIELDS = [
    "points",
    "outline",
    "questions",
    "costs",
    "funding",
    "results",
    "difficulties",
    "links",
    "awards",
    "pictures",
    "sources",
    "outside_facts",
    "doubts",
    "facts_wanted",
]


def _texts_of(value) -> list[str]:
    """The words a reader sees: of a choice its label, not its code."""
    if isinstance(value, str):
        return [value]
    return [
        getattr(value, f"{name}_label", part)
        for name, part in value.items()
        if isinstance(part, str)
    ]


class InitialCase(models.Model):
    """That a case of the initial content was loaded, into which page, in which wording.

    Kept when an editor moves, renames or deletes the page, so that loading again neither
    overwrites nor revives it.
    """

    slug = models.SlugField("スラッグ", unique=True)
    page_id = models.PositiveBigIntegerField("ページ番号")
    digest = models.CharField("内容の要約値", max_length=64)
