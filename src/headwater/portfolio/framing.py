"""From tables to a portfolio problem: what a project is worth, what it takes, what limits it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headwater.errors import InputError
from headwater.portfolio.override.evidence import parted
from headwater.portfolio.sizing import DOUBT, MEANING, NOT_SIZED, UNSIZED, sized, sizes_of
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Project, Workbook

TOTAL = "total budget"
BENEFIT = "benefit"
NET_PRESENT_VALUE = "net present value"
WORTH = "worth"

Column = Mapping[str, Interval | None]


@dataclass(frozen=True, slots=True)
class ValueModel:
    """What each project brings on each criterion, and what a value of 1 means.

    Attributes
    ----------
    criteria
        Names, in alphabetical order.
    values
        By project id, then by criterion; the value of not doing a project is 0.
    unit, meaning
        What the value of a portfolio is counted in, and how it is made, in words.
    stated
        False when the workbook says nothing of what projects are worth.
    """

    criteria: tuple[str, ...]
    values: Mapping[str, Mapping[str, Interval]]
    unit: str
    meaning: str
    stated: bool = True
    doubts: tuple[str, ...] = ()


def value_model(
    workbook: Workbook,
    contributions: Mapping[str, Mapping[str, Interval]],
    net_present_values: Mapping[str, float],
) -> ValueModel:
    """Say what each project is worth, from whatever the workbook states.

    Parameters
    ----------
    workbook
        The tables.
    contributions
        By project id, its contribution to each top-level objective (empty without links).
    net_present_values
        By project id, in the money unit, for projects with cash flows.

    Returns
    -------
    ValueModel
        With one statement of value in money, its plain sum; otherwise every criterion is
        scaled so that its highest known value is 1. With none, every project may be worth
        anything from 0 to 1.
    """
    columns = _columns(workbook, contributions, net_present_values)
    if not columns:
        return _nothing_stated(workbook)
    if set(columns) in ({BENEFIT}, {NET_PRESENT_VALUE}):
        return _in_money(workbook, columns)
    doubts: list[str] = []
    scaled: dict[str, Mapping[str, Interval]] = {}
    sizes = sizes_of(workbook)
    for criterion in sorted(columns):
        known = _filled(columns[criterion], criterion, doubts)
        scaled[criterion] = _scaled(known, criterion in workbook.lower_is_better)
        if workbook.sized_by and criterion not in (BENEFIT, NET_PRESENT_VALUE):
            scaled[criterion] = {
                each: sized(value, sizes[each]) for each, value in scaled[criterion].items()
            }
    doubts.append(DOUBT if workbook.sized_by else UNSIZED)
    return ValueModel(
        criteria=tuple(sorted(scaled)),
        values={
            project.id: {criterion: scaled[criterion][project.id] for criterion in scaled}
            for project in workbook.projects
        },
        unit="points",
        meaning=(
            "A project has one point when it is the best of the list on every criterion; each "
            "criterion counts by its weight, and the value of a portfolio is the sum of its "
            "projects' points."
        )
        + (f" {MEANING}" if workbook.sized_by else ""),
        doubts=tuple(doubts),
    )


def frame(
    workbook: Workbook, model: ValueModel, *, weights: WeightSet, budget: float | None
) -> tuple[Problem, tuple[str, ...]]:
    """Put the choice together: candidates, limits and rules; with doubts about the limits.

    `budget` limits the total cost, in the workbook's money unit. A mandatory project with full
    evidence is parted: the least that its law orders, and a rest that competes.

    Raises
    ------
    InputError
        If nothing limits the choice, or a mandatory project is not in the list.
    """
    limits, doubts = _limits(workbook, budget)
    candidates = tuple(
        Candidate(
            id=project.id,
            name=project.name,
            values=model.values[project.id],
            uses={limit.name: _use(project, limit) for limit in limits},
            mandatory=project.mandatory,
            mandatory_basis=project.mandatory_basis,
        )
        for project in workbook.projects
    )
    problem = Problem(candidates, weights, limits, workbook.rules)
    problem, more = parted(problem, workbook.projects)
    return problem, (*doubts, *more)


def _columns(
    workbook: Workbook,
    contributions: Mapping[str, Mapping[str, Interval]],
    net_present_values: Mapping[str, float],
) -> dict[str, Column]:
    projects = workbook.projects
    columns: dict[str, Column] = {
        criterion: {each.id: each.scores.get(criterion) for each in projects}
        for criterion in workbook.criteria
    }
    for objective in sorted({name for row in contributions.values() for name in row}):
        if objective in columns:
            raise InputError(
                f"{objective!r} is both an objective and a score column; rename one of them"
            )
        columns[objective] = {
            each.id: contributions.get(each.id, {}).get(objective, Interval.point(0))
            for each in projects
        }
    if any(each.benefit is not None for each in projects):
        columns[BENEFIT] = {each.id: each.benefit for each in projects}
    elif net_present_values:
        columns[NET_PRESENT_VALUE] = {
            each.id: Interval.point(net_present_values[each.id])
            if each.id in net_present_values
            else None
            for each in projects
        }
    return columns


def _nothing_stated(workbook: Workbook) -> ValueModel:
    anything = Interval(0, 1)
    return ValueModel(
        criteria=(WORTH,),
        values={project.id: {WORTH: anything} for project in workbook.projects},
        unit="points (half a point a project, because nothing states its value)",
        meaning=(
            "Nothing states what a project is worth, so each may be worth anything between "
            "nothing and the most; the recommended set counts them as equal."
        ),
        stated=False,
        doubts=(
            "Nothing in the tables says what a project is worth: the answer shows only what "
            "fits the limits, and the recommended set treats all projects as equally good. "
            "A benefit column, one score column, or links to objectives would make it an "
            "answer about value.",
        ),
    )


def _in_money(workbook: Workbook, columns: Mapping[str, Column]) -> ValueModel:
    (name, column) = next(iter(columns.items()))
    doubts: list[str] = []
    known = _filled(column, name, doubts)
    if workbook.sized_by:
        doubts.append(NOT_SIZED)
    return ValueModel(
        criteria=(name,),
        values={project.id: {name: known[project.id]} for project in workbook.projects},
        unit=workbook.money.label,
        meaning=f"The value of a portfolio is the sum of its projects' {name}, as stated.",
        doubts=tuple(doubts),
    )


def worth_of_score(workbook: Workbook, criterion: str, score: float) -> float:
    """Return what a score is worth on its criterion, on the scale that `value_model` makes.

    Raises
    ------
    InputError
        If the workbook has no such score column.
    """
    if workbook.sized_by:
        raise InputError(
            "scores count by the cost of each project here, so a single score has no worth of its "
            "own; change it in the list and run again"
        )
    if criterion not in workbook.criteria:
        columns = ", ".join(workbook.criteria) or "none"
        raise InputError(
            f"{criterion!r} is no score column, so no score can be given there; the score columns "
            f"are: {columns}"
        )
    column = {each.id: each.scores.get(criterion) for each in workbook.projects}
    ends = [abs(end) for known in _filled(column, criterion, []).values() for end in
            (known.low, known.high)]  # fmt: skip
    most = max(ends, default=0.0)
    if most == 0:
        return score
    return 1 - score / most if criterion in workbook.lower_is_better else score / most


def _filled(column: Column, criterion: str, doubts: list[str]) -> dict[str, Interval]:
    """Let a blank be anywhere in the range stated; for money, 0 is part of that range."""
    stated = [each for each in column.values() if each is not None]
    blanks = sum(each is None for each in column.values())
    low = min((each.low for each in stated), default=0.0)
    high = max((each.high for each in stated), default=1.0)
    if criterion in (BENEFIT, NET_PRESENT_VALUE):
        low, high = min(0.0, low), max(0.0, high)
    if blanks:
        doubts.append(
            f"{blanks} of {len(column)} projects have no {criterion}; each blank counts as "
            f"anywhere between {low:,.4g} and {high:,.4g}."
        )
    wide = Interval(low, high)
    return {each: wide if value is None else value for each, value in column.items()}


def _scaled(column: Mapping[str, Interval], lower_is_better: bool) -> dict[str, Interval]:
    most = max(max(abs(each.low), abs(each.high)) for each in column.values())
    if most == 0:
        return dict(column)
    if lower_is_better:
        return {
            key: Interval(1 - each.high / most, 1 - each.low / most) for key, each in column.items()
        }
    return {key: Interval(each.low / most, each.high / most) for key, each in column.items()}


def _limits(workbook: Workbook, budget: float | None) -> tuple[tuple[Limit, ...], tuple[str, ...]]:
    doubts: list[str] = []
    periods = {period for each in workbook.projects for period in each.costs_by_period}
    limits: list[Limit] = []
    if budget is None and not periods and len(workbook.budgets) == 1:
        budget = next(iter(workbook.budgets.values()))  # one amount and no periods: the total
    elif not periods and workbook.budgets:
        doubts.append(
            "The budgets by period limit nothing, because no column gives a cost by "
            "period; only the total budget counts."
        )
    if budget is not None:
        limits.append(Limit(TOTAL, "budget", budget, money=workbook.money))
    limits += [
        Limit(f"budget {period}", "budget", workbook.budgets[period], period, money=workbook.money)
        for period in sorted(periods & set(workbook.budgets))
    ]
    if periods and (missing := sorted(set(workbook.budgets) - periods)):
        doubts.append(
            f"No project has a cost in {_listed(missing)}, so that budget limits nothing."
        )
    limits += _capacities(workbook, doubts)
    if not any(limit.kind == "budget" for limit in limits):
        raise InputError(
            "nothing limits the spending: give a budget (--budget AMOUNT), or a budgets table "
            "with the periods of the cost columns"
        )
    return tuple(limits), tuple(doubts)


def _capacities(workbook: Workbook, doubts: list[str]) -> list[Limit]:
    needed = {key for each in workbook.projects for key in each.capacity}
    limits = [
        Limit(f"{role} {period}".strip(), "capacity", amount, period, role)
        for (role, period), amount in sorted(workbook.capacities.items())
        if (role, period) in needed
    ]
    if missing := sorted(" ".join(key).strip() for key in set(workbook.capacities) - needed):
        doubts.append(f"No project needs {_listed(missing)}, so that capacity limits nothing.")
    if unlimited := sorted(" ".join(key).strip() for key in needed - set(workbook.capacities)):
        doubts.append(f"Nobody said how much there is of {_listed(unlimited)}; it limits nothing.")
    return limits


def _use(project: Project, limit: Limit) -> Interval | None:
    if limit.kind == "capacity":
        return project.capacity.get((limit.role, limit.period), Interval.point(0))
    if limit.period:
        return project.costs_by_period.get(limit.period, Interval.point(0))
    return project.cost


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} more"
