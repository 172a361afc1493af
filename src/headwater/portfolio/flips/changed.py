"""A problem with one thing changed: a cost, a value, the budget, a weight, an order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule


def candidate_of(problem: Problem, project: str) -> Candidate:
    """Return a candidate by id, which must be there."""
    return next(each for each in problem.candidates if each.id == project)


def counted(problem: Problem) -> tuple[str, ...]:
    """Return the budgets that add up to the money: those for all periods, else every period."""
    budgets = [each for each in problem.limits if each.kind == "budget"]
    whole = [each for each in budgets if not each.period]
    return tuple(sorted(each.name for each in whole or budgets))


def total_cost(problem: Problem, project: str) -> float:
    """Return what a project takes of the money, at the high ends; unknown counts as 0."""
    uses = candidate_of(problem, project).uses
    found = (uses.get(name) for name in counted(problem))
    return sum(use.high for use in found if use is not None)


def total_budget(problem: Problem) -> float:
    """Return the money there is, over all periods."""
    names = counted(problem)
    return sum(each.amount for each in problem.limits if each.name in names)


def with_candidate(problem: Problem, changed: Candidate) -> Problem:
    """Return the problem with one candidate replaced by its id."""
    found = tuple(changed if each.id == changed.id else each for each in problem.candidates)
    return replace(problem, candidates=found)


def with_cost(problem: Problem, project: str, to: float) -> Problem:
    """Return the problem with all budget uses of a project scaled together to a total of `to`."""
    candidate = candidate_of(problem, project)
    factor = to / total_cost(problem, project)
    budgets = {each.name for each in problem.limits if each.kind == "budget"}
    uses = {
        name: _scaled(use, factor) if name in budgets and use is not None else use
        for name, use in candidate.uses.items()
    }
    return with_candidate(problem, replace(candidate, uses=uses))


def with_use(problem: Problem, project: str, uses: Mapping[str, float]) -> Problem:
    """Return the problem with some uses of a project known."""
    candidate = candidate_of(problem, project)
    known = {name: Interval.point(use) for name, use in uses.items()}
    return with_candidate(problem, replace(candidate, uses={**candidate.uses, **known}))


def with_value(problem: Problem, project: str, by: float) -> Problem:
    """Return the problem with a project worth `by` more under any weights: on every criterion."""
    candidate = candidate_of(problem, project)
    values = {
        name: Interval(_tidy(each.low + by), _tidy(each.high + by))
        for name, each in candidate.values.items()
    }
    return with_candidate(problem, replace(candidate, values=values))


def with_budget(problem: Problem, to: float) -> Problem:
    """Return the problem with all budgets scaled together to a total of `to`."""
    if len(counted(problem)) == 1 and _budgets(problem) == 1:
        limits = (replace(e, amount=to) if e.kind == "budget" else e for e in problem.limits)
        return replace(problem, limits=tuple(limits))
    factor = to / total_budget(problem)
    limits = (
        replace(e, amount=_tidy(e.amount * factor)) if e.kind == "budget" else e
        for e in problem.limits
    )
    return replace(problem, limits=tuple(limits))


def can_scale_budget(problem: Problem) -> bool:
    """Say whether the budgets can be scaled: one amount, or several that are not 0 in all."""
    return _budgets(problem) == 1 or (_budgets(problem) > 1 and total_budget(problem) > 0)


def with_weights(problem: Problem, weights: Mapping[str, float]) -> Problem:
    """Return the problem at known weights."""
    vector = tuple(weights[each] for each in problem.weights.criteria)
    known = WeightSet(problem.weights.criteria, (vector,), vector)
    return replace(problem, weights=known)


def weights_at(problem: Problem, criterion: str, share: float) -> dict[str, float]:
    """Return the central weights with one at `share`, the others keeping their ratios."""
    centre = dict(zip(problem.weights.criteria, problem.weights.centre, strict=True))
    others = sum(weight for name, weight in centre.items() if name != criterion)
    return {
        name: share if name == criterion else weight * (1 - share) / others
        for name, weight in centre.items()
    }


@dataclass(frozen=True, slots=True)
class Order:
    """A project that must be, or must not be, chosen, whatever was ordered before."""

    project: str
    inside: bool

    @property
    def rule(self) -> Rule:
        """The rule that keeps a project out."""
        return Rule("at_most", self.project, (), 0.0)

    def on(self, problem: Problem) -> Problem:
        """Return the problem under this order."""
        candidate = replace(candidate_of(problem, self.project), mandatory=self.inside)
        changed = with_candidate(problem, candidate)
        if self.inside:
            return changed
        return replace(changed, rules=(*changed.rules, self.rule))


def _budgets(problem: Problem) -> int:
    return sum(each.kind == "budget" for each in problem.limits)


def _scaled(use: Interval, factor: float) -> Interval:
    return Interval(_tidy(use.low * factor), _tidy(use.high * factor))


def _tidy(number: float) -> float:
    """Drop the last digits, which rounding made, so that decimals stay the decimals they were."""
    return float(f"{number:.12g}")
