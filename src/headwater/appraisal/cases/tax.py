"""Tax on what an option earns, where a rate is given: a simple profit, evenly written off."""

from decimal import Decimal

from headwater.appraisal.cases.flows import OptionFlows
from headwater.appraisal.cases.terms import Terms
from headwater.appraisal.formulas.arithmetic import CONTEXT


def tax_of(row: OptionFlows, terms: Terms, last_year: int) -> dict[int, Decimal]:
    """Return the tax of each year, positive where it is paid; empty without a rate.

    Notes
    -----
    Tax = rate x (inflows - running costs - write-off). Capital is written off evenly from the
    year it is spent over `depreciation_years`, what is left in the last year; without such years
    it is not written off. A loss lowers the tax of the organization's other profits in its year.
    """
    if not terms.tax_rate:
        return {}
    profit: dict[int, Decimal] = {}
    for flow in row.flows:
        if flow.sign and flow.line.kind in ("cash_benefit", "residual_value", "opex"):
            for year, amount in flow.signed().items():
                profit[year] = CONTEXT.add(profit.get(year, Decimal(0)), amount)
        if flow.sign and flow.line.kind == "capex" and terms.depreciation_years:
            for spent, amount in flow.adjusted.items():
                for year, part in _written_off(spent, amount, terms.depreciation_years, last_year):
                    profit[year] = CONTEXT.subtract(profit.get(year, Decimal(0)), part)
    rate = Decimal(repr(terms.tax_rate))
    return {year: CONTEXT.multiply(rate, amount) for year, amount in profit.items()}


def _written_off(
    spent: int, amount: Decimal, years: int, last_year: int
) -> list[tuple[int, Decimal]]:
    part = CONTEXT.divide(amount, Decimal(years))
    ends = min(spent + years - 1, last_year)
    parts = [(year, part) for year in range(spent, ends)]
    left = CONTEXT.subtract(amount, CONTEXT.multiply(part, Decimal(len(parts))))
    return [*parts, (ends, left)]
