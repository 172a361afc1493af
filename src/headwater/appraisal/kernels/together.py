"""Simulates many cases by lines at once: each case by the kernel, their sum by what is surest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np

from headwater.appraisal.kernels.conditional import Conditional, below, percentile, share_carried
from headwater.appraisal.kernels.draws import stream_block
from headwater.appraisal.kernels.model import LineModel
from headwater.appraisal.kernels.tables import normal_table
from headwater.appraisal.simulate_spread import PERCENTILES, between, probability, spread_of
from headwater.compute import at_once
from headwater.errors import InputError
from headwater.numeric.streams import stream
from headwater.vocabulary.appraisal_chances import Sampled, Spread
from headwater.vocabulary.progress import Watcher, ignore

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
SIZE = 4096
"""Draws of a block; part of the answer's definition."""
MOST_BYTES = 2**30
CARRIED, CROOKED, BLOCKS, PILOT = 0.2, 0.01, 8, 64


@dataclass(frozen=True)
class Drawn:
    """What plain draws gave.

    Attributes
    ----------
    cases
        Cases x percentiles (10, 50, 80, 90): of each case by itself.
    means, losses
        By case: mean, and share of draws below 0.
    together
        Of the sum of all cases.
    """

    cases: Array
    means: Array
    losses: Array
    together: Spread
    loss: Sampled
    draws: int


@dataclass(frozen=True)
class Total:
    """The percentiles of the sum of all cases.

    Attributes
    ----------
    way
        "common shocks" where only they were drawn and the rest integrated, "plain draws" else.
    carried
        Share of the variance that the common shocks carry.
    """

    percentiles: dict[int, Sampled]
    mean: Sampled
    loss: Sampled
    way: Literal["common shocks", "plain draws"]
    carried: float
    points: int
    doubts: tuple[str, ...] = field(default=())


