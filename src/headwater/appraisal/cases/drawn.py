"""An option's value for many draws at once: the steps of the exact value, in floats and arrays."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from headwater.appraisal.cases.bias import applying, reaches, uplift
from headwater.appraisal.cases.model import CaseModel
from headwater.appraisal.cases.prices import Prices
from headwater.appraisal.cases.terms import Terms
from headwater.appraisal.cases.valuation import index_of
from headwater.appraisal.formulas import FLOATS, Maths
from headwater.appraisal.parameters import Pack
from headwater.vocabulary.appraisal_case import COSTS, Option
from headwater.vocabulary.appraisal_formula import key


@dataclass(frozen=True, slots=True)
class Drawn:
    """What an option is worth in each draw: present benefits, present costs, and their difference.

    Arrays of one number a draw (a single float where nothing was drawn), in the case's money;
    `npv` holds the terminal value as well. `spent` are investment and running costs of all years,
    with adjustments and not discounted.
    """

    npv: Any
    benefits: Any
    costs: Any
    spent: Any


def drawn_value(
    model: CaseModel,
    option: Option,
    *,
    terms: Terms,
    pack: Pack,
    given: Mapping[str, Any],
    ratios: Mapping[str, Any] | None = None,
    place: Any = 0.5,
    maths: Maths = FLOATS,
) -> Drawn:
    """Value an option for all draws at once.

    Parameters
    ----------
    given
        Drawn values of assumptions, by key, in the assumption's own unit: arrays of one length.
    ratios
        Drawn ratios of actual to stated amount, by the key of a line.
    place
        Where in ranges "3..5" the value is taken: a number, or an array of draws, from 0 to 1.
    maths
        How to reckon: floats and arrays, or sums of products of what is not known yet.

    Returns
    -------
    Drawn
        For a single draw at the central values, the figures of `value_case` but for rounding.
    """
    prices = Prices(
        model, model.known(maths=maths, given=given, place=place), index_of(model, pack), maths
    )
    amounts = model.amounts(maths=maths, given=given, place=place)
    adjustments = applying(model.case, option)
    shares = {each.id: float(uplift(each, pack)[3]) for each in adjustments}
    years = model.last_year - model.base_year + 1
    inflow: list[Any] = [0.0] * years
    outflow: list[Any] = [0.0] * years
    profit: list[Any] = [0.0] * years
    spent: Any = 0.0
    for line in model.case.lines_of(option.id):
        sign = terms.signs[line.kind]
        if line.sunk or not sign:
            continue
        factor = 1.0
        for each in adjustments:
            if reaches(each, line):
                factor *= 1 - shares[each.id] if each.target == "benefits" else 1 + shares[each.id]
        ratio = factor * (ratios or {}).get(key(line.id), 1.0)
        for year, amount in amounts[key(line.id)].items():
            at = year - model.base_year
            if amount is None or at < 0:
                continue
            moved = prices.carry(line, year, amount) * ratio
            (inflow if sign > 0 else outflow)[at] = (inflow if sign > 0 else outflow)[at] + moved
            spent = spent + (moved if line.kind in COSTS else 0.0)
            _profit(profit, line.kind, at, moved, terms)
    if terms.tax_rate:
        outflow = [a + terms.tax_rate * p for a, p in zip(outflow, profit, strict=True)]
    factors = [float(each) for each in terms.factors]
    benefits = sum(a * f for a, f in zip(inflow, factors, strict=True))
    costs = sum(a * f for a, f in zip(outflow, factors, strict=True))
    last = inflow[-1] - outflow[-1]
    npv = benefits - costs + _terminal(last, terms) * factors[-1]
    return Drawn(npv, benefits, costs, spent)


def _profit(profit: list[Any], kind: str, at: int, moved: Any, terms: Terms) -> None:
    """Add what a line changes in the taxed profit: capital is written off evenly."""
    if not terms.tax_rate:
        return
    if kind in ("cash_benefit", "residual_value"):
        profit[at] = profit[at] + moved
    elif kind == "opex":
        profit[at] = profit[at] - moved
    elif kind == "capex" and terms.depreciation_years:
        ends = min(at + terms.depreciation_years, len(profit)) - 1
        part = moved / terms.depreciation_years
        for year in range(at, ends):
            profit[year] = profit[year] - part
        profit[ends] = profit[ends] - (moved - part * (ends - at))


def _terminal(last: Any, terms: Terms) -> Any:
    if terms.terminal_multiple is not None:
        return last * terms.terminal_multiple
    if terms.terminal_growth is not None and terms.rate is not None:
        return last * (1 + terms.terminal_growth) / (terms.rate - terms.terminal_growth)
    return np.zeros_like(last) if isinstance(last, np.ndarray) else 0.0
