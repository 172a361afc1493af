"""The figures of one option: net present value, ratio, rates of return, payback, annual value."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from headwater.appraisal.cases.flows import OptionFlows, present
from headwater.appraisal.cases.model import CaseModel
from headwater.appraisal.cases.tax import tax_of
from headwater.appraisal.cases.terms import Terms
from headwater.appraisal.cashflow import modified_rate_of_return, payback, rates_of_return
from headwater.appraisal.formulas.arithmetic import CONTEXT


@dataclass(frozen=True, slots=True)
class Measures:
    """What is computed of an option; amounts are exact and in the case's money."""

    npv: Decimal
    against: Decimal | None
    benefits: Decimal
    costs: Decimal
    bcr: float | None
    rates: tuple[float, ...]
    modified: float | None
    payback: float | None
    discounted_payback: float | None
    annual: Decimal | None
    terminal: Decimal
    net: Mapping[int, Decimal]
    doubts: tuple[str, ...]


def measures(
    model: CaseModel, row: OptionFlows, base: OptionFlows | None, terms: Terms
) -> Measures:
    """Work out every figure of an option; ratio and rates against business as usual."""
    usual = row.option.role == "business_as_usual"
    benefits, costs, net, terminal = _worth(model, row, terms)
    npv = CONTEXT.add(CONTEXT.subtract(benefits, costs), terminal)
    against, more, extra, gap = None, benefits, costs, net
    if base is not None and base.option.id != row.option.id:
        b_benefits, b_costs, b_net, b_terminal = _worth(model, base, terms)
        of_base = CONTEXT.add(CONTEXT.subtract(b_benefits, b_costs), b_terminal)
        against = CONTEXT.subtract(npv, of_base)
        more = CONTEXT.subtract(benefits, b_benefits)
        extra = CONTEXT.subtract(costs, b_costs)
        gap = {
            year: CONTEXT.subtract(net.get(year, Decimal(0)), b_net.get(year, Decimal(0)))
            for year in {*net, *b_net}
        }
    years = range(model.base_year, model.last_year + 1)
    series = [float(gap.get(year, 0)) for year in years]
    rates = rates_of_return(series)
    discounted = [a * float(f) for a, f in zip(series, terms.factors, strict=True)]
    ends = terms.factors[1:] if terms.factors[0] == 1 else terms.factors  # ends of the years
    annuity = sum(ends, Decimal(0))
    rate = terms.rate
    modified = None
    if rate is not None:
        reinvest = rate if terms.reinvest is None else terms.reinvest
        modified = modified_rate_of_return(series, finance=rate, reinvest=reinvest)
    return Measures(
        npv=npv,
        against=against,
        benefits=benefits,
        costs=costs,
        bcr=None if usual or extra <= 0 else float(CONTEXT.divide(more, extra)),
        rates=rates,
        modified=modified,
        payback=payback(series),
        discounted_payback=payback(discounted),
        annual=CONTEXT.divide(npv, annuity) if annuity else None,
        terminal=terminal,
        net=net,
        doubts=tuple(_doubts(model, row, terms, npv, rates, extra)),
    )


def _worth(
    model: CaseModel, row: OptionFlows, terms: Terms
) -> tuple[Decimal, Decimal, dict[int, Decimal], Decimal]:
    """Return present benefits, present costs, net by year, and the present terminal value."""
    inflows, outflows = row.by_year((1,)), row.by_year((-1,))
    tax = tax_of(row, terms, model.last_year)
    for year, amount in tax.items():
        outflows[year] = CONTEXT.subtract(outflows.get(year, Decimal(0)), amount)
    net = {
        year: CONTEXT.add(inflows.get(year, Decimal(0)), outflows.get(year, Decimal(0)))
        for year in {*inflows, *outflows}
    }
    last = net.get(model.last_year, Decimal(0))
    terminal = Decimal(0)
    if terms.terminal_multiple is not None:
        terminal = CONTEXT.multiply(last, Decimal(repr(terms.terminal_multiple)))
    elif terms.terminal_growth is not None and terms.rate is not None:
        growth, rate = Decimal(repr(terms.terminal_growth)), Decimal(repr(terms.rate))
        terminal = CONTEXT.divide(CONTEXT.multiply(last, 1 + growth), rate - growth)
    return (
        present(model, inflows, terms.factors),
        CONTEXT.minus(present(model, outflows, terms.factors)),
        net,
        CONTEXT.multiply(terminal, terms.factors[-1]),
    )


def _doubts(
    model: CaseModel,
    row: OptionFlows,
    terms: Terms,
    npv: Decimal,
    rates: tuple[float, ...],
    extra: Decimal,
) -> list[str]:
    name, doubts = row.option.name, []
    if len(rates) > 1:
        told = ", ".join(f"{100 * each:.4g}%" for each in rates)
        doubts.append(
            f"{name} has {len(rates)} internal rates of return ({told}), so none of them says how "
            "good it is; use the net present value."
        )
    if extra <= 0 and row.option.role != "business_as_usual":
        doubts.append(
            f"{name} costs no more than what it is compared with, so it has no ratio of benefits "
            "to costs."
        )
    if terms.sensitivity is not None:
        what, factors = terms.sensitivity
        other = present(model, row.by_year(), factors)
        shown = model.case.money.show(float(model.case.money.settle(other)))
        doubts.append(f"The net present value of {name} is {shown} {what}.")
    if terms.terminal_growth is not None or terms.terminal_multiple is not None:
        terminal = _worth(model, row, terms)[3]
        if npv and abs(terminal) > abs(npv) / 2:
            doubts.append(
                f"More than half of the net present value of {name} comes after "
                f"{model.last_year}, from the terminal value."
            )
    return doubts
