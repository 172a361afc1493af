"""What paper formats share: a report as plain values, a page a section, links by section key."""

from dataclasses import dataclass
from typing import Any

from headwater.presentation.wording import cell
from headwater.vocabulary.report import (
    Block,
    Callout,
    Chart,
    Figures,
    Heading,
    Points,
    Report,
    Table,
    Text,
)

NUMBERS = ("money", "number", "percent")
REFERENCE = 12  # digits of the digest that are printed


@dataclass(frozen=True, slots=True)
class Grid:
    """A table written out: headings, cells, which columns are numbers, where rows and cells lead.

    `links` has an address for each cell, "" without one.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    right: tuple[bool, ...]
    targets: tuple[str, ...]
    links: tuple[tuple[str, ...], ...]


def grid(table: Table, report: Report) -> Grid:
    """Write a table out; rows whose ids are keys of the report's sections lead there."""
    keys = {section.key for section in report.sections}
    leads = bool(table.ids) and all(each in keys for each in table.ids)
    return Grid(
        heads=tuple(column.title for column in table.columns),
        rows=tuple(
            tuple(cell(value, column) for value, column in zip(row, table.columns, strict=True))
            for row in table.rows
        ),
        shares=tuple(column.share for column in table.columns),
        right=tuple(column.kind in NUMBERS for column in table.columns),
        targets=table.ids if leads else (),
        links=table.links or tuple(("",) * len(row) for row in table.rows),
    )


def foot(report: Report) -> str:
    """Return the line at the foot of each page: what it belongs to, and its reference."""
    reference = f" · Reference {report.digest[:REFERENCE]}" if report.digest else ""
    return f"{report.title}{reference}"


def plain_values(report: Report) -> dict[str, Any]:
    """Return a report as values that JSON can hold."""
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "foot": foot(report),
        "sections": [
            {
                "key": section.key,
                "label": section.label,
                "title": section.title,
                "tags": list(section.tags),
                "blocks": [_block(each, report) for each in section.blocks],
                "aside": [_block(each, report) for each in section.aside],
                "contents": is_contents(section.blocks, report),
            }
            for section in report.sections
        ],
    }


def is_contents(blocks: tuple[Block, ...], report: Report) -> bool:
    """Say whether a section is a table of contents, which may take more than one page."""
    return any(isinstance(each, Table) and grid(each, report).targets for each in blocks)


def _block(block: Block, report: Report) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Text(text, size):
            return {"kind": "text", "text": text, "size": size}
        case Points(items, kind):
            return {"kind": "points", "items": list(items), "numbered": kind == "steps"}
        case Figures(items):
            figures = [
                {"value": e.value, "label": e.label, "detail": e.detail, "link": e.link}
                for e in items
            ]
            return {"kind": "figures", "items": figures}
        case Callout():
            return {
                "kind": "callout",
                "title": block.title,
                "text": block.text,
                "tone": block.tone or "plain",
            }
        case Table():
            return _table(block, report, block.caption)
        case Chart():
            return {**_table(block.table, report, block.title), "drawn": _drawn(block)}


def _drawn(chart: Chart) -> dict[str, Any] | None:
    """Return the marks of bars and columns in shares of the span of their values, 0 included."""
    if chart.kind not in ("bars", "columns"):
        return None
    values = [point.y for each in chart.series for point in each.points]
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    rows = [
        {
            "name": each.name,
            "tone": each.tone or "plain",
            "at": {
                point.label: [(min(point.y, 0.0) - low) / span, abs(point.y) / span]
                for point in each.points
            },
        }
        for each in chart.series
    ]
    return {
        "kind": chart.kind,
        "labels": list(chart.categories),
        "zero": -low / span,
        "series": rows,
        "alt": f"{chart.title}; the table below has the numbers",
    }


def _table(table: Table, report: Report, caption: str) -> dict[str, Any]:
    shown = grid(table, report)
    return {
        "kind": "table",
        "caption": caption,
        "note": table.note,
        "heads": list(shown.heads),
        "rows": [list(row) for row in shown.rows],
        "shares": list(shown.shares),
        "right": list(shown.right),
        "targets": list(shown.targets),
        "links": [list(row) for row in shown.links],
    }
