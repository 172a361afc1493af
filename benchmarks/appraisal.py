"""Simulation of business cases against plain vectorized Monte Carlo and installed packages.

`python -m benchmarks.appraisal`: CPU seconds of one run on one machine, ratios within it. Packages
to compare with are looked for in the Python that PEER_PYTHON names: they need not be ours.
`make bench-appraisal` prepares one and runs everything below in one go; with the word "cases" only
the whole business cases run.
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

from benchmarks.appraisal_cases import cases
from benchmarks.appraisal_model import CASE, COMMON, OWN, made
from headwater.appraisal import simulate_together
from headwater.appraisal.by_products import Compiled, compiled
from headwater.appraisal.distributions import Marginal, lognormal, pert
from headwater.appraisal.kernels.conditional import Conditional, percentile
from headwater.appraisal.kernels.draws import stream_block
from headwater.appraisal.kernels.model import LineModel
from headwater.appraisal.kernels.oracle import plain_block
from headwater.appraisal.kernels.tables import normal_table
from headwater.appraisal.kernels.together import draw_lines, draw_total
from headwater.appraisal.sensitivity_indices import sobol_indices
from headwater.appraisal.simulate_plan import plan_of
from headwater.appraisal.simulate_worth import drawn, worth

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


def peers(slow: float) -> dict[str, float]:
    """Return CPU seconds a draw of each package that is installed beside us."""
    draws, found = 40, {}
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
        found[name] = answer["cpu"] / draws
        times = f"{found[name] / slow:.1f} times plain NumPy"
        print(f"  {name:28} {nanoseconds(answer['cpu'], draws):10.1f}   {times}")
    print(f"  not run: {NOT_RUN}")
    return found


def to_accuracy(model: LineModel, slow: float, quick: float, others: dict[str, float]) -> None:
    """Time to 0.1% of the P80 of the sum: errors over independent seeds."""
    conditional = Conditional(model)
    reference = float(
        np.mean([percentile(conditional.block(900 + at, 0, 8192), 0.8) for at in range(4)])
    )
    print(f"P80 of the sum: {reference:.2f}, from 4 x 8,192 points of the shocks")
    check = draw_total(model, points=8192, way="plain draws").percentiles[80]
    print(f"  by {8192 * 32:,} plain draws: {check.value:.2f}, 95% error {check.error:.2f}")
    print("  points of the shocks, root mean square error, CPU s")
    reached, at_points = None, 0
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
            reached, at_points = seconds, points
    made_ready = cpu(lambda: Conditional(model_of()).axes)
    needed = _draws_needed(model, reference)
    print(
        f"time to 0.1% of the P80 of the sum (root mean square), CPU s; {needed:,.0f} plain draws"
    )
    rows = [("plain vectorized NumPy", needed * slow)]
    rows += [(f"{name}, the same draws", needed * each) for name, each in others.items()]
    rows.append(("our kernel, the same draws", needed * quick))
    if reached is not None:
        rows.append((f"common shocks, {at_points} points, tables made anew", reached + made_ready))
        rows.append((f"common shocks, {at_points} points", reached))
    for name, seconds in rows:
        times = f"{rows[0][1] / seconds:10,.1f} times as fast as plain NumPy"
        print(f"  {name:44} {seconds:10.3f} {times}")
    print(f"  {draw_total(model, points=2048).doubts[0]}")


def _draws_needed(model: LineModel, reference: float) -> float:
    """Return how many plain draws bring the P80 of the sum within 0.1%, from its spread."""
    size = 2000
    random = np.random.default_rng(5)
    weights, normal = model.weights.astype(np.float32), normal_table()
    nothing, p80 = np.empty((1, 1), np.float32), []
    for _ in range(40):
        total = np.empty(size)
        stream_block(
            weights, model.table.coefficients, model.common, model.case, model.own, normal,
            np.uint64(random.integers(0, 2**63)), total, nothing, False,
        )  # fmt: skip
        p80.append(float(np.percentile(total, 80)))
    return size * (float(np.std(p80)) / reference / 1e-3) ** 2


def whole_cases() -> None:
    """300 business cases with formulas, events and shared shocks, by products and by formulas."""
    made_cases = cases(CASES)
    few = made_cases[:6]
    plans = [plan_of(each) for each in few]
    z = [np.random.default_rng(1).standard_normal((8192, len(p.quantities))) for p in plans]
    fast = [compiled(plan) for plan in plans]

    def quick() -> None:
        for plan, way, scores in zip(plans, fast, z, strict=True):
            assert isinstance(way, Compiled), plan.case.id
            way.worth(np.ascontiguousarray(scores.T), np.zeros((4, len(scores))))

    def slow() -> None:
        for plan, scores in zip(plans, z, strict=True):
            worth(plan, drawn(plan, scores))

    quick()
    ours, general = median_cpu(quick, 5), median_cpu(slow)
    print(f"whole business cases: {fast[0].told if isinstance(fast[0], Compiled) else fast[0]}")
    each, formulas = (seconds / len(few) / 8192 * 1e9 for seconds in (ours, general))
    times = f"{general / ours:.0f} times faster"
    print(f"  a case and draw: {each:.0f} ns as products, {formulas:,.0f} by its formulas: {times}")
    digits = set()
    for workers in (1, 2):
        clock, began = perf_counter(), process_time()
        found = simulate_together(made_cases, draws=DRAWS, workers=workers)
        draws = next(iter(found.cases.values())).draws
        took = f"{process_time() - began:.1f} CPU s, {perf_counter() - clock:.1f} s"
        print(f"  {CASES} cases x {draws:,} draws, shared shocks, {workers} workers: {took}")
        digits.add(repr(found))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"  the same digits: {'yes' if len(digits) == 1 else 'NO'}; peak memory {peak:.2f} GiB")
    print(f"  spread of the sum {found.npv.deviation.value:,.0f}, were they independent "
          f"{found.apart:,.0f}")  # fmt: skip


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
    for count in sizes:
        model = model_of(count)
        model.table  # noqa: B018 - made before the clock starts
        times.append(median_cpu(lambda model=model: draw_lines(model, draws=8192)))  # type: ignore[misc]
    exponent = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    print(f"growth from 50 to 400 cases: exponent {exponent:.2f}")


def main() -> None:
    if sys.argv[1:] == ["cases"]:
        whole_cases()
        return
    model = model_of()
    slow, quick = per_draw(model)
    others = peers(slow)
    to_accuracy(model, slow, quick, others)
    goal(model)
    whole_cases()
    indices()
    growth()


if __name__ == "__main__":
    main()
