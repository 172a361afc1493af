"""Which sheet of a case is which, where its headings stand, and its rows by column name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from headwater.errors import TooLargeError
from headwater.intake.cases.sheets import CASE, NAMES, REQUIRED, SHEETS, WITH_YEARS, Field
from headwater.intake.findings import Findings, closest, listed
from headwater.intake.grid import Cell, Grid, as_text
from headwater.intake.headings import key_of, parse_heading
from headwater.intake.limits import HEADER_WITHIN
from headwater.intake.tables import EXAMPLE

MOST_LINES = 20_000
"""Rows of one sheet of a case."""

RELATIVE = re.compile(r"(?:year|y|t) ?(\d{1,3})")


@dataclass(slots=True)
class Row:
    """A row of a sheet: its number in the spreadsheet, and its cells by column name."""

    sheet: "Sheet"
    number: int
    cells: Mapping[str, Cell]
    years: Mapping[int, Cell] = field(default_factory=dict)
    others: Mapping[str, Cell] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a cell as text, '' where it is blank or its column is not there."""
        return as_text(self.cells.get(name, ""))

    def fault(self, name: str, message: str) -> None:
        """Report what is wrong with a cell."""
        heading = self.sheet.headings.get(name, name)
        self.sheet.findings.fault(self.sheet.name, self.number, heading, message)


@dataclass(slots=True)
class Sheet:
    """A sheet of a case with its rows; `headings` are those written, by column name."""

    table: str
    name: str
    findings: Findings
    headings: dict[str, str]
    rows: list[Row]


def lay_out_case(grids: Sequence[Grid], findings: Findings) -> dict[str, Sheet]:
    """Find the sheets of a case; what is none of them is left out, with a sentence."""
    found: dict[str, Sheet] = {}
    for grid in grids:
        table = _table(grid.name)
        if not table:
            if key_of(grid.name) != "read me":
                findings.ignore(f"Sheet {grid.name!r} was left out: a case has no such sheet.")
            continue
        if table in found:
            findings.fault(
                grid.name, 0, "", f"{found[table].name!r} and {grid.name!r} are both {table}; "
                "keep one"
            )  # fmt: skip
            continue
        sheet = _case_sheet(grid, findings) if table == "case" else _sheet(grid, table, findings)
        if sheet:
            found[table] = sheet
    return found


def looks_like_a_case(grids: Sequence[Grid]) -> bool:
    """Say whether sheets are those of a business case and not of a list of projects."""
    tables = {_table(grid.name) for grid in grids}
    return "case" in tables or ("options" in tables and "cash flows" in tables)


def _table(sheet: str) -> str:
    words = key_of(sheet)
    return next((table for table, names in NAMES.items() if words in names), "")


def _case_sheet(grid: Grid, findings: Findings) -> Sheet | None:
    """Read the sheet `case`: what in the first column, the value in the second."""
    headings: dict[str, str] = {}
    cells: dict[str, Cell] = {}
    rows: dict[str, int] = {}
    others: dict[str, Cell] = {}
    for number, row in grid.rows:
        label, value = as_text(row[0]), (row[1] if len(row) > 1 else "")
        name = _field(CASE, label)
        if key_of(label) in ("field", "what", "item") and key_of(as_text(value)) in ("value", ""):
            continue
        if not name:
            if key_of(label).startswith("exchange ") and value != "":
                others[label] = value
            elif value != "" and label:
                mend = closest(label, [each.name for each in CASE])
                findings.ignore(f"Row {label[:60]!r} of the sheet case was left out{mend}.")
            continue
        if name in cells and value != "":
            findings.fault(grid.name, number, label, f"{name} is stated twice; keep one")
        headings[name], cells[name], rows[name] = label, value, number
    sheet = Sheet("case", grid.name, findings, headings, [])
    sheet.rows.append(CaseRow(sheet, 0, cells, others=others, places=rows))
    return sheet


@dataclass(slots=True)
class CaseRow(Row):
    """The sheet `case` as one row: each of its cells has a row number of its own."""

    places: Mapping[str, int] = field(default_factory=dict)

    def fault(self, name: str, message: str) -> None:
        """Report what is wrong with a value."""
        place = self.places.get(name, 0)
        self.sheet.findings.fault(
            self.sheet.name, place, self.sheet.headings.get(name, name), message
        )


