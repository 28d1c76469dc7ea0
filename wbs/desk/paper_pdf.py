"""The evidence list as PDF: A4, core fonts, the same bytes for the same paper.

Core fonts hold Latin-1 only: any other sign of a name is printed as <U+4E2D>; the hash identifies the file.
"""

from datetime import UTC, datetime, time
from typing import cast

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

from wbs.desk.harmless import harmless
from wbs.desk.paper import Block, Paper, is_hash
from wbs.language import _

_FONT, _MONO = "helvetica", "courier"
_SIZE, _LINE = 9, 4.6
_MARGIN = 20
_LABEL = 40
# A title is not left alone at the end of a page.
_TOGETHER = 25
_ASCII_BRACKETS = str.maketrans("‹›", "<>")


def draw(paper: Paper) -> bytes:
    """Return the paper as a PDF file; its only metadata are the title and the day."""
    # How many pages there are is known only afterwards.
    return _drawn(paper, _drawn(paper, 0).pages_count).written()


def _drawn(paper: Paper, pages: int) -> "_Pages":
    pdf = _Pages(paper, pages)
    pdf.add_page()
    for block in paper.blocks:
        pdf.block(block)
    return pdf


class _Pages(FPDF):
    def __init__(self, paper: Paper, pages: int) -> None:
        super().__init__()
        self._paper = paper
        self._of = pages
        self.set_margin(_MARGIN)
        self.set_auto_page_break(True, _MARGIN)
        self.set_title(_latin(paper.title))
        self.set_producer("")
        self.set_creation_date(datetime.combine(paper.day, time(), UTC))
        # A name may say {nb} as well: nothing in a text stands for the number of pages.
        self.alias_nb_pages("")

    def written(self) -> bytes:
        return bytes(self.output())

    def header(self) -> None:
        self.set_font(_FONT, "B", 14)
        self.cell(text=_latin(self._paper.title), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(3)

    def footer(self) -> None:
        self.set_y(-_MARGIN + 6)
        self.set_font(_FONT, "", 8)
        text = _("Halaman {page} dari {pages}").format(page=self.page_no(), pages=self._of)
        self.cell(text=_latin(f"{self._paper.title}. {text}"))

    def block(self, block: Block) -> None:
        if self.will_page_break(_TOGETHER):
            self.add_page()
        if block.title:
            self.ln(3)
            self.set_font(_FONT, "B", 11)
            self.multi_cell(0, text=_latin(block.title), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.ln(1)
        for label, value in block.rows:
            self._row(_latin(label), _latin(value), _LABEL if block.labelled else 0)

    def _row(self, label: str, value: str, indent: float) -> None:
        family = _MONO if is_hash(value) else _FONT
        width = self.epw - indent
        self.set_font(family, "", _SIZE)
        height = self.multi_cell(width, _LINE, value, dry_run=True, output=MethodReturnValue.HEIGHT)
        if self.will_page_break(cast("float", height)):
            self.add_page()
        top = bottom = self.get_y()
        if label:
            self.set_font(_FONT, "B", _SIZE)
            self.multi_cell(indent, _LINE, label, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            bottom = self.get_y()
        self.set_font(family, "", _SIZE)
        self.set_xy(self.l_margin + indent, top)
        self.multi_cell(width, _LINE, value, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_y(max(bottom, self.get_y()))


def _latin(text: str) -> str:
    shown = harmless(text).translate(_ASCII_BRACKETS)
    return "".join(sign if ord(sign) < 0x100 else f"<U+{ord(sign):04X}>" for sign in shown)
