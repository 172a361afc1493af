"""The strokes that slides are drawn with: words, plates and lines, placed in points."""

from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from headwater.presentation.palette import LIGHT

ALIGN = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "centre": PP_ALIGN.CENTER}
ANCHOR = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
Box = tuple[float, float, float, float]
"""Left, top, width, height, in points."""


def colour(hexadecimal: str) -> RGBColor:
    """Return a colour of the palette for a shape."""
    return RGBColor.from_string(hexadecimal)


def words(
    slide: Any,
    text: str,
    box: Box,
    *,
    size: float,
    ink: str = LIGHT.ink,
    bold: bool = False,
    align: str = "left",
    anchor: str = "top",
    link: str = "",
) -> None:
    """Write one paragraph in a box without margins; the caller has measured that it fits.

    A click on the box opens `link`, if there is one; the words keep their look.
    """
    written = frame(slide, box)
    if link:
        slide.shapes[-1].click_action.hyperlink.address = link
    written.vertical_anchor = ANCHOR[anchor]
    write(written.paragraphs[0], text, size=size, ink=ink, bold=bold, align=align)


def frame(slide: Any, box: Box) -> Any:
    """Return the empty text of a box without margins, which neither grows nor shrinks."""
    left, top, width, height = box
    made = slide.shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(height)).text_frame
    made.word_wrap, made.auto_size = True, MSO_AUTO_SIZE.NONE
    made.margin_left = made.margin_right = made.margin_top = made.margin_bottom = Emu(0)
    return made


def write(
    paragraph: Any,
    text: str,
    *,
    size: float,
    ink: str = LIGHT.ink,
    bold: bool = False,
    align: str = "left",
    link: str = "",
) -> None:
    """Write one run in a paragraph, which leads to `link`, if there is one."""
    paragraph.alignment = ALIGN[align]
    if not text:  # an empty paragraph is as tall as the type it would have
        end = etree.SubElement(paragraph._p, qn("a:endParaRPr"))
        end.set("sz", str(int(size * 100)))
        return
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = colour(ink)
    if link:
        run.hyperlink.address = link


def bullet(paragraph: Any, sign: str, indent: float) -> None:
    """Hang a paragraph by a bullet or a number; without a sign it is only indented."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(int(Pt(indent))))
    if not sign:
        return
    properties.set("indent", str(-int(Pt(indent))))
    ink = etree.SubElement(properties, qn("a:buClr"))
    etree.SubElement(ink, qn("a:srgbClr")).set("val", LIGHT.tones[""].fill)
    if sign.rstrip(".").isdecimal():
        number = etree.SubElement(properties, qn("a:buAutoNum"))
        number.set("type", "arabicPeriod")
        number.set("startAt", sign.rstrip("."))
    else:
        etree.SubElement(properties, qn("a:buChar")).set("char", sign)


def plate(slide: Any, box: Box, *, fill: str, rounded: bool = False) -> Any:
    """Draw a plain surface, without line or shadow, that screen readers pass over."""
    left, top, width, height = box
    kind = MSO_SHAPE.ROUNDED_RECTANGLE if rounded else MSO_SHAPE.RECTANGLE
    shape = slide.shapes.add_shape(kind, Pt(left), Pt(top), Pt(width), Pt(height))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(fill)
    shape.line.fill.background()
    _plain(shape)
    if rounded:
        shape.adjustments[0] = 0.5
    describe(shape, "")
    return shape


def sign(slide: Any, tone: str, box: Box, *, fill: str) -> None:
    """Draw the sign of a call: a disc, a triangle or a square."""
    kinds = {
        "start": MSO_SHAPE.OVAL,
        "contested": MSO_SHAPE.ISOSCELES_TRIANGLE,
        "stop": MSO_SHAPE.RECTANGLE,
    }
    left, top, width, height = box
    shape = slide.shapes.add_shape(kinds[tone], Pt(left), Pt(top), Pt(width), Pt(height))
    shape.fill.solid()
    shape.fill.fore_color.rgb = colour(fill)
    shape.line.fill.background()
    _plain(shape)
    describe(shape, tone)


def _plain(shape: Any) -> None:
    """Take the theme's effects (shadows) off a shape."""
    for style in list(shape._element.iter(qn("p:style"))):
        shape._element.remove(style)


def describe(shape: Any, text: str) -> None:
    """Give a shape the words that a screen reader says in its place."""
    for node in shape._element.iter(qn("p:cNvPr")):
        node.set("descr", text)
        return
