"""Cases held against each other, bundled, and fed to the portfolio."""

import random
from dataclasses import replace
from itertools import permutations
from math import log
from time import process_time
from typing import Any

import pytest
from scipy.stats import lognorm

from headwater import journey, samples
from headwater.appraisal import case_range, collisions, into_workbook, value_bundle, value_case
from headwater.errors import InputError
from headwater.intake import read_case
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_figures import Assumption, Provenance, Uncertainty
from headwater.vocabulary.appraisal_plans import BenefitPool, Bundle, Capacity, Dependency
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.vocabulary.workbook import Rule, Workbook

LOGNORMAL = lognorm(log(1.25) ** 0.5, scale=1.25**-0.5)  # mean 1, standard deviation 0.5
RENTS = BenefitPool("Branch rents", 100)


def case(name: str, *lines: CashLine, **fields) -> BusinessCase:
    usual: dict[str, Any] = {"money": MoneyUnit("GBP", 1000), "price_base": 2026}
    usual |= {"base_year": 2026}
    usual["options"] = (Option("do", "Do it", standing="preferred"),)
    return BusinessCase(name, f"Case {name}", lines=lines, **usual | fields)


def cost(amount: str = "50") -> CashLine:
    return CashLine("cost", "do", "capex", amounts={2026: amount})


def gain(amount: str, title: str = "Rent saved", pool: str = "", year: int = 2027) -> CashLine:
    return CashLine("gain", "do", "cash_benefit", title, amounts={year: amount}, pool=pool)


def ends(interval: Interval | None) -> tuple[float, float]:
    assert interval is not None
    return interval.low, interval.high


def kinds(found) -> list[tuple[str, str, str]]:
    return [(each.kind, each.about, each.severity) for each in found]


def test_one_pool_gives_no_more_than_its_cap() -> None:
    a = case("a", cost(), gain("70", "Rents", "branch rents"), pools=(RENTS,))
    b = case("b", cost(), gain("60", "Leases ended", "Branch Rents"))
    found = collisions([b, a])
    assert kinds(found) == [("benefit", "branch rents", "high")]
    assert "together claim 130,000 of the benefit pool" in found[0].text
    assert found[0].said == {"a": "70,000 in 2027", "b": "60,000 in 2027"}
    assert collisions([a, case("b", cost(), gain("30", "Leases", "Branch rents"))]) == ()
    assert collisions([a, case("b", cost(), gain("60", "Leases", "Branch rents", 2028))]) == ()
    no_cap = replace(a, pools=())
    assert kinds(collisions([no_cap, b])) == [("benefit", "branch rents", "medium")]
    other_scale = case(
        "b", cost(), gain("40000", "Leases", "Branch rents"), money=MoneyUnit("GBP", 1)
    )
    assert kinds(collisions([a, other_scale])) == [("benefit", "branch rents", "high")]


def test_two_caps_of_one_pool_are_told() -> None:
    a = case("a", cost(), pools=(RENTS,))
    b = case("b", cost(), pools=(BenefitPool("branch rents", 90),))
    assert kinds(collisions([a, b])) == [("assumption", "cap of branch_rents", "high")]


def test_a_benefit_of_the_same_words_is_told() -> None:
    a = case("a", cost(), gain("70", "Saved hire of rooms"))
    b = case("b", cost(), gain("60", "Room hire saved"))
    assert kinds(collisions([a, b])) == [("benefit", "Room hire saved", "medium")]
    assert collisions([a, case("b", cost(), gain("60", "Room cleaning saved"))]) == ()
    pooled = replace(b, lines=(cost(), gain("60", "Room hire saved", "hire")))
    assert collisions([a, pooled]) == ()


