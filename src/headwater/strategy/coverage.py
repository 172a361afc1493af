"""Which objectives the projects serve: gaps, objectives nobody would fund, and crowding."""

from collections.abc import Mapping, Sequence
from math import fsum, isfinite
from typing import Literal

from headwater.errors import InputError
from headwater.strategy.tree import grow, linked
from headwater.vocabulary.decision import ObjectiveCoverage
from headwater.vocabulary.workbook import Link, Objective

CROWD = 5
"""Fewer projects than this never crowd an objective."""

TIMES = 2.0
"""An objective is crowded by more than this many times the mean of the others on its level."""

MOST_NAMED = 5

Finding = Literal["", "gap", "uncovered", "crowded"]


def cover(
    objectives: Sequence[Objective],
    links: Sequence[Link],
    projects: Mapping[str, float],
    chosen: Sequence[str],
) -> tuple[ObjectiveCoverage, ...]:
    """Say for every objective which projects serve it and what part of the spending does.

    Parameters
    ----------
    objectives, links
        The strategy and the declared links; a link of strength 0 counts as none. Nothing is
        inferred from texts.
    projects
        Cost by project id, in any one money unit; 0 where it is not known.
    chosen
        Ids of the recommended projects.

    Returns
    -------
    tuple
        One record an objective, parents before children, siblings by name. A project that
        serves an objective also serves all above it. Ids in alphabetical order. The share
        is 0 where nothing is spent.

    Raises
    ------
    InputError
        If objectives are no tree, a link or a chosen id does not fit, or a cost is negative
        or not finite.

    Notes
    -----
    "gap": no project is linked. "uncovered": projects are, and none of them is chosen.
    "crowded": at least 5 projects, and more than twice the mean of the other objectives on
    the same level of the tree.
    """
    tree = grow(objectives)
    _check(projects, chosen)
    strengths = linked(tree, links, projects)
    rolled: dict[str, set[str]] = {each: set() for each in tree.objectives}
    for project, strong in strengths.items():
        for objective, strength in strong.items():
            if strength.high > 0:
                for above in tree.upwards(objective):
                    rolled[above].add(project)
    levels = _levels(tree.walk(), rolled)
    picked = set(chosen)
    spent = fsum(projects[each] for each in sorted(picked))
    return tuple(
        ObjectiveCoverage(
            id=each,
            name=tree.objectives[each].name,
            parent=tree.objectives[each].parent,
            projects=tuple(sorted(rolled[each])),
            chosen=tuple(sorted(rolled[each] & picked)),
            share=_share(projects, rolled[each] & picked, spent),
            finding=_finding(len(rolled[each]), bool(rolled[each] & picked), levels[depth]),
        )
        for each, depth in tree.walk()
    )


def findings(coverage: Sequence[ObjectiveCoverage]) -> tuple[str, ...]:
    """Tell gaps, uncovered and crowded objectives in sentences, at most one for each kind.

    An objective is left out where the same is already said of the one above it.
    """
    said = {each.id: each.finding for each in coverage}
    sentences = {
        "gap": "No project is linked to {}.",
        "uncovered": "Projects are proposed for {}, and none of them is recommended.",
        "crowded": "Clearly more projects than elsewhere are linked to {}.",
    }
    found = []
    for finding, sentence in sentences.items():
        names = [
            f"{each.name!r}"
            for each in coverage
            if each.finding == finding and (each.parent is None or said[each.parent] != finding)
        ]
        if names:
            found.append(sentence.format(_listed(names)))
    return tuple(found)


def _check(projects: Mapping[str, float], chosen: Sequence[str]) -> None:
    for project, cost in projects.items():
        if not isfinite(cost) or cost < 0:
            raise InputError(f"project {project!r} has the cost {cost}; costs start at 0")
    if unknown := sorted(set(chosen) - set(projects)):
        raise InputError(f"chosen, but not among the projects: {', '.join(unknown)}")


def _levels(
    walk: Sequence[tuple[str, int]], rolled: Mapping[str, set[str]]
) -> dict[int, tuple[int, int]]:
    """By depth: how many objectives there are, and how many links to them in all."""
    levels: dict[int, tuple[int, int]] = {}
    for objective, depth in walk:
        count, total = levels.get(depth, (0, 0))
        levels[depth] = (count + 1, total + len(rolled[objective]))
    return levels


def _share(projects: Mapping[str, float], serving: set[str], spent: float) -> float:
    if spent <= 0:
        return 0.0
    return min(1.0, fsum(projects[each] for each in sorted(serving)) / spent)


def _finding(proposed: int, recommended: bool, level: tuple[int, int]) -> Finding:
    if proposed == 0:
        return "gap"
    if not recommended:
        return "uncovered"
    count, total = level
    if count > 1 and proposed >= CROWD and proposed > TIMES * (total - proposed) / (count - 1):
        return "crowded"
    return ""


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown.append(f"{len(names) - MOST_NAMED} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
