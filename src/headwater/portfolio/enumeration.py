"""The choice prepared for listing all non-dominated portfolios: what is still open, in order."""

from dataclasses import dataclass

import numpy as np

from headwater.numeric.programs import BinaryProgram
from headwater.portfolio.grids import Floats, Integers, on_grid
from headwater.portfolio.model import Model, weighted
from headwater.portfolio.solver import Solver

EQUAL = 10_000
"""Values of portfolios on their 14-digit grid that differ by at most this count as equal: a
billionth of the sum of all values, and far more than rounding can move them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Open candidates in the order of decision: clear-cut ones first, contested ones last.

    Attributes
    ----------
    positions
        Shape (n,): position in the model of each open candidate.
    lows, highs
        Shape (vertices, n): value at each vertex of the weights, on a grid of its own.
    rows, limits
        Shapes (rows, n), (rows,): limits and rules, less what settled candidates take;
        rows that can never bind are left out.
    synergies
        Places of the members, and value at each vertex (vertices,).
    prices
        Shape (vertices, rows): prices of the rows at each vertex.
    settled
        Positions of candidates in every allowed portfolio.
    """

    positions: Integers
    lows: Integers
    highs: Integers
    rows: Integers
    limits: Integers
    synergies: tuple[tuple[tuple[int, ...], Integers], ...]
    prices: Floats
    settled: tuple[int, ...]

    @property
    def size(self) -> int:
        """Number of open candidates."""
        return self.positions.size

    @property
    def ranges(self) -> bool:
        """Whether some value is a range."""
        return bool((self.lows < self.highs).any())

    @property
    def width(self) -> Integers:
        """High less low value, (vertices, n); (0, 0) where all values are known."""
        return self.highs - self.lows if self.ranges else np.zeros((0, 0), np.int64)


def values_at(model: Model, weights: Floats, which: str) -> Floats:
    """Return the candidates' values under one weight vector, at one end of their ranges."""
    return weighted(model.highs if which == "high" else model.lows, weights)


def prepare(model: Model, solver: Solver) -> Choice:
    """Settle what is settled, put the rest on grids, and order it for listing."""
    program = solver.program
    lower, upper = propagated(program, model.size)
    free = np.flatnonzero(lower < upper)
    settled = tuple(np.flatnonzero(lower[: model.size]).tolist())
    lows, highs, gains = _valued(model)
    synergies = _open_synergies(model, lower, upper, gains, lows, highs)
    dense = np.zeros((len(model.limit_rows) + len(model.rule_rows), model.size), np.int64)
    limits = program.limit[: dense.shape[0]].copy()
    for number, row in enumerate((*model.limit_rows, *model.rule_rows)):
        np.add.at(dense[number], row.columns, row.coefficients)
    limits -= dense @ lower
    open_rows = dense[:, free]
    binding = open_rows.clip(0).sum(axis=1) > limits
    rows, limits = open_rows[binding], limits[binding]
    prices, reduced = _priced(model, solver, free, binding)
    order = _order(reduced, rows, synergies, free)
    place = {int(position): number for number, position in enumerate(free[order])}
    return Choice(
        positions=free[order],
        lows=np.ascontiguousarray(lows[:, free[order]]),
        highs=np.ascontiguousarray(highs[:, free[order]]),
        rows=np.ascontiguousarray(rows[:, order]),
        limits=limits,
        synergies=tuple(
            (tuple(sorted(place[each] for each in members)), gain) for members, gain in synergies
        ),
        prices=prices,
        settled=settled,
    )


def propagated(program: BinaryProgram, size: int) -> tuple[Integers, Integers]:
    """Settle what follows from the settled choices, row by row, until nothing more does."""
    lower, upper = program.lower[:size].copy(), program.upper[:size].copy()
    spans = [slice(program.start[r], program.start[r + 1]) for r in range(program.limit.size)]
    changed = True
    while changed:
        changed = False
        for row, span in enumerate(spans):
            columns, coefficients = program.index[span], program.coefficient[span]
            if not columns.size or (columns >= size).any():
                continue
            least = np.where(coefficients > 0, lower[columns], upper[columns]) * coefficients
            room = program.limit[row] - least.sum()
            stuck = (np.abs(coefficients) > room) & (lower[columns] < upper[columns])
            if room >= 0 and stuck.any():
                grows = stuck & (coefficients > 0)
                upper[columns[grows]] = 0
                lower[columns[stuck & (coefficients < 0)]] = 1
                changed = True
    return lower, upper


def _valued(model: Model) -> tuple[Integers, Integers, Integers]:
    lows, highs, gains = [], [], []
    for vertex in model.vertices:
        low, high = values_at(model, vertex, "low"), values_at(model, vertex, "high")
        power = model.power_at(vertex)
        lows.append(on_grid(low, power))
        highs.append(on_grid(high, power))
        gains.append(on_grid(model.gains, power))
    return np.array(lows), np.array(highs), np.array(gains).reshape(len(lows), -1)


def _open_synergies(
    model: Model,
    lower: Integers,
    upper: Integers,
    gains: Integers,
    lows: Integers,
    highs: Integers,
) -> list[tuple[tuple[int, ...], Integers]]:
    """Return synergies still open; one with a single open member becomes that member's value."""
    found: list[tuple[tuple[int, ...], Integers]] = []
    for number, (members, _, _) in enumerate(model.synergies):
        if any(not upper[each] for each in members):
            continue
        left = tuple(each for each in members if not lower[each])
        if len(left) == 1:
            lows[:, left[0]] += gains[:, number]
            highs[:, left[0]] += gains[:, number]
        elif left:
            found.append((left, gains[:, number]))
    return found


def _priced(
    model: Model, solver: Solver, free: Integers, binding: Integers
) -> tuple[Floats, Floats]:
    """Return the rows' prices at each vertex (on its grid), and relative reduced values."""
    prices, reduced = [], []
    for weights in model.vertices:
        low, high = values_at(model, weights, "low"), values_at(model, weights, "high")
        values = low / 2 + high / 2
        cost, _ = model.graded(values, weights)
        at, _ = solver.price(cost)
        prices.append(at.prices[: binding.size][binding])
        reduced.append(at.reduced[free] / max(1, int(np.abs(cost).sum())))
    return np.array(prices), np.array(reduced)


def _order(
    reduced: Floats,
    rows: Integers,
    synergies: list[tuple[tuple[int, ...], Integers]],
    free: Integers,
) -> Integers:
    """Order by how clear-cut a candidate is, keeping the members of small rules together."""
    clear = np.maximum(reduced.min(axis=0), -reduced.max(axis=0))
    at = {int(position): number for number, position in enumerate(free)}
    groups = [np.flatnonzero(row) for row in rows]
    groups += [np.array([at[each] for each in members]) for members, _ in synergies]
    for group in groups:
        if 2 <= group.size <= 4:
            clear[group] = clear[group].min()
    return np.argsort(-clear, kind="stable")
