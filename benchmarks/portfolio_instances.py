"""Made portfolios of the sizes that matter, by seed: for the benchmarks of the portfolio room."""

import numpy as np

from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule

PERIODS, ROLES = 5, 8


def ranked(criteria: int) -> tuple[tuple[float, ...], ...]:
    """Vertices of all weights with w1 >= w2 >= ... >= 0."""
    return tuple(
        tuple(1 / k if at < k else 0.0 for at in range(criteria)) for k in range(1, criteria + 1)
    )


def scored(
    projects: int,
    criteria: int,
    *,
    budgets: int = 1,
    ranking: bool = True,
    width: float = 0.0,
    tight: float = 0.5,
    seed: int = 0,
) -> Problem:
    """Scores 1 to 100, costs 20 to 100, `width` a relative range around each score."""
    random = np.random.default_rng(seed)
    costs = random.integers(20, 101, (budgets, projects))
    scores = random.integers(1, 101, (criteria, projects))
    names = tuple(f"criterion {k}" for k in range(criteria))
    simplex = tuple(tuple(float(i == k) for i in range(criteria)) for k in range(criteria))
    vertices = ranked(criteria) if ranking else simplex
    centre = np.mean(vertices, axis=0)

    def value(score: int) -> Interval:
        half = width / 2
        return Interval(round(score * (1 - half), 3), round(score * (1 + half), 3))

    return Problem(
        tuple(
            Candidate(
                f"p{j:04d}",
                f"Project {j}",
                {name: value(int(scores[k, j])) for k, name in enumerate(names)},
                {f"budget {r}": Interval.point(float(costs[r, j])) for r in range(budgets)},
            )
            for j in range(projects)
        ),
        WeightSet(names, vertices, tuple((centre / centre.sum()).tolist())),
        tuple(
            Limit(f"budget {r}", "budget", float(np.floor(tight * costs[r].sum())))
            for r in range(budgets)
        ),
    )


def tight(projects: int, *, seed: int = 0, ruled: float = 0.1) -> Problem:
    """Five yearly budgets and eight roles a year, all tight, and rules on a part of projects."""
    random = np.random.default_rng(seed)
    names = [("budget", f"budget FY{p}") for p in range(PERIODS)]
    names += [("capacity", f"role {r} FY{p}") for p in range(PERIODS) for r in range(ROLES)]
    size = random.lognormal(3, 0.7, projects)
    rows = [
        size * random.uniform(0.5, 1.5, projects)
        if number < PERIODS
        else np.where(
            random.random(projects) < 0.4, size * random.uniform(0.05, 0.3, projects), 0.0
        )
        for number in range(len(names))
    ]
    uses = np.round(np.array(rows), 2)
    worth = np.round(size * random.uniform(0.6, 1.4, projects), 1)
    candidates = tuple(
        Candidate(
            f"p{j:05d}",
            f"Project {j}",
            {"value": Interval.point(float(worth[j]))},
            {name: Interval.point(float(uses[r, j])) for r, (_, name) in enumerate(names)},
            mandatory=bool(random.random() < 0.01),
        )
        for j in range(projects)
    )
    limits = tuple(
        Limit(name, "budget" if kind == "budget" else "capacity", round(0.4 * uses[r].sum(), 2))
        for r, (kind, name) in enumerate(names)
    )
    weights = WeightSet(("value",), ((1.0,),), (1.0,))
    return Problem(candidates, weights, limits, tuple(_rules(random, projects, ruled)))


def _rules(random: np.random.Generator, projects: int, ruled: float) -> list[Rule]:
    made = []
    for number in range(int(projects * ruled)):
        one, two, three = (f"p{at:05d}" for at in random.choice(projects, 3, replace=False))
        if number % 4 == 0:
            made.append(Rule("requires", one, (two,)))
        elif number % 4 == 1:
            made.append(Rule("excludes", one, (two,)))
        elif number % 4 == 2:
            made.append(Rule("at_most", one, (two, three), 2.0))
        else:
            made.append(Rule("synergy", one, (two, three), float(random.choice([-10, 10]))))
    return made
