"""The main job as one straight function: from tables to a decision with reasons and doubts."""

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Literal

from headwater import appraisal, judgement, portfolio, strategy
from headwater.errors import InputError
from headwater.manifest import manifest
from headwater.portfolio.framing import TOTAL, ValueModel, frame, value_model
from headwater.portfolio.override.evidence import lacking, rests
from headwater.vocabulary.decision import Call, Decision, LimitUse, Verdict
from headwater.vocabulary.judgement import GroupPriorities
from headwater.vocabulary.portfolio import (
    Ask,
    AskingLine,
    Candidate,
    FrontierPoint,
    Optimum,
    Problem,
    RobustSet,
)
from headwater.vocabulary.progress import Progress, Watcher, ignore
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement, Project, Workbook

MOST_PORTFOLIOS = 200_000
DRAWS = 1_000


def rationalize(
    workbook: Workbook,
    *,
    budget: float | None = None,
    seed: int = 1,
    title: str = "",
    time_limit: float = 20.0,
    watch: Watcher = ignore,
) -> Decision:
    """Say what to start, contest and stop, from whatever the workbook states.

    Parameters
    ----------
    workbook
        At least projects with names and costs.
    budget
        Limit of the total cost, in the workbook's money unit; None when the budgets table
        limits the periods.
    seed
        Of the random draws, where the portfolios have to be sampled.
    time_limit
        Seconds after which the best portfolio found so far is given with its gap.
    watch
        Told of progress; may raise CancelledError.

    Raises
    ------
    InputError
        If the workbook has no projects, or its tables do not fit each other.
    InfeasibleError
        If no portfolio satisfies every limit and rule; names a smallest conflicting set.
    """
    if not workbook.projects:
        raise InputError("there are no projects yet; add at least one with a name and a cost")
    model, group, flow_doubts = worth(workbook)
    problem, limit_doubts = frame(workbook, model, weights=group.weights, budget=budget)
    projects = rests(problem, workbook.projects)
    watch(Progress("Finding the best portfolio"))
    optimum = portfolio.optimum(problem, watch=watch, time_limit=time_limit)
    watch(Progress("Comparing all portfolios that could be best"))
    robust = portfolio.robust(
        problem,
        seed=seed,
        watch=watch,
        most_portfolios=MOST_PORTFOLIOS,
        draws=DRAWS,
        optimum=optimum,
    )
    coverage = strategy.cover(
        workbook.objectives,
        workbook.links,
        projects={each.id: each.cost.middle if each.cost else 0.0 for each in projects},
        chosen=optimum.chosen,
    )
    calls = _calls(projects, problem, optimum, robust)
    asks, line = _questions(workbook, problem, optimum, watch)
    return Decision(
        title=title,
        money=workbook.money,
        budget=_total(problem),
        spent=fsum(call.cost.high for call in calls if call.chosen and call.cost),
        value=optimum.value,
        bound=optimum.bound,
        gap=optimum.gap,
        status=optimum.status,
        value_unit=model.unit,
        value_meaning=model.meaning,
        projects=calls,
        ties=optimum.ties or (),
        portfolios=robust.count,
        exact=robust.exact,
        limits=_limit_uses(problem, optimum),
        coverage=coverage,
        weights=judgement.weight_ranges(group) if model.stated else (),
        frontier=_frontier(problem, optimum, watch),
        questions=asks,
        line=line,
        findings=(*strategy.findings(coverage), *judgement.disagreements(group)),
        assumptions=_assumptions(workbook, model),
        doubts=_doubts(
            workbook, model, group, (*flow_doubts, *limit_doubts), optimum=optimum, robust=robust
        ),
        ignored=workbook.ignored,
        manifest=manifest(
            workbook=workbook,
            parameters=_parameters(budget, seed, title, time_limit)
            | {"sized_by": workbook.sized_by},
            optimum=optimum,
            robust=robust,
        ),
    )


