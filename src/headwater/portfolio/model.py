"""The portfolio problem in canonical order and whole numbers: what every method here solves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from headwater.numeric.programs import BinaryProgram
from headwater.portfolio import rows, wording
from headwater.portfolio.grids import (
    Floats,
    Integers,
    off_grid,
    on_grid,
    power_of,
    total_of,
)
from headwater.portfolio.rows import Row
from headwater.vocabulary.portfolio import Candidate, Limit, Problem

Case: TypeAlias = Literal["high", "low"]
"""Which end of the ranges of use: unknown use excludes a candidate in "high", is 0 in "low"."""

TIE = 1e-9
"""Relative difference below which two portfolio values count as equal."""
LEAST_TIE = 1_000
"""The same on the 14-digit grid of values, for portfolios worth about 0: far above rounding."""


@dataclass(frozen=True)
class Model:
    """A problem with candidates, limits and rules in alphabetical order.

    Attributes
    ----------
    lows, highs
        Shape (candidates, criteria): the ends of the values; criteria in alphabetical order.
    centre, vertices
        Shapes (criteria,) and (vertices, criteria): weights.
    uses
        Shape (limits, candidates), at the end of the ranges that `case` names.
    synergies
        Members (positions) and value of each synergy.
    limit_rows, rule_rows
        Limits first, in the order of `limits`; then all other rules but synergies.
    forced, barred
        Positions that must, and that cannot, be chosen.
    unknown
        By position, the limits whose use is not known.
    """

    problem: Problem
    case: Case
    candidates: tuple[Candidate, ...]
    names: Mapping[str, str]
    limits: tuple[Limit, ...]
    lows: Floats
    highs: Floats
    centre: Floats
    vertices: Floats
    uses: Floats
    powers: tuple[int, ...]
    synergies: tuple[tuple[tuple[int, ...], float, str], ...]
    limit_rows: tuple[Row, ...]
    rule_rows: tuple[Row, ...]
    forced: frozenset[int]
    barred: frozenset[int]
    unknown: Mapping[int, tuple[str, ...]]

    @property
    def size(self) -> int:
        """Number of candidates."""
        return len(self.candidates)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of the candidates, in alphabetical order."""
        return tuple(each.id for each in self.candidates)

    @cached_property
    def gains(self) -> Floats:
        """Value of each synergy."""
        return np.array([value for _, value, _ in self.synergies], dtype=np.float64)

    @cached_property
    def middle_values(self) -> Floats:
        """Value of each candidate under the central weights, at the middle of its ranges."""
        return weighted(self.lows / 2 + self.highs / 2, self.centre)

    def value_of(self, chosen: Integers, values: Floats | None = None) -> float:
        """Return the value of a portfolio (0/1 by position), summed without regard to order."""
        from math import fsum

        each = self.middle_values if values is None else values
        parts = [float(each[at]) for at in np.flatnonzero(chosen[: self.size])]
        parts += [
            value for members, value, _ in self.synergies if all(chosen[at] for at in members)
        ]
        return fsum(parts)

    def used(self, row: int, chosen: Integers) -> float:
        """Return what a portfolio uses of a limit, in the limit's unit."""
        line = self.limit_rows[row]
        return off_grid(float(line.coefficients @ chosen[line.columns]), self.powers[row])

    def power_at(self, weights: Floats) -> int:
        """Return the power of ten of the grid for values under these weights.

        It follows the sizes of the values before they cancel each other, so that what cancels
        to nothing is 0 on the grid.
        """
        sizes = weighted(np.maximum(np.abs(self.lows), np.abs(self.highs)), weights)
        return power_of(total_of(np.concatenate([sizes, self.gains])))

    def graded(self, values: Floats, weights: Floats | None = None) -> tuple[Integers, int]:
        """Put candidates' values and the synergies on one grid; also return its power of ten.

        `weights` are those that the values were counted with; None for the central ones.
        """
        power = self.power_at(self.centre if weights is None else weights)
        return on_grid(np.concatenate([values, self.gains]), power), power

    def program(self, cost: Integers) -> BinaryProgram:
        """Return the whole problem for a cost (candidates, then synergies) on a grid."""
        lines = [*self.limit_rows, *self.rule_rows]
        for number, (members, _, words) in enumerate(self.synergies):
            at = self.size + number
            lines.extend(rows.of_synergy(members, at, int(cost[at]), words))
        lower = np.zeros(cost.size, np.int64)
        upper = np.ones(cost.size, np.int64)
        lower[sorted(self.forced)] = 1
        upper[sorted(self.barred - self.forced)] = 0
        return stacked(lines, cost, lower, upper)

    def with_synergies(self, chosen: Integers) -> Integers:
        """Append to a portfolio (0/1 by position) which synergies it completes."""
        done = [int(all(chosen[at] for at in members)) for members, _, _ in self.synergies]
        return np.concatenate([chosen[: self.size], np.array(done, np.int64)])

    def portfolio(self, chosen: Integers) -> tuple[str, ...]:
        """Return the ids of a portfolio, alphabetically."""
        return tuple(self.ids[at] for at in np.flatnonzero(chosen[: self.size]))

    def positions(self, chosen: Sequence[str]) -> Integers:
        """Return the portfolio with these ids as 0/1 by position."""
        inside = set(chosen)
        return np.array([int(each in inside) for each in self.ids], dtype=np.int64)


