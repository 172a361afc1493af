"""The fair-share lens: by hand, its invariants, and what it refuses."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.portfolio.fairness import fairness
from headwater.portfolio.optimum import optimum
from headwater.vocabulary.fairness import Fairness
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule

point = Interval.point
ONE = WeightSet(("benefit",), ((1.0,),), (1.0,))
AMARA = WeightSet(("growth", "safety"), ((1.0, 0.0),), (1.0, 0.0))
DEV = WeightSet(("growth", "safety"), ((0.0, 1.0),), (0.0, 1.0))
BOTH = WeightSet(("growth", "safety"), ((1.0, 0.0), (0.0, 1.0)), (0.8, 0.2))


def project(name: str, cost: float, benefit: float, **more: object) -> Candidate:
    uses = {"total budget": point(cost)}
    return Candidate(name, name, {"benefit": point(benefit)}, uses, **more)  # type: ignore[arg-type]


def problem(*candidates: Candidate, budget: float = 12, rules: tuple[Rule, ...] = ()) -> Problem:
    return Problem(candidates, ONE, (Limit("total budget", "budget", budget),), rules)


ROADS = [project(f"road {number}", 3, 10) for number in range(4)]
PARKS = [project(f"park {number}", 3, 6) for number in range(4)]
TOWN = problem(*ROADS, *PARKS)
UNITS = {
    "roads": [each.id for each in ROADS],
    "parks": [each.id for each in PARKS],
}


def test_a_unit_that_the_optimum_starves_gets_half_the_money() -> None:
    """Budget 12: the optimum buys four roads (40); equal shares two of each (32): 20% less."""
    found = fairness(TOWN, optimum(TOWN), groups=UNITS)

    units = found.over("units")
    assert units.chosen == ("park 0", "park 1", "road 0", "road 1")
    assert (found.value, units.value, units.price) == (40, 32, pytest.approx(0.2))
    assert units.starved == ("parks",)
    assert found.spending == {"parks": 0, "roads": 12}
    assert units.spending == {"parks": 6, "roads": 6}
    parks = next(each for each in units.standings if each.voice == "parks")
    assert (parks.share, parks.entitled, parks.optimum, parks.fair) == (6, 6, 0, 6)
    assert "20.0% of the optimum's value would be lost" in units.text
    assert "the optimum gives 0% to parks" in units.text


def test_money_that_a_unit_cannot_spend_goes_to_the_others() -> None:
    """Parks ask for 3 of their share of 6; raised shares let roads buy three for 9."""
    town = problem(*ROADS, PARKS[0])
    groups = {"roads": UNITS["roads"], "parks": ["park 0"]}

    units = fairness(town, optimum(town), groups=groups).over("units")

    assert units.spending == {"parks": 3, "roads": 9}
    assert units.raised == pytest.approx(1.5)
    parks = units.standings[0]
    assert (parks.share, parks.entitled) == (6, 3)


def test_a_larger_unit_has_more_equal_shares() -> None:
    found = fairness(TOWN, optimum(TOWN), groups=UNITS, sizes={"roads": 3, "parks": 1})

    assert found.over("units").spending == {"parks": 3, "roads": 9}


def test_leaders_who_want_different_things_each_get_their_part() -> None:
    def two(name: str, growth: float, safety: float) -> Candidate:
        values = {"growth": point(growth), "safety": point(safety)}
        return Candidate(name, name, values, {"total budget": point(2)})

    town = Problem(
        (two("g1", 5, 0), two("g2", 4, 0), two("s1", 0, 5), two("s2", 0, 4)),
        BOTH,
        (Limit("total budget", "budget", 4.0),),
    )

    found = fairness(town, optimum(town), leaders={"Amara": AMARA, "Dev": DEV})

    assert found.chosen == ("g1", "g2")
    leaders = found.over("leaders")
    assert leaders.chosen == ("g1", "s1")
    assert leaders.price == pytest.approx((7.2 - 5.0) / 7.2)
    assert leaders.starved == ("Dev",)
    assert [each.entitled for each in leaders.standings] == [5, 5]


def test_mandatory_projects_are_paid_first() -> None:
    law = project("law", 6, 0, mandatory=True)
    town = problem(*ROADS, *PARKS, law)

    found = fairness(town, optimum(town), groups=UNITS)

    assert found.over("units").chosen == ("law", "park 0", "road 0")
    assert any("mandatory" in doubt for doubt in found.doubts)


def test_rules_that_the_outcome_breaks_are_named() -> None:
    rule = Rule("excludes", "park 0", ("road 0",))
    town = problem(*ROADS, *PARKS, rules=(rule,))

    found = fairness(town, optimum(town), groups=UNITS)

    assert found.over("units").broken == ("park 0 excludes road 0",)
    assert any("do not see park 0 excludes road 0" in doubt for doubt in found.doubts)
    assert any("not allowed as it stands" in doubt for doubt in found.over("units").doubts)


def test_another_limit_that_is_kept_is_said_to_be_kept() -> None:
    lots = Limit("builders", "capacity", 100.0)
    town = replace(TOWN, limits=(*TOWN.limits, lots))

    found = fairness(town, optimum(town), groups=UNITS)

    assert found.over("units").broken == ()
    assert any("keeps every other limit" in doubt for doubt in found.over("units").doubts)


def test_the_outcome_survives_being_written_and_read() -> None:
    found = fairness(TOWN, optimum(TOWN), groups=UNITS)

    assert from_json(Fairness, to_json(found)) == found


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({}, "needs voices"),
        ({"groups": {"roads": ["bridge"]}}, "unknown projects: bridge"),
        ({"groups": UNITS, "limit": "budget 2031"}, "no limit 'budget 2031'"),
        ({"leaders": {"Amara": AMARA}}, "'Amara'"),
        ({"groups": UNITS, "sizes": {"lakes": 2}}, "unknown units: lakes"),
        ({"groups": UNITS, "part": 0.0}, "starved"),
    ],
)
def test_what_cannot_be_shared_is_refused(given_: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        fairness(TOWN, optimum(TOWN), **given_)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_order_and_scale_change_nothing_and_no_more_than_the_budget_is_spent(
    data: st.DataObject,
) -> None:
    number = data.draw(st.integers(1, 9))
    costs = data.draw(st.lists(st.integers(1, 30), min_size=number, max_size=number))
    gains = data.draw(st.lists(st.integers(-2, 30), min_size=number, max_size=number))
    budget = data.draw(st.integers(1, 80))
    owners = data.draw(st.lists(st.sampled_from("abc"), min_size=number, max_size=number))
    made = [project(f"p{at}", costs[at], gains[at]) for at in range(number)]
    units: dict[str, list[str]] = {}
    for each, owner in zip(made, owners, strict=True):
        units.setdefault(owner, []).append(each.id)
    plain = problem(*made, budget=budget)
    mixed = problem(*data.draw(st.permutations(made)), budget=budget)
    large = problem(
        *(project(e.id, 1024.0 * c, g) for e, c, g in zip(made, costs, gains, strict=True)),
        budget=1024.0 * budget,
    )

    found = fairness(plain, optimum(plain), groups=units)
    same = fairness(mixed, optimum(mixed), groups=dict(reversed(units.items())))
    grown = fairness(large, optimum(large), groups=units)

    assert same == found
    assert grown.over("units").chosen == found.over("units").chosen
    assert found.over("units").spent <= budget * (1 + 1e-9)
    assert (found.over("units").price or 0) >= 0
