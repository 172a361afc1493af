"""The best of many scenarios goes on improving: each open one gets more time, round by round."""

from collections.abc import Iterator, Mapping, Sequence

from headwater.errors import InfeasibleError
from headwater.portfolio.optimum import optimum
from headwater.portfolio.scenarios.changes import apply
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Progress, Watcher, ignore
from headwater.vocabulary.scenario import Scenario

ROUNDS = (2.0, 10.0, 30.0)
"""Seconds for each scenario in each round: all have a good answer before one gets much time."""


def improve(
    problem: Problem,
    lines: Mapping[str, Sequence[Scenario]],
    *,
    known: Mapping[str, Optimum] | None = None,
    rounds: Sequence[float] = ROUNDS,
    watch: Watcher = ignore,
) -> Iterator[dict[str, Optimum]]:
    """Yield the best portfolio of each scenario as it becomes better, or its bound closer.

    Parameters
    ----------
    lines
        By a key of yours, the scenarios whose changes hold together: those that one grows from,
        the first one first, and itself last.
    known
        What was found before, by the same keys; nothing worse takes its place, and what is proved
        is not solved again.
    rounds
        Seconds of solving for each scenario that is still open, in each round.

    Yields
    ------
    dict of str to Optimum
        All that is known, after each solve and once at the start. A key where nothing is allowed
        is left out.

    Raises
    ------
    InputError
        If a change names what is not there.
    """
    found = {key: best for key, best in (known or {}).items() if key in lines}
    changed = {key: _under(problem, line) for key, line in lines.items()}
    forbidden: set[str] = set()
    yield dict(found)
    for number, seconds in enumerate(rounds):
        still = [key for key in lines if key not in forbidden and _open(found.get(key))]
        for at, key in enumerate(still):
            part = (number + at / len(still)) / len(rounds)
            watch(Progress(f"{lines[key][-1].name}: {at + 1} of {len(still)} open", part))
            try:
                best = optimum(changed[key], watch=watch, time_limit=seconds)
            except InfeasibleError:
                forbidden.add(key)
                continue
            found[key] = best if key not in found else joined(found[key], best)
            yield dict(found)


def joined(one: Optimum, other: Optimum) -> Optimum:
    """Return what two solves of the same problem know together: higher value, lower bound."""
    better = max(one, other, key=lambda each: (each.value, each.status == "optimal"))
    bound = max(better.value, min(one.bound, other.bound))
    closed = "optimal" in (one.status, other.status) or bound <= better.value
    gap = 0.0 if closed else (bound - better.value) / max(abs(better.value), 1e-12)
    return Optimum(
        chosen=better.chosen,
        value=better.value,
        bound=better.value if closed else bound,
        gap=gap,
        status="optimal" if closed else "best found",
        ties=better.ties,
        doubts=better.doubts,
    )


def _open(best: Optimum | None) -> bool:
    return best is None or best.status != "optimal"


def _under(problem: Problem, line: Sequence[Scenario]) -> Problem:
    for each in line:
        problem = apply(problem, each)
    return problem
