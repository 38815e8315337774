"""Our own city on one theme, to stand beside other municipalities."""

from django.db import models

from casebook.models.case import ChoiceListField, labels_of
from casebook.models.proposal import person
from casebook.vocabulary import MicGroup, Selection, Talent
from portal.ui.storable import StorableCharField, StorableTextField


def words(label: str, help_text: str = "") -> StorableTextField:
    return StorableTextField(label, blank=True, help_text=help_text)


class OwnCitySheet(models.Model):
    """What an officer typed, and from where. What is empty is shown as 未入力."""

    theme = StorableCharField("テーマ", max_length=60, unique=True)
    mic_group = models.PositiveSmallIntegerField(
        "体制の型", choices=MicGroup.choices, null=True, blank=True
    )
    selection = ChoiceListField("選出方法", choice_list=Selection.choices)
    talent = ChoiceListField("外部人材", choice_list=Talent.choices)
    started_fiscal_year = models.PositiveSmallIntegerField("始まった年度", null=True, blank=True)
    department = StorableCharField("担当", max_length=120, blank=True)
    cost = words("費用")
    funding = words("国の支援・財源")
    results = words("成果")
    ingenuity = words("工夫")
    difficulties = words("困難・注意")
    source = words("出典")
    updated_by = person("入力した人")
    updated_at = models.DateTimeField("入力した日時")

    class Meta:
        verbose_name = "わたしたちの市の表"
        verbose_name_plural = "わたしたちの市の表"
        ordering = ["theme"]

    def __str__(self):
        return self.theme

    @property
    def selection_labels(self) -> list[str]:
        return labels_of(Selection, self.selection)

    @property
    def talent_labels(self) -> list[str]:
        return labels_of(Talent, self.talent)
