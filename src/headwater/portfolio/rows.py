"""Limits and rules as rows of whole numbers: coefficient @ choices <= limit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, floor, isfinite

import numpy as np

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.portfolio.grids import Floats, Integers, on_grid, power_of, total_of
from headwater.vocabulary.portfolio import Limit
from headwater.vocabulary.workbook import Rule


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `source` counts the limit or rule it comes from; `words` says it."""

    columns: Integers
    coefficients: Integers
    limit: int
    words: str


def of_limits(limits: tuple[Limit, ...], uses: Floats) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Return a row for each limit, and the power of ten of each row's grid.

    Parameters
    ----------
    uses
        Shape (limits, candidates), in each limit's own unit.
    """
    rows, powers = [], []
    for limit, taken in zip(limits, uses, strict=True):
        if not isfinite(limit.amount):
            raise InputError(f"the amount of {limit.name!r} is not a finite number")
        whole = total_of(taken)
        enough = float(np.clip(taken, 0, None).sum()) if whole < 1e300 else 1e307
        power = power_of(whole)
        grid = on_grid(taken, power)
        columns = np.flatnonzero(grid)
        if limit.amount >= enough:
            amount = int(grid.clip(0).sum())  # never binding, however large it was written
        elif whole == 0:
            amount = -1
        else:
            amount = int(on_grid(np.array([max(limit.amount, -2 * whole)]), power)[0])
        rows.append(Row(columns, grid[columns], amount, wording.of_limit(limit)))
        powers.append(power)
    return tuple(rows), tuple(powers)


def of_rule(rule: Rule, at: Mapping[str, int], words: str) -> tuple[Row, ...]:
    """Return the rows of a rule that is not a synergy.

    Raises
    ------
    InputError
        If the rule needs a number and has none, or names too few projects.
    """
    return tuple(
        Row(np.array(columns, np.int64), np.array(coefficients, np.int64), limit, words)
        for columns, coefficients, limit in _pieces(rule, at, words)
    )


def _pieces(
    rule: Rule, at: Mapping[str, int], words: str
) -> Iterator[tuple[list[int], list[int], int]]:
    if rule.kind in ("requires", "excludes") and not rule.project:
        raise InputError(f"a rule {rule.kind!r} names no project that it speaks of")
    others = sorted({at[each] for each in rule.other if each != rule.project})
    group = sorted({at[each] for each in rule.members})
    if rule.kind == "requires":
        for other in others:
            yield [at[rule.project], other], [1, -1], 0
    elif rule.kind == "excludes":
        for other in others:
            yield [at[rule.project], other], [1, 1], 1
    elif rule.kind == "at_least":
        yield group, [-1] * len(group), -ceil(_number(rule, words) - 1e-9)
    elif rule.kind == "at_most":
        yield group, [1] * len(group), floor(_number(rule, words) + 1e-9)


def of_synergy(members: tuple[int, ...], column: int, gain: int, words: str) -> tuple[Row, ...]:
    """Return the rows that make `column` the product of its members' choices.

    A gain is only taken when all are chosen; a loss is always taken when they are.
    """
    if gain >= 0:
        return tuple(
            Row(np.array([column, each], np.int64), np.array([1, -1], np.int64), 0, words)
            for each in members
        )
    columns = np.array([*members, column], np.int64)
    coefficients = np.array([1] * len(members) + [-1], np.int64)
    return (Row(columns, coefficients, len(members) - 1, words),)


def synergy_value(rule: Rule, words: str) -> float:
    """Return what a synergy changes, in the unit of the portfolio's value."""
    return _number(rule, words)


def _number(rule: Rule, words: str) -> float:
    if rule.value is None or not isfinite(rule.value):
        raise InputError(f"the rule {rule.kind!r} on {words!r} needs a number in its value column")
    return rule.value
