"""Financial case: who pays, is it enough in every year, and is it agreed?"""

from math import fsum

from headwater.appraisal.cases.model import compile_case
from headwater.appraisal.cases.valuation import plain_amount
from headwater.appraisal.review.facts import (
    FIVE_CASE,
    Facts,
    Seen,
    preferred_only,
    rule,
    valued_only,
)

MONEY = (FIVE_CASE, "financial case")
SLACK = 0.005  # of a year's cost


def _no_funding(facts: Facts) -> Seen:
    if not facts.case.funding:
        yield "funding", "Nothing says where the money comes from."


def _short(facts: Facts) -> Seen:
    """Compare each year's stated cost of the preferred option with its funding."""
    option = facts.preferred
    if option is None or not facts.case.funding:
        return
    known = compile_case(facts.case).known()
    given: dict[int, list[float]] = {}
    for each in facts.case.funding:
        for year, text in each.amounts.items():
            amount = plain_amount(text, known, f"funding {each.source!r} in {year}")
            given.setdefault(year, []).append(float(amount or 0))
    need: dict[int, list[float]] = {}
    for line in facts.costs(option):
        if not line.sunk:
            for year, cost in facts.amounts(line).items():
                if facts.value and year >= facts.value.base_year:  # what is earlier is spent
                    need.setdefault(year, []).append(cost)
    gaps = [
        (year, gap)
        for year in sorted(need)
        if (gap := fsum(need[year]) - fsum(given.get(year, ()))) > SLACK * fsum(need[year])
    ]
    if gaps:
        year, gap = max(gaps, key=lambda each: each[1])
        more = f" (and in {len(gaps) - 1} more years)" if len(gaps) > 1 else ""
        yield "funding", f"In {year} it lacks {facts.case.money.show(gap)}{more}."


def _not_agreed(facts: Facts) -> Seen:
    for each in facts.case.funding:
        if each.status != "agreed":
            yield f"funding, {each.source}", f"It is {each.status or 'of unknown standing'}."


def _no_kind(facts: Facts) -> Seen:
    for each in facts.case.funding:
        if not each.kind:
            yield f"funding, {each.source}", "It does not say whether it is capital or revenue."


def _not_affordable(facts: Facts) -> Seen:
    if not facts.says("financial", "affordab"):
        yield "five cases", "No passage says that it can be afforded."


def _no_accounting(facts: Facts) -> Seen:
    if not facts.says("financial", "accounting"):
        yield "five cases", "No passage says how it stands in the accounts."


def _unclaimed_savings(facts: Facts) -> Seen:
    option = facts.preferred
    for line in facts.lines(("cash_benefit",), option) if option else []:
        if not line.provenance.owner.strip():
            yield f"cash flows, {line.title}", "Nobody's budget falls by it."


CHECKS = (
    rule(
        "funding-missing", "financial", "blocking", "The case says where the money comes from.",
        "Add the sources of money by year.", _no_funding, pointer=MONEY,
    ),
    rule(
        "funding-short", "financial", "serious",
        "The money is enough in every year for the stated costs.",
        "Find more, spend later, or ask for less.", _short, pointer=MONEY, applies=valued_only,
    ),
    rule(
        "funding-not-agreed", "financial", "minor", "The money is agreed.",
        "Write who agreed and when, or what happens without it.", _not_agreed, pointer=MONEY,
    ),
    rule(
        "funding-kind-missing", "financial", "minor", "Money is capital or revenue.",
        "Write which.", _no_kind, pointer=MONEY,
    ),
    rule(
        "affordability-missing", "financial", "serious", "The case says that it can be afforded.",
        "Add a passage 'affordability'.", _not_affordable, pointer=MONEY,
    ),
    rule(
        "accounting-missing", "financial", "minor", "The case says how it stands in the accounts.",
        "Add a passage 'accounting'.", _no_accounting, pointer=MONEY,
    ),
    rule(
        "saving-unowned", "financial", "serious",
        "Money that is said to be saved comes out of somebody's budget.",
        "Name the owner of the budget that falls.", _unclaimed_savings, pointer=MONEY,
        applies=preferred_only,
    ),
)  # fmt: skip