def _parameters(
    budget: float | None, seed: int, title: str, time_limit: float
) -> dict[str, float | str | None]:
    return {
        "budget": budget,
        "seed": seed,
        "title": title,
        "time_limit": time_limit,
        "most_portfolios": MOST_PORTFOLIOS,
        "draws": DRAWS,
    }


def worth(workbook: Workbook) -> tuple[ValueModel, GroupPriorities, tuple[str, ...]]:
    """Say what projects are worth, and how the leaders weigh it; with doubts about cash flows."""
    ids = [project.id for project in workbook.projects]
    contributions: Mapping[str, Mapping[str, Interval]] = {}
    if workbook.links:
        contributions = strategy.contributions(workbook.objectives, workbook.links, ids)
    flows = appraisal.appraise(workbook.cash_flows) if workbook.cash_flows else {}
    model = value_model(workbook, contributions, {key: each.npv for key, each in flows.items()})
    stated = {
        objective.name: objective.weight
        for objective in workbook.objectives
        if objective.parent is None and objective.name in model.criteria
    }
    answers, doubts = _still_meant(workbook.judgements, model)
    group = judgement.weigh(
        model.criteria,
        answers,
        stated if any(weight is not None for weight in stated.values()) else None,
    )
    return model, group, (*doubts, *(doubt for each in flows.values() for doubt in each.doubts))


def _still_meant(
    judgements: Sequence[Judgement], model: ValueModel
) -> tuple[tuple[Judgement, ...], tuple[str, ...]]:
    """Leave out answers about what nothing is scored on or linked to, and say so."""
    known = {each.strip().casefold() for each in model.criteria}
    said = [(each, [name for name in (each.left, each.right) if name]) for each in judgements]
    gone = {name for _, names in said for name in names if name.strip().casefold() not in known}
    kept = tuple(each for each, names in said if not gone.intersection(names))
    if not gone or not model.stated:
        return kept, ()
    return kept, (
        f"The leaders' answers on {_names(sorted(gone))} were left out: no project has a score "
        f"or a link there.",
    )


def _calls(
    projects: Sequence[Project],
    problem: Problem,
    optimum: Optimum,
    robust: RobustSet,
) -> tuple[Call, ...]:
    reasons = portfolio.reasons(problem, optimum, robust)
    candidates = {each.id: each for each in problem.candidates}
    return tuple(
        _call(project, candidates[project.id], problem, optimum, robust, reasons[project.id])
        for project in sorted(projects, key=lambda each: each.id)
    )


def _call(
    project: Project,
    candidate: Candidate,
    problem: Problem,
    optimum: Optimum,
    robust: RobustSet,
    reason: str,
) -> Call:
    index = robust.core_index[project.id]
    verdict: Verdict = "start" if index == 1 else "stop" if index == 0 else "contested"
    return Call(
        id=project.id,
        name=project.name,
        cost=project.cost,
        call=verdict,
        core_index=index,
        chosen=project.id in optimum.chosen,
        reason=reason,
        value=_value(candidate, problem),
        unit=project.unit,
        stage=project.stage,
        description=project.description,
        mandatory=project.mandatory,
        mandatory_basis=project.mandatory_basis,
    )


def _value(candidate: Candidate, problem: Problem) -> Interval:
    pairs = [
        (weight, candidate.values[criterion])
        for criterion, weight in zip(problem.weights.criteria, problem.weights.centre, strict=True)
    ]
    low = sum(weight * each.low for weight, each in pairs)
    return Interval(low, max(low, sum(weight * each.high for weight, each in pairs)))


def _total(problem: Problem) -> float | None:
    return next((limit.amount for limit in problem.limits if limit.name == TOTAL), None)


