"""Slides: native, editable PowerPoint from a report."""

from io import BytesIO

from headwater.presentation.render.packing import repacked
from headwater.presentation.render.pptx import slides, template
from headwater.vocabulary.report import Report


def render(report: Report) -> bytes:
    """Draw a report as slides of 16 : 9, and return the file.

    Every chart is native, with its numbers in a workbook of its own; every slide has notes that
    say where its numbers come from. The same report gives the same bytes.
    """
    deck = template.blank(title=report.title, subject=report.subtitle)
    for section in report.sections:
        slides.add(deck, section, report)
    content = BytesIO()
    deck.save(content)
    return repacked(content.getvalue())
