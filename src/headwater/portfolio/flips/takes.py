"""What it takes: for one project the smallest changes that flip it, each solved again."""

from collections.abc import Sequence

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.portfolio.flips.budgets import budget_changes
from headwater.portfolio.flips.case import Case
from headwater.portfolio.flips.changed import candidate_of, total_budget, total_cost
from headwater.portfolio.flips.forced import companions, company, displacement
from headwater.portfolio.flips.prices import cost_change, unknown_cost, value_change
from headwater.portfolio.flips.solves import Solves, UnsettledError, middle_value
from headwater.portfolio.flips.weights import weight_changes
from headwater.vocabulary.explanation import Change, Displacement, WhatItTakes
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.units import MoneyUnit


def what_it_takes(
    problem: Problem,
    optimum: Optimum,
    project_id: str,
    *,
    watch: Watcher = ignore,
    time_limit: float = 30.0,
    money: MoneyUnit | None = None,
    weights: bool = True,
) -> WhatItTakes:
    """Find the smallest change of cost, value, budget and each weight that flips a project.

    Each is sought alone, all else as it is, over exact solves, and the portfolio is solved
    again at the change (where the project changes sides) and one step short of it (where it
    does not). A step is at most 0.1% of the project's cost for cost and budget, 0.1% of its
    value for value, and a thousandth of the whole for a weight.

    Parameters
    ----------
    optimum
        What `optimum` recommends for this problem.
    project_id
        Any candidate.
    watch
        Told at every solve; may raise CancelledError.
    time_limit
        Seconds for all of it; a change that is not settled by then says so. Only then does
        the answer depend on the machine.
    money
        How amounts are written in sentences.
    weights
        Whether the weights are searched too, which takes most of the time.

    Raises
    ------
    InputError
        If no project bears the id.

    Notes
    -----
    Cost: the best portfolio without the project does not depend on its cost, so membership
    changes once; all its budget uses are scaled together. Value: only the best portfolio with
    it moves, by as much. Budget: all budgets together, scanned outwards; membership may change
    many times, so amounts are ruled out by the two sides' best values. Weight: along the line
    that keeps the others' ratios, by convexity. See docs/methods/why_not.md.
    """
    names = wording.names_of(problem)
    if project_id not in names:
        raise InputError(f"no project has the id {project_id!r}; give one that is in the table")
    solves = Solves(watch=watch, time_limit=time_limit)
    moved = displacement(problem, optimum, project_id, watch=watch, time_limit=time_limit)
    along = companions(problem, moved, project_id)
    changes = _changes(
        problem, optimum, project_id, names[project_id], solves, money, weights=weights
    )
    chosen = project_id in optimum.chosen
    tied = moved.lost is not None and moved.lost <= 1e-9 * abs(optimum.value)
    return WhatItTakes(
        project=project_id,
        name=names[project_id],
        chosen=chosen,
        tied=tied,
        changes=changes,
        displaces=moved,
        stands_or_falls_with=along,
        text=_text(names[project_id], chosen, tied, moved, company(problem, along), changes),
        doubts=_doubts(optimum, changes),
    )


def _changes(
    problem: Problem,
    optimum: Optimum,
    project: str,
    name: str,
    solves: Solves,
    money: MoneyUnit | None,
    *,
    weights: bool,
) -> tuple[Change, ...]:
    candidate = candidate_of(problem, project)
    unknown = tuple(sorted(n for n, use in candidate.uses.items() if use is None))
    chosen = project in optimum.chosen
    if unknown and not candidate.mandatory:
        case = Case(problem, project, name, chosen, None, None, solves, money)
        about = f"cost of {name}"
        return (case.settled("cost", about, None, lambda: unknown_cost(case, unknown)),)
    if candidate.mandatory:
        return ()
    cost, value = total_cost(problem, project), middle_value(problem, project)
    try:
        inside = solves.best(problem, project, inside=True)
        without = solves.best(problem, project, inside=False)
    except UnsettledError:
        return _given_up(Case(problem, project, name, chosen, None, None, solves, money))
    case = Case(problem, project, name, chosen, inside, without, solves, money)
    return (
        case.settled("cost", f"cost of {name}", cost, lambda: cost_change(case)),
        case.settled("value", f"value of {name}", value, lambda: value_change(case)),
        *_of_budget(case),
        *(weight_changes(case) if weights else ()),
    )


def _given_up(case: Case) -> tuple[Change, ...]:
    """Say of every kind of change that it was not settled, as the sides themselves were not."""
    return (
        case.unsettled("cost", f"cost of {case.name}", total_cost(case.problem, case.project)),
        case.unsettled("value", f"value of {case.name}", middle_value(case.problem, case.project)),
        case.unsettled("budget", "total budget", total_budget(case.problem)),
    )


def _of_budget(case: Case) -> tuple[Change, ...]:
    try:
        return budget_changes(case)
    except UnsettledError:
        return (case.unsettled("budget", "total budget", total_budget(case.problem)),)


def _text(
    name: str,
    chosen: bool,
    tied: bool,
    moved: Displacement,
    with_whom: str,
    changes: tuple[Change, ...],
) -> str:
    start = f"{name} is {'in' if chosen else 'not in'} the recommended portfolio."
    tie = " Portfolios with it and without it are worth the same." if tied else ""
    order = "" if changes else f" {_ordered(name, chosen)}"
    said = [moved.text, with_whom, *sentences(changes, name, chosen)]
    return f"{start}{tie}{order} {' '.join(each for each in said if each)}"


def sentences(changes: Sequence[Change], name: str, chosen: bool) -> list[str]:
    """Return what is said of the changes, with one sentence for all weights that move nothing."""
    idle = [each for each in changes if each.kind == "weight" and not each.found and each.verified]
    if len(idle) < 2:
        return [each.text for each in changes]
    about = wording.listed((repr(each.about.removeprefix("weight of ")) for each in idle), most=4)
    verb, side = ("takes", "out") if chosen else ("brings", "in")
    last = f"No weight of {about}, each alone from nothing to the whole, {verb} {name} {side}."
    return [*(each.text for each in changes if each not in idle), last]


def _ordered(name: str, chosen: bool) -> str:
    side = "out" if chosen else "in"
    return f"It is mandatory, so no change of cost, value, budget or weights takes {name} {side}."


def _doubts(optimum: Optimum, changes: tuple[Change, ...]) -> tuple[str, ...]:
    found = []
    if optimum.status != "optimal":
        found.append(
            "The recommended portfolio itself is not proved best, so a better one may already "
            "hold a project that is said to be out."
        )
    if any(each.found and not each.smallest for each in changes):
        found.append(
            "For the budget, not every smaller change was ruled out: a project can come in and "
            "drop out again as money grows."
        )
    if any(each.found and not each.verified for each in changes):
        found.append("A change is not confirmed: the portfolio one step short of it is as good.")
    return tuple(found)
