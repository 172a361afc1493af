"""Blocks as HTML: figures, text, lists, callouts, tables, and charts with their tables."""

from headwater.presentation.palette import SIGNS
from headwater.presentation.render.html import charts
from headwater.presentation.render.html.markup import Markup, behind, element, text
from headwater.presentation.render.html.tables import table
from headwater.vocabulary.report import (
    Block,
    Callout,
    Chart,
    Figure,
    Figures,
    Heading,
    Points,
    Report,
    Section,
    Table,
    Text,
)


def block(shown: Block, key: str) -> Markup:
    """Write one block; `key` is unique in the page."""
    match shown:
        case Heading(said):
            return element("h3", text(said))
        case Text(said, size):
            return element("p", text(said), class_=size, dir="auto")
        case Points(items, kind):
            name = "ol" if kind == "steps" else "ul"
            each = (element("li", text(item), dir="auto") for item in items)
            return element(name, *each, class_=kind)
        case Figures(items):
            return element("ul", *(_figure(item) for item in items), class_="figures")
        case Callout():
            return _callout(shown)
        case Table():
            return table(shown, key)
        case Chart():
            return _chart(shown, key)


def sign(tone: str) -> Markup:
    """Write the mark of a call, which the word beside it makes superfluous to a listener."""
    if tone not in SIGNS:
        return text("")
    return element("span", text(SIGNS[tone]), class_="sign", aria_hidden="true")


def _figure(figure: Figure) -> Markup:
    return element(
        "li",
        element("span", sign(figure.tone), text(figure.label), class_="label"),
        element("strong", behind(figure.link, figure.value)),
        element("span", text(figure.detail), class_="detail"),
        class_=f"figure {figure.tone or 'plain'}",
    )


def _callout(callout: Callout) -> Markup:
    title = (element("strong", text(callout.title)),) if callout.title else ()
    return element(
        "div",
        *title,
        element("p", text(callout.text), dir="auto"),
        class_=f"callout {callout.tone or 'plain'}",
        role="note",
    )


def _chart(chart: Chart, key: str) -> Markup:
    return element(
        "figure",
        element("figcaption", text(chart.title), id=f"{key}-title"),
        charts.draw(chart, key),
        element(
            "details",
            element("summary", text("Data of this chart")),
            table(chart.table, f"{key}-data", f"data of {chart.title}"),
        ),
        class_=f"chart {chart.kind}",
    )


def traces(section: Section, report: Report) -> Markup:
    """Say where each number of a section comes from, with a link where a page shows it."""
    lines = [
        element(
            "li",
            element("a", text(each.what), href=each.link) if each.link else text(each.what),
            text(": "),
            element("code", text(f"{report.file} > {each.path}")),
        )
        for each in section.trace
    ]
    if report.digest:
        path = element("code", text(f"{report.file} > manifest.input_digest"))
        lines.append(element("li", text(f"Input digest {report.digest}: "), path))
    return element(
        "details",
        element("summary", text("Where these numbers come from")),
        element("ul", *lines),
        class_="trace",
    )
