"""Commercial case: how it is bought, who carries which risk, how the deal can end."""

from headwater.appraisal.review.facts import FIVE_CASE, Facts, Seen, rule

DEAL = (FIVE_CASE, "commercial case")


def _no_route(facts: Facts) -> Seen:
    if not facts.case.contracts and not facts.says("commercial", "procurement"):
        yield "contracts", "Nothing says how it will be bought."
    for each in facts.case.contracts:
        if not each.route.strip():
            yield f"contracts, {each.id}", "It does not say how it is bought."


def _no_market(facts: Facts) -> Seen:
    for each in facts.case.contracts:
        if not each.supplier.strip() and not facts.says("commercial", "market"):
            yield f"contracts, {each.id}", "Nothing says who could supply it."


def _no_shares(facts: Facts) -> Seen:
    for each in facts.case.contracts:
        if not each.risk_shared.strip():
            yield f"contracts, {each.id}", "It does not say who carries which risk."


def _no_exit(facts: Facts) -> Seen:
    for each in facts.case.contracts:
        if not each.exit.strip():
            yield f"contracts, {each.id}", "It does not say how it can be ended."


def _no_dates(facts: Facts) -> Seen:
    for each in facts.case.contracts:
        if not each.start.strip() or not each.end.strip():
            yield f"contracts, {each.id}", "It does not say when it begins and ends."


CHECKS = (
    rule(
        "procurement-missing", "commercial", "serious", "The case says how it is bought.",
        "Add the contract with its route, or a passage 'procurement'.", _no_route, pointer=DEAL,
    ),
    rule(
        "market-missing", "commercial", "minor", "The case says who could supply it.",
        "Name suppliers, or add a passage 'market'.", _no_market, pointer=DEAL,
    ),
    rule(
        "contract-risk-unshared", "commercial", "minor",
        "Every contract says who carries which risk.", "Write it into 'risk shared'.",
        _no_shares, pointer=DEAL,
    ),
    rule(
        "contract-exit-missing", "commercial", "minor",
        "Every contract says how it can be ended.", "Write it into 'exit'.", _no_exit,
        pointer=DEAL,
    ),
    rule(
        "contract-undated", "commercial", "minor", "Every contract has a beginning and an end.",
        "Write both dates.", _no_dates, pointer=DEAL,
    ),
)  # fmt: skip
