import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from portal.ui.templatetags.ui import error_lines, error_words


class AskForm(forms.Form):
    title = forms.CharField(label="件名", help_text="短く書きます")
    kind = forms.ChoiceField(label="種類", choices=[("a", "質問"), ("b", "要望")])
    cost = forms.ChoiceField(label="費用", choices=[("n", "なし")], widget=forms.RadioSelect)
    memo = forms.CharField(
        label="メモ", required=False, widget=forms.TextInput(attrs={"placeholder": "メモ"})
    )

    def clean(self):
        if self.cleaned_data.get("memo") == "うそ":
            raise forms.ValidationError("件名とメモが食い違っています。")


def rendered(source, **variables):
    text = Template("{% load ui %}" + source).render(Context(variables))
    return re.sub(r"\s+", " ", text).strip()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_the_summary_lists_what_to_put_right_in_the_words_beside_the_fields():
    form = AskForm({})

    assert error_lines(form) == [
        ("id_title", "件名を入力してください。"),
        ("id_kind", "種類を選んでください。"),
        ("id_cost_0", "費用を選んでください。"),
    ]
    assert error_words(form["title"]) == ["件名を入力してください。"]


def test_an_error_of_the_whole_form_leads_to_its_first_field():
    form = AskForm({"title": "a", "kind": "a", "cost": "n", "memo": "うそ"})

    assert error_lines(form) == [("id_title", "件名とメモが食い違っています。")]


def test_a_form_that_nothing_is_wrong_with_has_no_summary():
    assert "dx-error-summary" not in rendered("{{ form }}", form=AskForm())


def test_the_summary_takes_the_focus_and_is_read_out():
    html = rendered("{{ form }}", form=AskForm({}))

    assert '<div class="dx-error-summary" tabindex="-1" autofocus' in html
    assert '<div role="alert">' in html
    assert "入力内容を確認してください（3件）" in html
    assert '<a href="#id_title">件名を入力してください。</a>' in html


def test_a_refused_control_points_to_its_help_and_its_error():
    html = rendered("{{ form }}", form=AskForm({}))

    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert html.count('aria-invalid="true"') >= 2


def test_required_is_said_in_words():
    html = rendered("{{ form }}", form=AskForm())

    assert html.count('<span class="dx-field__required">必須</span>') == 3


def test_no_placeholder_stands_in_for_a_label():
    html = rendered("{{ form }}", form=AskForm())

    assert "placeholder" not in html
    assert '<label class="dx-field__label" for="id_memo">メモ</label>' in html


def test_a_group_of_choices_has_a_legend():
    html = rendered("{{ form }}", form=AskForm())

    assert html.count("<legend") == html.count("<fieldset") == 1


def test_a_link_that_leaves_the_house_says_so():
    html = rendered(
        '{% include "components/external_link.html" with url=url label="資料" only %}',
        url="https://example.invalid/",
    )

    assert words(html) == "資料 （外のサイトを開きます）"
    assert 'rel="noopener noreferrer"' in html


@pytest.mark.parametrize("tone", ["caution", "wanted", "own", "positive", "negative"])
def test_a_status_has_a_word_and_a_shape_of_its_own(tone):
    shape = rendered("{% tone_icon tone %}", tone=tone)
    html = rendered(
        '{% include "components/status.html" with tone=tone label="要確認" only %}', tone=tone
    )

    assert words(html) == "要確認"
    assert shape in html
    assert shape != rendered('{% tone_icon "neutral" %}')


def test_a_block_keeps_its_body_and_escapes_its_title():
    html = rendered('{% notice "caution" title %}<p>本文</p>{% endnotice %}', title="<b>要確認</b>")

    assert "<p>本文</p>" in html
    assert "&lt;b&gt;要確認&lt;/b&gt;" in html


def test_the_trail_begins_at_home_and_ends_with_this_page():
    html = rendered('{% breadcrumbs "事例集" "/casebook/" "福井県あわら市" %}')

    assert words(html) == "ホーム 事例集 福井県あわら市"
    assert '<span aria-current="page">福井県あわら市</span>' in html


def test_pages_of_a_list_keep_the_rest_of_the_address():
    request = RequestFactory().get("/casebook/", {"q": "窓口 予約", "tag": ["a", "b"], "page": "2"})
    page = Paginator(range(95), 20).page(2)

    html = rendered("{% pagination page %}", request=request, page=page)

    query = "q=%E7%AA%93%E5%8F%A3+%E4%BA%88%E7%B4%84&amp;tag=a&amp;tag=b&amp;page="
    assert f'<a href="?{query}1" rel="prev">' in html
    assert f'<a href="?{query}3" rel="next">' in html
    assert "全95件のうち 21〜40件目（2 / 5ページ）" in html


def test_one_page_needs_no_page_links():
    request = RequestFactory().get("/casebook/")

    assert rendered("{% pagination page %}", request=request, page=Paginator([1], 20).page(1)) == ""


def test_a_choice_that_leads_nowhere_is_shown_but_cannot_be_chosen():
    options = [
        {"value": "18", "label": "福井県", "count": 0, "checked": True},
        {"value": "47", "label": "沖縄県", "count": 0, "checked": False},
        {"value": "13", "label": "東京都", "count": 3, "checked": False},
    ]
    source = (
        '{% include "components/facet_group.html" with name="p" legend="県" options=all only %}'
    )

    html = rendered(source, all=options)

    assert re.findall(r'value="(\d+)"([^>]*)>', html) == [
        ("18", " checked"),
        ("47", " disabled"),
        ("13", ""),
    ]
