"""Simulation of business cases against plain vectorized Monte Carlo and installed packages.

`python -m benchmarks.appraisal`: CPU seconds of one run on one machine, ratios within it. Packages
to compare with are looked for in the Python that PEER_PYTHON names: they need not be ours.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter, process_time

import numpy as np
from scipy.special import ndtr

from benchmarks.appraisal_model import CASE, COMMON, OWN, made
from headwater.appraisal.distributions import Marginal, lognormal, pert
from headwater.appraisal.kernels.conditional import Conditional, percentile
from headwater.appraisal.kernels.draws import stream_block
from headwater.appraisal.kernels.model import LineModel
from headwater.appraisal.kernels.oracle import plain_block
from headwater.appraisal.kernels.tables import normal_table
from headwater.appraisal.kernels.together import draw_lines, draw_total
from headwater.appraisal.sensitivity_indices import sobol_indices

CASES, YEARS, DRAWS = 300, 30, 100_000
PEERS = ("chaospy", "openturns")
REPEATS = 12
NOT_RUN = "monaco, PyMC, JAX, @RISK, Crystal Ball, Analytica"


def model_of(cases: int = CASES, years: int = YEARS) -> LineModel:
    of = made(cases, years)
    marginals: list[Marginal] = [
        pert(of.low[p], 1.0, of.high[p])
        if of.is_pert[p]
        else lognormal(1.0, float(np.sqrt(np.expm1(of.spread[p] ** 2))))
        for p in range(cases)
    ]
    return LineModel(of.weights, tuple(marginals), COMMON, CASE, OWN)


def cpu(work: Callable[[], object]) -> float:
    began = process_time()
    work()
    return process_time() - began


def median_cpu(work: Callable[[], object], times: int = 3) -> float:
    return float(np.median([cpu(work) for _ in range(times)]))


def nanoseconds(seconds: float, draws: int) -> float:
    return seconds / draws / (CASES * YEARS) * 1e9


def per_draw(model: LineModel) -> tuple[float, float]:
    """Return CPU seconds a draw of the plain way and of the kernel."""
    plain, fast = 100, 8192
    random = np.random.default_rng(1)
    slow = median_cpu(lambda: plain_block(model, random, plain)) / plain
    weights, normal = model.weights.astype(np.float32), normal_table()
    total, nothing = np.empty(fast), np.empty((1, 1), np.float32)

    def run() -> None:
        stream_block(
            weights, model.table.coefficients, model.common, model.case, model.own, normal,
            np.uint64(3), total, nothing, False,
        )  # fmt: skip

    run()
    quick = median_cpu(run, 5) / fast
    print("nanoseconds a line and draw, one thread")
    print(f"  plain NumPy, an inverse each {nanoseconds(slow, 1):10.1f}")
    times = f"{slow / quick:.0f} times faster"
    print(f"  kernel                       {nanoseconds(quick, 1):10.1f}   {times}")
    print(f"  table error, share of the distance from P10 to P90: {model.table.error:.1e}")
    return slow, quick


def peers(slow: float) -> None:
    draws = 40
    python = os.environ.get("PEER_PYTHON", sys.executable)
    for name in PEERS:
        said = subprocess.run(
            [python, "-m", "benchmarks.appraisal_peer", name, str(draws)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        answer = json.loads(said.stdout.splitlines()[-1]) if said.stdout else {"missing": name}
        if "missing" in answer:
            print(f"  {name:28} not installed: not run")
            continue
        times = f"{answer['cpu'] / draws / slow:.1f} times plain NumPy"
        print(f"  {name:28} {nanoseconds(answer['cpu'], draws):10.1f}   {times}")
    print(f"  not run: {NOT_RUN}")


def to_accuracy(model: LineModel, slow: float) -> None:
    """Time to 0.1 % of the P80 of the sum: errors over independent seeds."""
    conditional = Conditional(model)
    reference = float(
        np.mean([percentile(conditional.block(900 + at, 0, 8192), 0.8) for at in range(4)])
    )
    print(f"P80 of the sum: {reference:.2f}, from 4 x 8,192 points of the shocks")
    check = draw_total(model, points=8192, way="plain draws").percentiles[80]
    print(f"  by {8192 * 32:,} plain draws: {check.value:.2f}, 95 % error {check.error:.2f}")
    print("  points of the shocks, root mean square error, CPU s")
    reached = None
    for points in (64, 256, 1024):
        errors, times = [], []
        for seed in range(REPEATS):
            began = process_time()
            found = percentile(conditional.block(seed, 0, points), 0.8)
            times.append(process_time() - began)
            errors.append(found / reference - 1)
        error, seconds = float(np.sqrt(np.mean(np.square(errors)))), float(np.median(times))
        print(f"  {points:6} {error:9.3%} {seconds:8.3f}")
        if reached is None and error <= 1e-3:
            reached = seconds
    made_ready = cpu(lambda: Conditional(model_of()).axes)
    size = 2000
    random = np.random.default_rng(5)
    weights, normal = model.weights.astype(np.float32), normal_table()
    nothing, p80 = np.empty((1, 1), np.float32), []
    for _ in range(20):
        total = np.empty(size)
        stream_block(
            weights, model.table.coefficients, model.common, model.case, model.own, normal,
            np.uint64(random.integers(0, 2**63)), total, nothing, False,
        )  # fmt: skip
        p80.append(float(np.percentile(total, 80)))
    needed = size * (float(np.std(p80)) / reference / 1e-3) ** 2
    print(
        f"  plain draws needed for 0.1 %: {needed:,.0f}, {needed * slow:.0f} CPU s in plain NumPy"
    )
    if reached is not None:
        whole = needed * slow
        anew = f"{whole / (reached + made_ready):,.0f} with the tables made anew"
        print(f"  {whole / reached:,.0f} times faster to 0.1 %; {anew} ({made_ready:.2f} s)")
    found = draw_total(model, points=2048)
    print(f"  {found.doubts[0]}")


def goal(model: LineModel) -> None:
    digits = set()
    for workers in (1, 2):
        clock, began = perf_counter(), process_time()
        found = draw_lines(model, draws=DRAWS, workers=workers)
        took = f"{process_time() - began:.1f} CPU s, {perf_counter() - clock:.1f} s"
        print(f"{CASES} cases x {YEARS} years x {found.draws:,} draws, {workers} workers: {took}")
        digits.add(found.cases.tobytes())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  the same digits: {'yes' if len(digits) == 1 else 'NO'}; peak memory {peak:.2f} GiB")


def indices() -> None:
    a = np.array([0.0, 1.0, 4.5, 9.0] + [99.0] * 96)

    def g(z: np.ndarray) -> np.ndarray:
        return np.prod((np.abs(4 * ndtr(z) - 2) + a) / (1 + a), axis=1)

    part = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + part) - 1
    seconds = process_time()
    found = sobol_indices(g, [str(at) for at in range(100)], points=8192)
    seconds = process_time() - seconds
    first = max(
        abs(each.first.value - true) for each, true in zip(found, part / variance, strict=True)
    )
    whole = part * np.prod(1 + part) / (1 + part) / variance
    total = max(abs(each.total.value - true) for each, true in zip(found, whole, strict=True))
    print(f"Sobol indices of 100 inputs at 8,192: {seconds:.1f} CPU s")
    print(f"  largest error {first:.4f} first, {total:.4f} total")


def growth() -> None:
    times = []
    sizes = (50, 100, 200, 400)
    for cases in sizes:
        model = model_of(cases)
        model.table  # noqa: B018 - made before the clock starts
        times.append(median_cpu(lambda model=model: draw_lines(model, draws=8192)))  # type: ignore[misc]
    exponent = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    print(f"growth from 50 to 400 cases: exponent {exponent:.2f}")


def main() -> None:
    model = model_of()
    slow, _ = per_draw(model)
    peers(slow)
    to_accuracy(model, slow)
    goal(model)
    indices()
    growth()


if __name__ == "__main__":
    main()
