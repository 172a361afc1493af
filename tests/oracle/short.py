"""Problems written briefly."""

from collections.abc import Mapping, Sequence

from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule

Number = float | tuple[float, float] | None
KNOWN = WeightSet(("value",), ((1.0,),), (1.0,))


def interval(number: Number) -> Interval | None:
    if number is None:
        return None
    return Interval(*number) if isinstance(number, tuple) else Interval.point(number)


def project(
    name: str, value: Number, cost: Number = 0.0, *, mandatory: bool = False, **uses: Number
) -> Candidate:
    """A project with one value and a cost in the total budget."""
    taken = {"total budget": interval(cost), **{key: interval(use) for key, use in uses.items()}}
    worth = interval(value)
    assert worth is not None
    return Candidate(name.lower(), name, {"value": worth}, taken, mandatory)


def choice(
    *projects: Candidate,
    budget: float,
    rules: Sequence[Rule] = (),
    limits: Mapping[str, float] | None = None,
) -> Problem:
    made = (Limit("total budget", "budget", budget),)
    made += tuple(Limit(name, "capacity", amount) for name, amount in (limits or {}).items())
    return Problem(projects, KNOWN, made, tuple(rules))


def knapsack(
    values: Sequence[Sequence[float]],
    uses: Sequence[Sequence[float]],
    amounts: Sequence[float],
    vertices: Sequence[Sequence[float]] | None = None,
) -> Problem:
    """Many criteria (rows of values) and limits (rows of uses); all weights unless told."""
    count = len(values)
    names = tuple(f"criterion {number}" for number in range(count))
    simplex = [[float(row == column) for column in range(count)] for row in range(count)]
    given = [tuple(float(each) for each in vertex) for vertex in vertices or simplex]
    centre = [sum(column) / len(given) for column in zip(*given, strict=True)]
    weights = WeightSet(names, tuple(given), tuple(each / sum(centre) for each in centre))
    limits = tuple(
        Limit(f"budget {n:02d}", "budget", float(each)) for n, each in enumerate(amounts)
    )
    candidates = tuple(
        Candidate(
            f"p{at:03d}",
            f"Project {at}",
            {name: Interval.point(float(row[at])) for name, row in zip(names, values, strict=True)},
            {
                limit.name: Interval.point(float(row[at]))
                for limit, row in zip(limits, uses, strict=True)
            },
        )
        for at in range(len(values[0]))
    )
    return Problem(candidates, weights, limits)
