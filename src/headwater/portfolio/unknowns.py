"""What is not known of a problem, and the problem as it would be at each extreme answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from headwater.portfolio import wording
from headwater.portfolio.model import Model
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Problem
from headwater.vocabulary.units import Interval


@dataclass(frozen=True, slots=True)
class Unknown:
    """One fact that is not known.

    Attributes
    ----------
    width
        How wide the range is, as a part of what it is counted against (a limit's amount, the
        highest value of a project); 1 where nothing is known.
    low, high
        The problem at the two extreme answers.
    extremes
        The two answers in words, or "" where there are none to tell.
    """

    about: str
    text: str
    extremes: str
    project: str
    width: float
    low: Problem
    high: Problem


def unknowns(model: Model) -> Iterator[Unknown]:
    """Yield everything that is not known: uses, values, weights; in a fixed order."""
    problem = model.problem
    highest = float(np.abs(np.concatenate([model.lows, model.highs])).max(initial=0.0)) or 1.0
    weights = dict(zip(sorted(problem.weights.criteria), model.centre.tolist(), strict=True))
    for at, candidate in enumerate(model.candidates):
        name = model.names[candidate.id]
        if at in model.unknown:
            yield _unknown_use(model, candidate, name, model.unknown[at])
        yield from _ranged_uses(model, candidate, name)
        yield from _values(problem, candidate, name, weights, highest)
    yield from _weights(problem)


def _unknown_use(model: Model, candidate: Candidate, name: str, limits: tuple[str, ...]) -> Unknown:
    kinds = {limit.name: limit for limit in model.limits}
    budgets = [each for each in limits if kinds[each].kind == "budget"]
    text = _cost_text(name, [kinds[each].period for each in budgets])
    if len(budgets) < len(limits):
        others = wording.listed((e for e in limits if kinds[e].kind != "budget"), most=2)
        text = (
            f"How much of {others} does {name} need?"
            if not budgets
            else (f"{text[:-1]}, and how much of {others} does it need?")
        )
    low = {each: Interval.point(0) for each in limits}
    return Unknown(
        about=f"{'cost' if budgets else 'need'} of {name}",
        text=text,
        extremes="if it took little, ",
        project=candidate.id,
        width=1.0,
        low=_with_uses(model.problem, candidate, low),
        high=model.problem,
    )


def _cost_text(name: str, periods: list[str]) -> str:
    if not periods or "" in periods:
        return f"What will {name} cost?"
    return f"What will {name} cost in {wording.listed(periods, most=3)}?"


def _ranged_uses(model: Model, candidate: Candidate, name: str) -> Iterator[Unknown]:
    for kind in ("budget", "capacity"):
        wide = {
            limit: use
            for limit in model.limits
            if limit.kind == kind
            and (use := candidate.uses.get(limit.name)) is not None
            and not use.is_point
        }
        if not wide:
            continue
        first, use = next(iter(wide.items()))
        if kind == "budget":
            text = _cost_text(name, [limit.period for limit in wide])
        else:
            text = f"How much of {wording.listed((e.name for e in wide), most=2)} does {name} need?"
        yield Unknown(
            about=f"{'cost' if kind == 'budget' else 'need'} of {name}",
            text=text,
            extremes=f"between {wording.amount(use.low)} and {wording.amount(use.high)} "
            f"of {first.name}, ",
            project=candidate.id,
            width=max((u.high - u.low) / max(abs(e.amount), 1e-300) for e, u in wide.items()),
            low=_with_uses(
                model.problem, candidate, {e.name: Interval.point(u.low) for e, u in wide.items()}
            ),
            high=_with_uses(
                model.problem, candidate, {e.name: Interval.point(u.high) for e, u in wide.items()}
            ),
        )


def _values(
    problem: Problem,
    candidate: Candidate,
    name: str,
    weights: Mapping[str, float],
    highest: float,
) -> Iterator[Unknown]:
    for criterion in sorted(candidate.values):
        value = candidate.values[criterion]
        if value.is_point:
            continue
        ends = f"{wording.amount(value.low)} and {wording.amount(value.high)}"
        nearer = f"nearer {ends.replace(' and ', ' or ')}"
        if len(weights) == 1:
            text = f"What is the {criterion} of {name}: {nearer}?"
        else:
            text = f"How does {name} do on {criterion!r}: {nearer}?"
        yield Unknown(
            about=f"{criterion} of {name}",
            text=text,
            extremes=f"between {ends}, ",
            project=candidate.id,
            width=weights[criterion] * (value.high - value.low) / highest,
            low=_with_value(problem, candidate, criterion, value.low),
            high=_with_value(problem, candidate, criterion, value.high),
        )


def _weights(problem: Problem) -> Iterator[Unknown]:
    for criterion in sorted(problem.weights.criteria):
        span = problem.weights.range_of(criterion)
        if span.high - span.low <= 1e-9:
            continue
        low, high = (f"{end * 100:.0f} %" for end in (span.low, span.high))
        yield Unknown(
            about=f"weight of {criterion}",
            text=f"How much does {criterion!r} count: nearer {low} or {high} of the whole?",
            extremes=f"between {low} and {high}, ",
            project="",
            width=span.high - span.low,
            low=_with_weight(problem, criterion, span.low),
            high=_with_weight(problem, criterion, span.high),
        )


def _with_weight(problem: Problem, criterion: str, weight: float) -> Problem:
    """Return the problem at the middle of the vertices where a weight is at its extreme."""
    column = problem.weights.criteria.index(criterion)
    ends = sorted(v for v in problem.weights.vertices if abs(v[column] - weight) <= 1e-9)
    middle = tuple(float(each) for each in np.array(ends).mean(axis=0))
    return replace(problem, weights=WeightSet(problem.weights.criteria, (middle,), middle))


def _with_uses(
    problem: Problem, candidate: Candidate, uses: Mapping[str, Interval | None]
) -> Problem:
    return _with(problem, replace(candidate, uses={**candidate.uses, **uses}))


def _with_value(problem: Problem, candidate: Candidate, criterion: str, value: float) -> Problem:
    values = {**candidate.values, criterion: Interval.point(value)}
    return _with(problem, replace(candidate, values=values))


def _with(problem: Problem, changed: Candidate) -> Problem:
    candidates = tuple(changed if e.id == changed.id else e for e in problem.candidates)
    return replace(problem, candidates=candidates)
