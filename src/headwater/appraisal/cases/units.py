"""Units of a case: what is counted in another scale of money is converted, mixtures are refused."""

from collections.abc import Mapping
from decimal import Decimal

from headwater.appraisal.formulas import Dimension, check, unit
from headwater.appraisal.formulas.dimensions import differ, to_scale
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine
from headwater.vocabulary.appraisal_figures import Assumption
from headwater.vocabulary.appraisal_formula import Node

Cells = Mapping[int, Node | None]


def scales(case: BusinessCase, quantities: Mapping[str, Assumption]) -> dict[str, Decimal]:
    """Return what each assumption is multiplied by to be counted in the case's scale of money."""
    return {name: to_scale(unit(each.unit), case.money.scale) for name, each in quantities.items()}


def check_units(
    case: BusinessCase,
    quantities: Mapping[str, Assumption],
    lines: Mapping[str, CashLine],
    values: Mapping[str, Node | None],
    cells: Mapping[str, Cells],
) -> None:
    """Refuse formulas that add what differs, or that come out in another unit than declared.

    Raises
    ------
    InputError
        Names the assumption, or the line and the year, and both units.
    """
    declared = {name: unit(each.unit) for name, each in quantities.items()}
    declared |= {name: _of_line(case, line) for name, line in lines.items()}
    for name, node in values.items():
        if node is not None:
            where = f"assumption {quantities[name].name!r}"
            _check(where, node, declared, declared[name])
    for name, row in cells.items():
        seen: set[int] = set()
        for year, node in row.items():
            if node is not None and id(node) not in seen:
                seen.add(id(node))
                _check(f"line {lines[name].title!r} in {year}", node, declared, declared[name])


def _of_line(case: BusinessCase, line: CashLine) -> Dimension:
    """Return a line's unit; without a currency anywhere nothing is known of it."""
    return unit(line.unit or line.currency or case.money.currency)


def _check(where: str, node: Node, declared: Mapping[str, Dimension], wanted: Dimension) -> None:
    try:
        found = check(node, lambda name: declared[name])
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    if differ(found, wanted):
        raise InputError(
            f"{where}: the formula comes out in {found} and should be in {wanted}; mend the "
            "formula or a unit, or make a number in it an assumption that has its unit"
        )
