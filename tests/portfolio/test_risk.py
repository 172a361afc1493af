"""Mean against the worst futures, and targets: against every allowed portfolio in fractions."""

from fractions import Fraction
from random import Random

import brute
import numpy as np
import pytest
import random_problems
from agreement import canonical
from hypothesis import given, settings
from hypothesis import strategies as st
from short import choice, project

from headwater.errors import InfeasibleError, InputError
from headwater.portfolio.risk import efficient, mean_risk, satisfice, tail_mean
from headwater.vocabulary.risk import Outcomes, RiskChoice, RiskFrontier, Satisficing
from headwater.vocabulary.shapes import from_json, to_json


def futures(random, problem, *, most=6):
    count = random.randint(1, most)
    weights = [random.randint(1, 5) for _ in range(count)]
    chances = tuple(weight / sum(weights) for weight in weights)
    if random.random() < 0.4:
        chances = tuple(1 / count for _ in range(count))
        weights = [1] * count
    values = {
        each.id: tuple(float(random.randint(-4, 12)) for _ in range(count))
        for each in problem.candidates
    }
    labels = tuple(f"future {number}" for number in range(count))
    exact = [Fraction(weight, sum(weights)) for weight in weights]
    return Outcomes(labels, chances, values), exact


class Definition:
    """Every allowed portfolio with its value in each future, in fractions."""

    def __init__(self, problem, outcomes, exact):
        self.problem, self.exact = problem, exact
        self.worth = {}
        for chosen in brute.allowed(problem, case="high"):
            bonus = brute.synergies(problem, chosen)
            self.worth[chosen] = [
                sum((brute.exact(outcomes.values[each][at]) for each in chosen), bonus)
                for at in range(len(exact))
            ]

    def mean(self, chosen):
        return sum(p * v for p, v in zip(self.exact, self.worth[chosen], strict=True))

    def tail(self, chosen, share):
        """The worst share of the futures, the last one in part."""
        left, total = share, Fraction(0)
        for value, chance in sorted(zip(self.worth[chosen], self.exact, strict=True)):
            part = min(left, chance)
            total += part * value
            left -= part
        return total / share

    def reach(self, chosen, target):
        pairs = list(zip(self.exact, self.worth[chosen], strict=True))
        chance = sum((p for p, v in pairs if v >= target), Fraction(0))
        short = sum((p * max(Fraction(0), target - v) for p, v in pairs), Fraction(0))
        return chance, short

    def best(self, measure):
        most = max(measure(each) for each in self.worth)
        return canonical(self.problem, {each for each in self.worth if measure(each) == most})


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_mean_and_tail_are_weighed_as_defined(first):
    for seed in range(first, first + 20):
        random = Random(seed)
        problem, _, _ = random_problems.problem(seed, most=6)
        outcomes, exact = futures(random, problem)
        definition = Definition(problem, outcomes, exact)
        share = random.choice((Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(1)))
        caution = random.choice((Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(1)))
        if not definition.worth:
            with pytest.raises(InfeasibleError):
                mean_risk(problem, outcomes, caution=0.5)
            continue

        def measure(each, *, d=definition, c=caution, s=share):
            mean, tail = d.mean(each), d.tail(each, s)
            return (1 - c) * mean + c * tail, tail if c == 0 else mean

        found = mean_risk(problem, outcomes, caution=float(caution), tail=float(share))

        expected = definition.best(measure)
        one = frozenset(expected)
        assert found.chosen == expected, seed
        assert found.mean == pytest.approx(float(definition.mean(one)), abs=1e-9)
        assert found.tail_mean == pytest.approx(float(definition.tail(one, share)), abs=1e-9)
        assert found.worst == min(definition.worth[one])
        assert found.status == "optimal"


