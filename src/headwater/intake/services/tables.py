"""One table of a service office: its columns by heading, its cells by kind, its faults by place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from headwater.errors import InputError
from headwater.intake.figures import NotANumberError, figure
from headwater.intake.findings import Findings, closest
from headwater.intake.grid import Cell, Grid, as_text
from headwater.intake.headings import key_of
from headwater.intake.services.moments import NotAMomentError, day, moment, order_of

R = TypeVar("R")
YES = ("yes", "y", "true", "1", "x")
NO = ("", "no", "n", "false", "0")


@dataclass(slots=True)
class Row:
    """One row: its number in the file, and its cells by column ("" where blank or missing)."""

    sheet: "Sheet"
    number: int
    cells: Mapping[str, Cell]

    def text(self, name: str, default: str = "") -> str:
        """Return a cell as text."""
        return as_text(self.cells.get(name, "")).strip() or default

    def day(self, name: str) -> date | None:
        """Return a cell as a day; None where it is blank."""
        return self._read(name, lambda cell: day(cell, order=self.sheet.order(name)))

    def moment(self, name: str, zone: ZoneInfo) -> datetime | None:
        """Return a cell as a moment; None where it is blank."""
        order = self.sheet.order(name)
        return self._read(name, lambda cell: moment(cell, zone=zone, order=order))

    def number_of(self, name: str) -> float | None:
        """Return a cell as a single number; None where it is blank or not known."""

        def read(cell: Cell) -> float | None:
            found = figure(cell, "point")
            if found is None:
                return None
            if found.low != found.high:
                raise NotANumberError(f"{as_text(cell)!r} is a range; write one number")
            return found.low * (found.scale or 1)

        return self._read(name, read)

    def flag(self, name: str) -> bool:
        """Return a cell as yes or no; blank is no."""
        written = self.text(name).casefold()
        if written not in (*YES, *NO):
            self.fault(name, f"{written!r} is neither yes nor no")
        return written in YES

    def parts(self, name: str) -> tuple[str, ...]:
        """Return a cell as a list parted by semicolons."""
        return tuple(part.strip() for part in self.text(name).split(";") if part.strip())

    def fault(self, name: str, message: str) -> None:
        """Record a fault of this row."""
        heading = self.sheet.headings.get(name, name)
        self.sheet.findings.fault(self.sheet.grid.name, self.number, heading, message)

    def _read(self, name: str, read: Callable[[Cell], R]) -> R | None:
        cell = self.cells.get(name, "")
        if cell == "":
            return None
        try:
            return read(cell)
        except (NotAMomentError, NotANumberError) as error:
            self.fault(name, str(error))
            return None


class Sheet:
    """A table whose first row that is not blank holds the headings."""

    def __init__(
        self,
        grid: Grid,
        columns: Sequence[str],
        needed: Sequence[str],
        findings: Findings,
        *,
        mapping: Mapping[str, str] | None = None,
        others: bool = False,
    ) -> None:
        """Find the columns; `mapping` gives headings by column, `others` may stand beside them."""
        self.grid, self.findings = grid, findings
        first, cells = grid.rows[0] if grid.rows else (0, [])
        written = [as_text(cell) for cell in cells]
        keys = [key_of(each) for each in written]
        self.headings: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._orders: dict[str, str] | None = None
        for name in columns:
            wanted = (mapping or {}).get(name, name)
            if key_of(wanted) in keys:
                place = keys.index(key_of(wanted))
                self._places[name], self.headings[name] = place, written[place]
            elif name in needed:
                near = closest(wanted, written)
                there = ", ".join(each for each in written if each) or "nothing"
                mend = near or f"; it has {there}"
                findings.fault(grid.name, first, "", f"there is no column {wanted!r}{mend}")
        if not others:
            left = [each for place, each in enumerate(written)
                    if each and place not in self._places.values()]  # fmt: skip
            for each in left:
                findings.ignore(f"Column {each!r} of {grid.name} was not read.")
        self.complete = all(name in self._places for name in needed)
        self._needed = needed

    def rows(self) -> Iterator[Row]:
        """Return the rows below the headings; a blank cell that is needed is a fault."""
        if not self.complete:
            return
        for number, cells in self.grid.rows[1:]:
            row = Row(self, number, {
                name: cells[place] if place < len(cells) else ""
                for name, place in self._places.items()
            })  # fmt: skip
            missing = [name for name in self._needed if row.cells[name] == ""]
            for name in missing:
                row.fault(name, "the cell is blank; fill it in or delete the row")
            if not missing:
                yield row

    def order(self, name: str) -> str:
        """Say how a column writes its dates; where it does not show it, as the others do."""
        if name not in self._places:
            return ""
        if self._orders is None:
            self._orders = {each: self._order_of(each) for each in self._places}
        shown = {each for each in self._orders.values() if each}
        return self._orders[name] or (shown.pop() if len(shown) == 1 else "")

    def _order_of(self, name: str) -> str:
        place = self._places[name]
        try:
            return order_of(cells[place] for _, cells in self.grid.rows[1:] if place < len(cells))
        except NotAMomentError as error:
            self.findings.fault(self.grid.name, 0, self.headings[name], str(error))
            return "day first"

    def fix_order(self, order: str) -> None:
        """Use one way of writing dates for every column."""
        self._orders = dict.fromkeys(self._places, order)


def made(row: Row, make: Callable[..., R], /, **values: Any) -> R | None:
    """Make a record; what it refuses becomes a fault of the row."""
    try:
        return make(**values)
    except InputError as error:
        row.fault("", str(error))
        return None
