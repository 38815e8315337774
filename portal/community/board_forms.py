"""What people type for 意見交換."""

from django import forms

from portal.community.discussing import BOARD_EDITED, TOPIC_EDITED, Question
from portal.community.forms import name_field
from portal.community.models import Board
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.markdown_field import MarkdownField

SORTS = [
    (True, "質問（答えがほしい）。解決したら、自分で印を付けます"),
    (False, "話し合い（いろいろな考えを聞きたい）"),
]


class BoardFields(forms.Form):
    title = name_field("テーマ", 60, help_text="例：窓口の工夫。60文字まで。")
    purpose = MarkdownField(label="話すこと", limit=1000, help_text="どんな話題を待っているか。")


class BoardForm(SubmitOnce, BoardFields):
    pass


class BoardEditForm(Versioned, BoardFields):
    compared = BOARD_EDITED


class TopicFields(forms.Form):
    is_question = forms.TypedChoiceField(
        label="どちらですか",
        choices=SORTS,
        coerce=lambda typed: typed == "True",
        initial=True,
        widget=forms.RadioSelect,
    )
    title = name_field("件名", 100, help_text="例：申請書の書き方を、窓口でどう案内していますか。")
    body = MarkdownField(
        label="本文",
        limit=4000,
        help_text="いまどうしているか、何を知りたいか。住民の名前は書きません。",
    )

    def question(self, about=None) -> Question:
        return Question(*(self.cleaned_data[name] for name in TOPIC_EDITED), about)


class TopicForm(SubmitOnce, TopicFields):
    board = forms.ModelChoiceField(
        Board.objects.none(), label="テーマ", empty_label="選んでください"
    )

    field_order = ["board", "is_question", "title", "body"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["board"].queryset = Board.objects.at_work().order_by("title", "pk")


class TopicEditForm(Versioned, TopicFields):
    compared = TOPIC_EDITED
