"""Budgets, capacities and cash flows: rows with an amount; and the amount of `--budget`."""

import re

from headwater.errors import InputError
from headwater.intake.figures import NotANumberError, Style, evidence, figure
from headwater.intake.findings import listed
from headwater.intake.money import in_unit
from headwater.intake.others import Rows
from headwater.intake.periods import period
from headwater.intake.records import one_of, reference
from headwater.intake.references import Directory
from headwater.intake.synonyms import KINDS_OF_FLOW
from headwater.intake.units import Unit, same_currency
from headwater.vocabulary.intake import CASH_FLOW_KINDS
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.vocabulary.workbook import CashFlow

YEAR = re.compile(r"(?:FY)?((?:19|20|21)\d{2})(?:/\d{2})?|(\d{1,2})")


def budgets(rows: Rows, unit: Unit) -> dict[str, float]:
    """Read the amount of each period, in the unit of cost; a zero is allowed and noted."""
    amounts = rows.numbers.money(rows.columns["amount"], unit, least=0)
    found: dict[str, float] = {}
    seen: dict[str, int] = {}
    for (row, (written,)), amount in zip(rows.texts("period"), amounts, strict=True):
        name = period(written) or "total"
        if seen.setdefault(name, row) != row:
            rows.fault(row, "period", f"rows {seen[name]} and {row} both limit {name}; keep one")
        found[name] = rows.single(row, "amount", amount)
    if zero := [name for name, amount in found.items() if amount == 0]:
        rows.findings.note(f"The budget is 0 in {listed(zero)}; check that this is meant.")
    return dict(sorted(found.items()))


def capacities(rows: Rows) -> dict[tuple[str, str], float]:
    """Read how much there is of each role in each period, as written."""
    amounts = rows.plain("amount", least=0)
    found: dict[tuple[str, str], float] = {}
    seen: dict[tuple[str, str], int] = {}
    for (row, (role, written)), amount in zip(rows.texts("role", "period"), amounts, strict=True):
        if not role:
            rows.fault(row, "role", "there is no role; write one or delete the row")
        name = period(written)
        key = (role, name)
        fold = (role.casefold(), name)
        if seen.setdefault(fold, row) != row:
            rows.fault(row, "role", f"rows {seen[fold]} and {row} both limit {role} in {name}")
        found[key] = rows.single(row, "amount", amount)
    return dict(sorted(found.items()))


def cash_flows(rows: Rows, projects: Directory, unit: Unit) -> tuple[CashFlow, ...]:
    """Read the cash flows; amounts are never negative, the kind says which way money goes."""
    amounts = rows.numbers.money(rows.columns["amount"], unit)
    made = []
    for (row, (project, year, written)), amount in zip(
        rows.texts("project", "year", "kind"), amounts, strict=True
    ):
        kind = one_of(written, KINDS_OF_FLOW)
        if not kind:
            rows.fault(
                row, "kind", f"{written!r} is no kind; write one of {listed(CASH_FLOW_KINDS)}"
            )
        when = YEAR.fullmatch(period(year))
        if not when:
            rows.fault(row, "year", f"{year!r} is no year; write one such as 2026, or 0, 1, 2, ...")
        number = rows.single(row, "amount", amount)
        if number < 0:
            rows.fault(
                row,
                "amount",
                f"{number:g} is negative; write benefits and costs both as positive numbers: the "
                "kind (benefit, capex, opex) says which way the money goes",
            )
        at = int(when[1] or when[2]) if when else 0
        made.append(CashFlow(reference(rows, row, "project", project, projects), at, kind, number))
    return tuple(sorted(made, key=lambda each: (each.project, each.year, each.kind, each.amount)))


def parse_range(text: str, what: str) -> Interval | None:
    """Read a number or a range as it is typed into a form; None when blank or "not known".

    Raises
    ------
    InputError
        When it is neither; the message names `what`.
    """
    text = text.strip()
    try:
        found = figure(text, _style(text))
    except NotANumberError as error:
        raise InputError(f"{what}: {error}") from None
    if found is None:
        return None
    scale = found.scale or 1
    return Interval(found.low * scale, found.high * scale)


def parse_amount(
    text: str, money: MoneyUnit, *, what: str = "budget", may_be_zero: bool = False
) -> float:
    """Read a budget or the like: '3600' in the file's unit, or an absolute '3.6bn', '$250m'.

    Parameters
    ----------
    money
        The currency and scale of the file; the answer is in it.
    what
        What errors call the amount.

    Raises
    ------
    InputError
        If it is no positive number (or zero, where that may be), is in another currency, or
        names a currency without a scale where the file is in thousands or more.
    """
    text = text.strip()
    example = f"write 3600 (read as {money.label}), or 3.6bn, 250m, 500k"
    try:
        found = figure(text, _style(text))
    except NotANumberError:
        raise InputError(f"the {what} {text[:60]!r} is not an amount; {example}") from None
    if found is None or found.low != found.high:
        raise InputError(f"the {what} {text[:60]!r} is not one amount; {example}")
    if found.low < 0 or (found.low == 0 and not may_be_zero):
        least = "below zero" if may_be_zero else "not above zero"
        raise InputError(f"the {what} {text!r} is {least}; {example}")
    if same_currency(found.currency, money.currency) is None:
        stated = Unit(found.currency).money().currency
        raise InputError(
            f"the {what} {text!r} is in {stated} and the file in {money.currency}; convert it"
        )
    if found.currency and not found.scale and money.scale > 1:
        raise InputError(
            f"the {what} {text!r} can be {money.show(found.low)} or {found.low:,g} in all; "
            f"{example}"
        )
    own = Unit(found.currency, found.scale or money.scale)
    return in_unit(found, own, Unit(money.currency, money.scale), mixed=False)[0]


def _style(text: str) -> Style:
    found = evidence([text])
    return found.pop() if len(found) == 1 else "point"