@pytest.mark.parametrize("first", range(0, 40, 20))
def test_the_efficient_portfolios_are_all_there_is(first):
    for seed in range(first, first + 20):
        random = Random(seed)
        problem, _, _ = random_problems.problem(seed, most=6)
        outcomes, exact = futures(random, problem)
        definition = Definition(problem, outcomes, exact)
        if not definition.worth:
            continue
        share = random.choice((Fraction(1, 10), Fraction(1, 4), Fraction(1, 2)))
        pairs = {(definition.mean(each), definition.tail(each, share)) for each in definition.worth}
        kept = sorted(
            (p for p in pairs if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in pairs)),
            reverse=True,
        )

        found = efficient(problem, outcomes, tail=float(share))

        assert found.complete, seed
        assert [(p.mean, p.tail_mean) for p in found.points] == [
            (pytest.approx(float(mean), abs=1e-9), pytest.approx(float(tail), abs=1e-9))
            for mean, tail in kept
        ], seed


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_what_is_good_enough_is_reached_as_likely_as_possible(first):
    for seed in range(first, first + 20):
        random = Random(seed)
        problem, _, _ = random_problems.problem(seed, most=6)
        outcomes, exact = futures(random, problem)
        definition = Definition(problem, outcomes, exact)
        if not definition.worth:
            continue
        target = random.choice((-3, 0, 5, 10, 14.5, 25))
        goal = random.choice(("probability", "shortfall"))

        exactly = brute.exact(target)

        def measure(each, *, d=definition, t=exactly, g=goal):
            chance, short = d.reach(each, t)
            pair = (chance, -short) if g == "probability" else (-short, chance)
            return (*pair, d.mean(each))

        found = satisfice(problem, outcomes, target=target, goal=goal)

        expected = definition.best(measure)
        chance, short = definition.reach(frozenset(expected), exactly)
        assert found.chosen == expected, (seed, target, goal)
        assert found.probability == pytest.approx(float(chance), abs=1e-9)
        assert found.shortfall == pytest.approx(float(short), abs=1e-9)
        assert found.status == "optimal"


@given(
    st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0.01, 1)), min_size=1, max_size=8),
    st.floats(0.01, 1),
)
def test_a_tail_lies_between_the_worst_and_the_mean_and_rises_with_its_share(pairs, tail):
    worth = np.array([value for value, _ in pairs])
    chances = np.array([chance for _, chance in pairs])
    chances /= chances.sum()

    found = tail_mean(worth, chances, tail)

    mean = float(worth @ chances)
    near = 1e-9 * max(1.0, float(np.abs(worth).max()))
    assert worth.min() - near <= found <= mean + near
    assert found <= tail_mean(worth, chances, min(1.0, tail * 1.5)) + near
    assert tail_mean(worth, chances, 1.0) == pytest.approx(mean, abs=near)


def test_rockafellar2000_tail_of_unequal_futures():
    """Worst quarter of -4 (0.1), 0 (0.4), 6 (0.5): 0.1 of -4 and 0.15 of 0."""
    found = tail_mean(np.array([6.0, -4.0, 0.0]), np.array([0.5, 0.1, 0.4]), 0.25)

    assert found == pytest.approx(-1.6)


def bet():
    """Steady is worth 5 in every future; Bold 20 in one of four, else 1. Room for one."""
    problem = choice(project("Steady", 0, 1), project("Bold", 0, 1), budget=1)
    labels = ("boom", "calm", "dip", "slump")
    values = {"steady": (5.0,) * 4, "bold": (20.0, 1.0, 1.0, 1.0)}
    return problem, Outcomes(labels, (0.25,) * 4, values, "million")


def test_caution_changes_the_choice():
    problem, outcomes = bet()

    assert mean_risk(problem, outcomes, caution=0, tail=0.5).chosen == ("bold",)
    careful = mean_risk(problem, outcomes, caution=1, tail=0.5)
    assert (careful.chosen, careful.tail_mean, careful.worst) == (("steady",), 5, 5)
    assert careful.text == (
        "One project, worth 5 on average and 5 on average in the worst 50% of futures."
    )
    line = efficient(problem, outcomes, tail=0.5)
    assert [point.chosen for point in line.points] == [("bold",), ("steady",)]


def test_good_enough_depends_on_the_target():
    problem, outcomes = bet()

    low = satisfice(problem, outcomes, target=4)
    assert (low.chosen, low.probability, low.missed) == (("steady",), 1, ())
    assert low.text == "One project reaches 4 in every one of 4 futures."
    high = satisfice(problem, outcomes, target=15)
    assert (high.chosen, high.missed) == (("bold",), ("calm", "dip", "slump"))
    assert "probability of 25%" in high.text
    beyond = satisfice(problem, outcomes, target=50)
    assert beyond.probability == 0
    assert "No allowed portfolio reaches 50" in beyond.text


