"""Native tables: hairlines instead of grids, numbers to the right, calls with their sign."""

from typing import Any

from lxml import etree
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from headwater.presentation.palette import LIGHT, SIGNS
from headwater.presentation.render import grid, measure
from headwater.presentation.render.pptx import drawing
from headwater.vocabulary.report import Table

PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # the table style without fills and lines


def add(slide: Any, table: Table, *, left: float, top: float, width: float, size: float) -> None:
    """Draw a table that `flow` has cut to fit, and its caption below."""
    heights = grid.row_heights(table, width, size)
    if table.caption:
        tall = grid.above(table, width)
        text = measure.clip(table.caption, width, grid.CAPTION, lines=grid.MOST_CAPTION)
        drawing.words(slide, text, (left, top, width, tall), size=grid.CAPTION)
        top += tall
    frame = slide.shapes.add_table(
        len(table.rows) + 1,
        len(table.columns),
        Pt(left),
        Pt(top),
        Pt(width),
        Pt(sum(heights)),
    )
    drawing.describe(frame, f"Table: {', '.join(column.title for column in table.columns)}")
    _fill(frame.table, table, heights, width, size)
    if table.note:
        box = (left, top + sum(heights) + grid.CELL_Y, width, grid.NOTE * measure.LINE)
        text = measure.clip(table.note, width, grid.NOTE, lines=1)
        drawing.words(slide, text, box, size=grid.NOTE, ink=LIGHT.muted)


def _fill(drawn: Any, table: Table, heights: list[float], width: float, size: float) -> None:
    _plain(drawn)
    for column, wide in zip(drawn.columns, grid.column_widths(table, width), strict=True):
        column.width = Pt(wide)
    for row, tall in zip(drawn.rows, heights, strict=True):
        row.height = Pt(tall)
    for place, title in enumerate(grid.shown_heads(table, width, size)):
        _cell(drawn.cell(0, place), title, table.columns[place].kind, size, head=True)
    for number, texts in enumerate(grid.shown_rows(table, width, size), 1):
        for place, text in enumerate(texts):
            link = table.links[number - 1][place] if table.links else ""
            _cell(drawn.cell(number, place), text, table.columns[place].kind, size, link=link)


def _plain(drawn: Any) -> None:
    properties = drawn._tbl.tblPr
    properties.set("bandRow", "0")
    properties.set("firstRow", "1")
    style = properties.find(qn("a:tableStyleId"))
    if style is None:
        style = etree.SubElement(properties, qn("a:tableStyleId"))
    style.text = PLAIN


def _cell(
    cell: Any, text: str, kind: str, size: float, *, head: bool = False, link: str = ""
) -> None:
    cell.margin_left = cell.margin_right = Pt(grid.CELL_X)
    cell.margin_top = cell.margin_bottom = Pt(grid.CELL_Y)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if head else MSO_ANCHOR.TOP
    number = kind in ("money", "number", "percent")
    ink = LIGHT.muted if head else LIGHT.ink
    if kind == "call" and not head:
        ink = LIGHT.tones[text.lower()].ink  # type: ignore[index]
        text = f"{SIGNS[text.lower()]} {text}"
    drawing.write(
        cell.text_frame.paragraphs[0],
        text,
        size=size,
        ink=ink,
        bold=head,
        align="right" if number else "left",
        link=link,
    )
    _below(cell, LIGHT.muted if head else LIGHT.rule, 1.0 if head else 0.5)


def _below(cell: Any, colour: str, thick: float) -> None:
    properties = cell._tc.get_or_add_tcPr()
    line = etree.SubElement(properties, qn("a:lnB"))
    line.set("w", str(int(Pt(thick))))
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", colour)
