"""What would have to be true."""

from itertools import combinations

import pytest
from random_problems import problem as random_problem
from short import choice, knapsack, project

from headwater.errors import InfeasibleError, InputError
from headwater.portfolio import optimum
from headwater.portfolio.flips import what_would_have_to_be_true
from headwater.portfolio.flips.assumptions import Slot, assumed, assumptions
from headwater.vocabulary.explanation import Conditions
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.workbook import Rule

STEPS = (0.05, 0.2)


def conditions(problem: Problem, *to: str, **options: int) -> Conditions:
    return what_would_have_to_be_true(problem, optimum(problem), to=to, **options)  # type: ignore[arg-type]


RANGED = choice(
    project("Alpha", 6, 5), project("Beta", (3, 6.5), (5, 5.5)), project("Gamma", 2, 2), budget=7.2
)


def test_one_assumption_that_suffices_comes_before_two():
    problem = choice(
        project("Alpha", (4, 6), 5), project("Beta", (3, 6), 5), budget=5
    )  # fmt: skip

    found = conditions(problem, "beta", largest=2)

    assert [[a.about for a in each.assumptions] for each in found.sets] == [
        ["value of Alpha"], ["value of Beta"],
    ]  # fmt: skip
    assert found.sets[0].text == (
        "Beta would be recommended if Alpha is worth 4, the low end of its range, not 5."
    )
    assert all(each.verified and "beta" in each.chosen for each in found.sets)


def test_what_only_works_together_is_a_set_of_two():
    problem = choice(
        project("Alpha", 6, 5), project("Beta", (4.5, 7), (5, 6)), budget=5
    )  # fmt: skip

    found = conditions(problem, "beta", largest=2)
    first = found.sets[0]

    assert sorted(each.about for each in first.assumptions) == ["cost of Beta", "value of Beta"]
    assert first.chosen == ("beta",)


def test_a_vertex_of_the_weights_can_be_the_answer():
    problem = knapsack([[9, 1], [1, 8]], [[1, 1]], [1])

    found = conditions(problem, "p001", largest=1)

    assert [each.assumptions[0].about for each in found.sets] == ["weights"]
    assert found.sets[0].assumptions[0].size == pytest.approx(0.5)
    assert "the weights are 100% for 'criterion 1'" in found.text


def test_the_smaller_raise_of_the_budget_stands_for_the_larger():
    problem = choice(project("Alpha", 6, 5), project("Beta", 4, 5.2), budget=10)

    found = conditions(problem, "beta")

    assert [[a.size for a in each.assumptions] for each in found.sets] == [[0.02]]
    assert "2% more money (10.2, not 10)" in found.text


def test_what_is_recommended_already_needs_nothing():
    found = conditions(RANGED, "alpha")

    assert found.sets[0].assumptions == ()
    assert found.text.startswith("Nothing has to change")


def test_nothing_found_is_said_with_its_scope():
    problem = choice(
        project("Alpha", 6, 5), project("Beta", 4, 1), budget=10,
        rules=[Rule("excludes", "alpha", ("beta",))],
    )  # fmt: skip

    found = conditions(problem, "beta")

    assert found.sets == ()
    assert found.complete
    assert found.text == (
        "Nothing brings Beta in among sets of up to 3 of 6 assumptions within what is stated."
    )


def test_unknown_ids_and_empty_wishes_are_refused():
    with pytest.raises(InputError, match="no project has the id 'ghost'"):
        conditions(RANGED, "ghost")
    with pytest.raises(InputError, match="say which"):
        conditions(RANGED)
    with pytest.raises(InputError, match="at least one set"):
        conditions(RANGED, "beta", largest=0)


def suffices(problem: Problem, slots: tuple[Slot, ...], wanted: set[str]) -> bool:
    try:
        best = optimum(assumed(problem, [each.assumption for each in slots]), ties=False)
    except InfeasibleError:
        return False
    return wanted <= set(best.chosen)


def covered(some: tuple[Slot, ...], found: list[tuple[Slot, ...]]) -> bool:
    def within(one: Slot) -> bool:
        return any(
            one == each
            or (
                one.slot[0] == each.slot[0] == "budget"
                and one.assumption.size <= each.assumption.size
            )
            for each in some
        )

    return any(all(within(one) for one in smaller) for smaller in found)


@pytest.mark.parametrize("first", range(0, 160, 40))
def test_it_finds_all_minimal_sets_of_two_that_trying_everything_finds(first: int):
    compared = 0
    for seed in range(first, first + 40):
        problem, _, _ = random_problem(seed, most=6)
        try:
            best = optimum(problem)
        except InfeasibleError:
            continue
        out = [each.id for each in problem.candidates if each.id not in best.chosen]
        if not out:
            continue
        wanted = {sorted(out)[seed % len(out)]}
        slots = assumptions(problem, best.chosen, sorted(wanted), STEPS)
        expected: list[tuple[Slot, ...]] = []
        for count in (1, 2):
            sets = [
                some for some in combinations(slots, count)
                if len({each.slot for each in some}) == count
            ]  # fmt: skip
            sets.sort(key=lambda some: sum(each.assumption.size for each in some))
            for some in sets:
                if not covered(some, expected) and suffices(problem, some, wanted):
                    expected.append(some)
        found = what_would_have_to_be_true(
            problem, best, to=wanted, most=10_000, largest=2, budget_steps=STEPS
        )
        got = {frozenset(a.text for a in each.assumptions) for each in found.sets}
        wished = {frozenset(each.assumption.text for each in some) for some in expected}
        assert got == wished, seed
        assert found.complete
        ranks = [(len(each.assumptions), round(each.size, 9)) for each in found.sets]
        assert ranks == sorted(ranks)
        compared += bool(expected)
    assert compared > 2
