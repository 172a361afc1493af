"""A case made ready to be worked out: every cell read, every name found, an order without circles.

The same model serves the exact value (decimals) and simulation (arrays of draws).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from headwater.appraisal.cases.order import in_order
from headwater.appraisal.cases.units import check_units, scales
from headwater.appraisal.cashflow import FARTHEST
from headwater.appraisal.formulas import EXACT, Maths, UnknownValueError, evaluate
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine
from headwater.vocabulary.appraisal_figures import Assumption
from headwater.vocabulary.appraisal_formula import INDEX, YEAR, Node, key, parse

Cells = Mapping[int, Node | None]
EARLIEST, LATEST = 1900, 3000


@dataclass(frozen=True, slots=True)
class CaseModel:
    """A case ready to be worked out.

    Attributes
    ----------
    base_year, last_year
        The year that is not discounted, and the last year with a cell.
    quantities, lines
        Assumptions and lines by the key of their name.
    values, cells
        Formula of each assumption, and of each line by year; None where it is not known.
    scales
        By assumption's key, what its value is multiplied by to be in the case's scale of money.
    order
        Keys of the lines in the order in which they can be worked out, in groups; the lines of
        one group lean on each other's earlier years and are worked out year by year.
    """

    case: BusinessCase
    base_year: int
    last_year: int
    quantities: Mapping[str, Assumption]
    lines: Mapping[str, CashLine]
    values: Mapping[str, Node | None]
    cells: Mapping[str, Cells]
    scales: Mapping[str, Decimal]
    assumption_order: tuple[str, ...]
    order: tuple[tuple[str, ...], ...]

    def known(
        self, *, maths: Maths = EXACT, given: Mapping[str, Any] | None = None, place: Any = 0.5
    ) -> dict[str, Any]:
        """Work out every assumption; None where it is not known.

        Parameters
        ----------
        given
            Values (numbers or arrays, in the assumption's own unit) to take instead, by key.
        place
            Where in a range the value is taken, 0 to 1.
        """
        found: dict[str, Any] = {}
        for name in self.assumption_order:
            node = self.values[name]
            if given and name in given:
                value = given[name]
            elif node is None:
                found[name] = None
                continue
            else:
                where = f"assumption {self.quantities[name].name!r}"
                value = _cell(where, node, _look(found), maths, place)
            if value is not None and self.scales[name] != 1:
                value = maths.work_out("*", [value, maths.number(str(self.scales[name]))])
            found[name] = value
        return found

    def amounts(
        self, *, maths: Maths = EXACT, given: Mapping[str, Any] | None = None, place: Any = 0.5
    ) -> dict[str, dict[int, Any]]:
        """Work out every cell of every line, in the line's own currency and prices.

        Returns
        -------
        dict
            By the line's key and the year; None where it is not known.

        Raises
        ------
        InputError
            If a formula has no finite result; names the line, the year and the formula.
        """
        known = self.known(maths=maths, given=given, place=place)
        found: dict[str, dict[int, Any]] = {name: {} for name in self.lines}
        for group in self.order:
            for year in range(self.first_year, self.last_year + 1):
                for name in group:
                    if year in self.cells[name]:
                        found[name][year] = self._amount(name, year, known, found, maths, place)
        return found

    @property
    def first_year(self) -> int:
        """The first year with a cell."""
        return min((min(cells) for cells in self.cells.values() if cells), default=self.base_year)

    def _amount(
        self,
        name: str,
        year: int,
        known: Mapping[str, Any],
        found: Mapping[str, Mapping[int, Any]],
        maths: Maths,
        place: Any,
    ) -> Any:
        node = self.cells[name][year]
        if node is None:
            return None

        def look(other: str, use: str) -> Any:
            if other == YEAR:
                return maths.number(str(year))
            if other == INDEX:
                return _signed(maths, year - self.base_year)
            if other in known:
                return _sure(known[other])
            if use == "total":
                years = [_sure(found[other][each]) for each in sorted(self.cells[other])]
                return maths.work_out("sum", years) if years else maths.number("0")
            at = year - 1 if use == "previous" else year
            return _sure(found[other][at]) if at in self.cells[other] else maths.number("0")

        return _cell(f"line {self.lines[name].title!r} in {year}", node, look, maths, place)


def compile_case(case: BusinessCase) -> CaseModel:
    """Read every formula of a case, find its names, and put its lines in order.

    Raises
    ------
    InputError
        If a formula cannot be read, uses a name that is not there, runs in a circle, or mixes
        units; if a year is out of reach. Names the assumption, or the line and the year.
    """
    quantities = {key(each.name): each for each in case.assumptions}
    lines = {key(each.id): each for each in case.lines}
    values = {
        name: _parsed(f"assumption {each.name!r}", each.value) for name, each in quantities.items()
    }
    cells = {name: _cells(line) for name, line in lines.items()}
    base_year, last_year = _span(case, cells)
    assumption_order, order = in_order(quantities, lines, values, cells)
    check_units(case, quantities, lines, values, cells)
    return CaseModel(
        case=case,
        base_year=base_year,
        last_year=last_year,
        quantities=quantities,
        lines=lines,
        values=values,
        cells=cells,
        scales=scales(case, quantities),
        assumption_order=assumption_order,
        order=order,
    )


def _cells(line: CashLine) -> dict[int, Node | None]:
    texts: dict[str, Node | None] = {}  # a formula filled along a row is read once
    found = {}
    for year in line.years():
        if not EARLIEST <= year <= LATEST:
            raise InputError(f"line {line.title!r}: the year {year} cannot be; write 2027")
        text = line.cell(year) or ""
        if text not in texts:
            texts[text] = _parsed(f"line {line.title!r} in {year}", text)
        found[year] = texts[text]
    return found


def _parsed(where: str, text: str) -> Node | None:
    if not text.strip():
        return None
    try:
        return parse(text)
    except InputError as error:
        raise InputError(f"{where}, {text[:80]!r}: {error}") from None


def _span(case: BusinessCase, cells: Mapping[str, Cells]) -> tuple[int, int]:
    years = [year for each in cells.values() for year in each]
    fresh = [year for line in case.lines if not line.sunk for year in cells[key(line.id)]]
    base = case.base_year
    if base is None:
        base = min(fresh or years or [0])
    last = max([base, *years])
    if last - base > FARTHEST:
        raise InputError(
            f"case {case.id!r} has a flow in {last}, {last - base} years after the base year "
            f"{base}; at most {FARTHEST} can be"
        )
    return base, last


def _look(found: Mapping[str, Any]) -> Any:
    def look(name: str, use: str) -> Any:
        return _sure(found[name])

    return look


def _sure(value: Any) -> Any:
    if value is None:
        raise UnknownValueError
    return value


def _signed(maths: Maths, value: int) -> Any:
    size = maths.number(str(abs(value)))
    return maths.work_out("negative", [size]) if value < 0 else size


def _cell(where: str, node: Node, look: Any, maths: Maths, place: Any) -> Any:
    try:
        return evaluate(node, look, maths, place=place)
    except UnknownValueError:
        return None
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
