"""The facts of a case as its editors type them. Words only, no colour, no layout."""

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from casebook.vocabulary import CostKind, QuestionKind, ResultKind, Timing


def texts(label: str, help_text: str, icon: str = "pilcrow"):
    """The block list of a StreamField that holds short texts, one below the other."""
    return [("text", blocks.TextBlock(label=label, help_text=help_text, rows=2, icon=icon))]


def labelled(**choices):
    """A struct value that also says its choices: ``kind`` is "cost", ``kind_label`` コスト."""
    words = {f"{name}_label": _label_of(name, kinds) for name, kinds in choices.items()}
    return type("LabelledValue", (blocks.StructValue,), words)


def _label_of(name: str, kinds) -> property:
    labels = dict(kinds.choices)
    return property(lambda value: labels.get(value[name], value[name]))


class SectionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label="見出し", max_length=60, help_text="例：募集の進め方")
    body = blocks.TextBlock(
        label="本文",
        rows=8,
        help_text="空行で段落を分けます。行頭に「・」を書くと箇条書きになります。",
    )

    class Meta:
        label = "節"
        icon = "title"


class QuestionBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label="質問の種類", choices=QuestionKind.choices)
    question = blocks.CharBlock(
        label="質問", max_length=120, help_text="例：勉強会は勤務時間の外に行うのですか"
    )
    answer = blocks.TextBlock(label="答え", rows=4)

    class Meta:
        label = "質問と答え"
        icon = "help"
        value_class = labelled(kind=QuestionKind)


class CostBlock(blocks.StructBlock):
    item = blocks.CharBlock(label="費目", max_length=120, help_text="例：システムの導入委託料")
    kind = blocks.ChoiceBlock(
        label="金額の分かり方",
        choices=CostKind.choices,
        help_text="「費用なし」は資料がそう述べているとき、「記載なし」は資料に書かれていないときです。",
    )
    amount_yen = blocks.IntegerBlock(
        label="金額（円）",
        required=False,
        min_value=0,
        help_text="円にそろえます。例：約3.0千万円は30000000",
    )
    timing = blocks.ChoiceBlock(label="時期", choices=Timing.choices, default=Timing.UNKNOWN)
    note = blocks.TextBlock(
        label="補足",
        required=False,
        rows=2,
        help_text="資料の書き方をそのまま残します。例：約3.0千万円",
    )

    class Meta:
        label = "費用"
        icon = "tag"
        value_class = labelled(kind=CostKind, timing=Timing)


class FundingBlock(blocks.StructBlock):
    programme = blocks.CharBlock(
        label="制度・財源", max_length=120, help_text="例：地方創生推進交付金"
    )
    note = blocks.CharBlock(label="補足", required=False, max_length=200)

    class Meta:
        label = "国の支援・財源"
        icon = "pick"


class ResultBlock(blocks.StructBlock):
    label = blocks.CharBlock(label="何の数字か", max_length=120, help_text="例：研修を受けた職員")
    value = blocks.CharBlock(
        label="値", required=False, max_length=40, help_text="資料にないときは空のままにします。"
    )
    unit = blocks.CharBlock(label="単位", required=False, max_length=20)
    kind = blocks.ChoiceBlock(label="実績か目標か", choices=ResultKind.choices)
    as_of = blocks.CharBlock(
        label="いつの数字か", required=False, max_length=60, help_text="例：令和3年度"
    )
    note = blocks.TextBlock(label="補足", required=False, rows=2)

    class Meta:
        label = "結果"
        icon = "success"
        value_class = labelled(kind=ResultKind)


class LinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        label="リンクの名前", max_length=120, help_text="行き先が分かる名前にします。"
    )
    url = blocks.URLBlock(label="アドレス")
    checked_on = blocks.DateBlock(
        label="最後に開けた日", required=False, help_text="空のときは「未確認」と表示されます。"
    )

    class Meta:
        label = "リンク"
        icon = "link-external"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="画像")
    alt = blocks.CharBlock(
        label="代替文",
        max_length=200,
        help_text="画像を見られない人に伝わる文にします。例：推進体制の図。本部長は市長",
    )
    caption = blocks.CharBlock(label="説明", required=False, max_length=200)

    class Meta:
        label = "画像"
        icon = "image"


class SourceBlock(blocks.StructBlock):
    document = blocks.CharBlock(label="資料名", max_length=200)
    publisher = blocks.CharBlock(label="発行者", required=False, max_length=100)
    published = blocks.RegexBlock(
        regex=r"^\d{4}(-\d{2}){0,2}$",
        label="発行日",
        required=False,
        help_text="例：2023-04-28。分からない部分は省きます（2021-12、2021）。",
        error_messages={
            "invalid": "「2023-04-28」「2021-12」「2021」のどれかの形で入力してください。"
        },
    )
    published_label = blocks.CharBlock(
        label="発行日の書き方", required=False, max_length=60, help_text="例：令和5年4月28日"
    )
    page = blocks.CharBlock(label="ページ", required=False, max_length=20, help_text="例：12")
    url = blocks.URLBlock(label="アドレス", required=False)
    note = blocks.CharBlock(label="補足", required=False, max_length=200)

    class Meta:
        label = "出典"
        icon = "doc-full"


class OutsideFactBlock(blocks.StructBlock):
    fact = blocks.TextBlock(label="分かったこと", rows=3)
    source = blocks.CharBlock(label="出典", max_length=400, help_text="アドレスか資料名")
    source_kind = blocks.CharBlock(
        label="出典の種類", required=False, max_length=120, help_text="例：市公式"
    )
    confidence = blocks.CharBlock(
        label="確かさ", max_length=30, help_text="例：高、中〜高、中、低〜中"
    )

    class Meta:
        label = "資料の外で分かったこと"
        icon = "info-circle"
