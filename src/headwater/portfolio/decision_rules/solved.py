"""The portfolio that a rule recommends, by mixed-integer programs and without listing any set."""

from dataclasses import dataclass

import numpy as np

from headwater.numeric.mixed import Line, MixedProgram
from headwater.portfolio.decision_rules.measures import Yardstick
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.ladder import Aim, Ladder, choices_of, settle, unit_of
from headwater.portfolio.model import Model
from headwater.vocabulary.progress import Watcher

REGRET_NAME = "Seeking the least regret"
WORST_NAME = "Seeking the best worst case"
CENTRE_NAME = "Taking the one worth most at the centre"


@dataclass(frozen=True, slots=True)
class Found:
    """The portfolio; whether the rule's measure is proved, its gap, and whether ties are settled.

    `gap` is in the unit of value; None where no bound is known.
    """

    x: Integers
    proved: bool
    gap: float | None
    settled: bool


def maximin(yardstick: Yardstick, first: Integers, *, time_limit: float, watch: Watcher) -> Found:
    """Maximize the least value over all vertices, every value at its low end.

    One program: maximize t with t <= low values @ x + synergies at each vertex. `first` is an
    allowed portfolio, given back where time runs out before there is a better one.
    """
    model, unit, width = _sizes(yardstick)
    lines = [_at_least(model, low, unit, width) for low in yardstick.lows]
    ladder = Ladder(_program(model, lines), time_limit=time_limit, watch=watch)
    aim = Aim(WORST_NAME, _last(width), lambda x: yardstick.worst(x) / unit)
    return _climbed(ladder, yardstick, aim, first, unit)


def minimax_regret(
    yardstick: Yardstick, first: Integers, *, time_limit: float, watch: Watcher
) -> Found:
    """Minimize the largest regret, adding the rivals that matter one after another.

    For a rival q at a vertex the regret is linear in x: it is at least high @ q less the sum
    over x of low + q (high - low). The program holds the rivals met so far, so its best is a
    lower bound; the true regret of its answer is an upper bound, and its rivals are added
    until the two meet [aissi2009]_. With known values the first rivals are all there are.
    """
    model, unit, width = _sizes(yardstick)

    def refine(x: Integers) -> list[Line]:
        return [
            _no_better(yardstick, vertex, rival.x, unit, width)
            for vertex, rival in enumerate(yardstick.rivals(x))
        ]

    ladder = Ladder(
        _program(model, refine(first)), refine=refine, time_limit=time_limit, watch=watch
    )
    aim = Aim(REGRET_NAME, _last(width), lambda x: -yardstick.most_regret(x) / unit)
    return _climbed(ladder, yardstick, aim, first, unit)


def _climbed(ladder: Ladder, yardstick: Yardstick, aim: Aim, first: Integers, unit: float) -> Found:
    model, width = yardstick.model, aim.cost.size
    rung = ladder.climb(aim)
    if rung is None:
        return Found(first, False, ladder.gap(aim, first, unit), False)
    x = model.with_synergies(rung.x)
    gap = 0.0 if rung.proved else ladder.gap(aim, x, unit)
    if not rung.proved:
        return Found(x, False, gap, False)
    centre = np.zeros(width)
    centre[: model.size] = model.middle_values / unit
    centre[model.size : width - 1] = model.gains / unit
    second = ladder.climb(Aim(CENTRE_NAME, centre, lambda each: yardstick.centre(each) / unit))
    if second is None or not second.proved:
        return Found(x, True, gap, False)
    x = settle(ladder, model, second.x, width)
    return Found(model.with_synergies(x), True, gap, ladder.complete)


def _sizes(yardstick: Yardstick) -> tuple[Model, float, int]:
    model = yardstick.model
    unit = unit_of([np.maximum(np.abs(yardstick.lows), np.abs(yardstick.highs)).sum(axis=0)])
    unit = max(unit, unit_of([model.gains]))
    return model, unit, model.size + len(model.synergies) + 1


def _program(model: Model, lines: list[Line]) -> MixedProgram:
    choices = choices_of(model)
    cost = np.zeros(choices.cost.size + 1)
    free = np.array([np.inf])
    return MixedProgram(choices, cost, tuple(lines), -free, free, np.zeros(1, bool))


def _last(width: int) -> Floats:
    cost = np.zeros(width)
    cost[-1] = 1.0
    return cost


def _at_least(model: Model, low: Floats, unit: float, width: int) -> Line:
    """Return t - low @ x - gains @ y <= 0."""
    full = np.concatenate([-low / unit, -model.gains / unit, [1.0]])
    return Line(np.arange(width, dtype=np.int64), full, 0.0)


def _no_better(yardstick: Yardstick, vertex: int, rival: Integers, unit: float, width: int) -> Line:
    """Return t + rival's reach <= value of x against it: minus t is at least the regret."""
    model = yardstick.model
    low, high = yardstick.lows[vertex], yardstick.highs[vertex]
    inside = rival[: model.size]
    own = np.where(inside == 1, high, low) / unit
    reach = model.value_of(rival, high) / unit
    full = np.concatenate([-own, -model.gains / unit, [1.0]])
    return Line(np.arange(width, dtype=np.int64), full, -reach)
