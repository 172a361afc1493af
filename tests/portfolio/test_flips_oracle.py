"""The smallest changes against a scan of every step on small random problems."""

from math import ceil, floor

import numpy as np
import pytest
from flips_oracle import Table
from random_problems import problem as random_problem

from headwater.errors import InfeasibleError
from headwater.portfolio import optimum
from headwater.portfolio.flips import what_it_takes
from headwater.vocabulary.explanation import Change, WhatItTakes
from headwater.vocabulary.portfolio import Problem


def found(seed: int) -> tuple[Problem, Table, WhatItTakes] | None:
    problem, _, _ = random_problem(seed, most=7)
    try:
        best = optimum(problem)
    except InfeasibleError:
        return None
    project = sorted(each.id for each in problem.candidates)[seed % len(problem.candidates)]
    candidate = next(each for each in problem.candidates if each.id == project)
    if candidate.mandatory or None in candidate.uses.values():
        return None
    return problem, Table(problem), what_it_takes(problem, best, project)


def nearest(numbers: list[int], flips, now: float, size: float) -> float | None:  # type: ignore[no-untyped-def]
    """The figure nearest to now, of those tried, that flips."""
    flipped = [n for n in numbers if flips(float(f"{n * size:.12g}"))]
    return min((abs(n * size - now) for n in flipped), default=None)


def agree(change: Change, expected: float | None, seed: int) -> None:
    if expected is None:
        assert not change.found, (seed, change)
    else:
        assert change.by is not None, (seed, change, expected)
        assert abs(change.by) == pytest.approx(expected, abs=change.resolution * 1e-3), (
            seed, change,
        )  # fmt: skip
        assert change.verified, (seed, change)


def check_cost(table: Table, takes: WhatItTakes, seed: int) -> None:
    change = takes.change("cost")
    assert change is not None
    if not change.now:
        return
    now, size, project = change.now, change.resolution, takes.project
    most = max(float(table.amounts.max()), now) * 12

    def flips(to: float) -> bool:
        return table.holds(project, uses=table.costs(project, to / now)) is (not takes.chosen)

    if takes.chosen:
        numbers = list(range(floor(now / size + 1e-9) + 1, ceil(most / size), 1))
        fewer = [n for n in numbers if n * size < now * 1.05]
        step = max(1, len(numbers) // 400)
        rough = next((n for n in numbers[::step] if flips(n * size)), None)
        numbers = fewer if rough is None else list(range(max(numbers[0], rough - step), rough + 1))
    else:
        numbers = list(range(ceil(now / size - 1e-9)))[::-1]
        rough = next((n for n in numbers[::25] if flips(n * size)), 0)
        numbers = [n for n in numbers if rough <= n <= rough + 25] if flips(rough * size) else []
    agree(change, nearest(numbers, flips, now, size), seed)


def check_value(table: Table, takes: WhatItTakes, seed: int) -> None:
    change = takes.change("value")
    assert change is not None and change.now is not None
    now, size, project = change.now, change.resolution, takes.project
    if change.to is None:
        for by in (-1e4, -10.0, 10.0, 1e4):
            assert table.holds(project, values=table.worth(project, by)) is takes.chosen, seed
        return
    beyond = round(change.to / size)
    sign = -1 if takes.chosen else 1

    def flips(to: float) -> bool:
        return table.holds(project, values=table.worth(project, to - now)) is not takes.chosen

    assert flips(beyond * size), (seed, change)
    assert (beyond * size - now) * sign > 0
    for short in (beyond - sign, beyond - 7 * sign):
        if (short * size - now) * sign > 0:
            assert not flips(short * size), (seed, change)
    assert change.verified


def check_budget(table: Table, takes: WhatItTakes, seed: int) -> None:
    change = takes.change("budget")
    assert change is not None
    budgets = [n for n, each in enumerate(table.limits) if each.kind == "budget"]
    if not budgets or not change.now:
        return
    now, size = change.now, change.resolution
    needs = (table.rows @ table.uses.T)[:, budgets] / np.maximum(table.amounts[budgets], 1e-12)
    numbers = {0}
    for factor in {float(f"{each:.12g}") for each in needs.max(axis=1)}:
        away = (factor - 1) * now / size
        numbers |= {ceil(away - 1e-7) + k for k in (-1, 0, 1)}
    whole = any(each.period for each in table.limits) or len(budgets) > 1

    def flips(away: float) -> bool:
        to = now + away
        if to < 0:
            return False
        amounts = table.amounts.copy()
        amounts[budgets] = amounts[budgets] * to / now if whole else to
        return table.holds(takes.project, amounts=amounts) is (not takes.chosen)

    expected = nearest(sorted(numbers - {0}), flips, 0.0, size)
    if change.smallest:
        agree(change, expected, seed)
    elif change.found:
        assert flips(change.by or 0.0), seed


def check_weights(problem: Problem, table: Table, takes: WhatItTakes, seed: int) -> None:
    names = list(problem.weights.criteria)
    centre = dict(zip(names, problem.weights.centre, strict=True))
    for change in takes.changes:
        if change.kind != "weight":
            continue
        name = change.about.removeprefix("weight of ")
        rest = 1 - centre[name]

        def flips(to: float, name: str = name, rest: float = rest) -> bool:
            weights = [to if each == name else centre[each] * (1 - to) / rest for each in names]
            values = table.weighted(weights)
            return table.holds(takes.project, values=values) is not takes.chosen

        expected = nearest(list(range(1001)), flips, centre[name], 0.001)
        agree(change, expected, seed)


@pytest.mark.parametrize("first", range(0, 120, 20))
def test_it_agrees_with_the_scan(first: int):
    compared = 0
    for seed in range(first, first + 20):
        case = found(seed)
        if case is None:
            continue
        problem, table, takes = case
        assert table.holds(takes.project) is takes.chosen, seed
        if any(limit.kind == "budget" for limit in problem.limits):
            check_cost(table, takes, seed)
            check_budget(table, takes, seed)
        check_value(table, takes, seed)
        check_weights(problem, table, takes, seed)
        compared += 1
    assert compared > 5