def test_one_assumption_with_two_values_is_told() -> None:
    said = Provenance("Payroll", "2026-04")
    a = case("a", cost(), assumptions=(Assumption("wage", "20", "GBP/hour", provenance=said),))
    b = case("b", cost(), assumptions=(Assumption("Wage", "21", "GBP / hours"),))
    found = collisions([a, b])
    assert kinds(found) == [("assumption", "wage", "medium")]
    assert found[0].said == {
        "a": "20 GBP/hour (Payroll, 2026-04)", "b": "21 GBP / hours (no source)",
    }  # fmt: skip
    clear = case("b", cost(), assumptions=(Assumption("Wage", "30", "GBP/hour"),))
    assert collisions([a, clear])[0].severity == "high"
    same = case(
        "b", cost(), money=MoneyUnit("GBP", 1),
        assumptions=(Assumption("wage", "0.020", "GBP thousand/hour"),),
    )  # fmt: skip
    assert collisions([a, same]) == ()
    other = case("b", cost(), assumptions=(Assumption("wage", "30", "EUR/hour"),))
    assert collisions([a, other]) == ()


def test_capacity_promised_twice_is_told() -> None:
    a = case("a", cost(), capacity=(Capacity("architect", "2027 Q1", "2"),))
    b = case("b", cost(), capacity=(Capacity("Architect", "2027 Q1", "1..3"),))
    assert kinds(collisions([a, b])) == [("capacity", "architect in 2027 Q1", "low")]
    there = {("architect", "2027 Q1"): 4.0}
    found = collisions([a, b], capacities=there)
    assert kinds(found) == [("capacity", "architect in 2027 Q1", "medium")]
    assert "together need 5 at the most of architect in 2027 Q1; there is 4" in found[0].text
    assert collisions([a, b], capacities={("architect", "2027 Q1"): 2.0})[0].severity == "high"
    assert collisions([a, b], capacities={("architect", "2027 Q1"): 5.0}) == ()


FACTOR = Assumption("k", "25", "GBP thousand")


def many(count: int, planted: int = 0) -> list[BusinessCase]:
    """Make cases that share nothing, but for the planted twins."""
    made = []
    for n in range(count):
        twin = f"Twin {n // 2}" if n < 2 * planted else f"Gain {chr(97 + n % 26)} number"
        title = f"{twin} {'abcdefghij'[n // 2 % 10] * (n // 2 + 1 if n < 2 * planted else n + 1)}"
        wage = str(20 + n % 2) if n < 2 * planted else "3"
        name = f"q{n // 2 if n < 2 * planted else n + 10_000}"
        made.append(
            case(
                f"case {n:05}", cost("k * 2"), gain("70", title),
                assumptions=(Assumption(name, wage, "hours"), FACTOR),
                capacity=(Capacity(f"role {name}", "2027", "1"),),
            )
        )  # fmt: skip
    random.Random(3).shuffle(made)
    return made


def test_every_planted_twin_is_found_and_nothing_else() -> None:
    found = collisions(many(60, planted=7))
    assert sorted(each.kind for each in found) == ["assumption"] * 7 + ["benefit"] * 7 + [
        "capacity"
    ] * 7  # fmt: skip
    pairs = {f"case {2 * n:05}" for n in range(7)} | {f"case {2 * n + 1:05}" for n in range(7)}
    assert {name for each in found for name in each.said} == pairs
    assert collisions(many(60)) == ()


def test_the_work_grows_with_the_number_of_cases() -> None:
    """Four times the cases take about four times the time, not sixteen times."""
    times = []
    for count in (80, 320):
        cases = many(count)
        values = {each.id: value_case(each) for each in cases}
        runs = []
        for _ in range(3):
            start = process_time()
            collisions(cases, values=values)
            runs.append(process_time() - start)
        times.append(sorted(runs)[1])
    assert times[1] / times[0] < 8


def test_a_bundle_counts_a_shared_benefit_once() -> None:
    a = case("a", cost(), gain("70", "Rents", "Branch rents"), pools=(RENTS,))
    b = case("b", cost("30"), gain("60", "Leases", "Branch rents"))
    bundle = Bundle("both", "Both", ("a", "b"), together={2027: 10.0})
    found = value_bundle(bundle, [a, b])
    alone = {"a": 70 / 1.035 - 50, "b": 60 / 1.035 - 30}
    assert found.alone == pytest.approx(alone, abs=1e-5)
    assert found.counted_twice == pytest.approx(30 / 1.035)
    assert found.together == pytest.approx(10 / 1.035)
    assert found.npv == pytest.approx(100 / 1.035 - 80 + 10 / 1.035, abs=1e-5)
    assert sum(found.shares.values()) == pytest.approx(found.npv)
    assert found.shares["a"] == pytest.approx(
        alone["a"] - 15 / 1.035 + 5 / 1.035, abs=1e-5
    )  # fmt: skip
    assert [(each.year, each.over) for each in found.claims] == [(2027, 30_000)]
    assert from_json(type(found), to_json(found)) == found


