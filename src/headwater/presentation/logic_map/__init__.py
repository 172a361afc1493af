"""The investment logic map on one page: laid out once, drawn as SVG, PDF or a slide."""

from headwater.presentation.logic_map.layout import Drawing, lay_out
from headwater.vocabulary.need import LogicMap

__all__ = ["Drawing", "lay_out", "pdf", "pptx", "svg"]


def svg(logic: LogicMap, *, subtitle: str = "") -> bytes:
    """Draw the map as an SVG file that needs nothing from anywhere else."""
    from headwater.presentation.logic_map import as_svg

    return as_svg.render(logic, subtitle)


def pdf(logic: LogicMap, *, subtitle: str = "") -> bytes:
    """Set the map as one landscape page of A4 (PDF/UA-1)."""
    from headwater.presentation.logic_map import as_pdf

    return as_pdf.render(logic, subtitle)


def pptx(logic: LogicMap, *, subtitle: str = "") -> bytes:
    """Draw the map as one slide of shapes that can be edited."""
    from headwater.presentation.logic_map import as_pptx

    return as_pptx.render(logic, subtitle)
