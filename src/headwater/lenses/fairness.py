"""The fair-share lens on a decision: equal shares over the units and the leaders of a workbook."""

from collections.abc import Mapping, Sequence

from headwater.errors import InputError
from headwater.journey import worth
from headwater.portfolio.fairness import PART, fairness
from headwater.portfolio.framing import TOTAL, frame
from headwater.portfolio.override.evidence import rests
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.fairness import Fairness
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.workbook import Project, Workbook

FEWEST = 2
"""Voices that there must be, or nothing is shared out."""


def fair_share(
    workbook: Workbook,
    decision: Decision,
    *,
    budget: float | None,
    limit: str = "",
    part: float = PART,
    sizes: Mapping[str, int] | None = None,
) -> Fairness:
    """Hold a decision against equal shares over its units and over its leaders.

    Parameters
    ----------
    workbook, decision, budget
        The tables, what `journey.rationalize` made of them, and the total that it was given.
    limit
        Which budget is shared out; "" for the total, or the first period where none is set.
    part
        Below this part of what it is entitled to a voice counts as starved, above 0 to 1.
    sizes
        How many equal shares a unit has; 1 where not given.

    Raises
    ------
    InputError
        If no budget of that name limits the choice, or there are fewer than two units and
        fewer than two leaders.
    """
    model, group, _ = worth(workbook)
    problem = frame(workbook, model, weights=group.weights, budget=budget)[0]
    units = _units(rests(problem, workbook.projects))
    leaders: dict[str, WeightSet] = {}
    if model.stated:
        leaders = {name: each.weights for name, each in group.by_leader.items()}
    if max(len(units), len(leaders)) < FEWEST:
        raise InputError(
            "equal shares need at least two voices: fill in the unit of each project, or let two "
            "leaders say what they value"
        )
    return fairness(
        problem,
        optimum_of(decision),
        groups=units if len(units) >= FEWEST else None,
        leaders=leaders if len(leaders) >= FEWEST else None,
        sizes=sizes,
        limit=limit or _limit(problem),
        part=part,
    )


def optimum_of(decision: Decision) -> Optimum:
    """Return the recommended portfolio of a decision as the engine knows it."""
    return Optimum(
        chosen=tuple(sorted(each.id for each in decision.projects if each.chosen)),
        value=decision.value,
        bound=decision.bound,
        gap=decision.gap,
        status="optimal" if decision.status == "optimal" else "best found",
        ties=decision.ties,
    )


def _units(projects: Sequence[Project]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in projects:
        if each.unit.strip():
            found.setdefault(each.unit.strip(), []).append(each.id)
    return {unit: tuple(sorted(ids)) for unit, ids in sorted(found.items())}


def _limit(problem: Problem) -> str:
    budgets = sorted(
        (each for each in problem.limits if each.kind == "budget"),
        key=lambda each: (each.name != TOTAL, each.period, each.name),
    )
    if not budgets:
        raise InputError("there is no budget to share out; set one")
    return budgets[0].name
