"""From tables to a portfolio problem: what is worth what, and what limits it."""

import pytest

from headwater.errors import InputError
from headwater.portfolio.framing import frame, value_model
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Project, Workbook

point = Interval.point
ONE = WeightSet(("benefit",), ((1.0,),), (1.0,))


def project(name: str, **known: object) -> Project:
    return Project(id=name, name=name, **{"cost": point(1), **known})  # type: ignore[arg-type]


def test_a_stated_benefit_alone_is_summed_as_it_stands() -> None:
    book = Workbook((project("A", benefit=point(7)), project("B", benefit=Interval(2, 3))))

    model = value_model(book, {}, {})

    assert model.criteria == ("benefit",)
    assert model.values == {"A": {"benefit": point(7)}, "B": {"benefit": Interval(2, 3)}}


def test_a_blank_benefit_may_be_nothing_or_the_most() -> None:
    book = Workbook((project("A", benefit=point(7)), project("B")))

    model = value_model(book, {}, {})

    assert model.values["B"]["benefit"] == Interval(0, 7)
    assert "1 of 2 projects have no benefit" in model.doubts[0]


def test_scores_are_scaled_so_that_the_best_is_one() -> None:
    book = Workbook(
        (
            project("A", scores={"fit": point(4), "risk": point(2)}),
            project("B", scores={"fit": point(2), "risk": None}),
        ),
        criteria=("fit", "risk"),
        lower_is_better=("risk",),
    )

    model = value_model(book, {}, {})

    assert model.values["A"] == {"fit": point(1), "risk": point(0)}
    assert model.values["B"] == {"fit": point(0.5), "risk": point(0)}


def test_with_nothing_stated_every_project_may_be_worth_anything() -> None:
    model = value_model(Workbook((project("A"), project("B"))), {}, {})

    assert not model.stated
    assert model.values["A"] == {"worth": Interval(0, 1)}
    assert "what a project is worth" in model.doubts[0]


def test_net_present_value_stands_in_where_no_benefit_is_stated() -> None:
    model = value_model(Workbook((project("A"), project("B"))), {}, {"A": -4.0, "B": 9.0})

    assert model.values == {
        "A": {"net present value": point(-4)},
        "B": {"net present value": point(9)},
    }


def test_an_objective_and_a_score_of_one_name_are_refused() -> None:
    book = Workbook((project("A", scores={"fit": point(1)}),), criteria=("fit",))

    with pytest.raises(InputError, match="'fit' is both"):
        value_model(book, {"A": {"fit": point(1)}}, {})


def test_every_period_with_costs_and_a_budget_becomes_a_limit() -> None:
    book = Workbook(
        (project("A", costs_by_period={"2026": point(3), "2027": None}, benefit=point(1)),),
        budgets={"2026": 5.0, "2027": 6.0, "2028": 7.0},
    )

    problem, doubts = frame(book, value_model(book, {}, {}), weights=ONE, budget=10)

    assert [(limit.name, limit.amount) for limit in problem.limits] == [
        ("total budget", 10),
        ("budget 2026", 5.0),
        ("budget 2027", 6.0),
    ]
    assert problem.candidates[0].uses["budget 2027"] is None
    assert "2028" in doubts[0]


def test_one_amount_without_periods_is_the_total() -> None:
    book = Workbook((project("A", benefit=point(1)),), budgets={"2026": 5.0})

    problem, _ = frame(book, value_model(book, {}, {}), weights=ONE, budget=None)

    assert [(limit.name, limit.amount) for limit in problem.limits] == [("total budget", 5.0)]


def test_capacity_without_a_stated_amount_is_a_doubt() -> None:
    book = Workbook(
        (project("A", benefit=point(1), capacity={("analyst", "Q1"): point(2)}),),
        capacities={("builder", "Q1"): 4.0},
    )

    problem, doubts = frame(book, value_model(book, {}, {}), weights=ONE, budget=1)

    assert [limit.name for limit in problem.limits] == ["total budget"]
    assert any("analyst Q1" in doubt for doubt in doubts)
    assert any("builder Q1" in doubt for doubt in doubts)


def test_nothing_that_limits_the_spending_is_refused() -> None:
    book = Workbook((project("A", benefit=point(1)),))

    with pytest.raises(InputError, match="--budget"):
        frame(book, value_model(book, {}, {}), weights=ONE, budget=None)
