"""Benchmarks of the portfolio room: `python -m benchmarks.portfolio [quick]`.

Prints seconds of one process, and ratios to peers run beside it in the same process.
"""

import sys
from collections.abc import Callable
from math import lcm
from statistics import median
from time import perf_counter, process_time
from typing import Any

import numpy as np

from benchmarks.portfolio_instances import scored, tight
from benchmarks.portfolio_peer import non_dominated
from headwater import portfolio
from headwater.numeric.milp import maximize
from headwater.portfolio.listing import listed
from headwater.portfolio.model import compile_model
from headwater.portfolio.solver import Solver
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.progress import Progress


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    started = process_time()
    result = work()
    return process_time() - started, result


def against_textbook(projects: int, instances: int) -> None:
    """All non-dominated portfolios, 5 ranked criteria, one budget: same sets, ratio of times."""
    ratios = []
    for seed in range(instances):
        problem = scored(projects, 5, seed=seed)
        model = compile_model(problem)
        mine, found = seconds(lambda model=model: listed(model))
        scale = lcm(*range(1, 6))
        values = np.rint(model.vertices * scale).astype(np.int64) @ model.lows.T.astype(np.int64)
        costs = model.uses.astype(np.int64)
        limits = np.array([int(each.amount) for each in model.limits])
        theirs, peer = seconds(
            lambda values=values, costs=costs, limits=limits: non_dominated(values, costs, limits)
        )
        same = found is not None and set(map(bytes, peer.astype(np.uint8))) == set(
            map(bytes, found.astype(np.uint8))
        )
        ratios.append(theirs / mine)
        print(
            f"  {projects} x 5 ranked, seed {seed}: {len(peer)} portfolios, identical {same}; "
            f"{mine:.3f} s against {theirs:.1f} s: {theirs / mine:,.0f} times"
        )
    print(f"  median {median(ratios):,.0f} times")


def robust_sizes(quick: bool) -> None:
    """Sizes that people bring; exact or sampled as the caps decide."""
    sizes: list[tuple[str, Problem]] = [
        ("50 x 5 ranked, 1 budget", scored(50, 5)),
        ("60 x 4 ranked, 1 budget, values +-5 %", scored(60, 4, width=0.1)),
        ("99 x 4 ranked, 1 budget", scored(99, 4)),
        ("99 x 5 ranked, 2 budgets", scored(99, 5, budgets=2)),
        ("99 x 7 no weights known, 2 budgets", scored(99, 7, budgets=2, ranking=False)),
    ]
    for title, problem in sizes[: 2 if quick else None]:
        spent, found = seconds(lambda problem=problem: portfolio.robust(problem))
        kind = "all" if found.exact else "sampled"
        print(f"  {title}: {spent:.2f} s, {found.count:,} portfolios ({kind})")


def selection() -> None:
    """Prove the best of 100 projects under 1 to 5 budgets: search against the solver alone."""
    for budgets in (1, 2, 3, 5):
        ratios, mine_all = [], []
        for seed in range(5):
            model = compile_model(scored(100, 1, budgets=budgets, seed=seed))
            cost, _ = model.graded(model.middle_values)
            solver = Solver(model, cost)
            mine, best = seconds(
                lambda solver=solver, cost=cost: solver.best(cost, most_steps=250_000_000)
            )
            theirs, peer = seconds(lambda solver=solver: maximize(solver.program, time_limit=60))
            assert best is not None
            assert best.value == peer.value or not peer.proved
            ratios.append(theirs / mine)
            mine_all.append(mine)
        print(
            f"  100 projects, {budgets} budgets: {median(mine_all) * 1000:.0f} ms, the solver "
            f"alone takes {median(ratios):.1f} times as long (median of 5)"
        )


def first_and_gap(projects: int, limit: float) -> None:
    """First allowed portfolio, and value and gap over time, on a tight large portfolio."""
    problem = tight(projects)
    started = perf_counter()
    marks: list[tuple[float, Progress]] = []
    portfolio.optimum(
        problem,
        watch=lambda told: marks.append((perf_counter() - started, told)),
        time_limit=limit,
    )
    first = next(at for at, told in marks if told.value is not None)
    print(f"  {projects} projects, 45 limits, 10 % ruled: first portfolio after {first:.2f} s")
    for moment in (1, 2, 5, 10, 20, 60):
        known = [told for at, told in marks if at <= moment and told.gap is not None]
        if known and moment <= limit:
            print(f"    {moment:3d} s: value {known[-1].value:,.1f}, gap {known[-1].gap:.2%}")


def main(*, quick: bool) -> None:
    portfolio.warm()
    print("All portfolios that nothing beats, against label setting in NumPy")
    against_textbook(30, 3)
    if not quick:
        against_textbook(40, 10)
        against_textbook(50, 3)
    print("Robust portfolios")
    robust_sizes(quick)
    print("The best portfolio")
    selection()
    for projects in (200, 2_000):
        first_and_gap(projects, 5.0 if quick else 20.0)


if __name__ == "__main__":
    main(quick="quick" in sys.argv[1:])
