"""What the search keeps besides Wagtail's own index: synonyms, what was asked, how it was built."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from modelsearch.queryset import SearchableQuerySetMixin
from wagtail.search import index

from portal.search.analysis import fold
from portal.search.asking import read_unit
from portal.search.kinds import Description, kind_of, kinds
from portal.staff.models import StaffMember

SEPARATOR = re.compile(r"[、,，\n]")
MAX_WORDS = 12
MAX_WORD_CHARACTERS = 30


def split_words(line: str) -> list[str]:
    """手挙げ、手上げ → ["手挙げ", "手上げ"], each once."""
    return list(dict.fromkeys(word for part in SEPARATOR.split(line) if (word := part.strip())))


class SynonymGroup(models.Model):
    """Words that a search takes for one another, in one line."""

    words = models.CharField(
        "同じ意味の言葉",
        max_length=400,
        help_text="読点（、）で区切って2つ以上。例：手挙げ、手上げ、自薦。"
        "「DX」「市長」のように、どの記事にもある言葉は入れません。",
    )
    changed_at = models.DateTimeField("更新日時", auto_now=True)

    class Meta:
        verbose_name = "同義語"
        verbose_name_plural = "同義語"
        ordering = ["words"]

    def __str__(self):
        return self.words

    def clean(self):
        """Raises ValidationError when the line is no group, or shares a word with another."""
        group = split_words(self.words)
        if not 2 <= len(group) <= MAX_WORDS:
            raise ValidationError(
                {"words": f"言葉を読点（、）で区切り、2〜{MAX_WORDS}個入力してください。"}
            )
        for word in group:
            _check_word(word)
        self._check_that_no_other_group_has(group)
        self.words = "、".join(group)

    def _check_that_no_other_group_has(self, group):
        folded = {fold(word): word for word in group}
        for other in SynonymGroup.objects.exclude(pk=self.pk):
            shared = folded.keys() & {fold(word) for word in split_words(other.words)}
            if shared:
                raise ValidationError(
                    {"words": f"「{folded[min(shared)]}」は「{other}」にもう入っています。"}
                )


def _check_word(word: str) -> None:
    if len(word) > MAX_WORD_CHARACTERS:
        raise ValidationError({"words": f"1つの言葉は{MAX_WORD_CHARACTERS}字までにしてください。"})
    if read_unit(fold(word)) is None:
        raise ValidationError({"words": f"「{word}」には検索できる文字がありません。"})


class InitialSynonyms(models.Model):
    """That a line of the starting list was loaded once: a group that was changed or deleted
    afterwards stays as its editor left it."""

    line = models.CharField("行", max_length=400, unique=True)


class SearchQuery(models.Model):
    """That something was searched for on a day. Nobody's name stands here, on purpose."""

    asked_on = models.DateField("日付")
    words = models.CharField("検索した言葉", max_length=200)
    strict_count = models.PositiveIntegerField("すべての語を含む件数")
    shown_count = models.PositiveIntegerField("表示した件数")
    where = models.CharField("検索した場所", max_length=40)

    class Meta:
        verbose_name = "検索の記録"
        verbose_name_plural = "検索の記録"
        indexes = [models.Index(fields=["asked_on"])]


class IndexBuild(models.Model):
    """By which rules the index was last built as a whole. The newest row counts."""

    version = models.CharField("解析の版", max_length=80)
    built_at = models.DateTimeField("作り直した日時")
    entry_count = models.PositiveIntegerField("件数")


class Spelled(models.Model):
    """How words are written in one text, for suggestions. Kept together with its index entry."""

    words = models.TextField("言葉", help_text="1行に1つ")
    changed_at = models.DateTimeField("更新日時", auto_now=True, db_index=True)

    class Meta:
        abstract = True


class SpelledWords(Spelled):
    """Those of a page."""

    page_id = models.PositiveBigIntegerField("ページ番号", unique=True)


class FindableQuerySet(SearchableQuerySetMixin, models.QuerySet):
    def visible_to(self, staff: StaffMember):
        """What ``staff`` may read now, each kind by its own rule, over the things themselves."""
        readable = Q(pk__in=[])
        for kind in kinds():
            rows = kind.visible_to(staff).order_by().values("pk")
            readable |= Q(kind=kind.code, number__in=rows)
        return self.filter(readable)


class Findable(index.Indexed, models.Model):
    """That a thing stands in the index of the site search. Its words are read from the thing.

    ``digest`` is of the words that were indexed, so that nothing is written twice.
    """

    kind = models.CharField("種類", max_length=20)
    number = models.BigIntegerField("番号")
    digest = models.CharField("内容の要約値", max_length=64)

    objects = FindableQuerySet.as_manager()

    # ``finding`` writes the index: the thing itself changes, not this row.
    search_auto_update = False
    search_fields = [
        index.FilterField("id"),
        index.FilterField("kind"),
        index.FilterField("number"),
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("text"),
        index.SearchField("headings", boost=2),
    ]

    class Meta:
        verbose_name = "サイト内検索の項目"
        verbose_name_plural = "サイト内検索の項目"
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_findable_per_thing")
        ]

    def __str__(self):
        return f"{self.kind}:{self.number}"

    @property
    def description(self) -> Description:
        """Set by whoever has read many things at once; else read now."""
        if not hasattr(self, "_description"):
            kind = kind_of(self.kind)
            thing = kind.everything().filter(pk=self.number).first() if kind else None
            self._description = kind.describe(thing) if thing else Description("", "", "")
        return self._description

    @description.setter
    def description(self, value: Description):
        self._description = value

    @property
    def title(self) -> str:
        return self.description.title

    @property
    def text(self) -> str:
        return self.description.text

    @property
    def headings(self) -> str:
        """With the word of its kind: who types 研修 looks for courses, whatever they are called."""
        kind = kind_of(self.kind)
        return f"{kind.word if kind else ''}\n{self.description.headings}"


class SpelledThing(Spelled):
    """Those of a thing that the site search finds, of the kinds that everybody may read."""

    findable = models.OneToOneField(Findable, models.CASCADE, verbose_name="項目")


class TrailReading(models.Model):
    """Up to which event of the trail the site search has followed what changed. One row."""

    sequence = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = "サイト内検索が読んだ監査ログの位置"
        verbose_name_plural = "サイト内検索が読んだ監査ログの位置"
