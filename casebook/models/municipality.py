"""Local governments: prefectures, cities, wards, towns and villages."""

from django.conf import settings
from django.contrib.admin import display
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from wagtail.search import index

from casebook.vocabulary import PREFECTURES, Kind, PopulationBand

BAND_LIMITS = [
    (10_000, PopulationBand.UNDER_10K),
    (30_000, PopulationBand.FROM_10K),
    (100_000, PopulationBand.FROM_30K),
    (300_000, PopulationBand.FROM_100K),
    (1_000_000, PopulationBand.FROM_300K),
]


def check_digit(first_five: str) -> str:
    """The sixth digit of a local government code. Source: JIS X 0402 附属書（検査数字）."""
    total = sum(
        int(digit) * weight for digit, weight in zip(first_five, (6, 5, 4, 3, 2), strict=True)
    )
    return str((11 - total % 11) % 10) if total >= 11 else str(11 - total)[-1]


def validate_municipality_code(code: str) -> None:
    """Raises ValidationError when the code is not six digits or its check digit is wrong."""
    RegexValidator(r"^\d{6}$", "全国地方公共団体コードは6けたの数字です。")(code)
    if code[5] != check_digit(code[:5]):
        raise ValidationError("検査数字が合いません。6けたをもう一度確かめてください。")


class MunicipalityQuerySet(models.QuerySet):
    def own(self) -> "Municipality | None":
        """Our own municipality, as the setting names it."""
        return self.filter(code=settings.OWN_MUNICIPALITY).first()


class Municipality(index.Indexed, models.Model):
    """A prefecture, city, ward, town or village."""

    code = models.CharField(
        "全国地方公共団体コード",
        max_length=6,
        unique=True,
        validators=[validate_municipality_code],
        help_text="検査数字を含む6けた。例：132209",
    )
    name = models.CharField("名前", max_length=40)
    reading = models.CharField("ふりがな", max_length=80)
    prefecture = models.CharField("都道府県", max_length=2, choices=PREFECTURES)
    kind = models.CharField("種類", max_length=20, choices=Kind.choices)
    population = models.PositiveIntegerField(
        "人口",
        null=True,
        blank=True,
        help_text="分からないときは空のままにします。「未確認」と表示されます。",
    )
    population_as_of = models.CharField(
        "人口の時点", max_length=60, blank=True, help_text="例：令和2年国勢調査"
    )
    population_source = models.CharField("人口の出典", max_length=300, blank=True)
    population_is_reference = models.BooleanField(
        "参考値", default=False, help_text="公式の資料で確かめていない値のとき"
    )
    population_note = models.CharField("人口の補足", max_length=300, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    search_fields = [
        index.SearchField("name"),
        index.SearchField("reading"),
        index.AutocompleteField("name"),
        index.AutocompleteField("reading"),
        index.FilterField("prefecture"),
    ]

    class Meta:
        verbose_name = "自治体"
        verbose_name_plural = "自治体"
        ordering = ["code"]

    def __str__(self):
        return self.full_name

    @property
    @display(description="名前")
    def full_name(self) -> str:
        """福井県あわら市; a prefecture is its own name."""
        if self.kind == Kind.PREFECTURE:
            return self.name
        return f"{self.get_prefecture_display()}{self.name}"

    @property
    def is_own(self) -> bool:
        return self.code == settings.OWN_MUNICIPALITY

    @property
    def population_words(self) -> str:
        """99,000人; a value nobody has checked stays 未確認 and is shown beside it."""
        if self.population is None:
            return "未確認"
        words = f"{self.population:,}人"
        return f"未確認（参考 {words}）" if self.population_is_reference else words

    @property
    def population_band(self) -> PopulationBand:
        return population_band(self.population)

    def clean(self):
        if self.population is not None and not self.population_source:
            raise ValidationError(
                {"population_source": "人口を入れるときは、出典も入力してください。"}
            )


def population_band(population: int | None) -> PopulationBand:
    """The size band of a number of people."""
    if population is None:
        return PopulationBand.UNKNOWN
    for limit, band in BAND_LIMITS:
        if population < limit:
            return band
    return PopulationBand.FROM_1M
