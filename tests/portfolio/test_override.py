"""What overrides displace and cost, the ledger, and what makes a project mandatory."""

from dataclasses import replace
from random import Random

import brute
import pytest
import random_problems
from hypothesis import given, settings
from hypothesis import strategies as st
from short import choice, project

from headwater.errors import InfeasibleError, InputError
from headwater.portfolio import optimum
from headwater.portfolio.override import (
    faults,
    mandate_faults,
    ordered,
    price,
    price_all,
    record,
    split,
    totals,
    undo,
)
from headwater.vocabulary.override import Mandate, Override
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Rule

AMARA = {"by": "Amara", "reason": "promised to the council", "cycle": "2026"}
BUDGET = "total budget"


def some():
    """Room for 10: Alpha and Beta are best (9 + 6); Chi is worth 4, Delta 3."""
    return choice(
        project("Alpha", 9, 6), project("Beta", 6, 4), project("Chi", 4, 4), project("Delta", 3, 5),
        budget=10,
    )  # fmt: skip


def priced(kind, name, **more):
    problem = some()
    return price(problem, optimum(problem), Override(kind, name, **{**AMARA, **more}))


def test_forcing_in_displaces_and_costs():
    found = priced("force_in", "chi")

    assert (found.displaced, found.entered) == (("beta",), ("chi",))
    assert found.value_lost == pytest.approx(2)
    assert found.share == pytest.approx(2 / 15)
    assert found.text == (
        "Chi is forced in: that costs 2 of value, 13.3% of all; Beta comes out; Chi comes in."
    )


def test_forcing_out_costs_what_it_was_worth_more():
    found = priced("force_out", "alpha")

    assert (found.displaced, found.entered) == (("alpha",), ("chi",))
    assert found.value_lost == pytest.approx(5)


def test_an_order_that_holds_already_costs_nothing():
    found = priced("force_in", "alpha")

    assert (found.value_lost, found.displaced, found.entered) == (0, (), ())
    assert "changes nothing" in found.text


def test_going_behind_another():
    """Beta may not be chosen unless Chi is: Alpha with Chi is then best."""
    found = priced("reorder", "beta", behind="chi")

    assert (found.displaced, found.entered) == (("beta",), ("chi",))
    assert found.value_lost == pytest.approx(2)
    assert found.text.startswith("Beta goes behind Chi")


def test_an_exemption_is_held_against_the_same_room_for_all():
    """Exempt Delta: worth 18 with 5 more spent; the best use of 15 is Alpha, Beta, Chi: 19."""
    found = priced("exempt", "delta")

    assert found.entered == ("delta",)
    assert found.displaced == ()
    assert found.value_lost == pytest.approx(1)
    assert found.overrun == {BUDGET: 5}
    assert "total budget is overrun by 5" in found.text


def test_what_cannot_be_is_explained_and_not_raised():
    problem = replace(some(), rules=(Rule("excludes", "chi", ("alpha",)),))
    problem = replace(
        problem, candidates=tuple(replace(c, mandatory=c.id == "alpha") for c in problem.candidates)
    )

    found = price(problem, optimum(problem), Override("force_in", "chi", **AMARA))

    assert not found.feasible
    assert found.value_lost is None
    assert found.conflict == (
        "Alpha is mandatory", "Chi excludes Alpha", "Chi is forced in by order of Amara"
    )  # fmt: skip
    assert found.text == (
        "This order cannot be carried out: these cannot all hold together: Alpha is mandatory; "
        "Chi excludes Alpha; Chi is forced in by order of Amara."
    )


def test_an_order_against_a_mandatory_project_cannot_be():
    problem = choice(project("Alpha", 9, 6, mandatory=True), budget=10)

    found = price(problem, optimum(problem), Override("force_out", "alpha", **AMARA))

    assert found.conflict == ("Alpha is forced out by order of Amara", "Alpha is mandatory")


def test_several_orders_add_up():
    problem = some()
    orders = [Override("force_in", "delta", **AMARA), Override("force_in", "chi", **AMARA)]

    found = price_all(problem, optimum(problem), orders)

    assert found.chosen == ("chi", "delta")
    assert found.value_lost == pytest.approx(8)
    assert [each.value_lost for each in found.each] == pytest.approx([6, 2])
    assert [each.alone for each in found.each] == pytest.approx([6, 2])
    assert found.each[1].text.startswith("After the orders before it, Chi is forced in")


def test_after_an_impossible_order_the_rest_is_not_priced():
    problem = some()
    orders = [
        Override("force_in", "alpha", **AMARA),
        Override("force_out", "alpha", **AMARA),
        Override("force_in", "chi", **AMARA),
    ]

    found = price_all(problem, optimum(problem), orders)

    assert [each.feasible for each in found.each] == [True, False, False]
    assert not found.feasible
    assert found.each[2].alone == pytest.approx(2)
    assert len(found.conflict) == 2


