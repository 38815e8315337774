"""A form field for text that people write in Markdown, with a button that shows how it will look.

``body = MarkdownField(label="相談の内容", limit=2000)``: the hint, the length as people count it,
the refusal of what no database keeps, and 「プレビュー」 come with it. No view has to know of it:
with JavaScript the preview opens below the text, without it in a new tab, and the text stays.
"""

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.ui.sanitizing import MARKDOWN_LIMIT
from portal.ui.storable import MaxLetters, refuse_unstorable

HINT = SafeString(
    "太字は<code>**強調**</code>、箇条書きは行のはじめに<code>-</code>と空白を書きます。"
    "<code>**「強調」**</code>は太字になりません。"
    "<code>「**強調**」</code>と書いてください。"
)


class MarkdownInput(forms.Textarea):
    template_name = "components/markdown_input.html"

    def __init__(self, attrs=None, *, limit: int = MARKDOWN_LIMIT):
        super().__init__({"rows": 8, **(attrs or {})})
        self.limit = limit

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["limit"] = self.limit
        return context


class MarkdownField(forms.CharField):
    """``limit`` counts letters as people do: 𠮷 and 👨‍👩‍👧 are one each."""

    def __init__(self, *, limit: int = MARKDOWN_LIMIT, help_text="", **options):
        options.setdefault("widget", MarkdownInput(limit=limit))
        length = f"{limit:,}文字まで。"
        super().__init__(
            help_text=format_html("{}{}{}", help_text, length, HINT), strip=False, **options
        )
        self.validators += [refuse_unstorable, MaxLetters(limit)]

    def to_python(self, value):
        text = super().to_python(value)
        return text if text.strip() else ""
