"""The cases that the appraisal benchmarks run on: 300 cases x 30 yearly lines, PERT and lognormal.

Ratios share a shock of the year (0.4), one of the case (0.5), and noise. Years 0 and 1 cost, the
others bring benefits, at 6 % a year; made from one seed, so that every package gets the same.
"""

from typing import Any, NamedTuple

import numpy as np

COMMON, CASE, RATE = 0.4, 0.5, 0.06
OWN = float(np.sqrt(1 - COMMON**2 - CASE**2))


class Made(NamedTuple):
    """Weights (cases x years), PERT ends (mode 1), lognormal spreads (mean 1), which is which."""

    weights: Any
    low: Any
    high: Any
    spread: Any
    is_pert: Any


def made(cases: int = 300, years: int = 30, seed: int = 1) -> Made:
    draw = np.random.default_rng(seed)
    size = draw.lognormal(0, 1, cases)
    profile = np.ones((cases, years))
    profile[:, 0] = -5.0 * draw.uniform(0.8, 1.2, cases)
    profile[:, 1] = -3.0 * draw.uniform(0.8, 1.2, cases)
    ramp = np.minimum(1, (np.arange(years) - 1) / draw.integers(2, 6, cases)[:, None])
    profile[:, 2:] *= ramp[:, 2:]
    weights = size[:, None] * profile * (1 + RATE) ** -np.arange(years)
    low, high = draw.uniform(0.3, 0.8, cases), draw.uniform(1.3, 2.5, cases)
    return Made(weights, low, high, draw.uniform(0.15, 0.6, cases), np.arange(cases) % 2 == 0)
