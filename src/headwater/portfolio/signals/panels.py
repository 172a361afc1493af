"""Scores as tables: one scale for all criteria, and who scored what beside whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import fsum

from headwater.errors import InputError
from headwater.vocabulary.signals import Score

Cell = tuple[str, str, str]
"""Project, criterion, scorer."""


def cells_of(scores: Sequence[Score], cycle: str) -> dict[Cell, Score]:
    """Return the scores of one cycle by cell; of several in one cell the latest counts.

    Raises
    ------
    InputError
        If two scores of a cell bear the same time, so that none is the latest, and differ.
    """
    found: dict[Cell, Score] = {}
    ordered = sorted(
        (each for each in scores if each.cycle == cycle), key=lambda each: (each.at, each.value)
    )
    for each in ordered:
        cell = (each.project, each.criterion, each.scorer)
        known = found.get(cell)
        if (
            known
            and known.at == each.at
            and (known.value != each.value or known.is_sponsor != each.is_sponsor)
        ):
            raise InputError(
                f"{each.scorer!r} scored {each.project!r} on {each.criterion!r} twice"
                f"{f' in cycle {cycle}' if cycle else ''}, and no time says which score holds"
            )
        found[cell] = each
    return found


def spans_of(scores: Sequence[Score], stated: Mapping[str, float] | None) -> dict[str, float]:
    """Return how long each criterion's scale is, as stated or else as used by all the scores.

    Raises
    ------
    InputError
        If a stated length is not above 0.
    """
    spans = {}
    for criterion in sorted({each.criterion for each in scores}):
        used = [each.value for each in scores if each.criterion == criterion]
        length = (stated or {}).get(criterion)
        if length is not None and not length > 0:
            raise InputError(f"the scale of {criterion!r} is {length} long; give more than 0")
        spans[criterion] = length or (max(used) - min(used))
    return spans


def above_others(
    cells: Mapping[Cell, Score], spans: Mapping[str, float]
) -> dict[tuple[str, str], tuple[float, bool]]:
    """Return how far a scorer is above the panel on each project, by (scorer, project).

    The panel of a project on a criterion are all other scorers who do not sponsor it. In parts
    of the scale, averaged over criteria; beside it whether the scorer sponsors the project.
    """
    panels: dict[tuple[str, str], list[tuple[str, float]]] = defaultdict(list)
    sponsored = {(s, p) for (p, _, s), each in cells.items() if each.is_sponsor}
    for (project, criterion, scorer), each in sorted(cells.items()):
        if (scorer, project) not in sponsored:
            panels[project, criterion].append((scorer, each.value))
    gaps: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (project, criterion, scorer), each in sorted(cells.items()):
        others = [value for who, value in panels[project, criterion] if who != scorer]
        if others and spans[criterion] > 0:
            gap = each.value - fsum(others) / len(others)
            gaps[scorer, project].append(gap / spans[criterion])
    return {
        key: (fsum(found) / len(found), key in sponsored) for key, found in sorted(gaps.items())
    }


def mean(values: Sequence[float]) -> float:
    """Return the mean, the same in any order."""
    return fsum(values) / len(values)