def weighted(values: Floats, weights: Floats) -> Floats:
    """Return values @ weights, added criterion by criterion: the same digits for any size."""
    total = np.zeros(values.shape[0])
    for column, weight in enumerate(weights):
        total += values[:, column] * weight
    return total


def tolerance(value: float) -> int:
    """Return how far apart two values on the grid may be and still count as equal."""
    return max(int(TIE * abs(value)), LEAST_TIE)


def stacked(
    lines: Sequence[Row], cost: Integers, lower: Integers, upper: Integers
) -> BinaryProgram:
    """Join rows into one program."""
    sizes = [line.columns.size for line in lines]
    empty = np.zeros(0, np.int64)
    return BinaryProgram(
        cost=cost,
        start=np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(sizes, np.int64))]),
        index=np.concatenate([empty, *(line.columns for line in lines)]),
        coefficient=np.concatenate([empty, *(line.coefficients for line in lines)]),
        limit=np.array([line.limit for line in lines], np.int64),
        lower=lower,
        upper=upper,
    )


def compile_model(problem: Problem, *, case: Case = "high") -> Model:
    """Put a problem into canonical order and whole numbers.

    Raises
    ------
    InputError
        If a rule lacks its number, or a limit's amount is not finite.
    """
    candidates = tuple(sorted(problem.candidates, key=lambda each: each.id))
    limits = tuple(sorted(problem.limits, key=lambda each: (each.kind, each.name)))
    names = wording.names_of(problem)
    at = {each.id: position for position, each in enumerate(candidates)}
    uses, unknown = _uses(candidates, limits, case)
    limit_rows, powers = rows.of_limits(limits, uses)
    synergies, rule_rows = _rules(problem, at, names)
    lows, highs, centre, vertices = _values(problem, candidates)
    forced = frozenset(at[each.id] for each in candidates if each.mandatory)
    return Model(
        problem=problem,
        case=case,
        candidates=candidates,
        names=names,
        limits=limits,
        lows=lows,
        highs=highs,
        centre=centre,
        vertices=vertices,
        uses=uses,
        powers=powers,
        synergies=synergies,
        limit_rows=limit_rows,
        rule_rows=rule_rows,
        forced=forced,
        barred=frozenset(unknown) - forced if case == "high" else frozenset(),
        unknown=unknown,
    )


def _uses(
    candidates: Sequence[Candidate], limits: Sequence[Limit], case: Case
) -> tuple[Floats, dict[int, tuple[str, ...]]]:
    uses = np.zeros((len(limits), len(candidates)))
    unknown: dict[int, list[str]] = {}
    for position, candidate in enumerate(candidates):
        for row, limit in enumerate(limits):
            taken = candidate.uses.get(limit.name, 0.0)
            if taken is None:
                unknown.setdefault(position, []).append(limit.name)
            elif not isinstance(taken, float):
                uses[row, position] = taken.high if case == "high" else taken.low
    return uses, {position: tuple(found) for position, found in unknown.items()}


def _rules(
    problem: Problem, at: Mapping[str, int], names: Mapping[str, str]
) -> tuple[tuple[tuple[tuple[int, ...], float, str], ...], tuple[Row, ...]]:
    synergies: list[tuple[tuple[int, ...], float, str]] = []
    found: list[Row] = []
    for rule in problem.rules:
        words = wording.of_rule(rule, names)
        if rule.kind == "synergy":
            members = tuple(sorted({at[each] for each in rule.members}))
            value = rows.synergy_value(rule, words)
            if value and members:
                synergies.append((members, value, words))
        else:
            found.extend(rows.of_rule(rule, at, words))
    found.sort(key=lambda row: (row.words, row.columns.tolist(), row.limit))
    return tuple(sorted(synergies)), tuple(found)


def _values(
    problem: Problem, candidates: Sequence[Candidate]
) -> tuple[Floats, Floats, Floats, Floats]:
    criteria = sorted(problem.weights.criteria)
    order = [problem.weights.criteria.index(each) for each in criteria]
    shape = (len(candidates), len(criteria))
    lows = np.array([[each.values[c].low for c in criteria] for each in candidates]).reshape(shape)
    highs = np.array([[each.values[c].high for c in criteria] for each in candidates])
    vertices = np.array(sorted({tuple(v[i] for i in order) for v in problem.weights.vertices}))
    centre = np.array([problem.weights.centre[i] for i in order])
    return lows, highs.reshape(shape), centre, vertices.reshape(-1, len(criteria))
