"""The 270 problems of Chu and Beasley: `python -m benchmarks.portfolio_library [EACH [SECONDS]]`.

`... portfolio_library alone` times branch and bound alone, told the best value but one.

Their files are read from the folder `HEADWATER_MKNAPCB` names (mknapcb1.txt to mknapcb9.txt and
mkcbres.txt, as the OR-Library has them). Of each of the 27 classes (limits, projects, tightness)
the first EACH of 10 problems are tried, SECONDS of both threads' processor time each, so that
other work on the machine does not count; a try ends when it reaches the value that Chu and Beasley
published [chubeasley1998].
"""

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.portfolio_exact import published
from benchmarks.portfolio_instances import tight
from headwater import portfolio
from headwater.portfolio.model import compile_model
from headwater.portfolio.solver import Solver
from headwater.portfolio.tree import Tree, opened
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.progress import Progress

EACH, SECONDS = 3, 10.0
FILES, PROBLEMS, OF_A_CLASS = 9, 30, 10
ALONE_WORK = 20_000_000_000
"""Multiplications of one search alone at most: about half a minute."""


class OverError(Exception):
    """Ends a try that has reached the published value, or had its time."""


def reached(problem: Problem, goal: float, seconds: float) -> tuple[float, float]:
    """Return the best value found by the time the goal was reached or time ran out; CPU s."""
    best = 0.0
    started = process_time()

    def watch(told: Progress) -> None:
        nonlocal best
        best = max(best, told.value or 0.0)
        if best >= goal - 0.5 or process_time() - started > seconds:
            raise OverError

    with suppress(OverError):
        best = portfolio.optimum(problem, watch=watch, time_limit=3_600.0, ties=False).value
    return best, process_time() - started


@dataclass(frozen=True, slots=True)
class Try:
    """What one try reached, in how many CPU seconds, and the published value."""

    value: float
    cpu: float
    goal: float

    @property
    def below(self) -> float:
        """Part of the published value that is missing."""
        return (self.goal - self.value) / self.goal if self.value < self.goal - 0.5 else 0.0


def goals(folder: Path) -> list[float]:
    """Return the published values of all 270, in the order of the files."""
    lines = (folder / "mkcbres.txt").read_text().splitlines()
    last = [line.split()[-1] for line in lines if line.strip()]
    return [float(each) for each in last if each.isdigit()][: FILES * PROBLEMS]


def alone(file: int) -> None:
    """Search the first problem of a file for the published value, and prove that none is better."""
    folder = Path(os.environ["HEADWATER_MKNAPCB"])
    problem = next(published(folder / f"mknapcb{file}.txt"))
    goal = goals(folder)[(file - 1) * PROBLEMS]
    model = compile_model(problem)
    cost, power = model.graded(model.middle_values)
    solver, unit = Solver(model, cost), float(10**power)
    at, _ = solver.price(cost)
    part, _ = opened(solver.program, solver.columns, cost, at, goal * unit)
    tree = Tree(part, goal * unit, rise=unit)
    started = process_time()
    tree.run(ALONE_WORK)
    used, size = process_time() - started, f"{len(problem.limits)} x {len(problem.candidates)} #0"
    best = "nothing" if tree.found is None else f"{float(cost @ tree.found) / unit:,.0f}"
    told = "proved" if tree.complete else "not proved"
    print(f"  {size}: {best} found, {told} in {used:.1f} CPU s, {tree.nodes:,} nodes", flush=True)


def main(each: int, seconds: float) -> None:
    folder = Path(os.environ["HEADWATER_MKNAPCB"])
    known = goals(folder)
    portfolio.warm()
    portfolio.optimum(tight(60), time_limit=2.0)  # compiles what only hard problems need
    files = [list(published(folder / f"mknapcb{file + 1}.txt")) for file in range(FILES)]
    tried: dict[tuple[str, int], list[Try]] = {}
    for number in range(each):  # one of each class, then the next: a stopped run is balanced
        for file, first in product(range(FILES), range(0, PROBLEMS, OF_A_CLASS)):
            at = first + number
            problem, goal = files[file][at], known[file * PROBLEMS + at]
            size = f"{len(problem.limits)} x {len(problem.candidates)}"
            one = Try(*reached(problem, goal, seconds), goal)
            tried.setdefault((size, first), []).append(one)
            if one.below:
                print(
                    f"  {size} #{at}: {one.below:.3%} below after {one.cpu:.0f} CPU s", flush=True
                )
        every = [one for some in tried.values() for one in some]
        good = sum(not one.below for one in every)
        print(f"  after {number + 1} of each class: {good} of {len(every)} reached", flush=True)
    for (size, first), some in tried.items():
        good = sum(not one.below for one in some)
        used, far = median(one.cpu for one in some), max(one.below for one in some)
        print(
            f"  {size}, tightness {0.25 + first / 40:.2f}: {good} of {len(some)} in a median of "
            f"{used:.1f} CPU s; the worst {far:.3%} below"
        )
    print(f"at most {seconds:.0f} CPU s of both threads each")


if __name__ == "__main__":
    given = sys.argv[1:]
    if given == ["alone"]:
        for number in (1, 1, 2, 4, 7):  # the first one compiles
            alone(number)
        sys.exit()
    main(int(given[0]) if given else EACH, float(given[1]) if given[1:] else SECONDS)
