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
    total, count = 0, 0
    for file in range(FILES):
        problems = list(published(folder / f"mknapcb{file + 1}.txt"))
        for first in range(0, PROBLEMS, OF_A_CLASS):
            times: list[float] = []
            short: list[float] = []
            for at in range(first, first + each):
                goal = known[file * PROBLEMS + at]
                value, used = reached(problems[at], goal, seconds)
                times.append(used)
                if value < goal - 0.5:
                    short.append((goal - value) / goal)
            total, count = total + each - len(short), count + each
            size = f"{len(problems[0].limits)} x {len(problems[0].candidates)}"
            far = ""
            if short:
                far = f"; the others {median(short):.3%} below, {max(short):.3%} at most"
            print(
                f"  {size}, problems {first} to {first + each - 1}: {each - len(short)} of {each} "
                f"reached in a median of {median(times):.1f} CPU s{far}",
                flush=True,
            )
    print(f"{total} of {count} reach the published value within {seconds:.0f} CPU s, both threads")


if __name__ == "__main__":
    given = sys.argv[1:]
    if given == ["alone"]:
        for number in (1, 1, 2, 4, 7):  # the first one compiles
            alone(number)
        sys.exit()
    main(int(given[0]) if given else EACH, float(given[1]) if given[1:] else SECONDS)
