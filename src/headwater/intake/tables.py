"""Which sheet is which table, where its headings stand, and which rows are rows of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from headwater.errors import TooLargeError
from headwater.intake.figures import NotANumberError, figure, is_blank
from headwater.intake.findings import Findings, listed
from headwater.intake.grid import Cell, Grid, as_text
from headwater.intake.headings import Heading, key_of, parse_heading
from headwater.intake.limits import HEADER_WITHIN, MOST_ROWS
from headwater.intake.recognition import is_exactly, recognized, table_named
from headwater.intake.synonyms import TOTALS

EXAMPLE = "[example]"
"""What marks a row of the template that is there to be looked at only."""

FOOTNOTES = ("source:", "sources:", "note:", "notes:", "*")


@dataclass(slots=True)
class Column:
    """A column of a table; `cells` stand row by row, `signs` are currencies of number formats."""

    heading: Heading
    cells: list[Cell]
    signs: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Say whether no cell holds anything."""
        return all(cell == "" for cell in self.cells)

    def samples(self) -> tuple[str, ...]:
        """Return the first three texts that are not blank."""
        found: list[str] = []
        for cell in self.cells:
            if cell != "":
                found.append(as_text(cell)[:100])
                if len(found) == 3:
                    break
        return tuple(found)


@dataclass(slots=True)
class Table:
    """Rows below their headings; `numbers` are the row numbers that the spreadsheet shows."""

    name: str
    sheet: str
    columns: list[Column]
    numbers: list[int]
    examples: int = 0

    def keep(self, wanted: Sequence[bool]) -> None:
        """Drop the rows that are not wanted."""
        if all(wanted):
            return
        for column in self.columns:
            column.cells = [cell for cell, keep in zip(column.cells, wanted, strict=True) if keep]
        self.numbers = [row for row, keep in zip(self.numbers, wanted, strict=True) if keep]


def name_grids(grids: Sequence[Grid], findings: Findings) -> dict[str, Grid]:
    """Say which grid is which table; the others are left out, with a sentence."""
    found: dict[str, Grid] = {}
    if len(grids) == 1:
        return {"projects": grids[0]}
    claims: dict[str, list[Grid]] = {}
    for grid in grids:
        claims.setdefault(table_named(grid.name), []).append(grid)
    unnamed = claims.pop("", [])
    for table, claimants in claims.items():
        exact = [grid for grid in claimants if is_exactly(grid.name, table)]
        chosen = exact or [grid for grid in claimants if grid.rows] or claimants
        if len(chosen) > 1:
            names = listed(repr(grid.name) for grid in chosen)
            findings.fault("", 0, "", f"{names} all seem to be {table}; name only one {table!r}")
        found[table] = chosen[0]
        unnamed += [grid for grid in claimants if grid not in chosen]
    if "projects" not in found:
        unnamed = _find_projects(found, unnamed, grids, findings)
    for grid in unnamed:
        findings.ignore(f"Sheet {grid.name!r} was left out: its name is none of the tables.")
    return found


def _find_projects(
    found: dict[str, Grid], unnamed: list[Grid], grids: Sequence[Grid], findings: Findings
) -> list[Grid]:
    """Take the one sheet whose headings hold a name and a cost."""
    fitting = [grid for grid in unnamed if grid.rows and _score(grid, "projects") >= 2]
    if len(fitting) == 1:
        found["projects"] = fitting[0]
        findings.note(f"Sheet {fitting[0].name!r} was read as the projects.")
        return [grid for grid in unnamed if grid is not fitting[0]]
    held = listed(grid.name for grid in grids) or "nothing"
    findings.fault("", 0, "", f"no sheet or file is called projects (found: {held}); name it so")
    return unnamed


def _score(grid: Grid, table: str, extra: frozenset[str] = frozenset()) -> int:
    return max((merit for merit, _ in _merits(grid, table, extra)), default=0)


def _merits(grid: Grid, table: str, extra: frozenset[str]) -> Iterable[tuple[int, int]]:
    for place, (number, cells) in enumerate(grid.rows):
        if number > HEADER_WITHIN:
            return
        yield recognized([as_text(cell) for cell in cells if cell != ""], table, extra), place


