"""What each amount of a limit buys: the highest value against the amount."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headwater.vocabulary.decision import Decision
from headwater.vocabulary.portfolio import FrontierPoint, FrontierStep, Limit
from headwater.web.portfolio.charts.axes import Scale, Tick, even, short

WIDTH, HEIGHT = 460.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 28.0, 12.0, 44.0
LONGEST = 40
"""Characters of a line of what a point says; the table has the whole of it."""


@dataclass(frozen=True, slots=True)
class Point:
    """One amount, the value it buys, where it stands, and what it says when pointed at.

    `told` are short lines, `title` is all of it as one sentence.
    """

    x: float
    y: float
    title: str
    told: tuple[str, ...] = ()
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The drawing, in units of a box of `width` by `height`; `here` is today's amount."""

    points: tuple[Point, ...]
    path: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    here: float | None
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM


def frontier(decision: Decision) -> Line | None:
    """Lay out the frontier of a decision; None where there are too few points for a line."""
    found = sorted(decision.frontier, key=lambda each: each.budget)
    if len(found) < 3:
        return None
    show = decision.money.show
    across, up = _scales(found)
    points = [
        Point(
            across.at(each.budget),
            up.at(each.value),
            f"{show(each.budget)} buys a value of {each.value:.4g}",
        )
        for each in found
    ]
    here = None if decision.budget is None else across.at(decision.budget)
    return _line(points, across, up, here)


def steps_chart(
    steps: Sequence[FrontierStep], limit: Limit, decision: Decision, names: Mapping[str, str]
) -> Line | None:
    """Lay out value against a limit, each point saying who enters and leaves there."""
    if len(steps) < 3:
        return None
    across, up = _scales([each.point for each in steps])
    points = []
    for number, step in enumerate(steps):
        x, y = across.at(step.point.budget), up.at(step.point.value)
        is_today = step.point.budget == limit.amount
        told = _told(step, limit, decision, names, first=number == 0)
        points.append(Point(x, y, "; ".join(told), tuple(map(_cut, told)), is_today))
    return _line(points, across, up, across.at(limit.amount))


def _told(
    step: FrontierStep, limit: Limit, decision: Decision, names: Mapping[str, str], *, first: bool
) -> list[str]:
    amount = short(step.point.budget)
    if limit.kind == "budget":
        amount = decision.money.show(step.point.budget)
    told = [f"{amount} buys {step.point.value:.4g}"]
    if first:
        return [*told, f"{len(step.enters)} projects"]
    for ids, word in ((step.enters, "in"), (step.leaves, "out")):
        if ids:
            more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
            told.append(f"{word}: {_cut(names.get(ids[0], ids[0]), LONGEST - 17)}{more}")
    return told if len(told) > 1 else [*told, "nobody moves"]


def _cut(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _scales(points: Sequence[FrontierPoint]) -> tuple[Scale, Scale]:
    across = even(0.0, max(each.budget for each in points), LEFT, WIDTH - RIGHT)
    values = [each.value for each in points]
    return across, even(min([0.0, *values]), max(values), HEIGHT - BOTTOM, TOP)


def _line(points: Sequence[Point], across: Scale, up: Scale, here: float | None) -> Line:
    return Line(
        points=tuple(points),
        path="M" + " L".join(f"{point.x},{point.y}" for point in points),
        across=across.ticks(),
        up=up.ticks(),
        here=here,
    )
