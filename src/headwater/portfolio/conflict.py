"""Why nothing is allowed: a smallest set of rules that contradict each other, in plain words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from headwater.errors import InfeasibleError
from headwater.numeric.milp import maximize
from headwater.portfolio import wording
from headwater.portfolio.grids import Integers
from headwater.portfolio.model import Model, stacked
from headwater.portfolio.rows import Row


@dataclass(frozen=True)
class Demand:
    """One thing that people ask for: some rows, or a project that must or cannot be chosen."""

    words: str
    rows: tuple[Row, ...] = ()
    forces: int = -1
    bars: int = -1


def explain(model: Model) -> InfeasibleError:
    """Return the error that names a smallest conflicting set of limits, rules and orders.

    The set is irreducible: without any one of its members some portfolio is allowed.
    """
    demands = _demands(model)
    found = _smallest(demands, lambda some: not _allowed(model, some))
    words = tuple(sorted(each.words for each in found))
    if len(words) == 1:
        return InfeasibleError(f"No portfolio is allowed: nothing satisfies {words[0]}.", words)
    return InfeasibleError(
        f"No portfolio is allowed: these cannot all hold together: {'; '.join(words)}. "
        f"Change at least one of them.",
        words,
    )


def _demands(model: Model) -> list[Demand]:
    """Return all demands, those that speak of most things first."""
    found = [Demand(row.words, (row,)) for row in model.limit_rows]
    by_words: dict[str, list[Row]] = {}
    for row in model.rule_rows:
        by_words.setdefault(row.words, []).append(row)
    found += [Demand(words, tuple(rows)) for words, rows in sorted(by_words.items())]
    heavy = np.zeros(model.size)
    for row in model.limit_rows:
        heavy[row.columns] += row.coefficients / max(abs(row.limit), 1)
    for at in sorted(model.forced, key=lambda each: (-heavy[each], each)):
        found.append(Demand(wording.of_mandatory(model.candidates[at], model.names), forces=at))
    for at in sorted(model.barred):
        words = wording.of_unknown(model.candidates[at], model.unknown[at], model.names)
        found.append(Demand(words, bars=at))
    return found


def _allowed(model: Model, demands: Sequence[Demand]) -> bool:
    lower, upper = np.zeros(model.size, np.int64), np.ones(model.size, np.int64)
    for demand in demands:
        if demand.forces >= 0:
            lower[demand.forces] = 1
        if demand.bars >= 0:
            upper[demand.bars] = 0
    if (lower > upper).any():
        return False
    lines = [row for demand in demands for row in demand.rows]
    none: Integers = np.zeros(model.size, np.int64)
    return maximize(stacked(lines, none, lower, upper)).x is not None


def _smallest(demands: list[Demand], conflict: Callable[[Sequence[Demand]], bool]) -> list[Demand]:
    """Return an irreducible conflict: the smallest that a few orders of leaving out find."""
    found = _halving([], demands, conflict, told=False)
    for order in (list(reversed(demands)), sorted(demands, key=lambda each: each.words)):
        if len(found) <= 2:
            break
        again = _halving([], order, conflict, told=False)
        if len(again) < len(found):
            found = again
    return found


def _halving(
    base: list[Demand],
    rest: list[Demand],
    conflict: Callable[[Sequence[Demand]], bool],
    *,
    told: bool,
) -> list[Demand]:
    """Find what of `rest` is needed beside `base` for a conflict, by halves ([junker2004]_)."""
    if told and conflict(base):
        return []
    if len(rest) == 1:
        return rest
    first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
    late = _halving([*base, *first], second, conflict, told=bool(first))
    early = _halving([*base, *late], first, conflict, told=bool(late))
    return [*early, *late]
