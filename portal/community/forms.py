"""What people type in the talk."""

from django import forms

from portal.community.models import Collection, Reaction, Report
from portal.staff.models import Department, StaffMember
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.markdown_field import MarkdownField, MarkdownInput
from portal.ui.storable import MaxLetters, refuse_unstorable

COMMENT_LIMIT = 2000
BODY = "コメント"


def comment_field(rows: int = 4) -> MarkdownField:
    widget = MarkdownInput({"rows": rows}, limit=COMMENT_LIMIT)
    return MarkdownField(label=BODY, limit=COMMENT_LIMIT, widget=widget)


def short_text(label: str, limit: int, **options) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    validators = [refuse_unstorable, MaxLetters(limit)]
    return forms.CharField(label=label, widget=widget, validators=validators, **options)


def name_field(label: str, limit: int, **options) -> forms.CharField:
    validators = [refuse_unstorable, MaxLetters(limit)]
    return forms.CharField(label=label, validators=validators, **options)


class CommentForm(SubmitOnce):
    body = comment_field()


class CommentEditForm(Versioned):
    compared = ["body"]

    body = comment_field(8)


class ReactionForm(forms.Form):
    sort = forms.ChoiceField(choices=Reaction.Sort.choices)
    on = forms.TypedChoiceField(
        choices=[("1", "押す"), ("", "取り消す")],
        coerce=bool, empty_value=False, required=False,
    )  # fmt: skip


class ThanksForm(SubmitOnce):
    words = short_text(
        "ひとこと",
        200,
        required=False,
        help_text="空でも送れます。200文字まで。本人だけが読みます。",
    )


class ReportForm(SubmitOnce):
    why = forms.ChoiceField(label="理由", choices=Report.Why.choices, widget=forms.RadioSelect)
    words = short_text(
        "くわしい内容", 500, required=False, help_text="どこが気になったか。500文字まで。"
    )


class HideForm(forms.Form):
    why = short_text(
        "理由",
        300,
        help_text="コメントのあった場所に表示され、書いた人にも伝わります。300文字まで。",
    )


class DecisionForm(forms.Form):
    act = forms.ChoiceField(
        label="判断",
        choices=[("hide", "非表示にする"), ("keep", "そのまま残す")],
        widget=forms.RadioSelect,
    )
    answer = short_text(
        "理由",
        300,
        required=False,
        help_text="非表示にするときは必要です。知らせた人に伝わり、コメントの場所にも表示されます。300文字まで。",
    )


class CollectionForm(SubmitOnce):
    name = name_field("まとめの名前", 60, help_text="例：窓口で使いたい工夫。60文字まで。")


class ShelfForm(forms.Form):
    """Where a bookmark stands: one of the person's own collections, or none."""

    collection = forms.ModelChoiceField(
        Collection.objects.none(), label="まとめ", required=False, empty_label="まとめに入れない"
    )

    def __init__(self, *args, staff, **options):
        super().__init__(*args, **options)
        field = self.fields["collection"]
        field.queryset = Collection.objects.filter(staff=staff).order_by("name", "pk")
        field.label_from_instance = lambda collection: collection.name


class FollowForm(forms.Form):
    """Exactly one thing to follow; ``what`` names it for ``following.follow``."""

    tag = forms.CharField(max_length=100, required=False, validators=[refuse_unstorable])
    department = forms.ModelChoiceField(Department.objects.all(), required=False)
    person = forms.ModelChoiceField(StaffMember.objects.filter(is_active=True), required=False)
    is_weekly = forms.BooleanField(required=False)

    def clean(self):
        values = super().clean()
        what = {name: value for name, value in values.items() if value}
        if len(what) != 1:
            raise forms.ValidationError("フォローするものを1つ選んでください。")
        return {"what": what}