def test_without_a_cap_the_largest_claim_counts() -> None:
    a = case("a", cost(), gain("70", "Rents", "rents"))
    b = case("b", cost(), gain("60", "Leases", "rents"))
    found = value_bundle(Bundle("both", "Both", ("a", "b")), [a, b])
    assert found.npv == pytest.approx(70 / 1.035 - 100, abs=1e-5)
    assert "the largest claim counts once" in found.doubts[0]
    capped = Bundle("both", "Both", ("a", "b"), pools=(BenefitPool("rents", 200),))
    assert value_bundle(capped, [a, b]).counted_twice == 0


def test_shares_are_the_mean_over_all_orders_of_joining() -> None:
    """The slow oracle: every order of three cases, one by one."""
    cases = [case(n, cost(c), gain(g, n, "Branch rents"), pools=(RENTS,))
             for n, c, g in (("a", "10", "80"), ("b", "20", "70"), ("c", "30", "120"))]  # fmt: skip
    bundle = Bundle("three", "Three", ("a", "b", "c"), together={2027: 25.0})
    found = value_bundle(bundle, cases)
    gains, costs = {"a": 80, "b": 70, "c": 120}, {"a": 10, "b": 20, "c": 30}

    def worth(chosen: tuple[str, ...]) -> float:
        together = 25 if len(chosen) == 3 else 0
        return (min(100, sum(gains[n] for n in chosen)) + together) / 1.035 - sum(
            costs[n] for n in chosen
        )

    orders = list(permutations("abc"))
    for name in "abc":
        mean = sum(
            worth(order[: order.index(name) + 1]) - worth(order[: order.index(name)])
            for order in orders
        ) / len(orders)
        assert found.shares[name] == pytest.approx(mean, abs=1e-4)


def test_bundles_of_what_cannot_be_added_are_refused() -> None:
    a, b = case("a", cost()), case("b", cost(), money=MoneyUnit("EUR", 1000))
    with pytest.raises(InputError, match="different currencies: EUR, GBP"):
        value_bundle(Bundle("x", "X", ("a", "b")), [a, b])
    with pytest.raises(InputError, match=r"cases that are not there: \['c'\]"):
        value_bundle(Bundle("x", "X", ("a", "c")), [a, b])
    late = Bundle("x", "X", ("a", "b"), together={2040: 1.0})
    with pytest.raises(InputError, match="a benefit in 2040, outside 2026 to 2026"):
        value_bundle(late, [a, case("b", cost())])


def test_cases_become_projects_against_business_as_usual() -> None:
    usual = Option("usual", "As now", "business_as_usual")
    kept = CashLine("keep", "usual", "opex", amounts={2026: "20", 2027: "20"})
    do = Option("do", "Do it", standing="preferred")
    a = case(
        "a", cost("100 * k"), gain("150"), kept,
        assumptions=(Assumption("k", "1", uncertainty=Uncertainty("uniform", (0.5, 1.5))),),
        capacity=(Capacity("architect", "2027 Q1", "1..2"), Capacity("clerk", "2027 Q1", "")),
        dependencies=(Dependency("Case b", "requires"), Dependency("nothing known", "requires")),
        options=(usual, do),
    )  # fmt: skip
    b = case("b", cost(), gain("20"), dependencies=(Dependency("a", "enables"),))
    found = into_workbook([b, a])
    first, second = found.projects
    assert (first.id, second.id) == ("a", "b")
    assert ends(first.cost) == pytest.approx((60 - 40, 60 + 40))
    assert first.costs_by_period == {"2026": Interval.point(80)}
    npv = -80 + (150 + 20) / 1.035
    assert ends(first.benefit) == pytest.approx((npv - 40, npv + 40), abs=1e-5)
    assert ends(second.benefit) == pytest.approx((20 / 1.035 - 50,) * 2, abs=1e-5)
    assert first.capacity == {
        ("architect", "2027 Q1"): Interval(1, 2), ("clerk", "2027 Q1"): None,
    }  # fmt: skip
    assert found.rules == (Rule("requires", "a", ("b",)),)
    assert from_json(Workbook, to_json(found)) == found


