"""How much each project contributes to each top-level objective, from declared links alone."""

from collections.abc import Mapping, Sequence
from math import fsum

from headwater.errors import InputError
from headwater.strategy.tree import Tree, grow, linked
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Link, Objective

NOTHING = Interval(0.0, 0.0)


def contributions(
    objectives: Sequence[Objective], links: Sequence[Link], projects: Sequence[str]
) -> Mapping[str, Mapping[str, Interval]]:
    """Roll declared links up to the top-level objectives.

    Parameters
    ----------
    objectives, links
        The strategy and the declared links; strengths from 0 to 1.
    projects
        Ids of all projects.

    Returns
    -------
    Mapping
        By project id (in the given order), then by the name of each top-level objective (its
        id where two bear one name): the contribution, 0 to 1, a range where strengths are.
        Projects without links contribute 0 to everything.

    Raises
    ------
    InputError
        If objectives are no tree (a circle is named), or a link does not fit.

    Notes
    -----
    contribution(o) = max(strength of the link to o itself, sum over the children c of o of
    share(c) x contribution(c)). Children share equally, or by the middles of their stated
    weights; a child without a weight counts as the mean of its siblings that have one. So
    full links to every child, or one full link to the objective itself, make 1; stating both
    counts once, because the second says in detail what the first says as a whole.
    """
    tree = grow(objectives)
    strengths = linked(tree, links, projects)
    depths = dict(tree.walk())
    shares: dict[str, float] = {}
    for parent in tree.objectives:
        shares |= _shares(tree, parent)
    names = root_names(tree)
    found: dict[str, dict[str, Interval]] = {}
    for project in projects:
        reached = _contributions(tree, shares, depths, strengths[project])
        found[project] = {names[root]: reached.get(root, NOTHING) for root in tree.roots}
    return found


def root_names(tree: Tree) -> dict[str, str]:
    """Name each top-level objective by its name, or by its id where two bear the same name."""
    plain = [tree.objectives[root].name.casefold() for root in tree.roots]
    return {
        root: root if plain.count(name) > 1 else tree.objectives[root].name
        for root, name in zip(tree.roots, plain, strict=True)
    }


def _shares(tree: Tree, parent: str) -> dict[str, float]:
    children = tree.children.get(parent, ())
    stated = {
        child: weight.middle
        for child in children
        if (weight := tree.objectives[child].weight) is not None
    }
    if any(weight < 0 for weight in stated.values()):
        raise InputError(
            f"an objective under {tree.objectives[parent].name!r} has a negative weight; "
            f"weights start at 0"
        )
    mean = sum(stated.values()) / len(stated) if stated else 1.0
    weights = {child: stated.get(child, mean) for child in children}
    total = sum(weights.values())
    if children and total <= 0:
        raise InputError(
            f"all objectives under {tree.objectives[parent].name!r} have weight 0; "
            f"give one of them more, or leave the weights empty"
        )
    return {child: weight / total for child, weight in weights.items()}


def _contributions(
    tree: Tree, shares: Mapping[str, float], depths: Mapping[str, int], own: Mapping[str, Interval]
) -> dict[str, Interval]:
    """One project's contribution to each objective that it is linked to, or that is above one."""
    touched = {above for objective in own for above in tree.upwards(objective)}
    parts: dict[str, list[tuple[float, float]]] = {each: [] for each in touched}
    found: dict[str, Interval] = {}
    for each in sorted(touched, key=lambda one: (-depths[one], one)):
        low = fsum(part for part, _ in parts[each])
        high = fsum(part for _, part in parts[each])
        direct = own.get(each, NOTHING)
        found[each] = Interval(min(1.0, max(direct.low, low)), min(1.0, max(direct.high, high)))
        if (parent := tree.objectives[each].parent) is not None:
            parts[parent].append((shares[each] * found[each].low, shares[each] * found[each].high))
    return found
