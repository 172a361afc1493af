"""The tables beside the projects: their columns by heading, their rows as texts and numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from headwater.intake.columns import MONEY, NAMED, Assigned
from headwater.intake.figures import is_blank
from headwater.intake.findings import Findings, listed
from headwater.intake.grid import as_text
from headwater.intake.mapping import columns_named
from headwater.intake.numbers_of import Numbers
from headwater.intake.synonyms import OTHERS, REQUIRED
from headwater.intake.tables import Column, Table
from headwater.vocabulary.units import Interval


@dataclass(slots=True)
class Rows:
    """A table whose columns are known: texts row by row, and a place to report faults."""

    table: Table
    columns: Mapping[str, Column]
    findings: Findings
    numbers: Numbers

    def texts(self, *names: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Give the row number and the texts of the named columns ('' where there is none)."""
        blank = [""] * len(self.table.numbers)
        cells = [
            [as_text(cell) for cell in self.columns[name].cells] if name in self.columns else blank
            for name in names
        ]
        yield from zip(self.table.numbers, zip(*cells, strict=True), strict=True)

    def plain(
        self, name: str, *, least: float | None = None, fractions: bool = False
    ) -> Sequence[Interval | None]:
        """Read a column of numbers; all None where there is no such column."""
        if name not in self.columns:
            return [None] * len(self.table.numbers)
        return self.numbers.plain(self.columns[name], least=least, fractions=fractions)

    def single(self, row: int, name: str, value: Interval | None) -> float:
        """Take the number of a range that is one; a fault (and 0) where it is not."""
        if value is None:
            if is_blank(self._cell(row, name)):
                self.fault(row, name, "it is blank; write a number, or delete the row")
            return 0.0  # anything else that is no number has its own fault already
        if not value.is_point:
            self.fault(row, name, f"{value} is a range; write one number")
        return value.low

    def fault(self, row: int, name: str, message: str) -> None:
        """Report what is wrong with a cell."""
        heading = self.columns[name].heading.text if name in self.columns else name
        self.findings.fault(self.table.sheet, row, heading, message)

    def _cell(self, row: int, name: str) -> str:
        return as_text(self.columns[name].cells[self.table.numbers.index(row)])


def assign_others(
    table: Table, mapping: Mapping[str, Sequence[str]], findings: Findings
) -> list[Assigned]:
    """Say what every column of a table beside the projects means."""
    named, wrong = columns_named(table, mapping)
    for message in wrong:
        findings.fault(table.sheet, 0, "", message)
    found = {id(column): Assigned(column, name, NAMED) for name, column in named}
    for name, forms in OTHERS[table.name].items():
        if name in {item.meaning for item in found.values()}:
            continue
        fitting = [
            column
            for column in table.columns
            if column.heading.words in forms and id(column) not in found
        ]
        best = min((forms.index(column.heading.words) for column in fitting), default=-1)
        for column in fitting:
            if column.heading.words == forms[best]:
                why = f"its heading is a usual one for {name}"
                found[id(column)] = Assigned(column, name, why)
    return [
        found.get(id(column)) or Assigned(column, "", "is none of the columns of the table")
        for column in table.columns
    ]


def missing(table: Table, assigned: Sequence[Assigned], findings: Findings) -> bool:
    """Record a fault for every required column that is not there, or is there twice."""
    meanings = [each.meaning for each in assigned if each.meaning]
    headings = listed(
        (column.heading.text for column in table.columns if column.heading.text), shown=30
    )
    lacking = [name for name in REQUIRED[table.name] if name not in meanings]
    if table.name == "projects" and any(name.startswith("cost_PERIOD:") for name in meanings):
        lacking = [name for name in lacking if name != "cost"]
    for name in lacking:
        prefix = "" if table.name == "projects" else f"{table.name}."
        findings.fault(
            table.sheet,
            0,
            "",
            f"no column gives the {name}; name one {name!r}, or map it ({prefix}{name}=HEADING). "
            f"{_candidates(name, assigned)}Headings found: {headings or 'none'}",
        )
    twice = sorted({name for name in meanings if meanings.count(name) > 1})
    if table.name != "projects":
        for name in twice:
            findings.fault(table.sheet, 0, name, f"two columns mean {name}; rename or delete one")
    return bool(lacking or twice)


def _candidates(name: str, assigned: Sequence[Assigned]) -> str:
    found = [each.column.heading.text for each in assigned if each.why == MONEY]
    return f"It may be one of: {listed(found)}. " if name == "cost" and found else ""
