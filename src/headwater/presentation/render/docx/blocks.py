"""Blocks in a Word file: words are paragraphs; figures, cards and tables are tables."""

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Emu, Pt

from headwater.presentation.palette import LIGHT
from headwater.presentation.render import sheets
from headwater.presentation.render.docx import drawing
from headwater.presentation.render.docx.fitting import HEADING, SCALES
from headwater.vocabulary.report import (
    Block,
    Callout,
    Chart,
    Figures,
    Heading,
    Points,
    Report,
    Table,
    Text,
)

ROW = (3, 0, 3, 8)  # inner margins of a cell, in points
ROWS_A_PAGE = 38
"""Rows of contents that fit a page; only what the page numbers show until they are updated."""


def add(holder: Any, block: Block, report: Report, size: float) -> None:
    """Add one block to a document, at a size of text in points."""
    match block:
        case Heading(text):
            made = drawing.paragraph(holder, "Heading 2", scale=size)
            drawing.run(made, text, size=size * HEADING, ink=LIGHT.accent, bold=True)
        case Text(text, scale):
            made = drawing.paragraph(holder, "Normal", scale=size)
            ink = LIGHT.muted if scale == "small" else LIGHT.ink
            drawing.run(made, text, size=size * SCALES[scale], ink=ink)
        case Points(items, kind):
            for each in items:
                style = "List Number" if kind == "steps" else "List Bullet"
                drawing.run(drawing.paragraph(holder, style, scale=size), each, size=size)
        case Figures():
            _figures(holder, block, size)
        case Callout():
            _cards(holder, (block,), size)
        case Table():
            _table(holder, block, block.caption, report, size)
        case Chart():
            _table(holder, block.table, block.title, report, size)


def beside(holder: Any, blocks: tuple[Block, ...], report: Report, size: float) -> None:
    """Add blocks side by side where all are cards, else one below the other."""
    cards = tuple(each for each in blocks if isinstance(each, Callout))
    if len(cards) == len(blocks):
        _cards(holder, cards, size)
        return
    for block in blocks:
        add(holder, block, report, size)


def _figures(holder: Any, block: Figures, size: float) -> None:
    _after(holder, size * 0.5)
    table = _grid(holder, 1, [1.0] * len(block.items), gap=12)
    for cell, item in zip(table.rows[0].cells[::2], block.items, strict=True):
        drawing.dress(cell, edge=("top", LIGHT.tones[""].fill, 13))
        label = cell.paragraphs[0]
        label.paragraph_format.space_before = Pt(size * 0.4)
        drawing.run(label, item.label, size=size * 0.84, ink=LIGHT.tones[""].ink, bold=True)
        drawing.run(cell.add_paragraph(), item.value, size=size * 1.75)
        drawing.run(cell.add_paragraph(), item.detail, size=size * 0.84, ink=LIGHT.muted)
    _after(holder, size * 0.6)


def _cards(holder: Any, cards: tuple[Callout, ...], size: float) -> None:
    table = _grid(holder, 1, [1.0] * len(cards), gap=12)
    for cell, card in zip(table.rows[0].cells[::2], cards, strict=True):
        shade = LIGHT.tones[card.tone]
        drawing.dress(cell, padding=(7, 10, 8, 10), fill=shade.tint, edge=("left", shade.fill, 24))
        made = cell.paragraphs[0]
        if card.title:
            drawing.run(made, card.title, size=size, ink=shade.ink, bold=True)
            made = cell.add_paragraph()
        drawing.run(made, card.text, size=size)
    _after(holder, size * 0.55)


def _table(holder: Any, block: Table, caption: str, report: Report, size: float) -> None:
    shown = sheets.grid(block, report)
    if caption:
        made = drawing.paragraph(holder, "Normal", scale=size)
        drawing.run(made, caption, size=size, bold=True)
    heads, right = list(shown.heads), list(shown.right)
    shares = list(shown.shares)
    if shown.targets:
        heads, right, shares = [*heads, "Page"], [*right, True], [*shares, 0.6]
    table = _grid(holder, 1 + len(shown.rows), shares)
    _repeat(table.rows[0])
    for cell, head, side in zip(table.rows[0].cells, heads, right, strict=True):
        drawing.dress(cell, padding=ROW, edge=("bottom", LIGHT.muted, 8))
        made = _aligned(cell.paragraphs[0], side)
        drawing.run(made, head, size=size * 0.86, ink=LIGHT.muted, bold=True)
    for number, row in enumerate(shown.rows):
        target = shown.targets[number] if shown.targets else ""
        cells = table.rows[number + 1].cells
        for place, written in enumerate(row):
            made = _aligned(cells[place].paragraphs[0], right[place])
            if place == 0 and target:
                drawing.link(made, written, target, size=size)
            else:
                drawing.run(made, written, size=size)
        if target:
            page = str(1 + -(-len(shown.rows) // ROWS_A_PAGE) + number)
            made = _aligned(cells[-1].paragraphs[0], True)
            drawing.field(made, f"PAGEREF {target} \\h", page, size=size, ink=LIGHT.ink)
        for cell in cells:
            drawing.dress(cell, padding=ROW, edge=("bottom", LIGHT.rule, 4))
    _after(holder, size * 0.6)
    if block.note:
        made = drawing.paragraph(holder, "Normal", scale=size)
        drawing.run(made, block.note, size=size * SCALES["small"], ink=LIGHT.muted)


def _grid(holder: Any, rows: int, shares: list[float], *, gap: float = 0) -> Any:
    """Add a table as wide as the text; with a gap, an empty column between each two."""
    room = drawing.TEXT_WIDTH - Pt(gap) * (len(shares) - 1)
    widths: list[int] = []
    for share in shares:
        if widths and gap:
            widths.append(Pt(gap))
        widths.append(int(room * share / sum(shares)))
    # not the document's own way, which looks through all that is written for the width
    table = holder._body.add_table(rows, len(widths), drawing.TEXT_WIDTH)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    drawing.flush(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Emu(width)
    return table


def _repeat(row: Any) -> None:
    """Mark a row as the heading of its table, repeated on each page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _aligned(made: Any, right: bool) -> Any:
    made.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    return made


def _after(holder: Any, space: float) -> None:
    """Leave room below a table: a line of its own, as Word would glue two tables together."""
    made = drawing.styled(holder, "Normal")
    made.paragraph_format.line_spacing = Pt(max(1.0, space))
    drawing.run(made, "", size=1)
