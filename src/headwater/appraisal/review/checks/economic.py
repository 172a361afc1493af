"""Economic case, numbers: prices, discounting, horizon, sunk costs, transfers, double counting."""

import re

from headwater.appraisal.parameters import packs
from headwater.appraisal.review.facts import (
    GREEN_BOOK,
    TABLES_2026,
    Facts,
    Seen,
    preferred_only,
    public_only,
    rule,
    valued_only,
)
from headwater.vocabulary.appraisal_formula import key

PRICES = (GREEN_BOOK, "chapter 5, adjustments for inflation")
DISCOUNTING = (GREEN_BOOK, "annex A6, discounting")
VALUATION = (GREEN_BOOK, "chapter 6, valuation of costs and benefits")
TRANSFERS = re.compile(r"\b(vat|value added tax|grant income|subsid\w*|business rates)\b", re.I)
OLDEST_PRICES = 3  # years


def _not_valued(facts: Facts) -> Seen:
    if facts.error:
        yield "case", f"It cannot be worked out: {facts.error}"


def _no_price_base(facts: Facts) -> Seen:
    if facts.case.prices == "real" and facts.case.price_base is None:
        yield "case, price base", "Amounts are real and no year of prices is stated."


def _old_prices(facts: Facts) -> Seen:
    base, start = facts.case.price_base, facts.case.base_year
    if base is not None and start is not None and start - base > OLDEST_PRICES:
        yield "case, price base", f"Prices of {base} are {start - base} years older than {start}."


def _no_base_year(facts: Facts) -> Seen:
    if facts.case.base_year is None:
        yield "case, base year", "No year is stated from which is discounted."


def _own_rate(facts: Facts) -> Seen:
    money = facts.case.financing
    if money.rate is not None or money.cost_of_equity is not None:
        yield "case, discount rate", "A rate of the organization's own is stated."


def _old_pack(facts: Facts) -> Seen:
    pack = packs().get(facts.case.pack)
    if pack and pack.effective_to and facts.today[:10] > pack.effective_to:
        yield "case, pack", f"{pack.title} held until {pack.effective_to}."


def _horizons(facts: Facts) -> Seen:
    ends = {}
    for option in facts.shortlist:
        years = [year for line in facts.case.lines_of(option.id) for year in line.years()]
        if years:
            ends[option.name] = max(years)
    if len(set(ends.values())) > 1:
        told = ", ".join(f"{name} to {year}" for name, year in sorted(ends.items()))
        yield "cash flows", f"The options end in different years: {told}."


def _no_residual(facts: Facts) -> Seen:
    option = facts.preferred
    spends = facts.lines(("capex",), option) if option else []
    has_rest = bool(facts.lines(("residual_value",), option)) if option else True
    if spends and not has_rest and not facts.says("economic", "residual"):
        yield f"cash flows, {option.name if option else ''}", "Capital has no residual value."


def _sunk(facts: Facts) -> Seen:
    start = facts.case.base_year
    for line in facts.case.lines:
        early = [year for year in line.years() if start is not None and year < start]
        if early and not line.sunk:
            yield f"cash flows, {line.title}", f"It has amounts in {early[0]}, before {start}."


def _transfers(facts: Facts) -> Seen:
    for line in facts.costs() + facts.benefits():
        if TRANSFERS.search(line.title):
            yield (
                f"cash flows, {line.title}",
                f"It looks like a transfer and counts as {line.kind}.",
            )


def _same_benefit(facts: Facts) -> Seen:
    for option in facts.shortlist:
        seen: dict[tuple[str, str], str] = {}
        for line in facts.benefits(option):
            name = (key(line.pool) or key(line.title), line.kind)
            before = seen.setdefault(name, line.id)
            if before != line.id:
                yield (
                    f"cash flows, {line.title}",
                    f"{option.name} counts it and {before!r} from the same source.",
                )


def _no_benefits(facts: Facts) -> Seen:
    option = facts.preferred
    if option and not facts.benefits(option):
        yield f"cash flows, {option.name}", "It brings nothing in numbers."


def _early_benefits(facts: Facts) -> Seen:
    usual = facts.case.option("business_as_usual")
    shared = {key(line.title) for line in facts.case.lines_of(usual.id)} if usual else set()
    for option in facts.shortlist:
        if option.role != "do_something":
            continue
        spends = [year for line in facts.lines(("capex",), option) for year in line.years()]
        for line in facts.benefits(option):
            years = line.years()
            fresh = key(line.title) not in shared  # what goes on anyway may begin at once
            if spends and years and fresh and min(years) < min(spends):
                yield (
                    f"cash flows, {line.title}",
                    f"It begins in {min(years)}, before anything is spent in {min(spends)}.",
                )