def test_the_portfolio_chooses_among_cases() -> None:
    cases = [case(n, cost(c), gain(g, n)) for n, c, g in (
        ("a", "100", "160"), ("b", "100", "150"), ("c", "100", "101"))]  # fmt: skip
    decision = journey.rationalize(into_workbook(cases), budget=200)
    assert [call.id for call in decision.projects if call.chosen] == ["a", "b"]
    assert decision.value == pytest.approx(310 / 1.035 - 200, abs=1e-4)


def test_cases_in_different_money_do_not_become_one_list() -> None:
    a = case("a", cost())
    with pytest.raises(InputError, match=r"different currencies: EUR \(b\), GBP \(a\)"):
        into_workbook([a, case("b", cost(), money=MoneyUnit("EUR", 1000))])
    with pytest.raises(InputError, match="different price bases"):
        into_workbook([a, case("b", cost(), price_base=2020)])
    with pytest.raises(InputError, match="discounted to different years"):
        into_workbook([a, case("b", cost(), base_year=2025)])
    with pytest.raises(InputError, match="bear the same id: a"):
        into_workbook([a, a])
    ones = into_workbook([a, case("b", cost("50000"), money=MoneyUnit("GBP", 1))])
    assert ones.projects[1].cost == Interval.point(50)
    assert into_workbook([]).projects == ()


def test_ranges_name_what_drives_the_value_and_hold_the_middle() -> None:
    found = read_case(samples.case_path()).case
    assert found is not None
    spread = case_range(found)
    value = value_case(found).of("refit")
    assert value is not None and value.against is not None
    assert spread.npv.low < value.against < spread.npv.high
    assert next(iter(spread.drivers)) == "worth of a visit"
    widths = [abs(high - low) for low, high in spread.drivers.values()]
    assert widths == sorted(widths, reverse=True)
    alone = case_range(case("a", cost(), gain("60")))
    assert alone.npv.is_point
    assert "has a range" in alone.doubts[0]


@pytest.mark.parametrize(
    ("known", "low", "high"),
    [
        (Uncertainty("three_points", (0.5, 1, 2)), 0.5, 2),
        (Uncertainty("percentiles", (0.5, 1, 2), (0.05, 0.5, 0.95)), 0.5 + 0.5 / 9, 2 - 1 / 9),
        (Uncertainty("uniform", (0, 2)), 0.2, 1.8),
        (Uncertainty("triangular", (0, 1, 2)), 0.2**0.5, 2 - 0.2**0.5),
        (Uncertainty("normal", (1, 0.1)), 1 - 0.128155, 1 + 0.128155),
        (Uncertainty("lognormal", (1, 0.5)), LOGNORMAL.ppf(0.1), LOGNORMAL.ppf(0.9)),
        (Uncertainty("pert", (0, 1, 2)), 1 - 1.281552 / 7**0.5, 1 + 1.281552 / 7**0.5),
        (Uncertainty("discrete", (0.5, 1, 3), (0.2, 0.6, 0.2)), 0.5, 3),
        (Uncertainty("empirical", tuple(n / 10 for n in range(6, 16))), 0.65, 1.45),
    ],
)
def test_a_line_moves_between_its_ends(known: Uncertainty, low: float, high: float) -> None:
    line = replace(gain("100"), uncertainty=known)
    found = case_range(case("a", cost(), line))
    middle = 100 / 1.035 - 50
    assert found.npv.low == pytest.approx(middle - 100 * (1 - low) / 1.035, abs=1e-4)
    assert found.npv.high == pytest.approx(middle + 100 * (high - 1) / 1.035, abs=1e-4)
