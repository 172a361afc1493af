"""What each amount of budget buys: the highest value against the budget."""

from dataclasses import dataclass

from headwater.vocabulary.decision import Decision
from headwater.web.portfolio.charts.axes import Tick, even

WIDTH, HEIGHT = 460.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 28.0, 12.0, 44.0


@dataclass(frozen=True, slots=True)
class Point:
    """One budget, the value it buys, and where it stands."""

    x: float
    y: float
    title: str


@dataclass(frozen=True, slots=True)
class Line:
    """The drawing, in units of a box of `width` by `height`; `here` is the budget that was set."""

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
    """Lay out the frontier; None where there are too few points for a line."""
    found = sorted(decision.frontier, key=lambda each: each.budget)
    if len(found) < 3:
        return None
    across = even(0.0, max(each.budget for each in found), LEFT, WIDTH - RIGHT)
    values = [each.value for each in found]
    up = even(min([0.0, *values]), max(values), HEIGHT - BOTTOM, TOP)
    show = decision.money.show
    points = tuple(
        Point(
            across.at(each.budget),
            up.at(each.value),
            f"{show(each.budget)} buys a value of {each.value:.4g}",
        )
        for each in found
    )
    return Line(
        points=points,
        path="M" + " L".join(f"{point.x},{point.y}" for point in points),
        across=across.ticks(),
        up=up.ticks(),
        here=None if decision.budget is None else across.at(decision.budget),
    )
