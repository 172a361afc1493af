"""An optimum counted again from the records alone, in fractions: nothing of the engine is used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from headwater.portfolio import wording
from headwater.vocabulary.portfolio import Candidate, Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule

NOTHING = Interval.point(0.0)


@dataclass(frozen=True, slots=True)
class Count:
    """A portfolio counted again: its exact value, and what it breaks, in words.

    `size` is the sum of the sizes of all that was added up.
    """

    value: Fraction
    size: Fraction
    broken: tuple[str, ...]


def exact(number: float) -> Fraction:
    """Return the decimal that people wrote, as a fraction: 0.1 is one tenth."""
    return Fraction(str(number))


def count(problem: Problem, chosen: frozenset[str]) -> Count:
    """Count value and use of a portfolio in fractions, by the definitions of the records.

    Value at the centre weights and the middle of each range, use at the high ends; a mandatory
    project whose use is not known counts as 0 there.
    """
    members = [each for each in problem.candidates if each.id in chosen]
    weights = {
        name: exact(weight)
        for name, weight in zip(problem.weights.criteria, problem.weights.centre, strict=True)
    }
    parts = [part for each in members for part in _parts(each, weights)]
    parts += [exact(rule.value or 0.0) for rule in _completed(problem, chosen)]
    return Count(
        value=sum(parts, Fraction(0)),
        size=sum(map(abs, parts), Fraction(0)),
        broken=tuple(sorted(_broken(problem, chosen, members))),
    )


def _parts(candidate: Candidate, weights: Mapping[str, Fraction]) -> list[Fraction]:
    return [
        weights[name] * (exact(each.low) + exact(each.high)) / 2
        for name, each in candidate.values.items()
    ]


def _completed(problem: Problem, chosen: frozenset[str]) -> list[Rule]:
    return [
        r for r in problem.rules if r.kind == "synergy" and r.members and set(r.members) <= chosen
    ]


def _broken(problem: Problem, chosen: frozenset[str], members: list[Candidate]) -> Iterator[str]:
    names = wording.names_of(problem)
    known = {each.id for each in problem.candidates}
    for missing in sorted(chosen - known):
        yield f"{missing!r} is not a project here"
    for each in problem.candidates:
        if each.mandatory and each.id not in chosen:
            yield f"{wording.of_mandatory(each, names)}, and is left out"
        unknown = sorted(name for name, use in each.uses.items() if use is None)
        if unknown and each.id in chosen and not each.mandatory:
            yield wording.of_unknown(each, unknown, names)
    for limit in problem.limits:
        uses = (each.uses.get(limit.name) or NOTHING for each in members)
        used = sum((exact(use.high) for use in uses), Fraction(0))
        if used > exact(limit.amount):
            over = wording.amount(float(used - exact(limit.amount)))
            yield f"{wording.of_limit(limit)} is overrun by {over}"
    for rule in problem.rules:
        if not _keeps(rule, chosen):
            yield f"the rule {wording.of_rule(rule, names)!r} is broken"


def _keeps(rule: Rule, chosen: frozenset[str]) -> bool:
    others = set(rule.other) - {rule.project}
    number = len(chosen & set(rule.members))
    if rule.kind == "requires":
        return rule.project not in chosen or others <= chosen
    if rule.kind == "excludes":
        return rule.project not in chosen or not others & chosen
    if rule.kind == "at_least":
        return number >= exact(rule.value or 0.0)
    if rule.kind == "at_most":
        return number <= exact(rule.value or 0.0)
    return True
