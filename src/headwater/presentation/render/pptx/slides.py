"""From a section to slides: title, body in one or two columns, foot, and notes."""

from copy import deepcopy
from itertools import zip_longest
from typing import Any

from pptx.util import Pt

from headwater.presentation.palette import LIGHT
from headwater.presentation.render import flow, measure
from headwater.presentation.render.pptx import blocks, drawing, template
from headwater.presentation.render.pptx.notes import notes
from headwater.vocabulary.report import Block, Chart, Figures, Report, Section, Table

GUTTER = 34.0
FOOT = 9.5
ORPHAN = 5  # a shorter last word of a title never stands alone on its line
FULL = template.WIDTH - 2 * template.MARGIN


def add(deck: Any, section: Section, report: Report) -> None:
    """Draw a section on as many slides as it needs; each bears its title and its notes."""
    size, lines = _title_size(section.title)
    start = top = template.TITLE_TOP + lines * size * measure.LINE + template.BELOW_TITLE
    main, banner = list(section.blocks), None
    if main and isinstance(main[0], Figures):
        banner, main = main[0], main[1:]
        top += flow.FIGURES + 2 * flow.GAP
    left, right = _widths(section)
    height = template.BODY_BOTTOM - top
    columns = (
        flow.pages(main, width=left, height=height),
        flow.pages(section.aside, width=right, height=height),
    )
    pages = list(zip_longest(*columns, fillvalue=())) or [((), ())]
    for number, (first, second) in enumerate(pages, 1):
        slide = deck.slides.add_slide(deck.slide_layouts[0])
        _head(slide, section, number, len(pages), size)
        if banner:
            blocks.figures(slide, banner, template.MARGIN, start, FULL)
        blocks.column(slide, first, left=template.MARGIN, top=top, width=left)
        blocks.column(slide, second, left=template.MARGIN + left + GUTTER, top=top, width=right)
        _foot(deck, slide, report)
        slide.notes_slide.notes_text_frame.text = notes(section, report, (*first, *second))


def _widths(section: Section) -> tuple[float, float]:
    """Share the slide between the two columns; without an aside the first takes all."""
    if not section.aside:
        return FULL, 0.0

    def any_of(blocks: tuple[Block, ...], kind: type) -> bool:
        return any(isinstance(each, kind) for each in blocks)

    part = 0.5
    if any(isinstance(each, Table) and len(each.columns) > 3 for each in section.aside):
        part = 0.45
    elif any_of(section.blocks, Chart):
        part = 0.66
    elif any_of(section.blocks, Figures):
        part = 0.56
    left = (FULL - GUTTER) * part
    return left, FULL - GUTTER - left


def _head(slide: Any, section: Section, number: int, of: int, size: float) -> None:
    label = section.label if of == 1 else f"{section.label} ({number} of {of})"
    drawing.plate(slide, (0, 0, template.WIDTH, 6), fill=LIGHT.accent)
    drawing.words(
        slide,
        label.upper(),
        (template.MARGIN, 24, 600, 16),
        size=10.5,
        ink=LIGHT.muted,
        bold=True,
    )
    right = template.WIDTH - template.MARGIN
    for tag in section.tags:
        wide = measure.width(tag, 10.5, bold=True) + 22
        right -= wide
        drawing.plate(
            slide, (right, 20, wide, 20), fill=LIGHT.tones["contested"].tint, rounded=True
        )
        drawing.words(
            slide,
            tag,
            (right, 20, wide, 20),
            size=10.5,
            ink=LIGHT.tones["contested"].ink,
            bold=True,
            align="centre",
            anchor="middle",
        )
        right -= 8
    again = f" ({number} of {of})" if number > 1 else ""
    _title(slide, section.title + again, size)


def _title_size(text: str) -> tuple[float, int]:
    """Return the type size of a title, and how many lines (one or two) it takes."""
    for size in template.TITLE_SIZES:
        lines = len(measure.wrap(text, FULL, size, bold=True))
        if lines <= 2:
            return size, lines
    return template.TITLE_SIZES[-1], 2


def _title(slide: Any, text: str, size: float) -> None:
    frame = slide.shapes.title.text_frame
    head, _, last = measure.clip(text, FULL, size, lines=2, bold=True).rpartition(" ")
    frame.text = f"{head}\u00a0{last}" if head and len(last) < ORPHAN else f"{head} {last}".strip()
    frame.paragraphs[0].runs[0].font.size = Pt(size)


def _foot(deck: Any, slide: Any, report: Report) -> None:
    mark = f"   ·   input {report.digest[:12]}" if report.digest else ""
    title = measure.clip(report.title, 480.0, FOOT, lines=1)
    box = (template.MARGIN, template.FOOT_TOP, 760.0, template.FOOT_HEIGHT)
    drawing.words(slide, f"{title}{mark}", box, size=FOOT, ink=LIGHT.muted, anchor="middle")
    for holder in deck.slide_layouts[0].placeholders:
        if holder.placeholder_format.type.name == "SLIDE_NUMBER":
            slide.shapes._spTree.append(deepcopy(holder.element))
