"""Holds the engine against the oracle on one random problem: says what differs, or nothing."""

import brute
import random_problems

from headwater import portfolio
from headwater.errors import InfeasibleError


def differences(seed: int, *, most: int = 10) -> list[str]:
    return _of_optimum(seed, most) + _of_robust(seed, most)


def _of_optimum(seed: int, most: int) -> list[str]:
    problem, _, centre = random_problems.problem(seed, most=most)
    expected = brute.optimum(problem, centre)
    try:
        found = portfolio.optimum(problem)
    except InfeasibleError as error:
        if expected is not None:
            return [f"{seed}: said infeasible"]
        return [] if error.rules else [f"{seed}: no rules named"]
    if expected is None:
        return [f"{seed}: found a portfolio where none is allowed"]
    value, optimal = expected
    wrong = []
    if abs(found.value - float(value)) > 1e-9 * max(1, abs(float(value))):
        wrong.append(f"{seed}: value {found.value} is not {float(value)}")
    if found.status != "optimal" or found.gap != 0 or frozenset(found.chosen) not in optimal:
        wrong.append(f"{seed}: {found.chosen} is not optimal")
    some = frozenset.union(*optimal) - frozenset.intersection(*optimal)
    if found.ties != tuple(sorted(some)):
        wrong.append(f"{seed}: ties {found.ties} are not {sorted(some)}")
    if found.chosen != canonical(problem, optimal):
        wrong.append(f"{seed}: {found.chosen} is not the canonical choice")
    return wrong


def canonical(problem: brute.Problem, optimal: set[brute.Chosen]) -> tuple[str, ...]:
    ids = sorted(each.id for each in problem.candidates)
    use = {each.id: 0 for each in problem.candidates}
    if problem.limits:
        first = min(limit.name for limit in problem.limits)
        for each in problem.candidates:
            taken = each.uses.get(first)
            use[each.id] = 0 if taken is None else brute.high(taken)
    least = min(sum(use[each] for each in chosen) for chosen in optimal)
    best = [chosen for chosen in optimal if sum(use[each] for each in chosen) == least]
    fewest = min(len(chosen) for chosen in best)
    best = [chosen for chosen in best if len(chosen) == fewest]
    return tuple(sorted(max(best, key=lambda chosen: [each in chosen for each in ids])))


def _of_robust(seed: int, most: int) -> list[str]:
    problem, vertices, _ = random_problems.problem(seed, most=most)
    expected = brute.not_dominated(problem, vertices, case="high")
    try:
        found = portfolio.robust(problem)
    except InfeasibleError:
        return [f"{seed}: robust said infeasible"] if expected else []
    if not expected:
        return [f"{seed}: robust found portfolios where none is allowed"]
    uses = [use for each in problem.candidates for use in each.uses.values()]
    if any(use is None or not use.is_point for use in uses):
        expected |= brute.not_dominated(problem, vertices, case="low")
    index = brute.core_index(expected, [each.id for each in problem.candidates])
    if not found.exact or found.count != len(expected):
        return [f"{seed}: {found.count} portfolios are not {len(expected)} ({found.exact})"]
    if any(abs(found.core_index[each] - float(share)) > 1e-12 for each, share in index.items()):
        return [f"{seed}: core index {found.core_index} is not {index}"]
    return []
