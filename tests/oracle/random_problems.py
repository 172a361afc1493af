"""Small random portfolio problems with everything in them, and their weights as fractions."""

from fractions import Fraction
from random import Random

from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule

KINDS = ("requires", "excludes", "at_least", "at_most", "synergy")
Weights = dict[str, Fraction]


def interval(random: Random, low: int, high: int, *, ranges: float) -> Interval:
    first = random.randint(low, high)
    if random.random() >= ranges:
        return Interval.point(float(first))
    return Interval(float(first), first + random.randint(1, 4) / random.choice((1, 2)))


def rule(random: Random, ids: list[str]) -> Rule:
    kind = random.choice(KINDS)
    members = random.sample(ids, min(len(ids), random.randint(2, 3)))
    if kind in ("requires", "excludes"):
        return Rule(kind, members[0], tuple(members[1:]))  # type: ignore[arg-type]
    value = float(random.choice((1, 1, 2)))
    if kind == "synergy":
        value = random.choice((-3.0, -1.5, 0.5, 1.0, 2.0, 5.0))
    return Rule(kind, members[0], tuple(members[1:]), value)  # type: ignore[arg-type]


def weights(random: Random, names: list[str]) -> tuple[list[Weights], Weights]:
    """Vertices and a centre that add up to 1 exactly, thirds and sevenths among them."""
    vertices = []
    for _ in range(random.randint(1, 4)):
        points = [random.randint(0, 6) for _ in names]
        points[0] += not any(points)
        vertices.append({n: Fraction(p, sum(points)) for n, p in zip(names, points, strict=True)})
    centre = {n: sum((v[n] for v in vertices), Fraction(0)) / len(vertices) for n in names}
    return vertices, centre


def problem(seed: int, *, most: int = 10) -> tuple[Problem, list[Weights], Weights]:
    """A problem, the vertices of its weights, and their centre, by seed."""
    random = Random(seed)
    names = [f"c{number}" for number in range(random.randint(1, 3))]
    ids = [f"p{number:02d}" for number in range(random.randint(1, most))]
    limits = [Limit(f"budget {n}", "budget", 0) for n in range(random.randint(0, 3))]
    ranges = random.choice((0.0, 0.0, 0.3, 0.8))
    cost_ranges = random.choice((0.0, 0.0, 0.0, 0.3))
    unknown = random.choice((0.0, 0.0, 0.1))
    worst = random.choice((0, 0, 0, -3))
    most_value = random.choice((3, 10))
    candidates = []
    for each in ids:
        uses: dict[str, Interval | None] = {
            limit.name: interval(random, 0, 8, ranges=cost_ranges)
            for limit in limits
            if random.random() < 0.9
        }
        if limits and random.random() < unknown:
            uses[limits[0].name] = None
        values = {n: interval(random, worst, most_value, ranges=ranges) for n in names}
        candidates.append(Candidate(each, each.upper(), values, uses, random.random() < 0.06))
    amounts = [random.choice((2.5, 4.0, 5.0)) * len(ids) * random.uniform(0.3, 1.0) for _ in limits]
    made = tuple(
        Limit(limit.name, "budget", round(amount, 1))
        for limit, amount in zip(limits, amounts, strict=True)
    )
    count = random.choice((0, 0, 1, 2, 4)) if len(ids) > 1 else 0
    vertices, centre = weights(random, names)
    given = WeightSet(
        tuple(names),
        tuple(tuple(float(v[n]) for n in names) for v in vertices),
        tuple(float(centre[n]) for n in names),
    )
    rules = tuple(rule(random, ids) for _ in range(count))
    return Problem(tuple(candidates), given, made, rules), vertices, centre
