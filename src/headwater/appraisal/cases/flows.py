"""One option's lines, carried into the case's money, adjusted, and made present."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from headwater.appraisal.cases.bias import applying, reaches, refuse_twice, uplift
from headwater.appraisal.cases.model import CaseModel
from headwater.appraisal.cases.prices import Prices
from headwater.appraisal.cases.terms import Terms
from headwater.appraisal.formulas.arithmetic import CONTEXT
from headwater.appraisal.parameters import Pack
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import CashLine, Option
from headwater.vocabulary.appraisal_formula import key
from headwater.vocabulary.appraisal_value import Applied, LineYears

MOST = Decimal("1e18")


@dataclass(frozen=True, slots=True)
class Flow:
    """One line of an option.

    Attributes
    ----------
    amounts, adjusted
        By year, in the case's money and prices; before and after adjustments.
    sign
        1 benefit, -1 cost, 0 left out; `why` says why.
    risk_in
        What covers its risk.
    weight
        Of its income group; 1 without one.
    """

    line: CashLine
    amounts: Mapping[int, Decimal]
    adjusted: Mapping[int, Decimal]
    sign: int
    why: str = ""
    risk_in: str = ""
    weight: Decimal = Decimal(1)

    def signed(self) -> Mapping[int, Decimal]:
        """Return the adjusted amounts as they change the value, by year."""
        if self.sign >= 0:
            return self.adjusted if self.sign else {}
        return {year: CONTEXT.minus(amount) for year, amount in self.adjusted.items()}


@dataclass(frozen=True, slots=True)
class OptionFlows:
    """All lines of an option, with the adjustments that were applied, and doubts."""

    option: Option
    flows: tuple[Flow, ...]
    applied: tuple[Applied, ...]
    duration: float | None
    doubts: tuple[str, ...]

    def by_year(self, signs: tuple[int, ...] = (1, -1)) -> dict[int, Decimal]:
        """Return the sum of the signed flows of each year."""
        found: dict[int, Decimal] = {}
        for flow in self.flows:
            if flow.sign in signs:
                for year, amount in flow.signed().items():
                    found[year] = CONTEXT.add(found.get(year, Decimal(0)), amount)
        return found


def option_flows(
    model: CaseModel,
    option: Option,
    *,
    amounts: Mapping[str, Mapping[int, Any]],
    prices: Prices,
    terms: Terms,
    pack: Pack,
) -> OptionFlows:
    """Carry an option's lines into the case's money, leave out what does not count, adjust.

    Raises
    ------
    InputError
        If an amount is out of reach, a cost is negative, or a risk would be counted twice.
    """
    adjustments = applying(model.case, option)
    lines = model.case.lines_of(option.id)
    counted = [each for each in lines if terms.signs[each.kind] and not each.sunk]
    doubts = list(refuse_twice(adjustments, counted))
    shares = {each.id: uplift(each, pack) for each in adjustments}
    flows = []
    for line in lines:
        row, unknown = _carried(model, line, amounts[key(line.id)], prices, terms)
        if unknown:
            doubts.append(
                f"Line {line.title!r} is not known in {unknown}: it counts as nothing there."
            )
        flows.append(_flow(model, line, row, terms, adjustments, shares))
    applied = tuple(
        _applied(model, option, each, shares[each.id], flows, terms) for each in adjustments
    )
    duration = option.duration
    if duration is not None:
        duration += sum(each.amount for each in applied if each.target == "duration")
    return OptionFlows(option, tuple(flows), applied, duration, tuple(doubts))


def present(model: CaseModel, row: Mapping[int, Decimal], factors: tuple[Decimal, ...]) -> Decimal:
    """Return the sum of amount x factor over the years."""
    total = Decimal(0)
    for year, amount in row.items():
        worth = CONTEXT.multiply(amount, factors[year - model.base_year])
        total = CONTEXT.add(total, worth)
    return total


def _carried(
    model: CaseModel, line: CashLine, row: Mapping[int, Any], prices: Prices, terms: Terms
) -> tuple[dict[int, Decimal], str]:
    """Return what is known of a line by year, and the years that are not, in words."""
    found, unknown = {}, []
    for year, amount in sorted(row.items()):
        if amount is None:
            unknown.append(year)
            continue
        carried = (
            amount if line.sunk or year < model.base_year else prices.carry(line, year, amount)
        )
        if abs(carried) > MOST:
            raise InputError(
                f"line {line.title!r} in {year} is {carried:.3g}: no such amount can be"
            )
        if carried < 0 and line.kind in ("capex", "opex") and year >= model.base_year:
            raise InputError(
                f"line {line.title!r} ({line.kind}) is {carried:.6g} in {year}; write costs as "
                "positive amounts, and a saving as a benefit"
            )
        found[year] = carried
    return found, _spans(unknown)


def _flow(
    model: CaseModel,
    line: CashLine,
    row: Mapping[int, Decimal],
    terms: Terms,
    adjustments: tuple[Any, ...],
    shares: Mapping[str, tuple[Decimal, Decimal, Decimal, Decimal]],
) -> Flow:
    sign, why = terms.signs[line.kind], ""
    if line.sunk:
        sign, why = 0, "sunk: it is spent or committed, whatever is decided"
    elif not sign:
        why = f"{line.kind.replace('_', ' ')}: this practice leaves it out"
    fresh = {year: amount for year, amount in row.items() if year >= model.base_year}
    if sign and row and not fresh:
        sign, why = 0, f"sunk: it lies before {model.base_year}"
    elif sign and len(fresh) < len(row):
        why = f"what lies before {model.base_year} is sunk and left out"
    adjusted, covered = dict(fresh), line.risk_in
    for each in adjustments:
        if sign and reaches(each, line):
            direction = -1 if each.target == "benefits" else 1
            factor = 1 + direction * shares[each.id][3]
            adjusted = {y: CONTEXT.multiply(amount, factor) for y, amount in adjusted.items()}
            covered = " ".join((covered, each.id)).strip()
    return Flow(line, row, adjusted, sign, why, covered, _weight(model, line, terms))


def _weight(model: CaseModel, line: CashLine, terms: Terms) -> Decimal:
    if not line.group or terms.elasticity is None:
        return Decimal(1)
    for group in model.case.groups:
        if key(group.name) == key(line.group):
            ratio = Decimal(repr(group.reference)) / Decimal(repr(group.income))
            return CONTEXT.power(ratio, Decimal(repr(terms.elasticity)))
    raise InputError(
        f"line {line.title!r} falls on the income group {line.group!r}, which the case does not "
        "have"
    )


def _applied(
    model: CaseModel,
    option: Option,
    adjustment: Any,
    shares: tuple[Decimal, Decimal, Decimal, Decimal],
    flows: list[Flow],
    terms: Terms,
) -> Applied:
    upper, lower, mitigated, share = shares
    if adjustment.target == "duration":
        added = (option.duration or 0.0) * float(share)
    else:
        change = Decimal(0)
        for flow in flows:
            if flow.sign and reaches(adjustment, flow.line):
                fresh = {y: a for y, a in flow.amounts.items() if y in flow.adjusted}
                before = present(model, fresh, terms.factors)
                after = present(model, flow.adjusted, terms.factors)
                change = CONTEXT.add(change, abs(CONTEXT.subtract(after, before)))
        added = float(model.case.money.settle(change))
    return Applied(
        id=adjustment.id,
        kind=adjustment.kind,
        target=adjustment.target,
        reference=adjustment.reference,
        upper=float(upper),
        lower=float(lower),
        mitigated=float(mitigated),
        uplift=float(share),
        amount=added,
        evidence=adjustment.evidence,
        by=adjustment.by,
        date=adjustment.date,
    )


def line_years(model: CaseModel, flow: Flow, terms: Terms) -> LineYears:
    """Make the record of a line as it entered the value."""
    settle = model.case.money.settle
    return LineYears(
        id=flow.line.id,
        name=flow.line.title,
        kind=flow.line.kind,
        amounts={year: float(amount) for year, amount in sorted(flow.amounts.items())},
        adjusted={year: float(amount) for year, amount in sorted(flow.adjusted.items())},
        present=float(settle(present(model, flow.adjusted, terms.factors))),
        counted=bool(flow.sign),
        why=flow.why,
        risk_in=flow.risk_in,
    )


def _spans(years: list[int]) -> str:
    """Write years as spans: 2027 to 2029, 2031."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return ", ".join(str(s[0]) if len(s) == 1 else f"{s[0]} to {s[-1]}" for s in spans)
