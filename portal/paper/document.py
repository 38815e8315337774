"""PDF files in Japanese: a title, paragraphs, lists of facts and tables, A4 with page numbers.

``paper = Paper("修了証"); paper.text("…"); answer = paper.content()``
"""

from collections.abc import Iterable
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

# Every letter in one file; the split web font prints wrong glyphs (see portal/ui/vendoring.py).
FONT_FILE = Path(__file__).parent / "vendor/noto-sans-jp-paper/400Regular/NotoSansJP_400Regular.ttf"
FONT = "noto"
# One weight is carried: a header is told by its ground.
HEADER = FontFace(fill_color=(230, 230, 230))
CONTENT_TYPE = "application/pdf"
MARGIN, LINE = 20, 6
TITLE_SIZE, HEADING_SIZE, TEXT_SIZE, FOOT_SIZE = 20, 14, 10.5, 8


class Paper(FPDF):
    """One document. Sizes in millimetres, letters in points."""

    def __init__(self, title: str, *, foot: str = "", is_landscape: bool = False):
        super().__init__(orientation="landscape" if is_landscape else "portrait", format="A4")
        self.foot = foot
        self.add_font(FONT, fname=FONT_FILE)
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN)
        self.set_title(title)
        self.set_lang("ja")
        self.add_page()
        self.set_font(FONT, size=TEXT_SIZE)

    def footer(self):
        self.set_y(-MARGIN + 5)
        self.set_font(FONT, size=FOOT_SIZE)
        self.cell(0, LINE, f"{self.foot}　{self.page_no()} / {{nb}}".strip(), align="C")

    def heading(self, words: str, *, is_title: bool = False, align: str = "L") -> None:
        self.set_font(FONT, size=TITLE_SIZE if is_title else HEADING_SIZE)
        self.multi_cell(0, LINE * 1.8, words, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font(FONT, size=TEXT_SIZE)

    def text_block(self, words: str, *, align: str = "L", size: float = TEXT_SIZE) -> None:
        """Paragraphs; a line break is kept."""
        self.set_font(FONT, size=size)
        self.multi_cell(0, size * 0.6, words, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(LINE / 2)
        self.set_font(FONT, size=TEXT_SIZE)

    def rows(
        self, header: list[str], rows: Iterable[list[str]], *, widths: list[int] | None = None
    ) -> None:
        """A table; its header stands on each page. ``widths`` are shares, not millimetres."""
        with self.table(
            col_widths=widths, line_height=LINE, padding=1.2, headings_style=HEADER
        ) as table:
            table.row(header)
            for row in rows:
                table.row([str(cell) for cell in row])
        self.ln(LINE / 2)

    def content(self) -> bytes:
        return bytes(self.output())
