"""Draws one block: normal scores by a scrambled Sobol sequence or at random, then the values.

A block is one independent scrambling of the sequence, named by the seed and the block's number, so
whoever works on it gets the same numbers, and the spread between blocks is the sampling error. It
is drawn a piece at a time, so that hundreds of cases need little memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from headwater.appraisal.by_products import Compiled, compiled
from headwater.appraisal.correlation import Joint
from headwater.appraisal.simulate_plan import Plan, plan_of
from headwater.appraisal.simulate_worth import Block, drawn, worth
from headwater.errors import InputError
from headwater.numeric.streams import stream
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import Sampling

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
MOST_DIMENSIONS = 21201
SMALLEST = 2.0**-54
PIECE = 2**21
"""Scores that are drawn at a time (but for at least 256 draws, and a power of two of them)."""


@dataclass(frozen=True)
class Task:
    """What all blocks share: the cases, how their scores are mixed, and the size of a block.

    With `general`, every case is worked out by its formulas, also where products would do.
    """

    cases: tuple[BusinessCase, ...]
    options: tuple[str, ...]
    practice: str | None
    pack: str | None
    mixed: Joint
    columns: tuple[tuple[int, ...], ...]
    """By case, which column of the scores each of its quantities takes."""
    seed: int
    size: int
    sampling: Sampling
    general: bool = False

    @cached_property
    def plans(self) -> list[Plan]:
        """The cases made ready, once in each process."""
        return [
            plan_of(case, option=option, practice=self.practice, pack=self.pack)
            for case, option in zip(self.cases, self.options, strict=True)
        ]

    @cached_property
    def compiled(self) -> list[Compiled | str]:
        """The cases as sums of products; why not, where the arithmetic does not allow it."""
        if self.general:
            return ["the general way was asked for"] * len(self.cases)
        return [compiled(plan) for plan in self.plans]

    def __getstate__(self) -> dict[str, Any]:
        return {k: value for k, value in vars(self).items() if k not in ("plans", "compiled")}


def scores(seed: int, number: int, size: int, dimensions: int, sampling: Sampling) -> Array:
    """Return independent normal scores of a block: draws x dimensions.

    Raises
    ------
    InputError
        If there are more dimensions than a Sobol sequence has (21,201).
    """
    pieces = list(_pieces(seed, number, size, dimensions, sampling, size))
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)


def _pieces(
    seed: int, number: int, size: int, dimensions: int, sampling: Sampling, most: int
) -> Iterator[Array]:
    """Give the scores of a block, at most so many draws at a time; the same however many."""
    if dimensions > MOST_DIMENSIONS and sampling == "sobol":
        raise InputError(
            f"{dimensions} uncertain quantities are more than {MOST_DIMENSIONS}; draw at random"
        )
    random = stream(seed, number)
    sequence = None
    if sampling == "sobol" and dimensions:
        sequence = qmc.Sobol(dimensions, scramble=True, rng=random)
    for start in range(0, size, most):
        count = min(most, size - start)
        if sequence is None:
            yield random.standard_normal((count, dimensions))
        else:
            points = sequence.random(count)
            np.clip(points, SMALLEST, 1 - 2.0**-53, out=points)
            yield ndtri(points, out=points)


def draw_block(task: Task, number: int) -> list[Block]:
    """Return what each case is worth in every draw of a block."""
    dimensions = task.mixed.sparse.shape[1]
    most = max(256, 1 << max(0, (PIECE // max(1, dimensions)).bit_length() - 1))
    rows = [4 if plan.has_duration else 3 for plan in task.plans]
    # one piece of memory a block, given back whole
    whole = np.split(np.zeros((sum(rows), task.size)), np.cumsum(rows)[:-1])
    start = 0
    for independent in _pieces(task.seed, number, task.size, dimensions, task.sampling, most):
        mixed = task.mixed.scores(independent).T  # quantities x draws
        part = slice(start, start + len(independent))
        for plan, way, columns, into in zip(
            task.plans, task.compiled, task.columns, whole, strict=True
        ):
            own = mixed[list(columns)]
            if isinstance(way, Compiled):
                way.worth(own, into[:, part])
            else:
                worth(plan, drawn(plan, own.T)).write(into[:, part])
        start = part.stop
    return [Block.of(each) for each in whole]
