"""Whole columns of numbers: cells to ranges, with a fault for every cell that is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from headwater.intake.columns import style_of
from headwater.intake.figures import Figure, NotANumberError, Style, evidence, figure
from headwater.intake.findings import Findings
from headwater.intake.grid import Cell
from headwater.intake.money import intervals, unit_of
from headwater.intake.tables import Column, Table
from headwater.intake.units import Unit, same_currency
from headwater.vocabulary.units import Interval

UNCLEAR = re.compile(r"[1-9]\d{0,2}\.\d{3}")


@dataclass(slots=True)
class Numbers:
    """Reads the number columns of one table.

    `usual` is the decimal mark seen elsewhere in the file, for columns that do not show theirs.
    """

    table: Table
    findings: Findings
    usual: Style | None = None

    def figures(self, column: Column, *, fractions: bool = False) -> list[Figure | None]:
        """Read the cells; each that is no number becomes a fault."""
        style = style_of(column, self.usual)
        self._tell_unclear(column)
        found: list[Figure | None] = []
        for cell, row in zip(column.cells, self.table.numbers, strict=True):
            try:
                found.append(figure(cell, style, fractions=fractions))
            except NotANumberError as error:
                message = _in_other_style(cell, style) or str(error)
                self.findings.fault(self.table.sheet, row, column.heading.text, message)
                found.append(None)
        return found

    def _tell_unclear(self, column: Column) -> None:
        """Say so where a point before three digits could part thousands, and nothing decides."""
        if self.usual is None and not evidence(column.cells):
            unclear = [cell for cell in column.cells if isinstance(cell, str) and "." in cell]
            if found := [cell for cell in unclear if UNCLEAR.fullmatch(cell)]:
                self.findings.note(
                    f"The point in numbers such as {min(found)!r} of the column "
                    f"{column.heading.text!r} was read as a decimal point."
                )

    def plain(
        self, column: Column, *, least: float | None = None, fractions: bool = False
    ) -> list[Interval | None]:
        """Read a column that is no money: scores, people, strengths."""
        found = self.figures(column, fractions=fractions)
        self._refuse_below(least, found, column)
        return [
            None
            if each is None
            else Interval(each.low * (each.scale or 1), each.high * (each.scale or 1))
            for each in found
        ]

    def unit(self, column: Column, found: Sequence[Figure | None]) -> Unit:
        """Settle the unit of a column of money."""
        return unit_of(
            column.heading.text,
            column.heading.unit,
            found,
            self.table.numbers,
            dict(column.signs),
            self.table.sheet,
            self.findings,
        )

    def money(
        self, column: Column, unit: Unit, *, least: float | None = None
    ) -> list[Interval | None]:
        """Read a column of money in the given unit; a note says where it was converted."""
        found = self.figures(column)
        self._refuse_below(least, found, column)
        self._refuse_percent(column)
        own = self.unit(column, found)
        name = f"{self.table.name} column {column.heading.text!r}"
        if same_currency(own.currency, unit.currency) is None:
            self.findings.fault(
                self.table.sheet,
                0,
                column.heading.text,
                f"it is in {own.money().currency} and cost is in {unit.money().currency}; "
                "convert all amounts to one currency",
            )
        elif own.scale and unit.scale and own.scale != unit.scale:
            here, there = Unit(unit.currency, own.scale).money(), unit.money()
            self.findings.note(f"The {name} was converted from {here.label} to {there.label}.")
        elif own.scale and not unit.scale:
            self.findings.note(
                f"The {name} is in {own.money().label} and cost states no scale; both were read "
                "as written."
            )
        return intervals(found, column.heading.unit, own, unit)

    def settle_unit(self, costs: Sequence[Column]) -> Unit:
        """Settle the workbook's money unit by the cost column, else by the costs by period."""
        quiet = Numbers(self.table, Findings(), self.usual)
        settled = Unit()
        for column in costs:  # 'cost' sorts first
            unit = quiet.unit(column, quiet.figures(column))
            currency = same_currency(settled.currency, unit.currency)
            settled = Unit(currency or settled.currency, settled.scale or unit.scale)
        if settled.currency and not settled.scale:
            return Unit(settled.currency, 1)  # "GBP" alone means pounds
        return settled

    def _refuse_percent(self, column: Column) -> None:
        for cell, row in zip(column.cells, self.table.numbers, strict=True):
            if isinstance(cell, str) and cell.endswith("%"):
                self.findings.fault(
                    self.table.sheet,
                    row,
                    column.heading.text,
                    f"{cell[:40]!r} is a share and not an amount of money; write the amount",
                )

    def _refuse_below(
        self, least: float | None, found: Sequence[Figure | None], column: Column
    ) -> None:
        for each, row in zip(found, self.table.numbers, strict=True):
            if least is not None and each and each.low < least:
                self.findings.fault(
                    self.table.sheet,
                    row,
                    column.heading.text,
                    f"{each.low:g} is negative; write what it takes as a positive number, or "
                    "leave it blank where it is not known",
                )


def usual_style(columns: Sequence[Column]) -> Style | None:
    """Say which decimal mark the number columns of a file use, where they agree."""
    found: set[Style] = set()
    for column in columns:
        found |= evidence(column.cells)
    return found.pop() if len(found) == 1 else None


def _in_other_style(cell: Cell, style: Style) -> str:
    other: Style = "comma" if style == "point" else "point"
    try:
        found = figure(cell, other)
    except NotANumberError:
        return ""
    if found is None:
        return ""
    mark = "comma" if style == "comma" else "point"
    return f"{cell!r} parts its decimals otherwise than the other numbers here; use a {mark}"