def _limit_uses(problem: Problem, optimum: Optimum) -> tuple[LimitUse, ...]:
    def taken(name: str, ids: set[str]) -> float:
        uses = (each.uses.get(name) for each in problem.candidates if each.id in ids)
        return fsum(use.high for use in uses if use is not None)

    everything = {each.id for each in problem.candidates}
    return tuple(
        LimitUse(
            name=limit.name,
            kind=limit.kind,
            amount=limit.amount,
            used=taken(limit.name, set(optimum.chosen)),
            asked=taken(limit.name, everything),
            period=limit.period,
            role=limit.role,
        )
        for limit in problem.limits
    )


def _frontier(problem: Problem, optimum: Optimum, watch: Watcher) -> tuple[FrontierPoint, ...]:
    if _total(problem) is None:
        return ()
    watch(Progress("Drawing value against budget"))
    return portfolio.frontier(problem, limit=TOTAL, watch=watch, optimum=optimum)


def what_to_ask(
    workbook: Workbook,
    *,
    budget: float | None = None,
    time_limit: float = 20.0,
    watch: Watcher = ignore,
) -> tuple[tuple[Ask, ...], AskingLine]:
    """Say what to ask next and when to stop, without the rest of a decision; see `rationalize`.

    Raises
    ------
    InputError
        If the workbook has no projects, or its tables do not fit each other.
    InfeasibleError
        If no portfolio satisfies every limit and rule.
    """
    if not workbook.projects:
        raise InputError("there are no projects yet; add at least one with a name and a cost")
    model, group, _ = worth(workbook)
    problem, _ = frame(workbook, model, weights=group.weights, budget=budget)
    watch(Progress("Finding the best portfolio"))
    optimum = portfolio.optimum(problem, watch=watch, time_limit=time_limit)
    return _questions(workbook, problem, optimum, watch)


def _questions(
    workbook: Workbook, problem: Problem, optimum: Optimum, watch: Watcher
) -> tuple[tuple[Ask, ...], AskingLine]:
    """Ask for what is not known; a weight takes a minute of each leader, all else one person's."""
    watch(Progress("Finding out what to ask next"))
    leaders = {each.leader for each in workbook.judgements}
    minutes = {"score": 1.0, "cost": 1.0, "weight": float(max(1, len(leaders)))}
    return portfolio.questions(problem, optimum, minutes=minutes, watch=watch)


def _assumptions(workbook: Workbook, model: ValueModel) -> tuple[str, ...]:
    return (
        model.meaning,
        "What is already spent does not count; what a project still costs does.",
        *workbook.notes,
    )


def _doubts(
    workbook: Workbook,
    model: ValueModel,
    group: GroupPriorities,
    others: tuple[str, ...],
    *,
    optimum: Optimum,
    robust: RobustSet,
) -> tuple[str, ...]:
    found = [
        *(_illustrative(table) for table in workbook.illustrative),
        *model.doubts,
        *_cost_doubts(workbook),
        *lacking(workbook.projects),
        *others,
        *(group.doubts if model.stated else ()),
        *optimum.doubts,
        *robust.doubts,
    ]
    return tuple(dict.fromkeys(found))  # the same doubt once, in order


def _illustrative(table: str) -> str:
    return f"The {table} are illustrative: they were made up to show the method, nobody gave them."


def _cost_doubts(workbook: Workbook) -> list[str]:
    blank = [each.name for each in workbook.projects if each.cost is None]
    free = [each.name for each in workbook.projects if each.cost == Interval.point(0)]
    found = []
    if blank:
        found.append(f"The cost of {_names(blank)} is not known; ask, because it is not zero.")
    if free:
        found.append(f"{_names(free)} {_has(free)} a cost of zero; check that this is meant.")
    return found


def _names(names: list[str]) -> str:
    shown = ", ".join(sorted(names)[:4])
    return shown if len(names) <= 4 else f"{shown} and {len(names) - 4} more"


def _has(names: list[str]) -> Literal["has", "have"]:
    return "has" if len(names) == 1 else "have"
