"""Documents of A4: Word from a report, with real headings, lists, tables and links."""

from io import BytesIO
from typing import Any

from headwater.presentation.palette import LIGHT
from headwater.presentation.render import sheets
from headwater.presentation.render.docx import drawing, fitting
from headwater.presentation.render.docx.blocks import add, beside
from headwater.presentation.render.packing import repacked
from headwater.vocabulary.progress import Progress, Watcher, ignore
from headwater.vocabulary.report import Report, Section

STAGE = "Writing the Word document"
CONTENTS_SIZE = 10.5


def render(report: Report, *, watch: Watcher = ignore) -> bytes:
    """Write a report as .docx: one section a page, in the largest size estimated to fit.

    A section whose table leads to other sections is the contents: its page numbers are fields
    that Word keeps right, and its rows are links. Charts are shown by the tables of their data.
    The same report gives the same bytes.
    """
    document = drawing.blank(report)
    body = document._body._element
    *_, end = body
    written: list[Any] = []
    for number, section in enumerate(report.sections):
        watch(Progress(STAGE, fraction=number / len(report.sections)))
        _section(document, section, report, number)
        # each is set aside: to add to a long body takes as long as the body is
        parts = [part for part in body if part is not end]
        for part in parts:
            body.remove(part)
        written += parts
    for part in written:
        end.addprevious(part)
    content = BytesIO()
    document.save(content)
    return repacked(content.getvalue())


def _section(document: Any, section: Section, report: Report, number: int) -> None:
    contents = sheets.is_contents(section.blocks, report)
    size = CONTENTS_SIZE if contents else fitting.size(section, report)
    head = drawing.paragraph(document, "Kicker", scale=size)
    head.paragraph_format.page_break_before = number > 0
    label = " · ".join((section.label, *section.tags))
    drawing.run(head, report.title, size=size * 0.84, ink=LIGHT.muted)
    drawing.run(head, f"\t{label}", size=size * 0.84, ink=LIGHT.tones[""].ink, bold=True)
    title = drawing.paragraph(document, "Heading 1", scale=size)
    drawing.run(title, section.title, size=size * fitting.TITLE, ink=LIGHT.accent)
    drawing.bookmark(title, section.key, number)
    for block in section.blocks:
        add(document, block, report, size)
    if section.aside:
        beside(document, section.aside, report, size)
