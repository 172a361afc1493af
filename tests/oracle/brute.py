"""The slow oracle: every portfolio of up to 16 projects, in fractions, with no cleverness."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product

from headwater.vocabulary.portfolio import Candidate, Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule

Chosen = frozenset[str]
Pick = Callable[[Interval], float]


def exact(number: float) -> Fraction:
    """The decimal that people wrote, as a fraction."""
    return Fraction(str(number))


def low(interval: Interval) -> Fraction:
    return exact(interval.low)


def high(interval: Interval) -> Fraction:
    return exact(interval.high)


def keeps(rule: Rule, chosen: Chosen) -> bool:
    others = set(rule.other) - {rule.project}
    count = Fraction(len(chosen & set(rule.members)))
    if rule.kind == "requires":
        return rule.project not in chosen or others <= chosen
    if rule.kind == "excludes":
        return rule.project not in chosen or not others & chosen
    if rule.kind == "at_least":
        return count >= exact(rule.value or 0)
    if rule.kind == "at_most":
        return count <= exact(rule.value or 0)
    return True


def allowed(problem: Problem, *, case: str) -> Iterator[Chosen]:
    """Every portfolio that all limits and rules allow, use at one end of its ranges."""
    for bits in product((False, True), repeat=len(problem.candidates)):
        members = [each for each, bit in zip(problem.candidates, bits, strict=True) if bit]
        if _allowed(problem, members, case):
            yield frozenset(each.id for each in members)


def _allowed(problem: Problem, members: list[Candidate], case: str) -> bool:
    chosen = frozenset(each.id for each in members)
    if any(each.mandatory and each.id not in chosen for each in problem.candidates):
        return False
    unknown = any(None in each.uses.values() and not each.mandatory for each in members)
    if case == "high" and unknown:
        return False
    end = high if case == "high" else low
    for limit in problem.limits:
        uses = [each.uses.get(limit.name) for each in members]
        if sum(end(use) for use in uses if use is not None) > exact(limit.amount):
            return False
    return all(keeps(rule, chosen) for rule in problem.rules)


def synergies(problem: Problem, chosen: Chosen) -> Fraction:
    return sum(
        (
            exact(rule.value or 0)
            for rule in problem.rules
            if rule.kind == "synergy" and set(rule.members) <= chosen
        ),
        Fraction(0),
    )


def value(candidate: Candidate, weights: Mapping[str, Fraction], end: str) -> Fraction:
    pick = {"low": low, "high": high, "middle": lambda v: (low(v) + high(v)) / 2}[end]
    return sum((weights[name] * pick(v) for name, v in candidate.values.items()), Fraction(0))


def optimum(
    problem: Problem, centre: Mapping[str, Fraction]
) -> tuple[Fraction, set[Chosen]] | None:
    """The highest value under the given central weights, and every portfolio that reaches it."""
    worth = {each.id: value(each, centre, "middle") for each in problem.candidates}
    best: Fraction | None = None
    found: set[Chosen] = set()
    for chosen in allowed(problem, case="high"):
        total = sum((worth[each] for each in chosen), Fraction(0)) + synergies(problem, chosen)
        if best is None or total > best:
            best, found = total, set()
        if total == best:
            found.add(chosen)
    return None if best is None else (best, found)


def not_dominated(
    problem: Problem, vertices: list[Mapping[str, Fraction]], *, case: str
) -> set[Chosen]:
    """All portfolios that no other dominates, by the definition, pair by pair."""
    ends = [
        {each.id: (value(each, v, "low"), value(each, v, "high")) for each in problem.candidates}
        for v in vertices
    ]
    portfolios = list(allowed(problem, case=case))
    bonus = {each: synergies(problem, each) for each in portfolios}

    def dominates(one: Chosen, other: Chosen) -> bool:
        more, less = one - other, other - one
        extra = bonus[one] - bonus[other]
        for end in ends:
            if sum(end[each][0] for each in more) - sum(end[e][1] for e in less) + extra < 0:
                return False
        return any(
            sum(end[each][1] for each in more) - sum(end[e][0] for e in less) + extra > 0
            for end in ends
        )

    return {each for each in portfolios if not any(dominates(one, each) for one in portfolios)}


def core_index(found: set[Chosen], ids: list[str]) -> dict[str, Fraction]:
    return {each: Fraction(sum(each in chosen for chosen in found), len(found)) for each in ids}


def regret(problem: Problem, chosen: frozenset[str], vertices: list) -> float:  # type: ignore[type-arg]
    """The most by which any portfolio beats `chosen` in a world that the ranges allow."""
    worst = 0.0
    for weights, other in product(vertices, list(allowed(problem, case="low"))):
        gain = synergies(problem, other) - synergies(problem, chosen)
        for each in problem.candidates:
            if (each.id in other) == (each.id in chosen):
                continue
            end = high if each.id in other else low
            value = sum(weights[name] * end(v) for name, v in each.values.items())
            gain += value if each.id in other else -value
        worst = max(worst, float(gain))
    return worst
