"""Rows of a case's sheets made into records; faults name the sheet, the row and the column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any

from headwater.intake.cases import cells
from headwater.intake.cases.layout import Row, Sheet
from headwater.intake.figures import Style, evidence
from headwater.intake.findings import listed
from headwater.intake.references import Directory, UnknownReferenceError
from headwater.vocabulary.appraisal_case import (
    LINE_KINDS,
    ROLES,
    STANDINGS,
    CashLine,
    Option,
    SuccessFactor,
)
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty
from headwater.vocabulary.appraisal_formula import key
from headwater.vocabulary.units import MoneyUnit

AMOUNTS = ("value", "impact", "low", "high")


@dataclass(slots=True)
class Parts:
    """The sheets of a case, with what their rows may refer to.

    Attributes
    ----------
    options
        Options by id and name.
    known
        Names that formulas may use, as written, by their key.
    style
        Which mark parts the decimals of amounts written as text.
    """

    sheets: Mapping[str, Sheet]
    money: MoneyUnit
    base_year: int | None
    options: Directory = field(default_factory=lambda: Directory("option", []))
    known: dict[str, str] = field(default_factory=dict)
    style: Style = "point"

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a sheet; none where it is not there."""
        return self.sheets[table].rows if table in self.sheets else []

    def option(self, row: Row) -> str:
        """Return the id of the option that a row names; '' where it names none."""
        text = row.text("option")
        if not text or text.casefold() in ("all", "all options"):
            return ""
        try:
            return self.options.find(text)
        except UnknownReferenceError as error:
            row.fault("option", str(error))
            return ""

    def amount(self, row: Row, name: str, money: MoneyUnit | None = None) -> str:
        """Return an amount outside the years as text."""
        return cells.amount_text(
            row, name, row.cells.get(name, ""), money=money or self.money,
            known=self.known, style=self.style,
        )  # fmt: skip

    def by_year(self, row: Row) -> dict[int, str]:
        """Return the amounts of a row by year: '?' is not known, blank is no flow."""
        found = {}
        for at, cell in row.years.items():
            if cell == "":
                continue
            label = row.sheet.headings[str(at)]
            text = cells.amount_text(
                row, str(at), cell, money=self.money, known=self.known, style=self.style
            )
            if at < 0 and self.base_year is None:
                row.fault(str(at), f"{label!r} counts from the base year; state it in the case")
                continue
            found[at if at >= 0 else (self.base_year or 0) - 1 - at] = text
        return found


def gather(sheets: Mapping[str, Sheet], money: MoneyUnit, base_year: int | None) -> Parts:
    """Look through all sheets for what can be referred to."""
    parts = Parts(sheets, money, base_year)
    entries = [(_id(row, "id", "name"), row.text("name") or row.text("id"))
               for row in parts.rows("options")]  # fmt: skip
    parts.options = Directory("option", entries)
    for table, name in (("assumptions", "name"), ("cash flows", "line")):
        for row in parts.rows(table):
            if text := row.text(name):
                parts.known[key(text)] = text
    written = [
        cell
        for table in ("cash flows", "assumptions", "funding", "risks")
        for row in parts.rows(table)
        for cell in (*row.years.values(), *(row.cells.get(name, "") for name in AMOUNTS))
    ]
    found = evidence(written)
    parts.style = "comma" if found == {"comma"} else "point"
    return parts


def factors(parts: Parts) -> tuple[SuccessFactor, ...]:
    """Read the critical success factors."""
    found = [
        SuccessFactor(row.text("name"), row.text("meaning"))
        for row in parts.rows("success factors")
        if row.text("name")
    ]
    return tuple(found)


def options(parts: Parts) -> tuple[Option, ...]:
    """Read the options; a column named like a success factor holds its ratings."""
    known = {cells.label_key(each.name): each.name for each in factors(parts)}
    found: list[Option] = []
    seen: dict[str, int] = {}
    unknown: set[str] = set()
    for row in parts.rows("options"):
        identity = _id(row, "id", "name")
        if not identity:
            row.fault("id", "there is no id or name; write one or delete the row")
            continue
        if _twice(row, "id", identity, seen):
            continue
        unknown |= {label for label in row.others if cells.label_key(label) not in known}
        ratings = {
            known[cells.label_key(label)]: str(cell)
            for label, cell in row.others.items()
            if cell != "" and cells.label_key(label) in known
        }
        found.append(
            Option(
                id=identity,
                name=row.text("name") or identity,
                role=cells.choice(row, "role", ROLES, "do_something"),
                standing=cells.choice(row, "standing", STANDINGS, "possible"),
                description=row.text("description"),
                reason=row.text("reason"),
                ratings=ratings,
                duration=cells.number(row, "duration"),
            )
        )
    if unknown and parts.rows("options"):
        parts.rows("options")[0].sheet.findings.ignore(
            f"Columns {listed(unknown)} of options were left out: no success factor is called so."
        )
    return tuple(found)


