"""The map as one landscape page of A4: a tagged PDF (PDF/UA-1), typeset by Typst."""

from importlib.resources import files
from typing import Any

from headwater.presentation.logic_map.layout import lay_out
from headwater.presentation.render import pdf
from headwater.presentation.wording import plain
from headwater.vocabulary.need import LogicMap
from headwater.vocabulary.shapes import to_json

WIDTH, HEIGHT, MARGIN = 841.89, 595.28, 40.0
TOP = 92.0


def render(logic: LogicMap, subtitle: str = "") -> bytes:
    """Set the map in the largest type at which it fits the page.

    Raises
    ------
    HeadwaterError
        If the typesetter fails.
    """
    laid = lay_out(logic, width=WIDTH - 2 * MARGIN, height=HEIGHT - TOP - MARGIN)
    values: dict[str, Any] = {
        "title": plain(logic.title),
        "subtitle": plain(subtitle),
        "margin": MARGIN,
        "top": TOP,
        "columns": to_json(laid)["columns"],
        "links": [{"start": link.start, "end": link.end, "bend": link.bend} for link in laid.links],
        "size": laid.size,
    }
    for column in values["columns"]:
        for each in (column, *column["cards"]):
            each["tone"] = each["tone"] or "plain"
    source = files(__package__).joinpath("map.typ").read_bytes()
    return pdf.typeset(source, values)