def draw_lines(
    model: LineModel, *, draws: int = 100_000, seed: int = 1, workers: int = 1,
    watch: Watcher = ignore,
) -> Drawn:  # fmt: skip
    """Draw every line of every case and say how each case, and their sum, is spread.

    Blocks of 4,096 draws with streams of their own: the number of workers (threads here: the
    kernel lets go of the interpreter) changes no digit. Draws are rounded up to whole blocks.
    Percentiles are exact over the draws.

    Raises
    ------
    InputError
        If the draws of all cases would not fit into 1 GiB; names how many would.
    """
    cases = len(model.weights)
    blocks = max(2, -(-draws // SIZE))
    if draws < 1 or cases * blocks * SIZE * 4 > MOST_BYTES:
        most = MOST_BYTES // (4 * max(1, cases) * SIZE) * SIZE
        raise InputError(f"{draws:,} draws of {cases} cases cannot be held; 1 to {most:,} can")
    each = np.empty((cases, blocks * SIZE), np.float32)
    weights = np.ascontiguousarray(model.weights, np.float32)
    shared = (model, weights, model.table, normal_table(), each, seed)
    sums = at_once(
        _lines_block, range(blocks), shared=shared, workers=workers, watch=watch,
        stage="drawing", threads=True,
    )  # fmt: skip
    parts = at_once(
        _case_spread, range(cases), shared=each, workers=workers, watch=watch,
        stage="sorting", threads=True,
    )  # fmt: skip
    return Drawn(
        cases=np.array([part[:-2] for part in parts]),
        means=np.array([part[-2] for part in parts]),
        losses=np.array([part[-1] for part in parts]),
        together=spread_of(sums),
        loss=probability([part < 0 for part in sums]),
        draws=blocks * SIZE,
    )


def _lines_block(shared: Any, number: int) -> Array:
    model, weights, table, normal, each, seed = shared
    start = int(stream(seed, number).integers(0, 2**63))
    total = np.empty(SIZE)
    own = each[:, number * SIZE : (number + 1) * SIZE]
    stream_block(
        weights, table.coefficients, model.common, model.case, model.own, normal, np.uint64(start),
        total, own, True,
    )  # fmt: skip
    return total


def _case_spread(each: Any, case: int) -> list[float]:
    row = each[case].copy()
    count = len(row)
    places = [(count - 1) * percent / 100 for percent in PERCENTILES]
    wanted = sorted({int(place) + up for place in places for up in (0, 1) if place + up < count})
    row.partition(wanted)
    found = []
    for place in places:
        low = int(place)
        high = min(low + 1, count - 1)
        found.append(float(row[low] + (place - low) * (float(row[high]) - float(row[low]))))
    return [*found, float(row.mean(dtype=float)), float((row < 0).mean())]


def draw_total(
    model: LineModel, *, points: int = 2048, seed: int = 1, workers: int = 1,
    watch: Watcher = ignore, way: Literal["", "common shocks", "plain draws"] = "",
) -> Total:  # fmt: skip
    """Return the percentiles of the sum of all cases, the surest way that this model allows.

    A pilot of 64 points says how much of the variance the common shocks carry and how many
    independent cases the rest is spread over. With a fifth or more, and (rest of the variance)^2
    / cases at most 0.01, only the shocks are drawn (scrambled Sobol, first axis along the steepest
    direction) and the rest is integrated as a skewed normal; else all lines are drawn plainly.

    Parameters
    ----------
    points
        Of the shocks over 8 blocks; plain draws are 32 times as many, which take about as long.
    way
        "" to let the pilot choose.

    Returns
    -------
    Total
        With the 95% error of each figure between blocks. The integrated part has besides an error
        of its own (a skewed normal for a sum of cases), which the doubt names.
    """
    conditional = Conditional(model)
    pilot = conditional.block(seed, BLOCKS, PILOT)
    carried = share_carried(pilot)
    # what the rest departs from a normal shrinks with the square of its share and with the cases
    crooked = (1 - carried) ** 2 / conditional.independent_cases()
    fits = carried >= CARRIED and crooked <= CROOKED and bool(np.all(pilot[:, 1] > 0))
    chosen = way or ("common shocks" if fits else "plain draws")
    if chosen == "plain draws":
        return _plainly(model, points * 32, seed, workers, watch, carried)
    size = 1 << max(1, (-(-points // BLOCKS) - 1).bit_length())
    moments = at_once(
        _shocks_block, range(BLOCKS), shared=(conditional, seed, size), workers=workers,
        watch=watch, stage="drawing common shocks", threads=True,
    )  # fmt: skip
    pooled = np.concatenate(moments)
    return Total(
        percentiles={
            p: between(percentile(pooled, p / 100), [percentile(m, p / 100) for m in moments])
            for p in PERCENTILES
        },
        mean=between(float(pooled[:, 0].mean()), [float(m[:, 0].mean()) for m in moments]),
        loss=between(below(pooled, 0.0), [below(m, 0.0) for m in moments]),
        way="common shocks",
        carried=carried,
        points=size * BLOCKS,
        doubts=(
            f"Common shocks carry {carried:.0%} of the variance; they were drawn, and the rest "
            "was integrated as a skewed normal distribution.",
        ),
    )


def _shocks_block(shared: tuple[Conditional, int, int], number: int) -> Array:
    conditional, seed, size = shared
    return conditional.block(seed, number, size)


def _plainly(
    model: LineModel, draws: int, seed: int, workers: int, watch: Watcher, carried: float
) -> Total:
    table, normal = model.table, normal_table()
    weights = np.ascontiguousarray(model.weights, np.float32)
    blocks = max(BLOCKS, -(-draws // SIZE))
    shared = (model, weights, table, normal, np.empty((1, 1), np.float32), seed)
    sums: Sequence[Array] = at_once(
        _sum_block, range(blocks), shared=shared, workers=workers, watch=watch,
        stage="drawing", threads=True,
    )  # fmt: skip
    spread = spread_of(sums)
    return Total(
        percentiles=dict(spread.percentiles),
        mean=spread.mean,
        loss=probability([each < 0 for each in sums]),
        way="plain draws",
        carried=carried,
        points=blocks * SIZE,
        doubts=(
            f"Common shocks carry {carried:.0%} of the variance, or too few cases share the rest, "
            "so everything was drawn plainly.",
        ),
    )


def _sum_block(shared: Any, number: int) -> Array:
    model, weights, table, normal, nothing, seed = shared
    total = np.empty(SIZE)
    start = int(stream(seed, number).integers(0, 2**63))
    stream_block(
        weights, table.coefficients, model.common, model.case, model.own, normal, np.uint64(start),
        total, nothing, False,
    )  # fmt: skip
    return total
