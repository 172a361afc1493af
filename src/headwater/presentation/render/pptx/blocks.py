"""Blocks on a slide: headline numbers, headings, text, lists, callouts, tables and charts."""

from itertools import groupby, pairwise
from typing import Any

from pptx.util import Pt

from headwater.presentation.palette import LIGHT, SIGNS
from headwater.presentation.render import flow, measure
from headwater.presentation.render.pptx import charts, drawing, tables
from headwater.vocabulary.report import Callout, Chart, Figure, Figures, Heading, Table, Text

WORDS = (Heading, Text, flow.Item)
PAD = 14.0
BETWEEN = 14.0
VALUE_SIZES = (32.0, 28.0, 24.0, 20.0, 17.0, 14.0)


def column(slide: Any, page: flow.Page, *, left: float, top: float, width: float) -> None:
    """Draw what `flow` has placed in one column; words that follow each other share a box."""
    for worded, run in groupby(page, lambda placed: isinstance(placed.block, WORDS)):
        if worded:
            _words(slide, list(run), left=left, top=top, width=width)
            continue
        for placed in run:
            box = (left, top + placed.top, width, placed.height)
            match placed.block:
                case Callout() as block:
                    _callout(slide, block, box)
                case Figures() as block:
                    figures(slide, block, left, top + placed.top, width)
                case Table() as block:
                    at = top + placed.top
                    tables.add(slide, block, left=left, top=at, width=width, size=placed.size)
                case Chart() as block:
                    charts.add(slide, block, box)


def _words(slide: Any, run: list[flow.Placed], *, left: float, top: float, width: float) -> None:
    first, last = run[0], run[-1]
    tall = last.top + last.height - first.top
    frame = drawing.frame(slide, (left, top + first.top, width, tall))
    ends = [after.top - placed.top - placed.height for placed, after in pairwise(run)]
    for place, placed in enumerate(run):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(ends[place] if place < len(ends) else 0)
        match placed.block:
            case Heading(text):
                drawing.write(paragraph, text, size=flow.HEADING, ink=LIGHT.accent, bold=True)
            case Text(text, size):
                ink = LIGHT.muted if size == "small" else LIGHT.ink
                drawing.write(paragraph, text, size=flow.SIZES[size], ink=ink)
            case flow.Item() as item:
                drawing.write(paragraph, item.text, size=item.size)
                drawing.bullet(paragraph, item.sign, flow.INDENT)


def _callout(slide: Any, block: Callout, box: drawing.Box) -> None:
    left, top, width, height = box
    shade = LIGHT.tones[block.tone]
    drawing.plate(slide, box, fill=shade.tint)
    drawing.plate(slide, (left, top, 4, height), fill=shade.fill)
    room = width - 2 * flow.PAD - 4
    inner = left + flow.PAD + 4
    at = top + flow.PAD
    if block.title:
        tall = measure.height(block.title, room, flow.CALLOUT, bold=True)
        drawing.words(
            slide, block.title, (inner, at, room, tall), size=flow.CALLOUT, ink=shade.ink, bold=True
        )
        at += tall
    tall = measure.height(block.text, room, flow.CALLOUT)
    drawing.words(slide, block.text, (inner, at, room, tall), size=flow.CALLOUT)


def figures(slide: Any, block: Figures, left: float, top: float, width: float) -> None:
    """Draw headline numbers side by side, as wide as each other."""
    wide = (width - BETWEEN * (len(block.items) - 1)) / len(block.items)
    for place, figure in enumerate(block.items):
        box = (left + place * (wide + BETWEEN), top, wide, flow.FIGURES)
        _figure(slide, figure, box)


def _figure(slide: Any, figure: Figure, box: drawing.Box) -> None:
    left, top, width, _ = box
    shade = LIGHT.tones[figure.tone]
    drawing.plate(slide, box, fill=shade.tint)
    drawing.plate(slide, (left, top, width, 4), fill=shade.fill)
    room = width - 2 * PAD
    at = left + PAD
    if figure.tone in SIGNS:
        drawing.sign(slide, figure.tone, (at, top + 17, 10, 10), fill=shade.fill)
        at += 16
    label = measure.clip(figure.label, room - 16, 12.0, lines=1, bold=True)
    drawing.words(slide, label, (at, top + 14, room - 16, 16), size=12.0, ink=shade.ink, bold=True)
    size = next(
        (s for s in VALUE_SIZES if measure.width(figure.value, s, bold=True) <= room),
        VALUE_SIZES[-1],
    )
    value = measure.clip(figure.value, room, size, lines=1, bold=True)
    drawing.words(
        slide,
        value,
        (left + PAD, top + 32, room, 40),
        size=size,
        bold=True,
        anchor="middle",
        link=figure.link,
    )
    detail = measure.clip(figure.detail, room, 11.0, lines=2)
    drawing.words(slide, detail, (left + PAD, top + 75, room, 29), size=11.0, ink=LIGHT.muted)
