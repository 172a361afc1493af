"""The map as one slide: native boxes and connectors, so that it can be edited on."""

from io import BytesIO
from typing import Any

from pptx.enum.shapes import MSO_CONNECTOR
from pptx.util import Pt

from headwater.presentation.logic_map.as_svg import described
from headwater.presentation.logic_map.layout import Card, lay_out
from headwater.presentation.palette import LIGHT
from headwater.presentation.render import measure
from headwater.presentation.render.packing import repacked
from headwater.presentation.render.pptx import drawing, template
from headwater.presentation.wording import plain
from headwater.vocabulary.need import LogicMap

TOP = 112.0
FULL = template.WIDTH - 2 * template.MARGIN
TITLE = 22.0


def render(logic: LogicMap, subtitle: str = "") -> bytes:
    """Draw the map; the same map gives the same bytes."""
    title = plain(logic.title)
    deck = template.blank(title=title, subject="Investment logic map")
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    drawing.plate(slide, (0, 0, template.WIDTH, 6), fill=LIGHT.accent)
    box = (template.MARGIN, 24, FULL, 16)
    drawing.words(slide, "INVESTMENT LOGIC MAP", box, size=10.5, ink=LIGHT.muted, bold=True)
    frame = slide.shapes.title.text_frame
    frame.text = measure.clip(title, FULL, TITLE, lines=1, bold=True)
    frame.paragraphs[0].runs[0].font.size = Pt(TITLE)
    box = (template.MARGIN, 78, FULL, 16)
    drawing.words(slide, plain(subtitle), box, size=11, ink=LIGHT.muted)
    _map(slide, logic)
    slide.notes_slide.notes_text_frame.text = described(logic) or "The map is empty."
    content = BytesIO()
    deck.save(content)
    return repacked(content.getvalue())


def _map(slide: Any, logic: LogicMap) -> None:
    laid = lay_out(logic, width=FULL, height=template.BODY_BOTTOM - TOP)
    for link in laid.links:
        (x, y), (to_x, to_y) = link.start, link.end
        left = template.MARGIN
        line = slide.shapes.add_connector(
            MSO_CONNECTOR.CURVE, Pt(left + x), Pt(TOP + y), Pt(left + to_x), Pt(TOP + to_y)
        )
        line.line.color.rgb = drawing.colour(LIGHT.tones["muted"].fill)
        line.line.width = Pt(1.25)
        drawing.describe(line, "")
    for column in laid.columns:
        shade = LIGHT.tones[column.tone]
        left = template.MARGIN + column.left
        box = (left, TOP, column.width, 16)
        drawing.words(slide, column.title, box, size=12.5, ink=shade.ink, bold=True)
        drawing.plate(slide, (left, TOP + 19, column.width, 2), fill=shade.fill)
    for card in laid.cards:
        _card(slide, card)


def _card(slide: Any, card: Card) -> None:
    shade = LIGHT.tones[card.tone]
    left, top = template.MARGIN + card.left, TOP + card.top
    drawing.plate(slide, (left, top, card.width, card.height), fill=shade.tint)
    drawing.plate(slide, (left, top, 3, card.height), fill=shade.fill)
    inks = {"text": LIGHT.ink, "share": shade.ink, "measure": LIGHT.muted}
    pad = card.lines[0].x - card.left
    box = (left + pad, top + pad, card.width - 2 * pad, card.height - 2 * pad)
    frame = drawing.frame(slide, box)
    kinds: dict[str, list[Any]] = {}
    for line in card.lines:  # one paragraph a kind: the lines break where they were measured
        kinds.setdefault(line.kind, []).append(line)
    for number, (kind, lines) in enumerate(kinds.items()):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.line_spacing = Pt(lines[0].size * 1.25)
        text = " ".join(line.text for line in lines)
        drawing.write(paragraph, text, size=lines[0].size, ink=inks[kind], bold=kind == "share")