def test_what_is_not_known_counts_as_nothing_on_both_sides_and_is_said():
    problem = choice(project("Alpha", 9, 6), project("Beta", 20, None), budget=10)

    found = price(problem, optimum(problem), Override("force_in", "beta", **AMARA))

    assert found.value_lost == 0
    assert "the true price is higher" in found.doubts[0]


@pytest.mark.parametrize(
    ("kind", "more", "message"),
    [
        ("force_in", {"by": " "}, "person's name"),
        ("force_in", {"reason": "-"}, "reason"),
        ("reorder", {}, "goes behind"),
        ("force_in", {"behind": "chi"}, "only when"),
        ("reorder", {"behind": "alpha"}, "behind itself"),
        ("force_in", {"limits": (BUDGET,)}, "only an exemption"),
        ("bless", {}, "not an override"),
    ],
)
def test_a_person_a_reason_and_a_sense_are_required(kind, more, message):
    with pytest.raises(InputError, match=message):
        Override(kind, "alpha", **{**AMARA, **more})


def test_what_is_not_there_is_named():
    problem = some()
    with pytest.raises(InputError, match="'omega', which is not a project"):
        price(problem, optimum(problem), Override("force_in", "omega", **AMARA))
    with pytest.raises(InputError, match="'time'; the limits are: total budget"):
        price(problem, optimum(problem), Override("exempt", "chi", **AMARA, limits=("time",)))
    other = optimum(choice(project("Omega", 1, 1), budget=1))
    with pytest.raises(InputError, match="another problem"):
        price(problem, other, Override("force_in", "chi", **AMARA))


def test_an_override_survives_being_kept():
    found = priced("exempt", "delta", limits=(BUDGET,))

    assert from_json(type(found), to_json(found)) == found


def random_orders(problem, seed):
    random = Random(seed)
    ids = [each.id for each in problem.candidates]
    orders = []
    for _ in range(random.randint(1, 3)):
        kind = random.choice(("force_in", "force_out", "exempt", "reorder"))
        one = random.choice(ids)
        behind = random.choice([each for each in ids if each != one] or [""])
        if kind == "reorder" and behind:
            orders.append(Override(kind, one, **AMARA, behind=behind))
        elif kind != "reorder":
            orders.append(Override(kind, one, **AMARA))
    return orders


def known(problem):
    return all(None not in each.uses.values() for each in problem.candidates)


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_prices_are_what_solving_by_hand_gives(seed):
    problem, _, centre = random_problems.problem(seed, most=7)
    orders = random_orders(problem, seed)
    try:
        best = optimum(problem)
    except InfeasibleError:
        return

    found = price_all(problem, best, orders)

    bound = problem
    for each in orders:
        bound = ordered(bound, each)
    expected = brute.optimum(bound, centre)
    assert found.feasible == (expected is not None)
    if expected is None:
        assert found.conflict
        return
    near = 1e-9 * max(1, abs(best.value))
    assert found.value_lost >= 0
    if all(each.feasible for each in found.each):  # else a later order mends an earlier one
        parts = sum(each.value_lost for each in found.each)
        assert parts == pytest.approx(found.value_lost, abs=near)
    assert all(each.alone is None or each.alone >= 0 for each in found.each)
    if known(problem) and not any(each.kind == "exempt" for each in orders):
        lost = brute.optimum(problem, centre)[0] - expected[0]
        assert found.value_lost == pytest.approx(float(lost), abs=near)
        assert frozenset(found.chosen) in expected[1]
        assert all(each.value_lost >= 0 for each in found.each if each.feasible)


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_no_order_costs_nothing_and_order_of_orders_does_not_matter(seed):
    problem, _, _ = random_problems.problem(seed, most=7)
    try:
        best = optimum(problem)
    except InfeasibleError:
        return
    orders = random_orders(problem, seed)

    nothing = price_all(problem, best, [])
    forth, back = price_all(problem, best, orders), price_all(problem, best, orders[::-1])

    assert (nothing.value_lost, nothing.displaced, nothing.entered) == (0, (), ())
    assert forth.chosen == back.chosen
    assert forth.value_lost == pytest.approx(back.value_lost, abs=1e-9)


def test_an_exemption_given_twice_counts_once():
    problem = some()
    order = Override("exempt", "delta", **AMARA)

    found = price_all(problem, optimum(problem), [order, order])

    assert [each.value_lost for each in found.each] == pytest.approx([1, 0])


def test_the_ledger_totals_what_stands_by_cycle_and_person():
    first, second = priced("force_in", "chi"), priced("force_out", "alpha", by="Ben")
    third = priced("force_in", "delta", cycle="2027")
    ledger = record(record(record((), first, on="2026-03-01"), second), third)

    ledger = undo(ledger, 1, by="Dev", reason="the council withdrew its promise")

    assert [entry.number for entry in ledger] == [1, 2, 3]
    assert ledger[0].on == "2026-03-01"
    one, two = totals(ledger)
    assert (one.cycle, one.standing, one.undone) == ("2026", 1, 1)
    assert one.value_lost == pytest.approx(5)
    assert one.by_person == {"Ben": pytest.approx(5)}
    assert two.value_lost == pytest.approx(6)
    with pytest.raises(InputError, match="undone by Dev"):
        undo(ledger, 1, by="Dev", reason="again")
    with pytest.raises(InputError, match="no entry 9"):
        undo(ledger, 9, by="Dev", reason="again")
    with pytest.raises(InputError, match="reason in words"):
        undo(ledger, 2, by="Dev", reason="")