def lay_out(grid: Grid, table: str, wanted: Iterable[str], findings: Findings) -> Table | None:
    """Find the headings within the first rows and put the cells below them into columns.

    `wanted` are headings that a mapping names. None when the sheet holds nothing at all.
    """
    if not grid.rows:
        return None
    extra = frozenset(key_of(heading) for heading in wanted)
    merits = list(_merits(grid, table, extra))
    if not merits:
        findings.fault(
            grid.name, 0, "", f"the headings must stand within the first {HEADER_WITHIN} rows"
        )
        return None
    best = max(merit for merit, _ in merits)
    place = next(place for merit, place in merits if merit == best)
    if not best:  # no heading is known: the first row that has several cells
        place = next((at for _, at in merits if len(grid.rows[at][1]) > 1), 0)
    headings = [as_text(cell) for cell in grid.rows[place][1]]
    body = grid.rows[place + 1 :]
    if len(body) > MOST_ROWS:
        raise TooLargeError(f"{grid.name} has more than {MOST_ROWS:,} rows, which is the limit")
    if place:
        titles = listed(
            repr(" ".join(as_text(cell) for cell in cells if cell != "")[:60])
            for _, cells in grid.rows[:place]
        )
        findings.ignore(f"Above the headings of {table}, these rows were left out: {titles}.")
    return _columns(grid, table, headings, body)


def _columns(
    grid: Grid, table: str, headings: list[str], body: Sequence[tuple[int, Sequence[Cell]]]
) -> Table:
    width = max([len(headings), *(len(cells) for _, cells in body)])
    headings += [""] * (width - len(headings))
    padded = [[*cells, *[""] * (width - len(cells))] for _, cells in body]
    columns = [
        Column(parse_heading(heading), list(cells), grid.signs.get(place, {}))
        for place, (heading, cells) in enumerate(
            zip(headings, zip(*padded, strict=True) if padded else [()] * width, strict=True)
        )
        if heading or any(cell != "" for cell in cells)
    ]
    return Table(table, grid.name, columns, [number for number, _ in body])


def clean(table: Table, key: Column | None, findings: Findings) -> None:
    """Leave out example rows, totals, repeated headings and footnotes; say which."""
    headings = [column.heading.text for column in table.columns]
    keys = key.cells if key else [""] * len(table.numbers)
    rows = list(zip(*(column.cells for column in table.columns), strict=True))
    wanted: list[bool] = []
    for name, cells in zip(keys, rows, strict=True):
        reason = _why_not(as_text(name), cells, headings)
        wanted.append(not reason)
        if reason == EXAMPLE:
            table.examples += 1
        elif reason:
            shown = as_text(name) or next(as_text(cell) for cell in cells if cell != "")
            findings.ignore(f"Row {shown[:80]!r} of {table.name} was left out: {reason}.")
    if table.examples:
        findings.ignore(f"The example row of {table.name} was left out.")
    table.keep(wanted)


def _why_not(name: str, cells: Sequence[Cell], headings: list[str]) -> str:
    if any(isinstance(cell, str) and cell[:9].casefold() == EXAMPLE for cell in cells):
        return EXAMPLE
    texts = [cell for cell in cells if isinstance(cell, str) and cell != ""]
    said = name or next((text for text in texts if key_of(text[:40]) in TOTALS), "")
    key = key_of(said) if len(said) < 40 else ""
    if key in TOTALS or key.startswith(("subtotal ", "sub total ", "grand total ")):
        return "it is a total"
    if texts and [as_text(cell) for cell in cells] == headings:
        return "it repeats the headings"
    filled = [cell for cell in cells if cell != ""]
    if len(filled) == 1 and texts and (not name or name.casefold().startswith(FOOTNOTES)):
        if is_blank(texts[0]):
            return "it says nothing"
        return "" if _is_number(texts[0]) else "it looks like a footnote"
    return ""


def _is_number(text: str) -> bool:
    try:
        return figure(text) is not None
    except NotANumberError:
        return False
