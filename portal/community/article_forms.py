"""What people type for DXだより."""

import re

from django import forms

from portal.community.forms import name_field, short_text
from portal.community.models import Article
from portal.community.publishing import EDITED, Written
from portal.files.forms import CheckedFilesField, UploadingForm
from portal.files.models import StoredFile
from portal.submitting.forms import SubmitOnce, Versioned
from portal.ui.markdown_field import MarkdownField

MOST_TAGS = 5
LONGEST_TAG = 30
BETWEEN_TAGS = re.compile(r"[、,，\n]")


class ArticleFields(UploadingForm):
    title = name_field("件名", 100, help_text="例：11月のDXだより。100文字まで。")
    summary = name_field(
        "ひとことで言うと",
        200,
        help_text="一覧に出ます。これだけ読んでも分かるように。200文字まで。",
    )
    body = MarkdownField(label="本文", limit=10_000)
    tags = name_field(
        "テーマ",
        200,
        required=False,
        help_text=f"「、」で区切って{MOST_TAGS}つまで。例：窓口、生成AI。フォローしている人に届きます。",
    )
    files = CheckedFilesField(label="添えるファイル", required=False)

    def clean_tags(self) -> str:
        names = [each.strip() for each in BETWEEN_TAGS.split(self.cleaned_data["tags"])]
        tags = list(dict.fromkeys(name for name in names if name))
        if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
            raise forms.ValidationError(
                f"テーマは{MOST_TAGS}つまで、1つ{LONGEST_TAG}文字までにしてください。"
            )
        return "、".join(tags)

    @property
    def written(self) -> Written:
        values = self.cleaned_data
        texts = {name: values[name] for name in EDITED}
        return Written(texts, values["files"], values.get("removed", ()))


class ArticleForm(SubmitOnce, ArticleFields):
    pass


class ArticleEditForm(Versioned, ArticleFields):
    """With the files that are there already, to be taken out."""

    compared = EDITED

    removed = forms.MultipleChoiceField(
        label="外すファイル", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, row: Article, **options):
        super().__init__(*args, row=row, **options)
        files = [(str(each.pk), each.name) for each in StoredFile.objects.of(row)]
        self.fields["removed"].choices = files
        if not files:
            del self.fields["removed"]


class TakeBackForm(forms.Form):
    """Whoever takes back somebody else's article says why."""

    why = short_text("理由", 300, help_text="書いた人に伝わります。300文字まで。")

    def __init__(self, *args, is_own: bool, **options):
        super().__init__(*args, **options)
        if is_own:
            self.fields["why"].required = False
            self.fields["why"].help_text = "下書きの画面に残る覚え書きです。空でも構いません。"
