"""How far cost, benefit and value may lie from the central ones, before anything is simulated."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import fsum, hypot, isfinite
from typing import Any

import numpy as np

from headwater.appraisal.cases.drawn import drawn_value
from headwater.appraisal.cases.ends import HIGH, LOW, ends
from headwater.appraisal.cases.model import compile_case
from headwater.appraisal.cases.valuation import practice_of, value_case
from headwater.appraisal.methods import METHODS
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import COSTS, BusinessCase
from headwater.vocabulary.appraisal_figures import Assumption
from headwater.vocabulary.appraisal_formula import key
from headwater.vocabulary.appraisal_value import CaseRange, CaseValue, OptionValue
from headwater.vocabulary.units import Interval

METHOD = (
    "About P10 to P90: each assumption and line was moved to its own P10 and P90 with the others "
    "kept, and the swings were added in squares, as if they were independent. A simulation says "
    "more."
)
POINTS = (
    "No assumption and no line of the option has a range, so cost and benefit are single numbers."
)


def case_range(
    case: BusinessCase, *, value: CaseValue | None = None, option: str | None = None
) -> CaseRange:
    """Say how far an option's cost, benefit and value may lie from the central ones.

    Parameters
    ----------
    value
        What `value_case` said of the case; worked out where it is not given.
    option
        Id; None for the preferred option, else the best one.

    Returns
    -------
    CaseRange
        Figures against business as usual (by themselves, without one), in intervals that hold
        the central ones; approximate, and the method says how.

    Raises
    ------
    InputError
        If the option is not valued.
    """
    value = value or value_case(case)
    wanted = option or value.preferred or value.best
    centre = extra(value, wanted)
    moves = _moves(case)
    pairs = _plain_moves(case, value, wanted, moves)
    for name in sorted(set(moves) - set(pairs)):
        low, high = (
            extra(value_case(case, practice=value.practice, given=given), wanted)
            for given in moves[name]
        )
        pairs[name] = (low, high)
    pairs = {name: (low, high) for name, (low, high) in pairs.items() if low != high}
    if _has_ranges(case):
        low, high = (
            extra(value_case(case, practice=value.practice, place=place), wanted)
            for place in (LOW, HIGH)
        )
        pairs["ranges written as low..high"] = (low, high)
    pairs |= _line_moves(case, value, wanted, centre)
    order = sorted(pairs, key=lambda name: (-abs(pairs[name][1].npv - pairs[name][0].npv), name))
    swings = list(pairs.values())
    return CaseRange(
        case=case.id,
        option=wanted,
        cost=_spread(centre.cost, [(a.cost, b.cost) for a, b in swings]),
        benefit=_spread(centre.benefit, [(a.benefit, b.benefit) for a, b in swings]),
        npv=_spread(centre.npv, [(a.npv, b.npv) for a, b in swings]),
        drivers={name: (pairs[name][0].npv, pairs[name][1].npv) for name in order},
        method=METHOD,
        doubts=() if pairs else (POINTS,),
    )


@dataclass(frozen=True, slots=True)
class Extra:
    """What an option spends, brings and is worth beyond business as usual.

    `cost` is not discounted, `benefit` and `npv` are present values; `by_year` are the costs.
    """

    cost: float
    benefit: float
    npv: float
    by_year: Mapping[int, float]


def extra(value: CaseValue, option: str) -> Extra:
    """Compare an option with business as usual (with nothing, where there is none)."""
    own = _of(value, option)
    usual = next((each for each in value.options if each.role == "business_as_usual"), None)
    spent = spending(own)
    benefit, npv = own.pv_benefits, own.npv
    if usual is not None and usual.option != option:
        for year, amount in spending(usual).items():
            spent[year] = spent.get(year, 0.0) - amount
        benefit -= usual.pv_benefits
        npv -= usual.npv
    rounded = {year: round(spent[year], 9) for year in sorted(spent)}
    return Extra(fsum(rounded.values()), benefit, npv, rounded)


def spending(option: OptionValue) -> dict[int, float]:
    """Return an option's costs by year, with adjustments and not discounted."""
    rows: dict[int, list[float]] = {}
    for line in option.lines:
        if line.counted and line.kind in COSTS:
            for year, amount in line.adjusted.items():
                rows.setdefault(year, []).append(amount)
    return {year: fsum(rows[year]) for year in sorted(rows)}


