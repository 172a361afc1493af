"""What could turn out to be so within what is stated: one assumption at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from headwater.portfolio import wording
from headwater.portfolio.flips.changed import (
    can_scale_budget,
    candidate_of,
    counted,
    total_budget,
    with_budget,
    with_candidate,
    with_weights,
)
from headwater.portfolio.flips.forced import required_by
from headwater.portfolio.flips.steps import Steps
from headwater.vocabulary.explanation import Assumption
from headwater.vocabulary.portfolio import Candidate, Problem
from headwater.vocabulary.units import Interval


@dataclass(frozen=True, slots=True)
class Slot:
    """An assumption and what it excludes: two of one slot cannot both be made."""

    assumption: Assumption
    slot: tuple[str, str]


def assumptions(
    problem: Problem, chosen: Sequence[str], wanted: Sequence[str], budget_steps: Sequence[float]
) -> tuple[Slot, ...]:
    """Return every single assumption that is looked at, in a fixed order.

    Costs at the low end of their range, of the wanted projects, what they require, and the
    recommended ones; values at the high end for the wanted (and what they require), at the low
    end for the other recommended ones; all weights at one vertex; all budgets raised.
    """
    needed = set(wanted).union(*(required_by(problem, each) for each in wanted))
    found = []
    for id_ in sorted(needed | set(chosen)):
        candidate = candidate_of(problem, id_)
        found += [*_cost(problem, candidate), *_value(problem, candidate, rises=id_ in needed)]
    return (*found, *_vertices(problem), *_budgets(problem, budget_steps))


def assumed(problem: Problem, made: Iterable[Assumption]) -> Problem:
    """Return the problem with assumptions made."""
    for each in made:
        if each.kind == "budget":
            problem = with_budget(problem, each.to)
        elif each.kind == "weight":
            problem = with_weights(problem, each.weights)
        else:
            problem = with_candidate(problem, _settled(problem, each))
    return problem


def _settled(problem: Problem, each: Assumption) -> Candidate:
    candidate = candidate_of(problem, each.project)
    if each.kind == "cost":
        budgets = {limit.name for limit in problem.limits if limit.kind == "budget"}
        uses = {
            name: Interval.point(use.low) if name in budgets and use is not None else use
            for name, use in candidate.uses.items()
        }
        return replace(candidate, uses=uses)
    rises = each.to >= each.now
    values = {
        name: Interval.point(value.high if rises else value.low)
        for name, value in candidate.values.items()
    }
    return replace(candidate, values=values)


def _cost(problem: Problem, candidate: Candidate) -> list[Slot]:
    budgets = [limit.name for limit in problem.limits if limit.kind == "budget"]
    uses = [use for name in budgets if (use := candidate.uses.get(name)) is not None]
    if all(use.is_point for use in uses):
        return []
    summed = [use for n in counted(problem) if (use := candidate.uses.get(n)) is not None]
    shown = summed if any(not use.is_point for use in summed) else uses
    now, to = sum(use.high for use in shown), sum(use.low for use in shown)
    name = wording.names_of(problem)[candidate.id]
    low, high = _money(problem, to, now), _money(problem, now, now)
    text = f"{name} costs {low}, the low end of its range, not {high}"
    made = Assumption("cost", f"cost of {name}", candidate.id, now, to, _size(now, to), text)
    return [Slot(made, ("cost", candidate.id))]


def _value(problem: Problem, candidate: Candidate, *, rises: bool) -> list[Slot]:
    if all(each.is_point for each in candidate.values.values()):
        return []
    weights = dict(zip(problem.weights.criteria, problem.weights.centre, strict=True))
    ends = {name: (v.high if rises else v.low) for name, v in candidate.values.items()}
    now = sum(weights[name] * v.middle for name, v in sorted(candidate.values.items()))
    to = sum(weights[name] * end for name, end in sorted(ends.items()))
    name = wording.names_of(problem)[candidate.id]
    side = "high" if rises else "low"
    text = f"{name} is worth {_figure(to, to)}, the {side} end of its range, not {_figure(now, to)}"
    made = Assumption("value", f"value of {name}", candidate.id, now, to, _size(now, to), text)
    return [Slot(made, ("value", candidate.id))]


def _vertices(problem: Problem) -> list[Slot]:
    if len(problem.weights.vertices) == 1:
        return []
    criteria = problem.weights.criteria
    centre = dict(zip(criteria, problem.weights.centre, strict=True))
    found = []
    for vertex in sorted(
        {tuple(sorted(zip(criteria, v, strict=True))) for v in problem.weights.vertices}
    ):
        weights = dict(vertex)
        moved = sum(abs(weights[each] - centre[each]) for each in criteria) / 2
        ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
        words = wording.listed(
            (f"{share * 100:.3g}% for {name!r}" for name, share in ranked if share > 0), most=4
        )
        text = f"the weights are {words}"
        made = Assumption("weight", "weights", "", 0.0, moved, moved, text, weights)
        found.append(Slot(made, ("weight", "")))
    return found


def _budgets(problem: Problem, steps: Sequence[float]) -> list[Slot]:
    now = total_budget(problem)
    if not can_scale_budget(problem) or now <= 0:
        return []
    found = []
    for step in sorted(set(steps)):
        to = float(f"{now * (1 + step):.12g}")
        more, today = _money(problem, to, now), _money(problem, now, now)
        text = f"there is {step * 100:.4g}% more money ({more}, not {today})"
        made = Assumption("budget", "budget", "", now, to, step, text)
        found.append(Slot(made, ("budget", "")))
    return found


def _size(now: float, to: float) -> float:
    return abs(to - now) / abs(now) if now else 1.0


def _money(problem: Problem, figure: float, scale: float) -> str:
    return wording.with_unit(_figure(figure, scale), wording.money_of(problem))


def _figure(figure: float, scale: float) -> str:
    return Steps.of(scale or 1.0).write(figure)