def _loses(facts: Facts) -> Seen:
    option = facts.preferred
    found = facts.value.of(option.id) if facts.value and option else None
    if found and found.against is not None and found.against < 0 and not found.unquantified:
        short = facts.case.money.show(found.against)
        yield f"options, {found.name}", f"It is worth {short} against business as usual."


def _nominal_lines(facts: Facts) -> Seen:
    known = facts.case.financing.inflation is not None or any(
        key(each.name) == "inflation" for each in facts.case.assumptions
    )
    for line in facts.case.lines:
        if line.prices and line.prices != facts.case.prices and not known:
            yield f"cash flows, {line.title}", f"It is {line.prices}; no inflation is stated."


CHECKS = (
    rule(
        "value-fails", "economic", "blocking", "The case can be worked out.",
        "Mend what the message names.", _not_valued, pointer=("headwater", "house rule"),
        applies=lambda facts: "prices are looked at apart" if [*_nominal_lines(facts)] else "",
    ),
    rule(
        "price-base-missing", "economic", "serious", "Real amounts state the year of their prices.",
        "State the price base in the case.", _no_price_base, pointer=PRICES,
    ),
    rule(
        "price-base-old", "economic", "minor", "Prices are not much older than the base year.",
        "Carry the amounts into newer prices by a price index.", _old_prices, pointer=PRICES,
    ),
    rule(
        "prices-mixed", "economic", "serious",
        "Real and nominal amounts meet only with a stated inflation.",
        "State the inflation in the case, or put the line into the case's prices.",
        _nominal_lines, pointer=PRICES,
    ),
    rule(
        "base-year-missing", "economic", "minor", "The base year of discounting is stated.",
        "State the base year in the case.", _no_base_year, pointer=DISCOUNTING,
    ),
    rule(
        "rate-own", "economic", "blocking", "Public appraisal discounts at the prescribed rates.",
        "Leave the rate out; or use the corporate practice, if the case is not public.",
        _own_rate, pointer=DISCOUNTING, also=TABLES_2026, applies=public_only,
    ),
    rule(
        "pack-outdated", "economic", "serious", "The parameters are those in force.",
        "Name the pack that is in force, or leave it blank.", _old_pack, pointer=DISCOUNTING,
        also=TABLES_2026,
    ),
    rule(
        "horizons-differ", "economic", "serious",
        "All options are looked at over the same years.",
        "Carry every option to the same last year.", _horizons, pointer=VALUATION,
    ),
    rule(
        "residual-missing", "economic", "minor",
        "What capital is still worth at the end is stated.",
        "Add a residual value, or a passage that says why there is none.",
        _no_residual, pointer=VALUATION, applies=preferred_only,
    ),
    rule(
        "sunk-counted", "economic", "minor", "What is spent already is marked as sunk.",
        "Mark the line as sunk, or leave the early years out.", _sunk, pointer=VALUATION,
    ),
    rule(
        "transfer-counted", "economic", "serious",
        "Transfers are left out of social value.",
        "Give the line the kind transfer.", _transfers, pointer=VALUATION, applies=public_only,
    ),
    rule(
        "benefit-counted-twice", "economic", "serious",
        "No option counts a benefit twice.",
        "Keep one of the lines, or show that they come from different sources.",
        _same_benefit, pointer=VALUATION,
    ),
    rule(
        "benefits-missing", "economic", "serious",
        "The preferred option brings something that is counted.",
        "Value what can be valued; say in words what cannot.", _no_benefits, pointer=VALUATION,
        applies=preferred_only,
    ),
    rule(
        "benefits-early", "economic", "serious",
        "Benefits do not begin before anything is spent.",
        "Begin them when the option is in use.", _early_benefits, pointer=VALUATION,
    ),
    rule(
        "value-lost", "economic", "serious",
        "An option that loses value against business as usual says what stands beside the numbers.",
        "Write the benefits that have no number, or prefer another option.",
        _loses, pointer=(GREEN_BOOK, "chapter 5, preferred option selection"),
        applies=valued_only,
    ),
)  # fmt: skip
