"""A peer of the simulation in a process of its own: `python -m benchmarks.appraisal_peer NAME N`.

Prints CPU seconds and the P80 of the sum for N draws of the benchmark's cases, or says that the
package is not installed.
"""

import json
import sys
from time import process_time
from typing import Any

import numpy as np
from scipy import special

from benchmarks.appraisal_model import CASE, COMMON, OWN, Made, made


def chaospy(model: Made, draws: int, cp: Any) -> Any:
    """Marginals by chaospy's inverses, the copula's scores by hand, as its own copula is slower."""
    random = np.random.default_rng(1)
    cases, years = model.weights.shape
    shared, total = random.standard_normal((draws, years)), np.zeros(draws)
    for p in range(cases):
        shape = (
            cp.PERT(model.low[p], 1.0, model.high[p])
            if model.is_pert[p]
            else cp.LogNormal(-(model.spread[p] ** 2) / 2, model.spread[p])
        )
        z = COMMON * shared + CASE * random.standard_normal((draws, 1))
        u = special.ndtr(z + OWN * random.standard_normal((draws, years)))
        total += shape.inv(u.ravel()).reshape(draws, years) @ model.weights[p]
    return total


def openturns(model: Made, draws: int, ot: Any) -> Any:
    """Inverses by OpenTURNS (a PERT as its four-parameter Beta)."""
    random = np.random.default_rng(1)
    cases, years = model.weights.shape
    shared, total = random.standard_normal((draws, years)), np.zeros(draws)
    for p in range(cases):
        span = model.high[p] - model.low[p]
        a, b = 1 + 4 * (1 - model.low[p]) / span, 1 + 4 * (model.high[p] - 1) / span
        shape = (
            ot.Beta(a, b, model.low[p], model.high[p])
            if model.is_pert[p]
            else ot.LogNormal(-(model.spread[p] ** 2) / 2, model.spread[p], 0.0)
        )
        z = COMMON * shared + CASE * random.standard_normal((draws, 1))
        u = special.ndtr(z + OWN * random.standard_normal((draws, years)))
        values = np.asarray(shape.computeQuantile(u.ravel().tolist()))
        total += values.reshape(draws, years) @ model.weights[p]
    return total


EACH = {"chaospy": chaospy, "openturns": openturns}


def main() -> None:
    name, draws = sys.argv[1], int(sys.argv[2])
    try:
        package = __import__(name)
    except ImportError:
        print(json.dumps({"missing": name}))
        return
    model = made()
    began = process_time()
    total = EACH[name](model, draws, package)
    print(json.dumps({"cpu": process_time() - began, "p80": float(np.percentile(total, 80))}))


if __name__ == "__main__":
    main()
