"""What leaders should talk about: their judgements held against the choice, solved again."""

from collections.abc import Mapping
from dataclasses import replace
from math import sqrt

from headwater import journey, judgement, portfolio
from headwater.errors import InputError, NotAllowedError
from headwater.judgement.matters import Choose, Weights
from headwater.judgement.publication import FLOOR, release_weights
from headwater.portfolio.framing import frame
from headwater.vocabulary.judgement import GroupPriorities, WeightSet
from headwater.vocabulary.matters import Agenda
from headwater.vocabulary.publication import Mode, Release
from headwater.vocabulary.workbook import Workbook

MOST_WEIGHT = 0.95
ALONE = "Only one person has judged, so nobody can differ; ask the others first."


def disagreement(
    workbook: Workbook,
    *,
    budget: float | None = None,
    minutes: int = 45,
    time_limit: float = 20.0,
) -> Agenda:
    """Say on which criteria the leaders' differences change the choice, and for how long to talk.

    Parameters
    ----------
    workbook
        With projects, limits and judgements of two or more leaders.
    budget
        Limit of the total cost, in the workbook's money unit; None when the budgets table
        limits the periods.
    minutes
        Time to share out.
    time_limit
        Seconds for each portfolio.

    Raises
    ------
    InputError
        If fewer than two leaders judged, or the tables do not fit each other.
    """
    _, group, _ = journey.worth(workbook)
    if len(group.by_leader) < 2:
        raise InputError(ALONE)
    views = _views(group)
    choose = chooser(workbook, budget=budget, time_limit=time_limit)
    return judgement.agenda(views, choose, minutes=minutes)


def hidden_disagreement(
    workbook: Workbook,
    *,
    mode: Mode,
    budget: float | None = None,
    minutes: int = 45,
    time_limit: float = 20.0,
) -> tuple[tuple[Release, ...], Agenda]:
    """Do the same for a confidential or anonymous round, from what is published of it only.

    Returns
    -------
    tuple
        What is published of each criterion's weight, and the agenda worked out from that.

    Raises
    ------
    NotAllowedError
        If fewer than five leaders judged.
    InputError
        If the tables do not fit each other.
    """
    _, group, _ = journey.worth(workbook)
    views = _views(group)
    if len(views) < FLOOR:
        raise NotAllowedError(
            f"fewer than {FLOOR} answered, so which disagreements matter is not shown"
        )
    releases = release_weights(views, mode=mode, closed=True)
    spans = {
        each.item: (each.centre.low, min(each.centre.high, MOST_WEIGHT))
        for each in releases
        if each.centre
    }
    middles = {name: sqrt(low * high) for name, (low, high) in spans.items()}
    base = {name: middle / sum(middles.values()) for name, middle in middles.items()}
    choose = chooser(workbook, budget=budget, time_limit=time_limit)
    return releases, judgement.hidden_agenda(
        spans, base, choose, answered=len(views), minutes=minutes
    )


def chooser(workbook: Workbook, *, budget: float | None = None, time_limit: float = 20.0) -> Choose:
    """Return a function that chooses the best portfolio for given weights, by project name.

    It frames the problem once, as a run does, and solves it anew for each weighting; of equal
    portfolios always the same one.

    Raises
    ------
    InputError
        If the tables do not fit each other, or nothing limits the choice.
    """
    model, group, _ = journey.worth(workbook)
    problem, _ = frame(workbook, model, weights=group.weights, budget=budget)
    names = _names(workbook)

    def choose(weights: Weights) -> frozenset[str]:
        point = tuple(weights[name] for name in problem.weights.criteria)
        weighed = replace(problem, weights=WeightSet(problem.weights.criteria, (point,), point))
        found = portfolio.optimum(weighed, time_limit=time_limit, ties=False)
        return frozenset(names[each] for each in found.chosen)

    return choose


def _views(group: GroupPriorities) -> dict[str, dict[str, float]]:
    return {
        leader: dict(zip(each.weights.criteria, each.weights.centre, strict=True))
        for leader, each in group.by_leader.items()
    }


def _names(workbook: Workbook) -> Mapping[str, str]:
    """Name of each project; with its id where two bear the same."""
    count: dict[str, int] = {}
    for project in workbook.projects:
        count[project.name] = count.get(project.name, 0) + 1
    return {
        project.id: project.name if count[project.name] == 1 else f"{project.name} ({project.id})"
        for project in workbook.projects
    }
