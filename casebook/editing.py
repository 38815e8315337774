"""How editors write a case in the CMS: the form's tabs, and what it checks on publishing."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.blocks import BlockField, StreamBlockValidationError

from casebook.publishing import NeedsSecondReader, check_second_reader, missing_for_publication


class CaseForm(WagtailAdminPageForm):
    """A draft is saved as it is; publishing names every field that is still missing."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A case without an address of its own is given one on saving.
        self.fields["slug"].required = False

    def clean(self):
        cleaned = super().clean()
        if not self.is_deferred_validation:
            for name, message in missing_for_publication(cleaned).items():
                if name in self.fields and name not in self.errors:
                    self.add_error(name, self._refusal(name, message))
            self._ask_for_second_reader()
        return cleaned

    def _ask_for_second_reader(self) -> None:
        try:
            check_second_reader(self.instance, self.for_user)
        except NeedsSecondReader as refusal:
            self.add_error(None, str(refusal))

    def _refusal(self, name: str, message: str) -> ValidationError:
        """A StreamField shows a refusal only in its own form."""
        if isinstance(self.fields[name], BlockField):
            return StreamBlockValidationError(non_block_errors=[message])
        return ValidationError(message)


def _panels(*names: str) -> list[FieldPanel]:
    return [FieldPanel(name) for name in names]


CASE_TABS = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel(
                    "title",
                    help_text="何をしたかが分かる一文。例：本人が手を挙げるDX推進員を年2回募る",
                ),
                *_panels("municipality", "department", "mic_group", "started_fiscal_year", "tags"),
                *_panels("selection", "talent", "summary", "points"),
            ],
            heading="基本",
        ),
        ObjectList(_panels("outline", "questions", "difficulties", "pictures"), heading="記事"),
        ObjectList(_panels("costs", "funding", "results", "awards"), heading="費用と成果"),
        ObjectList(
            [
                *_panels("sources", "links", "outside_facts", "doubts", "facts_wanted"),
                MultiFieldPanel(_panels("coverage", "verified_on", "verified_by"), heading="確認"),
            ],
            heading="出典と確認",
        ),
        ObjectList(
            [
                MultiFieldPanel(
                    _panels("city_halls", "five_less", "steps", "judgement_note"),
                    heading="市の計画との結びつき（資料にはない、市の判断です）",
                )
            ],
            heading="市の判断",
        ),
        ObjectList(
            [
                FieldPanel(
                    "slug",
                    help_text="アドレスになる英数字。空のままなら自動で付きます。例：awara-shi",
                )
            ],
            heading="公開",
        ),
    ],
    base_form_class=CaseForm,
)
