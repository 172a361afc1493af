"""The empty deck: 16 : 9, own theme, one master and one layout, built in code."""

from datetime import datetime
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from headwater.presentation.palette import LIGHT

FACE = "Arial"
WIDTH, HEIGHT = 960.0, 540.0  # points
MARGIN = 44.0
TITLE_TOP, TITLE_HEIGHT = 44.0, 62.0
BELOW_TITLE, BODY_BOTTOM = 18.0, 500.0
FOOT_TOP, FOOT_HEIGHT = 509.0, 18.0
TITLE_SIZES = (24.0, 22.0, 20.0, 18.0)
FIXED = datetime(2000, 1, 1)
TITLE_ONLY = "Title Only"


def blank(*, title: str, subject: str) -> Any:
    """Return a presentation with the template and no slides."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name != TITLE_ONLY:
            deck.slide_layouts.remove(layout)
    _theme(deck)
    _master(deck.slide_master)
    _layout(deck.slide_layouts[0])
    core = deck.core_properties
    core.author = core.last_modified_by = "Headwater"
    core.title, core.subject = title[:255], subject[:255]
    core.created = core.modified = FIXED
    core.revision = 1
    return deck


def _theme(deck: Any) -> None:
    """Put own colours and face in the theme, so that what people add later matches."""
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", "Headwater")
    tones = LIGHT.tones
    colours = {
        "dk1": LIGHT.ink,
        "lt1": LIGHT.paper,
        "dk2": LIGHT.accent,
        "lt2": LIGHT.surface,
        "accent1": tones["start"].fill,
        "accent2": tones["contested"].fill,
        "accent3": tones["stop"].fill,
        "accent4": tones[""].fill,
        "accent5": tones["muted"].fill,
        "accent6": tones["limit"].fill,
        "hlink": tones[""].ink,
        "folHlink": LIGHT.muted,
    }
    scheme = root.find(f".//{qn('a:clrScheme')}")
    scheme.set("name", "Headwater")
    for name, colour in colours.items():
        slot = scheme.find(qn(f"a:{name}"))
        for child in list(slot):
            slot.remove(child)
        etree.SubElement(slot, qn("a:srgbClr")).set("val", colour)
    for kind in ("majorFont", "minorFont"):
        root.find(f".//{qn(f'a:{kind}')}/{qn('a:latin')}").set("typeface", FACE)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _master(master: Any) -> None:
    for style in ("titleStyle", "bodyStyle"):
        for level in master.element.iter(qn(f"p:{style}")):
            _style(level, title=style == "titleStyle")
    for shape in list(master.placeholders):
        match shape.placeholder_format.type.name:
            case "TITLE":
                _place(shape, MARGIN, TITLE_TOP, WIDTH - 2 * MARGIN, TITLE_HEIGHT)
                _flush(shape, anchor="t")
            case "BODY":
                _place(shape, MARGIN, 128.0, WIDTH - 2 * MARGIN, BODY_BOTTOM - 128.0)
            case "DATE":
                shape.element.getparent().remove(shape.element)
            case "FOOTER":
                _place(shape, MARGIN, FOOT_TOP, 700, FOOT_HEIGHT)
                _foot(shape, "l")
            case "SLIDE_NUMBER":
                _place(shape, WIDTH - MARGIN - 100, FOOT_TOP, 100, FOOT_HEIGHT)
                _foot(shape, "r")


def _style(style: Any, *, title: bool) -> None:
    sizes = [2400] if title else [1400, 1300, 1200, 1100, 1100]
    for level, size in zip(style, sizes, strict=False):
        level.set("algn", "l")
        run = level.find(qn("a:defRPr"))
        run.set("sz", str(size))
        if title:
            run.set("b", "1")
            run.find(f"{qn('a:solidFill')}/{qn('a:schemeClr')}").set("val", "tx2")


def _layout(layout: Any) -> None:
    layout.name = "Finding"
    for shape in list(layout.placeholders):
        if shape.placeholder_format.type.name == "DATE":
            shape.element.getparent().remove(shape.element)


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top = Pt(left), Pt(top)
    shape.width, shape.height = Pt(width), Pt(height)


def _flush(shape: Any, *, anchor: str) -> None:
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    frame._txBody.bodyPr.set("anchor", anchor)
    for child in list(frame._txBody.bodyPr):
        frame._txBody.bodyPr.remove(child)


def _foot(shape: Any, align: str) -> None:
    _flush(shape, anchor="ctr")
    for level in shape.element.iter(qn("a:lvl1pPr")):
        level.set("algn", align)
        run = level.find(qn("a:defRPr"))
        run.set("sz", "900")
        for child in list(run):
            run.remove(child)
        fill = etree.SubElement(run, qn("a:solidFill"))
        etree.SubElement(fill, qn("a:srgbClr")).set("val", LIGHT.muted)