def test_a_tail_smaller_than_any_future_is_said_to_be_the_worst_one():
    problem, outcomes = bet()

    found = mean_risk(problem, outcomes, caution=1, tail=0.1)

    assert found.tail_mean == found.worst
    assert any("less than one future" in doubt for doubt in found.doubts)


def test_fewer_points_than_there_are_is_said():
    problem, outcomes = bet()

    found = efficient(problem, outcomes, tail=0.5, most=1)

    assert (len(found.points), found.complete) == (1, False)
    assert any("There may be more" in doubt for doubt in found.doubts)


@given(st.integers(0, 10**6), st.sampled_from([0.001, 3.0, 1e6]))
@settings(max_examples=15, deadline=None)
def test_units_and_order_do_not_matter(seed, factor):
    random = Random(seed)
    problem, _, _ = random_problems.problem(seed, most=6)
    problem = type(problem)(
        problem.candidates, problem.weights, problem.limits,
        tuple(rule for rule in problem.rules if rule.kind != "synergy"),
    )  # fmt: skip
    outcomes, _ = futures(random, problem)
    order = random.sample(range(len(outcomes.labels)), len(outcomes.labels))
    turned = Outcomes(
        tuple(outcomes.labels[at] for at in order),
        tuple(outcomes.probabilities[at] for at in order),
        {
            id_: tuple(factor * row[at] for at in order)
            for id_, row in reversed(outcomes.values.items())
        },
    )
    try:
        found = mean_risk(problem, outcomes, caution=0.5, tail=0.3)
    except InfeasibleError:
        return

    other = mean_risk(problem, turned, caution=0.5, tail=0.3)

    assert other.chosen == found.chosen
    assert other.mean == pytest.approx(found.mean * factor, rel=1e-9, abs=1e-12)
    assert (
        satisfice(problem, turned, target=8 * factor).chosen
        == satisfice(problem, outcomes, target=8).chosen
    )


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Outcomes((), (), {}), "at least one future"),
        (lambda: Outcomes(("a", "a"), (0.5, 0.5), {}), "no two of the same name"),
        (lambda: Outcomes(("a",), (0.5, 0.5), {}), "2 probabilities"),
        (lambda: Outcomes(("a", "b"), (0.5, 0.6), {}), "sum to 1"),
        (lambda: Outcomes(("a", "b"), (1.5, -0.5), {}), "negative"),
        (lambda: Outcomes(("a",), (1.0,), {"alpha": (1.0, 2.0)}), "2 futures"),
        (lambda: Outcomes(("a",), (1.0,), {"alpha": (float("nan"),)}), "not a finite"),
    ],
)
def test_futures_make_sense_or_are_refused(make, message):
    with pytest.raises(InputError, match=message):
        make()


def test_what_does_not_fit_is_named():
    problem, outcomes = bet()
    with pytest.raises(InputError, match="'bold' has no values"):
        mean_risk(problem, Outcomes(("a",), (1.0,), {"steady": (1.0,)}), caution=0)
    with pytest.raises(InputError, match="'omega', which is not a project"):
        mean_risk(
            problem,
            Outcomes(("a",), (1.0,), {"steady": (1.0,), "bold": (1.0,), "omega": (1.0,)}),
            caution=0,
        )
    with pytest.raises(InputError, match="caution is 2"):
        mean_risk(problem, outcomes, caution=2)
    with pytest.raises(InputError, match="tail is 0"):
        mean_risk(problem, outcomes, caution=1, tail=0)
    with pytest.raises(InputError, match="goal"):
        satisfice(problem, outcomes, target=1, goal="glory")
    with pytest.raises(InputError, match="finite"):
        satisfice(problem, outcomes, target=float("inf"))


def test_when_time_runs_out_it_is_said():
    problem, outcomes = bet()

    found = mean_risk(problem, outcomes, caution=1, time_limit=0.0)
    enough = satisfice(problem, outcomes, target=4, time_limit=0.0)

    assert found.status == enough.status == "best found"
    assert found.gap is None
    assert found.doubts
    assert enough.doubts


def test_results_survive_being_kept():
    problem, outcomes = bet()

    assert from_json(Outcomes, to_json(outcomes)) == outcomes
    for made in (
        mean_risk(problem, outcomes, caution=1),
        efficient(problem, outcomes),
        satisfice(problem, outcomes, target=4),
    ):
        assert type(made) in (RiskChoice, RiskFrontier, Satisficing)
        assert from_json(type(made), to_json(made)) == made
