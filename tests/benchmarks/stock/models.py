from wagtail.blocks import CharBlock, RichTextBlock, StructBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class StockPage(Page):
    """A heading and rich text, again and again."""

    template = "stock/stock_page.html"
    body = StreamField(
        [("section", StructBlock([("heading", CharBlock()), ("text", RichTextBlock())]))]
    )
