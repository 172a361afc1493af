"""Whole sets of portfolios against epsilon-constraint: `python -m benchmarks.portfolio_points`.

Two objectives and one budget: the peer moves the second objective up point by point, one solve of
HiGHS each. Then published sets, where HEADWATER_MOKP names their folder; how listing grows; and
what it costs to bring records to the solver. Seconds are CPU seconds of all threads.
"""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np

from benchmarks.portfolio_instances import scored
from headwater import portfolio
from headwater.numeric.milp import maximize
from headwater.numeric.programs import BinaryProgram
from headwater.portfolio.listing import listed
from headwater.portfolio.model import compile_model
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.units import Interval

Points = set[tuple[int, ...]]
PUBLISHED = (
    *(f"KP_p-3_n-{size}" for size in (10, 20, 30, 40, 50)),
    *("KP_p-4_n-10", "KP_p-4_n-20", "KP_p-5_n-10"),
)


def many_valued(values: list[list[float]], cost: list[float], amount: float) -> Problem:
    """Several values of which nothing is known, one budget."""
    names = tuple(f"value {number}" for number in range(len(values)))
    vertices = tuple(
        tuple(float(at == one) for at in range(len(values))) for one in range(len(values))
    )
    return Problem(
        tuple(
            Candidate(
                f"p{at:04d}",
                f"Project {at}",
                {name: Interval.point(row[at]) for name, row in zip(names, values, strict=True)},
                {"budget": Interval.point(each)},
            )
            for at, each in enumerate(cost)
        ),
        WeightSet(names, vertices, (1 / len(values),) * len(values)),
        (Limit("budget", "budget", amount),),
    )


def points_of(problem: Problem) -> Points:
    """Return the value vectors of all portfolios that nothing beats."""
    model = compile_model(problem)
    portfolios = listed(model)
    assert portfolios is not None, "too many to list"
    return {tuple(int(total) for total in totals) for totals in portfolios @ model.lows}


def point_by_point(problem: Problem) -> Points:
    """Return the same for two values by the peer: the best first for each floor of the second."""
    model = compile_model(problem)
    cost, _ = model.graded(model.middle_values)
    bare = model.program(cost)
    first, second = np.rint(model.lows.T).astype(np.int64)
    size, most = bare.cost.size, int(second.sum()) + 1
    program = BinaryProgram(
        cost=first * most + second,
        start=np.append(bare.start, bare.start[-1] + size),
        index=np.concatenate([bare.index, np.arange(size)]),
        coefficient=np.concatenate([bare.coefficient, -second]),
        limit=np.append(bare.limit, 0),
        lower=bare.lower,
        upper=bare.upper,
    )
    found: Points = set()
    while True:
        best = maximize(program)
        if best.x is None:
            return found
        point = int(first @ best.x), int(second @ best.x)
        found.add(point)
        program = replace(program, limit=np.append(bare.limit, -(point[1] + 1)))


def two_valued(folder: Path | None) -> Iterator[tuple[str, Problem]]:
    """Made problems of two values, and the published one of 100 projects where it is at hand."""
    for seed in range(3):
        random = np.random.default_rng(seed)
        values = random.integers(1, 101, (2, 50)).astype(float).tolist()
        cost = random.integers(1, 101, 50).astype(float)
        amount = float(cost.sum() // 2)
        yield f"50 projects, made, seed {seed}", many_valued(values, cost.tolist(), amount)
    if folder:
        text = (folder / "voptlib_2kp/2KP100-50.dat").read_text().splitlines()
        rest = [float(each) for line in text if not line.startswith("#") for each in line.split()]
        size, rest = int(rest[0]), rest[3:]
        rows = [rest[at * size : (at + 1) * size] for at in range(3)]
        yield "2KP100-50", many_valued(rows[:2], rows[2], rest[3 * size])


def against_points(folder: Path | None) -> None:
    ratios = []
    for title, problem in two_valued(folder):
        started = process_time()
        mine_points = points_of(problem)
        mine = process_time() - started
        started = process_time()
        theirs_points = point_by_point(problem)
        theirs = process_time() - started
        ratios.append(theirs / mine)
        print(
            f"  {title}: {len(mine_points)} points, identical {mine_points == theirs_points}; "
            f"{mine:.2f} s against {theirs:.1f} s: {theirs / mine:,.0f} times",
            flush=True,
        )
    print(f"  median {median(ratios):,.0f} times")


def published(folder: Path) -> None:
    """Compare with every set of [kirliksayin2014] of the sizes above."""
    by_size: dict[str, list[tuple[float, bool]]] = {}
    for path in sorted((folder / "kirlik_kp/raw/instances").glob("KP_p-*_n-*.dat")):
        size = path.stem.rsplit("_", 1)[0]
        if size not in PUBLISHED:
            continue
        text = path.read_text().split(maxsplit=3)
        values, cost = json.loads(f"[{text[3].replace(']]', ']],', 1)}]")
        problem = many_valued(values, cost, float(text[2]))
        told = path.parents[1] / f"non dominated points/EffSet_{path.stem}.txt"
        known = {
            tuple(-int(each) for each in line.split())
            for line in told.read_text().splitlines()
            if line.strip()
        }
        started = process_time()
        same = points_of(problem) == known
        by_size.setdefault(size, []).append((process_time() - started, same))
    for size, each in by_size.items():
        print(
            f"  {size}: {sum(same for _, same in each)} of {len(each)} identical, "
            f"median {median(spent for spent, _ in each):.3f} s"
        )


def growth() -> None:
    """How listing grows over four sizes; three made problems each."""
    sizes, times, counts = (20, 30, 40, 50), [], []
    for size in sizes:
        each, many = [], []
        for seed in range(3):
            model = compile_model(scored(size, 5, seed=seed))
            started = process_time()
            rows = listed(model)
            each.append(process_time() - started)
            many.append(0 if rows is None else len(rows))
        times.append(median(each))
        counts.append(median(many))
    exponent = np.polyfit(np.log(sizes), np.log(times), 1)[0]
    told = ", ".join(
        f"{size}: {spent:.3f} s ({count:.0f})"
        for size, spent, count in zip(sizes, times, counts, strict=True)
    )
    print(f"  {told}; exponent {exponent:.1f}")


def modelling() -> None:
    """Time records to the solver's arrays, as a part of the solve that follows."""
    for projects in (100, 1_000, 10_000):
        problem = scored(projects, 1, budgets=5)
        started = process_time()
        model = compile_model(problem)
        cost, _ = model.graded(model.middle_values)
        model.program(cost)
        made = process_time() - started
        started = process_time()
        portfolio.optimum(problem, ties=False, time_limit=60)
        whole = process_time() - started
        part = f"{made * 1000:.1f} ms of {whole:.2f} s: {made / whole:.1%}"
        print(f"  {projects:,} projects, 5 budgets: {part}")


def main() -> None:
    """Print every table."""
    portfolio.warm()
    named = os.environ.get("HEADWATER_MOKP")
    folder = Path(named) if named else None
    print("All points of two values, against a solve of HiGHS for each point")
    against_points(folder)
    if folder:
        print("Published sets")
        published(folder)
    else:
        print("  published sets not tried: HEADWATER_MOKP names no folder")
    print("Growth of listing, 5 ranked criteria (portfolios in brackets)")
    growth()
    print("Modelling beside the solve")
    modelling()


if __name__ == "__main__":
    sys.exit(main())
