"""Exact selection against peers: `python -m benchmarks.portfolio_exact [quick | full | race N]`.

The usual run takes about a quarter of an hour: 20 s for each proof, some problems of each class,
and 60 s for each solver on tight portfolios. `full` gives 60 s for all, and tries all 30 problems
of 5 limits and 100 projects: some hours.

Each peer has a process of its own (`portfolio_solvers`). Seconds are CPU seconds of all threads,
so other work on the machine does not count; a limit is seconds of the clock. With published
instances at hand name their folder: `HEADWATER_MKNAPCB=folder python -m ...`.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import numpy as np

from benchmarks.portfolio_instances import scored, tight
from benchmarks.portfolio_solvers import PEERS, solved
from headwater import portfolio
from headwater.numeric.milp import maximize
from headwater.portfolio.model import compile_model
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.progress import Progress
from headwater.vocabulary.units import Interval


def knapsack(values: list[float], uses: list[list[float]], amounts: list[float]) -> Problem:
    """One value, many limits."""
    names = [f"limit {number:02d}" for number in range(len(uses))]
    return Problem(
        tuple(
            Candidate(
                f"p{at:04d}",
                f"Project {at}",
                {"value": Interval.point(value)},
                {name: Interval.point(row[at]) for name, row in zip(names, uses, strict=True)},
            )
            for at, value in enumerate(values)
        ),
        WeightSet(("value",), ((1.0,),), (1.0,)),
        tuple(Limit(name, "budget", each) for name, each in zip(names, amounts, strict=True)),
    )


def correlated(projects: int, limits: int, *, tightness: float, seed: int) -> Problem:
    """Made as Chu and Beasley made theirs: uses 1 to 1000, values their mean plus up to 500."""
    random = np.random.default_rng(seed)
    uses = random.integers(1, 1001, (limits, projects)).astype(float)
    values = np.floor(uses.sum(axis=0) / limits + 500 * random.random(projects))
    amounts = np.floor(tightness * uses.sum(axis=1))
    return knapsack(values.tolist(), uses.tolist(), amounts.tolist())


def published(path: Path) -> Iterator[Problem]:
    """All instances of one file of the OR-Library."""
    numbers = iter(float(each) for each in path.read_text().split())
    for _ in range(int(next(numbers))):
        projects, limits, _value = int(next(numbers)), int(next(numbers)), next(numbers)
        values = [next(numbers) for _ in range(projects)]
        uses = [[next(numbers) for _ in range(projects)] for _ in range(limits)]
        yield knapsack(values, uses, [next(numbers) for _ in range(limits)])


def proofs(problems: list[Problem], peer: str, limit: float) -> None:
    """Ours and one peer on the same problems: CPU seconds until proved, and the ratio."""
    ratios, mine_all, proved, theirs_proved = [], [], 0, 0
    for problem in problems:
        started = process_time()
        found = portfolio.optimum(problem, ties=False, time_limit=limit)
        mine = process_time() - started
        mine_all.append(mine)
        proved += found.status == "optimal"
        model = compile_model(problem)
        cost, _ = model.graded(model.middle_values)
        other = solved(peer, model.program(cost), limit)
        theirs_proved += other.proved
        ratios.append(other.cpu / mine)
    print(
        f"    proved {proved} of {len(problems)} in a median of {median(mine_all):.2f} CPU s; "
        f"{peer} proved {theirs_proved} and used {median(ratios):.0f} times as much until proof or "
        f"the limit (median)",
        flush=True,
    )


def race(projects: int, limit: float, peers: tuple[str, ...]) -> None:
    """Say what each reaches on a tight portfolio by the limit; of ours also on the way."""
    problem = tight(projects)
    model = compile_model(problem)
    cost, power = model.graded(model.middle_values)
    unit = 10.0**power
    marks: list[tuple[float, float, Progress]] = []
    started, spent = perf_counter(), process_time()

    def watch(told: Progress) -> None:
        marks.append((perf_counter() - started, process_time() - spent, told))

    found = portfolio.optimum(problem, watch=watch, time_limit=limit, ties=False)
    used = process_time() - spent
    print(f"  {projects} projects, 45 limits, 10 % ruled, {limit:.0f} s of the clock")
    for moment in (1, 2, 5, 10, 20, 40):
        known = [told for _, cpu, told in marks if cpu <= moment and told.gap is not None]
        if known and moment < used:
            last = known[-1]
            print(f"    ours, {moment:3d} CPU s: {last.value:,.1f}, gap {last.gap:.3%}")
    print(f"    ours, {used:3.0f} CPU s: {found.value:,.1f}, gap {found.gap:.3%} ({found.status})")
    for peer in peers:
        other = solved(peer, model.program(cost), limit)
        print(
            f"    {peer}, {other.cpu:3.0f} CPU s: {other.value / unit:,.1f}, gap {other.gap:.3%}; "
            f"ours is {other.gap / max(found.gap, 1e-9):.1f} times closer",
            flush=True,
        )


def growth(limit: float) -> None:
    """How the time to proof grows over four sizes, with the fitted exponent."""
    sizes, times = (25, 50, 100, 200), []
    for size in sizes:
        each = []
        for seed in range(3):
            problem = scored(size, 1, budgets=3, seed=seed)
            started = process_time()
            portfolio.optimum(problem, ties=False, time_limit=limit)
            each.append(process_time() - started)
        times.append(median(each))
    slope = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    told = ", ".join(f"{n}: {t:.3f} s" for n, t in zip(sizes, times, strict=True))
    print(f"  3 budgets, {told}; grows with the power {slope:.1f} of the size")


def levels(budgets: int, every: int) -> None:
    """Compare the frontier of 200 projects at 200 levels with a loop of solves (every nth)."""
    problem = scored(200, 1, budgets=budgets)
    started = process_time()
    points = portfolio.frontier(problem, limit="budget 0", levels=200)
    mine = process_time() - started
    some, wrong = points[::every], 0
    started = process_time()
    for point in some:
        limits = tuple(
            replace(each, amount=point.budget) if each.name == "budget 0" else each
            for each in problem.limits
        )
        model = compile_model(replace(problem, limits=limits))
        cost, power = model.graded(model.middle_values)
        best = maximize(model.program(cost))
        wrong += abs(best.value / 10.0**power - point.value) > 1e-9 * best.value / 10.0**power
    theirs = (process_time() - started) * len(points) / len(some)
    print(
        f"  200 projects, {budgets} budgets, {len(points)} levels: {mine:.2f} CPU s, "
        f"{theirs / mine:.0f} times faster than as many solves by HiGHS; of {len(some)} values "
        f"compared {wrong} differ; not proved: {sum(each.gap > 0 for each in points)}"
    )


CLASSES = ((1, 5, 100, (1, 10, 30)), (2, 5, 250, (0, 2, 10)), (4, 10, 100, (0, 2, 10)),
           (7, 30, 100, (0, 2, 10)))  # fmt: skip
"""File of the OR-Library, limits, projects, and how many problems: quick, usual, full."""
DEPTHS = {"quick": (0, 10.0), "usual": (1, 20.0), "full": (2, 60.0)}
"""Which of these counts, and seconds for a try."""
RACES = {200: 60.0, 2_000: 60.0, 20_000: 20.0}
"""Sizes of tight portfolios, and seconds of the clock for each solver on them."""


def main(*, depth: str) -> None:
    portfolio.warm()
    portfolio.optimum(tight(60), time_limit=2.0)  # compiles what only hard problems need
    which, limit = DEPTHS[depth]
    quick = depth == "quick"
    folder = os.environ.get("HEADWATER_MKNAPCB")
    print("The best portfolio, proved: against the same problem in a solver")
    for file, limits, projects, counts in CLASSES:
        count = counts[which]
        if not count:
            continue
        if folder:
            problems = list(published(Path(folder, f"mknapcb{file}.txt")))[:: 30 // count]
        else:
            problems = [
                correlated(projects, limits, tightness=0.25 + 0.25 * (at % 3), seed=at)
                for at in range(count)
            ]
        print(f"  {projects} projects, {limits} limits, {len(problems)} problems", flush=True)
        proofs(problems, "highs", limit)
    print("Tight portfolios of five years and eight roles", flush=True)
    for projects, seconds in RACES.items():
        if projects == min(RACES) or not quick:
            race(projects, min(limit, seconds) if quick else seconds, PEERS[:1] if quick else PEERS)
    print("Value against budget", flush=True)
    for budgets in (1, 3):
        levels(budgets, {"quick": 40, "usual": 10, "full": 4}[depth])
    print("Growth", flush=True)
    growth(limit)


if __name__ == "__main__":
    if sys.argv[1:2] == ["race"]:  # one size of tight portfolio, ours alone: race N [SECONDS]
        given = [int(each) for each in sys.argv[2:]]
        portfolio.warm()
        portfolio.optimum(tight(60), time_limit=2.0)
        race(given[0], float([*given, 60][1]), ())
    else:
        main(depth=[*(each for each in sys.argv[1:] if each in DEPTHS), "usual"][0])
