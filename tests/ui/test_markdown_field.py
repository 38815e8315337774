import re

import pytest
from django import forms

from portal.ui.markdown_field import MarkdownField
from portal.ui.templatetags.ui import error_words
from tests.builders import a_staff_member


class LetterForm(forms.Form):
    body = MarkdownField(label="本文", limit=5)


@pytest.mark.parametrize(
    ("text", "errors"),
    [
        ("あいうえお", []),
        ("𠮷👨‍👩‍👧か\u3099gé", []),
        ("あいうえおか", ["5文字以内にしてください（今は6文字です）。"]),
        ("　\n", ["本文を入力してください。"]),
    ],
)
def test_the_length_of_a_text_is_counted_as_people_count(text, errors):
    form = LetterForm({"body": text})

    assert error_words(form["body"]) == errors


def test_a_text_is_kept_as_it_was_typed():
    form = LetterForm({"body": " 神\n"})

    assert form.is_valid()
    assert form.cleaned_data["body"] == " 神\n"


def test_the_control_offers_a_preview_that_needs_no_script():
    html = str(LetterForm()["body"])

    button = re.search(r"<button[^>]+>", html)[0]

    assert 'formaction="/preview/"' in button
    assert 'name="previewed" value="body"' in button
    assert 'formtarget="_blank"' in button
    assert "formnovalidate" in button


@pytest.mark.django_db
def test_a_form_sent_to_the_preview_shows_the_text_of_the_asked_field_on_a_page(client):
    client.force_login(a_staff_member())

    page = client.post("/preview/", {"previewed": "body", "body": "**太字**", "title": "件名"})

    assert "<strong>太字</strong>" in page.content.decode()
    assert "<h1>プレビュー</h1>" in page.content.decode()
    assert "件名" not in page.content.decode()
