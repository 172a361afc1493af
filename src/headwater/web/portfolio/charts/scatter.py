"""Value against cost: one mark a project, its shape and colour saying the call."""

from dataclasses import dataclass

from headwater.vocabulary.decision import Call, Decision
from headwater.web.portfolio.charts.axes import Scale, Tick, even, fitting

WIDTH, HEIGHT = 460.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 28.0, 12.0, 44.0
SIZE = 5.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One project: where it stands, how it is drawn, and what it says when pointed at."""

    id: str
    call: str
    x: float
    y: float
    points: str
    title: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Scatter:
    """The drawing, in units of a box of `width` by `height`."""

    marks: tuple[Mark, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    is_log: bool
    left_out: int
    width: float = WIDTH
    height: float = HEIGHT
    left: float = LEFT
    right: float = WIDTH - RIGHT
    top: float = TOP
    bottom: float = HEIGHT - BOTTOM


def scatter(decision: Decision) -> Scatter:
    """Lay out every project whose cost is known; the others are counted in `left_out`."""
    shown = [each for each in decision.projects if each.cost is not None]
    across = fitting([_cost(each) for each in shown] or [1.0], LEFT, WIDTH - RIGHT)
    values = [each.value.middle for each in shown] or [1.0]
    up = even(min([0.0, *values]), max([0.0, *values]), HEIGHT - BOTTOM, TOP)
    marks = [_mark(each, decision, across, up) for each in shown]
    marks.sort(key=lambda mark: (mark.call != "contested", mark.chosen))
    return Scatter(
        marks=tuple(marks),
        across=across.ticks(),
        up=up.ticks(),
        is_log=across.is_log,
        left_out=len(decision.projects) - len(shown),
    )


def _cost(call: Call) -> float:
    return call.cost.middle if call.cost else 0.0


def _mark(call: Call, decision: Decision, across: Scale, up: Scale) -> Mark:
    x, y = across.at(_cost(call)), up.at(call.value.middle)
    said = (
        f"{call.name}: {call.call}, {decision.money.show(_cost(call))}, "
        f"value {call.value.middle:.3g}, in {call.core_index:.0%} of the good portfolios"
    )
    return Mark(call.id, call.call, x, y, _shape(call.call, x, y), said, call.chosen)


def _shape(call: str, x: float, y: float) -> str:
    """Return the corners of a triangle (contested) or a square (stop); a start is a circle."""
    size = SIZE
    if call == "contested":
        corners = [(x, y - size), (x + size, y + size * 0.8), (x - size, y + size * 0.8)]
    elif call == "stop":
        half = size * 0.8
        corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half)]
        corners.append((x - half, y + half))
    else:
        return ""
    return " ".join(f"{across:.2f},{up:.2f}" for across, up in corners)
