"""Scores that count by the size of a project: an explicit choice, with its meaning in words."""

from collections.abc import Mapping

from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Workbook

MEANING = (
    "Scores count in proportion to the cost of a project: the dearest counts in full, so of two "
    "projects with the same scores the one that costs twice as much is worth twice as much."
)
DOUBT = (
    "Scores count by cost, which was chosen for this run: a project is worth more because it "
    "costs more, so a padded cost pays. Compare with a run in which scores do not count by size."
)
UNSIZED = (
    "Scores do not grow with the size of a project, so small projects buy more score for "
    "their money than large ones."
)
NOT_SIZED = (
    "Scores were to count by cost, but there are only amounts of money, which stay as they are."
)
UNKNOWN = Interval(0.0, 1.0)


def sizes_of(workbook: Workbook) -> Mapping[str, Interval]:
    """Return the size of each project by id, 0 to 1: cost (middle) over the highest cost.

    A project whose cost is not known may be of any size. Where nothing costs anything, or no
    size was chosen, all count in full.
    """
    costs = {each.id: each.cost for each in workbook.projects}
    most = max((cost.middle for cost in costs.values() if cost is not None), default=0.0)
    if not workbook.sized_by or most <= 0:
        return {each: Interval.point(1.0) for each in costs}
    return {
        each: UNKNOWN if cost is None else Interval.point(cost.middle / most)
        for each, cost in costs.items()
    }


def sized(value: Interval, size: Interval) -> Interval:
    """Return a value times a size."""
    ends = [
        value.low * size.low,
        value.low * size.high,
        value.high * size.low,
        value.high * size.high,
    ]
    return Interval(min(ends), max(ends))