def _of(value: CaseValue, option: str) -> OptionValue:
    found = value.of(option)
    if found is None:
        raise InputError(f"case {value.case!r} values no option {option!r}; mark one as preferred")
    return found


def _plain_moves(
    case: BusinessCase,
    value: CaseValue,
    option: str,
    moves: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]],
) -> dict[str, tuple[Extra, Extra]]:
    """Move every assumption that is a plain number to its ends, all in one pass over arrays."""
    plain = {
        each.name: float(each.value)
        for each in case.assumptions
        if each.name in moves and _is_number(each.value)
    }
    if not plain:
        return {}
    given = {key(name): np.full(2 * len(plain), middle) for name, middle in plain.items()}
    for place, name in enumerate(plain):
        for side in (0, 1):
            given[key(name)][2 * place + side] = float(moves[name][side][key(name)])
    model = compile_case(case)
    method, pack = practice_of(case, value.practice, None)
    terms = METHODS[method].terms(case, pack, model.last_year - model.base_year)
    usual = case.option("business_as_usual")
    sums = np.zeros((3, 2 * len(plain)))
    for each in case.options:
        if each.id == option or (usual is not None and each.id == usual.id):
            found = drawn_value(model, each, terms=terms, pack=pack, given=given)
            sign = 1 if each.id == option else -1
            for row, amount in zip(sums, (found.spent, found.benefits, found.npv), strict=True):
                row += sign * amount
    rounded = np.round(sums, 9)
    return {
        name: (_column(rounded, 2 * place), _column(rounded, 2 * place + 1))
        for place, name in enumerate(plain)
    }


def _column(sums: np.ndarray[Any, Any], place: int) -> Extra:
    return Extra(float(sums[0, place]), float(sums[1, place]), float(sums[2, place]), {})


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _moves(case: BusinessCase) -> dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Return, for each assumption with a distribution, the values to take at its two ends."""
    known = compile_case(case).known()
    found: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {}
    for each in case.assumptions:
        if each.uncertainty is None:
            continue
        low, high = ends(each.uncertainty)
        if each.uncertainty.kind == "reference_class":
            middle = _own(each, known.get(key(each.name)))
            low, high = low * middle, high * middle
        name = key(each.name)
        found[each.name] = ({name: Decimal(repr(low))}, {name: Decimal(repr(high))})
    return found


def _own(each: Assumption, known: Any) -> float:
    try:
        return float(each.value)
    except ValueError:
        return float(known or 0)


def _has_ranges(case: BusinessCase) -> bool:
    texts = [each.value for each in case.assumptions if each.uncertainty is None]
    for line in case.lines:
        texts += [line.formula, *line.amounts.values()]
    return any(".." in text for text in texts)


def _line_moves(
    case: BusinessCase, value: CaseValue, option: str, centre: Extra
) -> dict[str, tuple[Extra, Extra]]:
    """Return what the case is worth with each line that has a range of its own at its two ends."""
    of = {key(each.id): each for each in case.lines}
    found: dict[str, tuple[Extra, Extra]] = {}
    for line in _of(value, option).lines:
        stated = of[key(line.id)]
        if stated.uncertainty is None or not line.counted or not stated.option:
            continue
        moved = []
        for ratio in ends(stated.uncertainty):
            costs = line.kind in COSTS
            cost = fsum(line.adjusted.values()) * (ratio - 1) if costs else 0.0
            worth = line.present * (ratio - 1)
            outflow = costs or line.kind in ("transfer", "tax")
            moved.append(
                Extra(
                    centre.cost + cost,
                    centre.benefit + (0.0 if outflow else worth),
                    centre.npv + (-worth if outflow else worth),
                    centre.by_year,
                )
            )
        found[line.name] = (moved[0], moved[1])
    return found


def _spread(centre: float, pairs: list[tuple[float, float]]) -> Interval:
    below = [max(0.0, centre - min(pair)) for pair in pairs]
    above = [max(0.0, max(pair) - centre) for pair in pairs]
    return Interval(centre - hypot(*below), centre + hypot(*above))
