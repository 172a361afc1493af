"""Do the stated errors hold? Closed forms against 1,000 seeds that nothing was tuned on.

`python -m benchmarks.appraisal_trust [SEEDS] [FIRST]`: for each figure the share of seeds whose 95%
interval holds the truth, with the 95% interval of that share (Wilson), the largest error, and z:
the mean error over its standard error. Seeds count from FIRST (day and time as a number where it
is not given), so each run is a new test; tests and defaults use small seeds.
"""

import sys
from time import strftime

import numpy as np
from scipy import stats
from scipy.special import ndtr

from headwater.appraisal.distributions import pert, triangular
from headwater.appraisal.information import information_about, perfect_information
from headwater.appraisal.sensitivity_indices import sobol_indices
from headwater.appraisal.simulate_draws import scores
from headwater.appraisal.simulate_spread import probability, spread_of, worst_tenth
from headwater.vocabulary.appraisal_chances import Sampled, Sampling

SUM = stats.norm(1.5, 5**0.5)
RARE = float(stats.norm.ppf(0.02))
FIRST = (0.31390519114781146, 0.4424111447900409, 0.0)
TOTAL = (0.5575888552099592, 0.4424111447900409, 0.2436836640621477)


def ishigami(z: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * ndtr(z) - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def simulated(seed: int, sampling: Sampling) -> dict[str, tuple[Sampled, float]]:
    z = [scores(seed, block, 256, 8, sampling) for block in range(16)]
    npv = [1.5 + each[:, 0] + 2 * each[:, 1] for each in z]
    of = spread_of(npv)
    beta = spread_of([pert(10, 20, 60).at(each[:, 2]) for each in z])
    triangle = spread_of([triangular(10, 20, 60).at(each[:, 3]) for each in z])
    tail = 1.5 - 5**0.5 * stats.norm.pdf(stats.norm.ppf(0.1)) / 0.1
    eight = [each.sum(axis=1) / 8**0.5 for each in z]
    product = spread_of([np.exp(0.5 * each[:, 4] + 0.5 * each[:, 5]) for each in z])
    scale = 0.5**0.5
    return {
        "mean of a sum": (of.mean, 1.5),
        "deviation of a sum": (of.deviation, 5**0.5),
        "P10 of a sum": (of.percentiles[10], float(SUM.ppf(0.1))),
        "P50 of a sum": (of.percentiles[50], 1.5),
        "P80 of a sum": (of.percentiles[80], float(SUM.ppf(0.8))),
        "P90 of a sum": (of.percentiles[90], float(SUM.ppf(0.9))),
        "probability of a loss, 25 %": (probability([x < 0 for x in npv]), float(SUM.cdf(0))),
        "of a loss, 50 %, eight inputs": (probability([x < 0 for x in eight]), 0.5),
        "of a loss, 2 %, eight inputs": (probability([x < RARE for x in eight]), 0.02),
        "worst tenth (normal CVaR)": (worst_tenth(npv), float(tail)),
        "mean of a product": (product.mean, float(np.exp(scale**2 / 2))),
        "P90 of a product": (product.percentiles[90], float(np.exp(scale * stats.norm.ppf(0.9)))),
        "PERT P90": (beta.percentiles[90], 37.26670252167909),
        "triangular P10": (triangle.percentiles[10], 17.071067811865476),
    }


def informed(seed: int) -> dict[str, tuple[Sampled, float]]:
    z = [scores(seed, block, 512, 2, "sobol") for block in range(16)]
    values = [np.column_stack([np.zeros(512), 1 + x[:, 0] + 2 * x[:, 1]]) for x in z]
    return {
        "worth of knowing all": (perfect_information(values), 0.4798107063483925),
        "of the first": (information_about(values, [x[:, [0]] for x in z]), 0.0833154705876),
        "of the second": (information_about(values, [x[:, [1]] for x in z]), 0.3955938672),
    }


def indexed(seed: int) -> dict[str, tuple[Sampled, float]]:
    found = sobol_indices(ishigami, ("1", "2", "3"), points=8192, seed=seed)
    rows = {f"Ishigami first {each.name}": (each.first, FIRST[i]) for i, each in enumerate(found)}
    return rows | {
        f"Ishigami total {each.name}": (each.total, TOTAL[i]) for i, each in enumerate(found)
    }


def wilson(hits: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share."""
    found = stats.binomtest(hits, count).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else int(strftime("%Y%m%d%H%M")) * 10_000
    print(f"{seeds} seeds from {first}")
    print(f"{'':38} covered   of that share   largest error        z")
    for title, made in (
        ("sobol: ", lambda seed: simulated(seed, "sobol")),
        ("random: ", lambda seed: simulated(seed, "random")),
        ("", informed),
        ("", indexed),
    ):
        rows = [made(seed) for seed in range(first, first + seeds)]
        for name in rows[0]:
            errors = np.array([row[name][0].value - row[name][1] for row in rows])
            inside = np.abs(errors) <= np.array([row[name][0].error for row in rows])
            z = errors.mean() / (errors.std(ddof=1) / np.sqrt(seeds) or 1.0)
            low, high = wilson(int(inside.sum()), seeds)
            print(
                f"{title + name:38} {inside.mean():7.1%}  {low:6.1%} to {high:5.1%}"
                f"  {np.abs(errors).max():13.5f} {z:8.2f}"
            )


if __name__ == "__main__":
    main()
