"""In which order the lines of a case can be worked out; circles are refused and named."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

import numpy as np

from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import CashLine
from headwater.vocabulary.appraisal_figures import Assumption
from headwater.vocabulary.appraisal_formula import Node, names

Cells = Mapping[int, Node | None]


def in_order(
    quantities: Mapping[str, Assumption],
    lines: Mapping[str, CashLine],
    values: Mapping[str, Node | None],
    cells: Mapping[str, Cells],
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the order of the assumptions, and that of the lines in groups.

    Raises
    ------
    InputError
        If a name is not there, an assumption uses a line, or names run in a circle.
    """
    of_values = {
        name: {other for other, _ in names(node)} if node else set()
        for name, node in values.items()
    }
    for name, others in of_values.items():
        for other in sorted(others - set(quantities)):
            raise InputError(
                f"assumption {quantities[name].name!r} uses {other!r}, which is no assumption"
                + ("; only lines can use lines" if other in lines else mend(other, quantities))
            )
    shown = {name: each.name for name, each in quantities.items()}
    first = _sorted(of_values, shown, "assumptions")
    uses = _uses(quantities, lines, cells)
    same = {name: {o for o, how in each if how != "previous"} for name, each in uses.items()}
    whole = {name: {o for o, how in each if how == "total"} for name, each in uses.items()}
    every = {name: {o for o, _ in each} for name, each in uses.items()}
    titles = {name: each.title for name, each in lines.items()}
    place = {name: at for at, name in enumerate(_sorted(same, titles, "lines"))}
    groups = _groups(every)
    _refuse_totals_within(groups, whole, titles)
    return first, tuple(tuple(sorted(group, key=place.__getitem__)) for group in groups)


def _uses(
    quantities: Mapping[str, Assumption],
    lines: Mapping[str, CashLine],
    cells: Mapping[str, Cells],
) -> dict[str, set[tuple[str, str]]]:
    """Return, for each line, the lines that it uses and how; refuse names that are not there."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name, row in cells.items():
        found[name] = set()
        seen: set[int] = set()
        for year, node in row.items():
            if node is None or id(node) in seen:
                continue
            seen.add(id(node))
            for other, how in names(node):
                if other in lines:
                    found[name].add((other, how))
                elif other not in quantities:
                    raise InputError(
                        f"line {lines[name].title!r} in {year} uses {other!r}, which is neither an "
                        f"assumption nor a line{mend(other, {**quantities, **lines})}"
                    )
    return found


def mend(name: str, known: Mapping[str, object]) -> str:
    """Return how to mend a name that is not there: the nearest one, or what to do."""
    from difflib import get_close_matches

    near = get_close_matches(name, sorted(known)[:5_000], n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else "; add it to the assumptions, or mend it"


def _sorted(uses: Mapping[str, set[str]], shown: Mapping[str, str], what: str) -> tuple[str, ...]:
    graph = {name: sorted(uses[name]) for name in sorted(uses)}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        circle = " -> ".join(shown[name] for name in reversed(error.args[1]))
        raise InputError(
            f"these {what} run in a circle: {circle}; use previous(...) for last year's amount, or "
            "mend one of them"
        ) from None


def _groups(uses: Mapping[str, set[str]]) -> list[set[str]]:
    """Part the lines into groups that lean on each other (also on earlier years), in order."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    order = sorted(uses)
    if not order:
        return []
    place = {name: at for at, name in enumerate(order)}
    pairs = [(place[name], place[other]) for name in order for other in sorted(uses[name])]
    rows, columns = ([pair[side] for pair in pairs] for side in (0, 1))
    graph = coo_array((np.ones(len(pairs)), (rows, columns)), shape=(len(order), len(order)))
    _, labels = connected_components(graph, directed=True, connection="strong")
    of = {name: int(label) for name, label in zip(order, labels, strict=True)}
    between: dict[int, set[int]] = {label: set() for label in of.values()}
    for name in order:
        between[of[name]] |= {of[other] for other in uses[name]} - {of[name]}
    members: dict[int, set[str]] = {}
    for name, label in of.items():
        members.setdefault(label, set()).add(name)
    return [members[label] for label in TopologicalSorter(between).static_order()]


def _refuse_totals_within(
    groups: list[set[str]], whole: Mapping[str, set[str]], shown: Mapping[str, str]
) -> None:
    for group in groups:
        for name in sorted(group):
            if inside := sorted(whole[name] & group):
                raise InputError(
                    f"line {shown[name]!r} uses the total of {shown[inside[0]]!r}, which itself "
                    "leans on it; mend one of them"
                )
