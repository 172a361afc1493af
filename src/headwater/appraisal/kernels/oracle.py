"""The slow oracle of the streaming kernel: the same normals, exact inverses, doubles, NumPy."""

from typing import Any, TypeAlias

import numpy as np

from headwater.appraisal.kernels.draws import STRIP, normals, seeded
from headwater.appraisal.kernels.model import LineModel
from headwater.appraisal.kernels.tables import normal_table

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


def slow_block(model: LineModel, seed: int, draws: int) -> Array:
    """Return cases x draws as the kernel's block of this seed would, by exact inverses."""
    cases, years = model.weights.shape
    state, table = seeded(np.uint64(seed)), normal_table()
    found = np.empty((cases, draws))

    def filled(count: int) -> Array:
        buffer = np.empty(count * STRIP, np.float32)
        normals(state, buffer, table)
        return buffer.reshape(count, STRIP).astype(float)

    for start in range(0, draws, STRIP):
        count = min(STRIP, draws - start)
        shared = filled(years)
        for p in range(cases):
            noise, shock = filled(years), filled(1)
            z = model.common * shared + model.case * shock + model.own * noise
            ratios = model.marginals[p].at(z)
            found[p, start : start + count] = (model.weights[p] @ ratios)[:count]
    return found


def plain_block(model: LineModel, random: np.random.Generator, draws: int) -> Array:
    """Return plain vectorized draws of the sum of all cases: an inverse for each line and draw."""
    cases, years = model.weights.shape
    shared = random.standard_normal((draws, years))
    total = np.zeros(draws)
    for p in range(cases):
        shock = random.standard_normal((draws, 1))
        noise = random.standard_normal((draws, years))
        z = model.common * shared + model.case * shock + model.own * noise
        ratios = model.marginals[p].at(z)
        total += ratios @ model.weights[p]
    return total
