"""Do the stated errors hold? Closed forms against 1,000 seeds.

`python -m benchmarks.appraisal_trust [SEEDS]`: for each figure the share of seeds whose 95 %
interval holds the truth, and the largest error; z is the mean error over its standard error.
"""

import sys

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
FIRST = (0.31390519114781146, 0.4424111447900409, 0.0)
TOTAL = (0.5575888552099592, 0.4424111447900409, 0.2436836640621477)


def ishigami(z: np.ndarray) -> np.ndarray:
    x = np.pi * (2 * ndtr(z) - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def simulated(seed: int, sampling: Sampling) -> dict[str, tuple[Sampled, float]]:
    z = [scores(seed, block, 256, 4, sampling) for block in range(16)]
    npv = [1.5 + each[:, 0] + 2 * each[:, 1] for each in z]
    of = spread_of(npv)
    beta = spread_of([pert(10, 20, 60).at(each[:, 2]) for each in z])
    triangle = spread_of([triangular(10, 20, 60).at(each[:, 3]) for each in z])
    tail = 1.5 - 5**0.5 * stats.norm.pdf(stats.norm.ppf(0.1)) / 0.1
    return {
        "mean of a sum": (of.mean, 1.5),
        "deviation of a sum": (of.deviation, 5**0.5),
        "P80 of a sum": (of.percentiles[80], float(SUM.ppf(0.8))),
        "probability of a loss": (probability([each < 0 for each in npv]), float(SUM.cdf(0))),
        "worst tenth (normal CVaR)": (worst_tenth(npv), float(tail)),
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


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{'':32} covered  largest error        z   ({seeds} seeds)")
    for title, made in (
        ("sobol: ", lambda seed: simulated(seed, "sobol")),
        ("random: ", lambda seed: simulated(seed, "random")),
        ("", informed),
        ("", indexed),
    ):
        rows = [made(seed) for seed in range(seeds)]
        for name in rows[0]:
            errors = np.array([row[name][0].value - row[name][1] for row in rows])
            inside = np.abs(errors) <= np.array([row[name][0].error for row in rows])
            z = errors.mean() / (errors.std(ddof=1) / np.sqrt(seeds) or 1.0)
            print(f"{title + name:32} {inside.mean():7.1%}  {np.abs(errors).max():13.5f} {z:8.2f}")


if __name__ == "__main__":
    main()
