"""How projects, limits and rules are called in sentences."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.units import SCALES, MoneyUnit
from headwater.vocabulary.workbook import Rule

MOST_NAMES = 4
BY_SCENARIO = "the scenario"
"""The basis of a project that nothing but a change of a scenario makes mandatory."""


def names_of(problem: Problem) -> Mapping[str, str]:
    """Return what to call each candidate, by id: its name, with the id where names repeat."""
    twice = Counter(each.name for each in problem.candidates)
    return {
        each.id: each.name if twice[each.name] == 1 else f"{each.name} ({each.id})"
        for each in problem.candidates
    }


def listed(words: Iterable[str], *, most: int | None = None, none: str = "nothing") -> str:
    """Join words the way people do: 'Alpha, Beta and Gamma'; beyond `most`, 'and 3 more'."""
    found = list(words)
    if not found:
        return none
    if most is not None and len(found) > most + 1:
        return f"{', '.join(found[:most])} and {len(found) - most} more"
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"


def amount(number: float) -> str:
    """Write an amount briefly: up to six digits, thousands apart, no needless zeros."""
    if number == 0 or 1e-4 <= abs(number) < 1e15:
        return f"{number:,.2f}".rstrip("0").rstrip(".") if abs(number) >= 100 else f"{number:.4g}"
    return f"{number:.4g}"


def the(limit: str) -> str:
    """Call a limit within a sentence: 'the total budget', 'the budget FY2016', 'analyst Q1'."""
    return f"the {limit}" if "budget" in limit else limit


def of_limit(limit: Limit) -> str:
    """Call a limit by its name and amount: 'budget FY2016 of 10'."""
    return f"{limit.name} of {in_unit(limit.amount, limit)}"


def in_unit(number: float, limit: Limit) -> str:
    """Write an amount of a limit with all its digits, and its money's unit where it is stated."""
    return with_unit(amount(number), limit.money)


def with_unit(number: str, money: MoneyUnit) -> str:
    """Put currency and scale around a number that is written already."""
    return " ".join(part for part in (money.currency, number, SCALES[money.scale]) if part)


def money_of(problem: Problem) -> MoneyUnit:
    """Return the unit in which a problem's budgets are stated; nothing where it has none."""
    return next((each.money for each in problem.limits if each.kind == "budget"), MoneyUnit())


def about(number: float, limit: Limit) -> str:
    """Write an amount of a limit as people do in a sentence: money by its size, else briefly."""
    return amount(number) if limit.money == MoneyUnit() else limit.money.show(number)


def of_mandatory(candidate: Candidate, names: Mapping[str, str]) -> str:
    """Say that a candidate is ordered."""
    if candidate.mandatory_basis == BY_SCENARIO:
        return f"{names[candidate.id]} must be chosen by {BY_SCENARIO}"
    return f"{names[candidate.id]} is mandatory"


def of_unknown(candidate: Candidate, limits: Sequence[str], names: Mapping[str, str]) -> str:
    """Say that a candidate cannot be chosen because its use of some limits is not known."""
    return (
        f"what {names[candidate.id]} takes of {listed(limits, most=2)} is not known, "
        f"so it cannot be chosen yet"
    )


def of_rule(rule: Rule, names: Mapping[str, str]) -> str:
    """Write a rule as people would say it: 'Alpha requires Beta and Gamma'."""
    others = sorted({names[each] for each in rule.other})
    group = sorted({names[each] for each in rule.members})
    if rule.kind in ("requires", "excludes"):
        return (
            f"{names.get(rule.project, 'no project')} {rule.kind} {listed(others, most=MOST_NAMES)}"
        )
    number = amount(rule.value or 0)
    if rule.kind == "at_most" and not rule.value:
        ruled = listed(group, most=MOST_NAMES)
        return f"{ruled} {'is' if len(group) == 1 else 'are'} not on offer"
    if rule.kind == "synergy":
        return f"{listed(group, most=MOST_NAMES)} together change the value by {number}"
    side = "at least" if rule.kind == "at_least" else "at most"
    return f"{side} {number} of {listed(group, most=MOST_NAMES)}"


def part(share: float, *, digits: int = 1) -> str:
    """Write a part of the whole in percent: '2.1%'."""
    return f"{share * 100:.{digits}f}%"


def percent(share: float) -> str:
    """Write a share that is neither none nor all: '37%', 'under 1%', 'over 99%'."""
    if share < 0.01:
        return "under 1%"
    if share > 0.99:
        return "over 99%"
    return f"{share * 100:.0f}%"
