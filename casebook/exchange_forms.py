"""Forms of the exchange with other municipalities."""

from django import forms
from django.core.exceptions import ValidationError

from casebook.models import ExchangeFile, validate_municipality_code
from casebook.travel_forms import FileForm
from casebook.travelling.fetching import is_allowed
from casebook.travelling.partners import Card
from portal.submitting.forms import SubmitOnce

LICENCE = "出典（自治体名と事例の名前）を書けば、自由に使えます。"


class ExchangeFileForm(SubmitOnce):
    scope = forms.ChoiceField(
        label="入れる事例",
        choices=ExchangeFile.Scope.choices,
        initial=ExchangeFile.Scope.OWN,
        widget=forms.RadioSelect,
    )
    licence = forms.CharField(
        label="利用の条件",
        max_length=200,
        initial=LICENCE,
        help_text="受け取った自治体が、何をしてよいか。相手の画面に出ます。",
    )
    contact = forms.CharField(
        label="連絡先",
        max_length=200,
        help_text="問い合わせを受ける課と電話番号。例：○○市 DX課 000-000-0000",
    )


class ExchangeReceiveForm(FileForm):
    file = forms.FileField(
        label="交換ファイル",
        widget=forms.FileInput(attrs={"accept": ".zip"}),
        help_text="相手の「交換ファイルを作る」で作ったZIP。",
    )


class PartnerForm(SubmitOnce):
    code = forms.CharField(
        label="全国地方公共団体コード",
        max_length=6,
        validators=[validate_municipality_code],
        help_text="6けた。例：132209",
    )
    name = forms.CharField(label="自治体の名前", max_length=60)
    public_key = forms.CharField(
        label="公開鍵",
        max_length=100,
        help_text="相手の「事例の交換」の画面にある44文字。メールや交換ファイルで受け取れます。",
    )
    heard = forms.CharField(
        label="電話で聞いた指紋（40けたの数字）",
        max_length=100,
        help_text="公式サイトや名簿にある電話番号へ、こちらからかけて聞き取ります。"
        "メールに書かれた指紋や、届いたファイルの指紋を写してはいけません。",
    )
    contact = forms.CharField(label="相手の連絡先", max_length=200, required=False)
    feed_address = forms.URLField(
        label="フィードのアドレス",
        required=False,
        assume_scheme="https",
        help_text="ネットワークがつながっているときだけ。ファイルで受け取るなら空のままにします。",
    )
    feed_key = forms.CharField(
        label="フィードの合言葉",
        max_length=100,
        required=False,
        help_text="相手が作って渡してくれたもの。あとから画面には出ません。",
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def clean_feed_address(self):
        address = self.cleaned_data["feed_address"]
        if address and not is_allowed(address):
            raise ValidationError("https:// で始まるアドレスにしてください。")
        return address

    def card(self) -> Card:
        return Card(*(self.cleaned_data[name] for name in Card._fields))


class FeedTokenForm(SubmitOnce):
    holder = forms.CharField(
        label="渡す相手", max_length=60, help_text="自治体の名前。1つの合言葉は1つの自治体だけに。"
    )