def assumptions(parts: Parts) -> tuple[Assumption, ...]:
    """Read the assumptions; low and high are P10 and P90."""
    found: list[Assumption] = []
    seen: dict[str, int] = {}
    for row in parts.rows("assumptions"):
        name = row.text("name")
        if not name:
            row.fault("name", "there is no name; write one or delete the row")
            continue
        if _twice(row, "name", key(name), seen):
            continue
        value = _value(parts, row)
        found.append(
            Assumption(
                name=name,
                value=value,
                unit=row.text("unit"),
                meaning=row.text("meaning"),
                uncertainty=_spread(row, value),
                provenance=cells.provenance(row),
            )
        )
    return tuple(found)


def _value(parts: Parts, row: Row) -> str:
    """Return an assumption's value in its own unit; a written 8% is 0.08."""
    return cells.amount_text(
        row, "value", row.cells.get("value", ""), money=MoneyUnit(), known=parts.known,
        style=parts.style,
    )  # fmt: skip


def _spread(row: Row, value: str) -> Uncertainty | None:
    low, high = cells.number(row, "low"), cells.number(row, "high")
    stated = cells.uncertainty(row, "distribution")
    if stated is not None or (low is None and high is None):
        return stated
    if low is None or high is None:
        row.fault("low" if low is None else "high", "give both low and high, or neither")
        return None
    try:
        middle = float(Decimal(value))
    except ArithmeticError:
        points = partial(Uncertainty, "percentiles", (low, high), (0.1, 0.9))
        return cells.made(row, "low", points)
    return cells.made(row, "low", partial(Uncertainty, "three_points", (low, middle, high)))


def lines(parts: Parts) -> tuple[CashLine, ...]:
    """Read the cash flows."""
    found: list[CashLine] = []
    seen: dict[str, int] = {}
    assumed = {key(row.text("name")) for row in parts.rows("assumptions")}
    for row in parts.rows("cash flows"):
        identity = row.text("line") or row.text("name")
        if not identity:
            row.fault("line", "the line has no name; write one or delete the row")
            continue
        if _twice(row, "line", key(identity), seen):
            continue
        if key(identity) in assumed:
            row.fault("line", f"an assumption is called {identity!r} as well; rename one of them")
            continue
        kind = cells.choice(row, "kind", LINE_KINDS)
        if not kind:
            if not row.text("kind"):
                row.fault("kind", f"it is blank; write one of: {', '.join(LINE_KINDS)}")
            continue
        found.append(_line(parts, row, identity, kind))
    return tuple(found)


def _line(parts: Parts, row: Row, identity: str, kind: Any) -> CashLine:
    formula = parts.amount(row, "formula")
    first, last = cells.year(row, "first"), cells.year(row, "last")
    if formula and first is None:
        row.fault("first", "the formula has no first year; write one, as 2027")
    if first is not None and last is not None and last < first:
        row.fault("last", f"the last year {last} lies before the first, {first}")
    currency = row.text("currency").upper()
    return CashLine(
        id=identity,
        option=parts.option(row),
        kind=kind,
        name=row.text("name"),
        amounts=parts.by_year(row),
        formula=formula,
        first=first,
        last=last,
        recurrence=cells.choice(row, "recurrence", ("one_off", "recurring")),
        prices=cells.choice(row, "prices", ("real", "nominal")),
        price_base=cells.year(row, "price base"),
        currency=currency,
        unit=row.text("unit"),
        group=row.text("group"),
        pool=row.text("pool"),
        risk_in=" ".join(key(each) for each in row.text("risk in").replace(",", ";").split(";")),
        sunk=cells.truth(row, "sunk"),
        uncertainty=cells.uncertainty(row, "uncertainty"),
        provenance=cells.provenance(row),
    )


def _id(row: Row, *names: str) -> str:
    return next((row.text(name) for name in names if row.text(name)), "")


def _twice(row: Row, name: str, identity: str, seen: dict[str, int]) -> bool:
    before = seen.setdefault(identity.casefold(), row.number)
    if before != row.number:
        row.fault(name, f"rows {before} and {row.number} bear the same name; rename one")
        return True
    return False
