"""The parts of a Word file that its library leaves to XML: page, styles, links, fields, cells."""

from datetime import UTC, datetime
from typing import Any, TypeAlias

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from headwater.presentation.palette import LIGHT
from headwater.presentation.render import sheets
from headwater.vocabulary.report import Report

FACE = "Palatino Linotype"  # on every Windows; others have a Palatino of the same widths
MARGIN = Mm(23.5)
TEXT_WIDTH = Mm(210 - 47)
Padding: TypeAlias = tuple[float, float, float, float]
FIXED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def blank(report: Report) -> Any:
    """Return an empty document on A4 with the house's styles, its title, and a foot."""
    document = docx.Document()
    _properties(document, report)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = MARGIN
    page.top_margin, page.bottom_margin = Mm(19), Mm(19)
    page.header_distance = page.footer_distance = Mm(10)
    for name in ("Normal", "Heading 1", "Heading 2", "List Bullet", "List Number"):
        _face(document.styles[name])
    kicker = document.styles.add_style("Kicker", WD_STYLE_TYPE.PARAGRAPH)
    kicker.base_style = document.styles["Normal"]
    kicker.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    foot = page.footer.paragraphs[0]
    foot.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    run(foot, sheets.foot(report), size=8, ink=LIGHT.muted)
    if len(report.sections) > 1:
        run(foot, "\t", size=8, ink=LIGHT.muted)
        field(foot, "PAGE", "1", size=8, ink=LIGHT.muted)
    return document


def _properties(document: Any, report: Report) -> None:
    core = document.core_properties
    core.title, core.subject = report.title[:250], report.subtitle[:250]
    core.author = core.last_modified_by = "Headwater"
    core.comments, core.language = "", "en-GB"
    core.created = core.modified = FIXED
    core.revision = 1


def _face(style: Any) -> None:
    style.font.name = FACE
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for part in ("ascii", "hAnsi"):
        fonts.set(qn(f"w:{part}"), FACE)
    style.font.size, style.font.bold = Pt(11), False
    style.font.color.rgb = RGBColor.from_string(LIGHT.ink)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.08


AFTER_BORDERS = tuple(
    f"w:{name}"
    for name in (
        "shd", "tabs", "suppressAutoHyphens", "spacing", "ind", "contextualSpacing", "jc",
        "outlineLvl", "rPr", "sectPr", "pPrChange",
    )
)  # fmt: skip
"""What follows the lines of a paragraph in the order that the format asks for."""

SPACES = {  # before and after, in sizes of the text
    "Kicker": (0.0, 1.2),
    "Heading 1": (0.0, 0.5),
    "Heading 2": (1.1, 0.45),
    "Normal": (0.0, 0.6),
    "List Bullet": (0.0, 0.35),
    "List Number": (0.0, 0.35),
}


def paragraph(holder: Any, style: str, *, scale: float) -> Any:
    """Add a paragraph to a document or a cell; its spaces grow with the size of the text."""
    made = styled(holder, style)
    before, after = SPACES[style]
    made.paragraph_format.space_before = Pt(before * scale)
    made.paragraph_format.space_after = Pt(after * scale)
    if style == "Kicker":
        borders = OxmlElement("w:pBdr")
        borders.append(_line("top", LIGHT.accent, 18, space=5))
        made._p.get_or_add_pPr().insert_element_before(borders, *AFTER_BORDERS)
    return made


def styled(holder: Any, style: str) -> Any:
    """Add a bare paragraph of a style.

    The style goes in by its identifier: python-docx looks a name up among all styles of the
    document each time, which is half of the work for a document of a thousand pages.
    """
    made = holder.add_paragraph()
    if style != "Normal":  # what a paragraph is that names none
        made._p.style = style.replace(" ", "")
    return made


def run(holder: Any, text: str, *, size: float, ink: str = LIGHT.ink, bold: bool = False) -> Any:
    """Add words; a tab in the text is a tab."""
    made = holder.add_run(text)
    made.font.size, made.font.bold = Pt(round(size * 2) / 2), bold
    made.font.color.rgb = RGBColor.from_string(ink)
    return made


def dress(
    cell: Any,
    *,
    padding: Padding = (0, 0, 0, 0),
    fill: str = "",
    edge: tuple[str, str, int] | None = None,
) -> None:
    """Give a cell its line, ground and inner margins, in the order that the format asks for.

    Parameters
    ----------
    padding
        Top, left, bottom and right, in points.
    edge
        Side, colour and thickness (in eighths of a point) of the one line drawn.
    """
    properties = cell._tc.get_or_add_tcPr()
    if edge:
        borders = OxmlElement("w:tcBorders")
        borders.append(_line(*edge))
        properties.append(borders)
    if fill:
        properties.append(_element("w:shd", val="clear", color="auto", fill=fill))
    margins = OxmlElement("w:tcMar")
    for side, points in zip(("top", "left", "bottom", "right"), padding, strict=True):
        margins.append(_element(f"w:{side}", w=round(points * 20), type="dxa"))
    properties.append(margins)


def flush(table: Any) -> None:
    """Let a table begin where the text begins: no inner margins but those of its cells."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(_element(f"w:{side}", w=0, type="dxa"))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is None:
        table._tbl.tblPr.append(margins)
    else:
        look.addprevious(margins)


def _line(side: str, colour: str, eighths: int, space: int = 0) -> Any:
    return _element(f"w:{side}", val="single", sz=eighths, space=space, color=colour)


def _element(tag: str, /, **attributes: object) -> Any:
    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def bookmark(holder: Any, name: str, number: int) -> None:
    """Make a paragraph a place that links and page numbers can name."""
    start = _element("w:bookmarkStart", id=number, name=name)
    holder._p.insert(1, start)  # after the paragraph's properties
    holder._p.append(_element("w:bookmarkEnd", id=number))


def link(holder: Any, text: str, target: str, *, size: float) -> None:
    """Add words that lead to a bookmark."""
    made = _element("w:hyperlink", anchor=target)
    words = run(holder, text, size=size, ink=LIGHT.tones[""].ink)
    made.append(words._r)
    holder._p.append(made)


def field(holder: Any, code: str, shown: str, *, size: float, ink: str) -> None:
    """Add a field that the word processor keeps right, with what it shows until then."""
    made = _element("w:fldSimple", instr=code)
    words = run(holder, shown, size=size, ink=ink)
    made.append(words._r)
    holder._p.append(made)
