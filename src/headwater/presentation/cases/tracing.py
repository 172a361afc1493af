"""Where each number of a case comes from: lines, their formulas, the assumptions, the sources."""

import re

from headwater.presentation.wording import shortened
from headwater.vocabulary.appraisal_case import CashLine
from headwater.vocabulary.appraisal_figures import Provenance
from headwater.vocabulary.appraisal_file import CaseFile
from headwater.vocabulary.report import Column, Section, Table, Text, Trace

WORDS = re.compile(r"_")
A_PAGE = 18
"""Rows of a table that stand on one page."""


def traces(file: CaseFile) -> tuple[Trace, ...]:
    """Return where the headline numbers stand in the case's own file."""
    option = file.spread.option
    return (
        Trace("Net present value against usual", f"value.options[{option}].against"),
        Trace("Range of the net present value", "spread.npv"),
        Trace("Money spent beyond usual", "spread.cost"),
        Trace("Ratio", f"value.options[{option}].bcr"),
        Trace("Lines by year", f"value.options[{option}].lines"),
        Trace("Assumptions with source, date and owner", "case.assumptions"),
    )


def assumptions(file: CaseFile) -> Table:
    """List every assumption: value, range, source, date, owner."""
    return Table(
        (
            Column("Assumption", share=2),
            Column("Value", share=1.4),
            Column("Range", share=1.5),
            Column("Source", share=2.6),
            Column("Of", share=0.9),
            Column("Owner", share=1.6),
        ),
        tuple(
            (
                each.name,
                f"{each.value or '?'} {each.unit}".strip(),
                _range(each.uncertainty.numbers) if each.uncertainty else "",
                *_where(each.provenance),
            )
            for each in file.case.assumptions
        ),
    )


def lines(file: CaseFile) -> Table:
    """List every line of the option that is asked for: how it is made, worth today, source."""
    chosen = file.chosen
    worth = {each.id: each for each in chosen.lines} if chosen else {}
    rows = []
    for line in file.case.lines_of(file.spread.option):
        found = worth.get(line.id)
        present = "" if found is None else f"{found.present:,.1f}"
        if found is not None and not found.counted:
            present = f"left out: {found.why}"
        kind = WORDS.sub(" ", line.kind)
        rows.append((line.title, kind, _made(line), present, *_where(line.provenance)))
    return Table(
        (
            Column("Line", share=2),
            Column("Kind", share=1.2),
            Column("How it is made", share=2.6),
            Column("Worth today", share=1.1),
            Column("Source", share=2),
            Column("Of", share=0.9),
            Column("Owner", share=1.4),
        ),
        tuple(rows),
    )


def annexes(file: CaseFile) -> tuple[Section, ...]:
    """Return the pages that trace every number, as many as they need."""
    found = []
    for key, title, table in (
        ("assumptions", "Every assumption has a source, a date and an owner, or says so",
         assumptions(file)),
        ("lines", "Each line of the preferred option, and how its amounts are made", lines(file)),
    ):  # fmt: skip
        parts = range(0, len(table.rows), A_PAGE)
        for number, first in enumerate(parts, 1):
            rows = table.rows[first : first + A_PAGE]
            more = f" ({number} of {len(parts)})" if len(parts) > 1 else ""
            part = Table(table.columns, rows)
            note = Text("Names in square brackets are assumptions or other lines.", "small")
            found.append(
                Section(f"{key}-{number}", "Where numbers come from", title + more, (part, note))
            )
    return tuple(found)


def _made(line: CashLine) -> str:
    if line.formula and not line.amounts:
        return shortened(line.formula, 120)
    cells = [f"{year}: {text or '?'}" for year, text in sorted(line.amounts.items())]
    more = f"; else {line.formula}" if line.formula else ""
    return shortened("; ".join(cells) + more, 120)


def _where(origin: Provenance) -> tuple[str, str, str]:
    return origin.source or "nobody said", origin.date or "?", origin.owner or "nobody"


def _range(numbers: tuple[float, ...]) -> str:
    return " · ".join(f"{each:,.10g}" for each in numbers)