def _sheet(grid: Grid, table: str, findings: Findings) -> Sheet | None:
    if not grid.rows:
        return None
    fields = SHEETS[table]
    place = max(
        range(min(len(grid.rows), HEADER_WITHIN)),
        key=lambda at: (_known(grid.rows[at][1], fields, table), -at),
    )
    written = [as_text(cell) for cell in grid.rows[place][1]]
    if place:
        titles = listed(repr(as_text(row[0])[:40]) for _, row in grid.rows[:place] if row)
        findings.ignore(f"Above the headings of {table}, these rows were left out: {titles}.")
    columns, years, others, headings = _columns(grid.name, table, written, findings)
    sheet = Sheet(table, grid.name, findings, headings, [])
    lacking = [name for name in REQUIRED[table] if name not in headings]
    if lacking:
        findings.fault(
            grid.name, 0, "", f"no column gives the {lacking[0]}; name one {lacking[0]!r}. "
            f"Headings found: {listed(filter(None, written), shown=30) or 'none'}"
        )  # fmt: skip
        return None
    body = grid.rows[place + 1 :]
    if len(body) > MOST_LINES:
        raise TooLargeError(f"{grid.name} has more than {MOST_LINES:,} rows, which is the limit")
    for number, row in body:
        if any(isinstance(cell, str) and cell[:9].casefold() == EXAMPLE for cell in row):
            findings.ignore(f"The example row of {table} was left out.")
            continue
        cell_of = dict(enumerate(row))
        sheet.rows.append(
            Row(
                sheet,
                number,
                {name: cell_of.get(at, "") for name, at in columns.items()},
                {year: cell_of.get(at, "") for year, at in years.items()},
                {label: cell_of.get(at, "") for label, at in others.items()},
            )
        )
    return sheet


def _columns(
    sheet: str, table: str, written: Sequence[str], findings: Findings
) -> tuple[dict[str, int], dict[int, int], dict[str, int], dict[str, str]]:
    """Say where each column of a sheet stands: by name, by year, and the others by heading."""
    columns: dict[str, int] = {}
    years: dict[int, int] = {}
    others: dict[str, int] = {}
    headings: dict[str, str] = {}
    for at, label in enumerate(written):
        if not label:
            continue
        name = _field(SHEETS[table], label)
        year = _year(label) if table in WITH_YEARS else None
        if year is not None and (not name or name.isdigit()):
            if year in years:
                findings.fault(sheet, 0, label, f"two columns are the year {year}; keep one")
            years[year] = at
            headings[str(year)] = label
        elif name and not name.isdigit():
            if name in columns:
                findings.fault(sheet, 0, label, f"two columns mean {name}; rename or delete one")
                continue
            columns[name], headings[name] = at, label
        elif table == "options":
            others[label] = at
        else:
            mend = closest(label, [each.name for each in SHEETS[table]])
            findings.ignore(f"Column {label[:60]!r} of {table} was left out{mend}.")
    return columns, years, others, headings


def _known(cells: Sequence[Cell], fields: Sequence[Field], table: str) -> int:
    return sum(
        bool(_field(fields, text) or (table in WITH_YEARS and _year(text) is not None))
        for text in map(as_text, cells)
        if text and len(text) <= 100
    )


def _field(fields: Sequence[Field], label: str) -> str:
    words = key_of(label)
    for each in fields:
        if words == key_of(each.name):
            return each.name
    plain = parse_heading(label).words if label else ""
    for each in fields:
        if words in each.forms or (plain and plain in (key_of(each.name), *each.forms)):
            return each.name
    return ""


def _year(label: str) -> int | None:
    """Return the year of a heading: 2027, FY2027, 2027/28; years from the base year are below 0.

    "Year 3" becomes -4: 3 years after the base year, which is not known here.
    """
    if found := RELATIVE.fullmatch(key_of(label)):
        return -1 - int(found[1])
    heading = parse_heading(label)
    period = heading.period.removeprefix("FY")
    if heading.words or not period or not period[:4].isdigit() or " " in period or "-" in period:
        return None
    return int(period[:4])