def test_what_cannot_be_does_not_enter_the_ledger():
    problem = choice(project("Alpha", 9, 6, mandatory=True), budget=10)
    found = price(problem, optimum(problem), Override("force_out", "alpha", **AMARA))

    with pytest.raises(InfeasibleError, match="cannot be carried out"):
        record((), found)


FULL = Mandate(
    "records",
    law="Records Act, clause 4",
    clause_date="2027-01-31",
    penalty="a fine of 2 million a year",
    least_cost_option="scan on request only",
    least_uses={BUDGET: Interval.point(2)},
    least_values={"value": Interval.point(1)},
)


def with_records():
    return choice(
        project("Records", 6, 8, mandatory=True), project("Alpha", 9, 6), project("Beta", 5, 4),
        budget=10, rules=[Rule("requires", "beta", ("records",))],
    )  # fmt: skip


def test_only_the_least_cost_part_is_mandatory_and_the_rest_competes():
    """The whole leaves room for nothing (6); its least part lets Alpha in (10)."""
    problem = with_records()
    assert optimum(problem).chosen == ("records",)

    found = split(problem, FULL)

    best = optimum(found.problem)
    assert best.chosen == ("alpha", "records")
    assert best.value == pytest.approx(10)
    assert found.rest == "records beyond the law"
    assert found.doubts == ()
    rest = next(each for each in found.problem.candidates if each.id == found.rest)
    assert (rest.name, rest.mandatory) == ("Records beyond the law", False)
    assert rest.uses[BUDGET] == Interval.point(6)
    assert rest.values["value"] == Interval.point(5)


def test_the_rest_needs_the_mandatory_part_and_who_needs_the_project_needs_both():
    found = split(with_records(), FULL)

    assert Rule("requires", found.rest, ("records",)) in found.problem.rules
    assert Rule("requires", "beta", ("records", found.rest)) in found.problem.rules


def test_both_parts_together_are_the_whole():
    whole = with_records()
    found = split(whole, FULL).problem
    both = [each for each in found.candidates if each.id.startswith("records")]

    assert sum(each.uses[BUDGET].high for each in both) == 8
    assert sum(each.values["value"].high for each in both) == 6


def test_a_least_option_of_unstated_worth_comes_with_a_doubt():
    found = split(with_records(), replace(FULL, least_values={}))

    assert "is not stated" in found.doubts[0]
    assert "value" in found.doubts[0]


def test_each_missing_part_is_named():
    found = faults(Mandate("records", clause_date="soon"))

    assert len(found) == 5
    assert "not 'soon'" in found[1]
    assert faults(FULL) == ()
    assert faults(replace(FULL, clause_date="2027-02-30")) != ()
    with pytest.raises(InputError, match="what happens if it is not done"):
        split(with_records(), replace(FULL, penalty=""))


def test_a_mark_without_a_law_is_a_fault():
    assert mandate_faults(with_records(), [FULL]) == ()
    assert "by which law" in mandate_faults(with_records(), [])[0]
    assert "not a project" in mandate_faults(with_records(), [FULL, replace(FULL, project="x")])[0]


def test_a_part_cannot_take_more_than_the_whole():
    with pytest.raises(InputError, match="more than the whole"):
        split(with_records(), replace(FULL, least_uses={BUDGET: Interval.point(9)}))
    with pytest.raises(InputError, match="limits nothing"):
        split(with_records(), replace(FULL, least_uses={"time": Interval.point(1)}))


@given(st.integers(0, 10**6), st.sampled_from([0.001, 3.0, 1e6]))
@settings(max_examples=20, deadline=None)
def test_the_unit_of_money_does_not_change_a_price(seed, factor):
    problem, _, _ = random_problems.problem(seed, most=6)
    orders = random_orders(problem, seed)
    other = replace(
        problem,
        candidates=tuple(
            replace(
                each,
                uses={
                    name: use and Interval(use.low * factor, use.high * factor)
                    for name, use in each.uses.items()
                },
            )
            for each in problem.candidates
        ),
        limits=tuple(replace(each, amount=each.amount * factor) for each in problem.limits),
    )
    try:
        found = price_all(problem, optimum(problem), orders)
    except InfeasibleError:
        return

    again = price_all(other, optimum(other), orders)

    assert (again.value_lost, again.chosen) == (found.value_lost, found.chosen)
    assert [each.displaced for each in again.each] == [each.displaced for each in found.each]
