"""Why a project is in or out, and the smallest changes that flip it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from short import choice, knapsack, project

from headwater.errors import CancelledError, InputError
from headwater.portfolio import optimum
from headwater.portfolio.flips import what_it_takes
from headwater.portfolio.flips.changed import with_budget, with_cost, with_value
from headwater.vocabulary.explanation import Change, ChangeKind, WhatItTakes
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.progress import Progress
from headwater.vocabulary.units import MoneyUnit
from headwater.vocabulary.workbook import Rule


def takes(problem: Problem, project_id: str, **options: object) -> WhatItTakes:
    return what_it_takes(problem, optimum(problem), project_id, **options)  # type: ignore[arg-type]


def change(found: WhatItTakes, kind: ChangeKind) -> Change:
    got = found.change(kind)
    assert got is not None
    return got


HARBOUR = choice(
    project("Alpha", 9, 4), project("Beta", 5, 3), project("Gamma", 9, 5), project("Delta", 1, 1),
    budget=8,
)  # fmt: skip


def test_a_refused_project_learns_its_thresholds():
    found = takes(HARBOUR, "gamma", money=MoneyUnit("USD", 1_000_000))

    assert not found.chosen
    assert change(found, "cost").to == 4
    assert change(found, "cost").text == (
        "Gamma comes in at a cost of USD 4 million instead of USD 5 million (20% less); "
        "at USD 4.001 million it does not."
    )
    assert change(found, "value").to == 10  # as good then, and with fewer projects
    assert (
        change(found, "value").text == "Gamma comes in if it is worth 10 instead of 9 (11% more)."
    )
    assert change(found, "budget").to == 9
    assert all(each.verified and each.smallest for each in found.changes)


def test_a_recommended_project_learns_what_it_can_bear():
    found = takes(HARBOUR, "beta")

    assert found.chosen
    assert change(found, "cost").to == pytest.approx(4.001)
    assert "up to 4 it stays in" in change(found, "cost").text
    assert change(found, "budget").to == 9  # then Alpha and Gamma take its place
    assert [each.to for each in found.changes if each.kind == "budget"] == [9, 6.999]


def test_what_it_displaces_and_what_that_costs():
    found = takes(HARBOUR, "gamma").displaces

    assert found.forced == "in"
    assert found.leaves == ("alpha", "delta")
    assert found.enters == ()
    assert found.lost == 1
    assert found.text == (
        "With Gamma forced in, Alpha and Delta would drop out, and the portfolio would be worth 1 "
        "less (6.67% of the whole)."
    )


def test_who_stands_or_falls_with_it_by_rule_synergy_and_fit():
    problem = choice(
        project("Base", 1, 2), project("Top", 9, 2), project("Twin", 2, 2), project("Other", 7, 6),
        budget=6,
        rules=[
            Rule("requires", "top", ("base",)),
            Rule("synergy", "base", ("twin",), 1.0),
        ],
    )  # fmt: skip

    found = takes(problem, "base")

    assert [(each.project, each.why) for each in found.stands_or_falls_with] == [
        ("top", "rule"), ("twin", "synergy"),
    ]  # fmt: skip
    assert "It stands or falls with Top (by rule) and Twin (by synergy)." in found.text
    assert found.displaces.enters == ("other",)


def test_a_tie_is_said():
    problem = choice(project("Alpha", 5, 3), project("Beta", 5, 3), budget=3)

    found = takes(problem, "beta")

    assert found.tied
    assert "worth the same" in found.text
    assert change(found, "value").to == pytest.approx(5.001)


def test_a_mandatory_project_is_not_moved_by_figures_but_its_price_is_shown():
    problem = choice(project("Law", 0, 3, mandatory=True), project("Beta", 5, 3), budget=3)

    found = takes(problem, "law")

    assert found.changes == ()
    assert "It is mandatory" in found.text
    assert "the portfolio would be worth 5 more" in found.displaces.text
    assert (found.displaces.value, found.displaces.lost) == (5, -5)


def test_no_change_flips_what_a_rule_forbids():
    problem = choice(
        project("Law", 0, 3, mandatory=True), project("Beta", 5, 3), budget=9,
        rules=[Rule("excludes", "law", ("beta",))],
    )  # fmt: skip

    found = takes(problem, "beta")

    assert not any(each.found for each in found.changes)
    assert not found.displaces.possible
    assert "Beta is forced in" in found.displaces.text
    assert "even at no cost it stays out" in change(found, "cost").text
    assert change(found, "budget").text == "No change of the total budget alone brings Beta in."


def test_an_unknown_cost_gets_the_highest_that_would_do():
    found = takes(choice(project("Pay", 5, None), project("Beta", 4, 4), budget=5), "pay")

    (cost,) = found.changes
    assert cost.now is None
    assert cost.to == 5
    assert "comes in at a cost of up to 5" in cost.text


def test_a_project_too_large_for_the_budget_learns_both():
    found = takes(choice(project("Vast", 9, 20), project("Beta", 4, 4), budget=10), "vast")

    assert change(found, "cost").to == 10
    assert change(found, "budget").to == 20
    assert change(found, "value").text == (
        "No value brings Vast in: no portfolio with it is allowed."
    )


def test_less_money_can_bring_a_project_in():
    problem = choice(project("Large", 9, 10), project("Small", 5, 5), budget=10)

    found = takes(problem, "small")
    budgets = [each for each in found.changes if each.kind == "budget"]

    assert [each.to for each in budgets] == [pytest.approx(9.999), 15]
    assert budgets[0].smallest


def test_weights_move_along_their_line_and_know_whether_leaders_allow_it():
    problem = knapsack([[9, 1], [1, 8]], [[1, 1]], [1])
    narrow = replace(
        problem,
        weights=WeightSet(problem.weights.criteria, ((0.6, 0.4), (0.5, 0.5)), (0.55, 0.45)),
    )

    wide = takes(problem, "p001").change("weight")
    tight = takes(narrow, "p001").change("weight")

    assert wide is not None and tight is not None
    assert wide.to == pytest.approx(0.534) or wide.to == pytest.approx(0.466)
    assert (wide.within, tight.within) == (True, False)
    assert "outside what the leaders' answers allow" in tight.text


def test_an_unknown_id_is_refused():
    with pytest.raises(InputError, match="no project has the id 'ghost'"):
        takes(HARBOUR, "ghost")


def test_the_order_of_rows_changes_nothing():
    turned = replace(HARBOUR, candidates=HARBOUR.candidates[::-1])

    for each in ("alpha", "beta", "gamma", "delta"):
        assert takes(HARBOUR, each) == takes(turned, each)


def test_it_can_be_stopped():
    def stop(progress: Progress) -> None:
        raise CancelledError("stopped by Amara")

    with pytest.raises(CancelledError):
        what_it_takes(HARBOUR, optimum(HARBOUR), "gamma", watch=stop)


def test_what_is_not_settled_in_time_is_said():
    found = takes(HARBOUR, "gamma", time_limit=0.0)

    assert not any(each.found for each in found.changes)
    assert all("not settled in the time" in each.text for each in found.changes)


figures = st.integers(1, 40)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(figures, figures), min_size=2, max_size=9), st.integers(5, 120))
def test_solved_again_at_the_change_it_flips_and_one_step_short_it_does_not(
    pairs: list[tuple[int, int]], budget: int
):
    problem = choice(
        *(project(f"P{n}", value, cost) for n, (value, cost) in enumerate(pairs)), budget=budget
    )
    found = takes(problem, "p1")

    def inside(changed: Problem) -> bool:
        return "p1" in optimum(changed, ties=False).chosen

    for each in found.changes:
        if each.to is None or each.now is None:
            continue
        short = float(f"{each.to - each.resolution * (1 if each.to > each.now else -1):.12g}")
        if (short - each.now) * (each.to - each.now) <= 0:
            short = each.now
        for to, flips in ((each.to, True), (short, False)):
            changed = {
                "cost": lambda to=to: with_cost(problem, "p1", to),
                "value": lambda to=to, now=each.now: with_value(problem, "p1", to - now),
                "budget": lambda to=to: with_budget(problem, to),
            }[each.kind]()
            assert (inside(changed) != found.chosen) is flips, (each, to)
