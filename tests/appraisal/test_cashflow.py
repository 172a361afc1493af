"""Discounted cash flow arithmetic against published figures and exact fractions."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.appraisal import (
    annuity,
    discount_factors,
    equivalent_annual,
    modified_rate_of_return,
    npv,
    packs,
    payback,
    rates_of_return,
)
from headwater.errors import InputError

STANDARD = packs()["green_book_2026"].schedules["standard"]
HEALTH = packs()["green_book_2026"].schedules["health"]

TABLE_A1 = (
    "1 .9662 .9335 .9019 .8714 .8420 .8135 .7860 .7594 .7337 .7089 .6849 .6618 .6394 .6178 .5969 "
    ".5767 .5572 .5384 .5202 .5026 .4856 .4692 .4533 .4380 .4231 .4088 .3950 .3817 .3687 .3563"
)
TABLE_A2 = (
    "1 .9852 .9707 .9563 .9422 .9283 .9145 .9010 .8877 .8746 .8617 .8489 .8364 .8240 .8118 .7999 "
    ".7880 .7764 .7649 .7536 .7425 .7315 .7207 .7100 .6995 .6892 .6790 .6690 .6591 .6494 .6398"
)


def test_hmt2026_table_a1() -> None:
    expected = [float(each) for each in TABLE_A1.split()]
    assert discount_factors(STANDARD, 30) == pytest.approx(expected, abs=5e-5)


def test_hmt2026_table_a2_health() -> None:
    expected = [float(each) for each in TABLE_A2.split()]
    assert discount_factors(HEALTH, 30) == pytest.approx(expected, abs=5e-5)


def test_hmt2026_factors_compound_through_the_steps() -> None:
    exact = Fraction(1)
    factors = discount_factors(STANDARD, 300)
    for year in range(1, 301):
        rate = next(
            rate
            for last, rate in ((30, 35), (75, 30), (125, 25), (200, 20), (300, 15))
            if year <= last
        )
        exact /= 1 + Fraction(rate, 1000)
        assert factors[year] == pytest.approx(float(exact), rel=1e-12)
    assert factors[31] == pytest.approx(factors[30] / 1.03)


@pytest.mark.parametrize("years", [-1, 301])
def test_too_far_is_refused(years: int) -> None:
    with pytest.raises(InputError, match="0 to 300"):
        discount_factors(STANDARD, years)


def test_microsoft_npv_first_example() -> None:
    flows = [-10000, 3000, 4200, 6800]
    assert npv(0.1, flows) / 1.1 == pytest.approx(1188.4434123352216, abs=1e-6)
    assert npv(0.1, flows) == pytest.approx(1307.29, abs=0.005)
    exact = sum(Fraction(flow) / Fraction(11, 10) ** year for year, flow in enumerate(flows))
    assert npv(0.1, flows) == pytest.approx(float(exact), abs=1e-9)


def test_microsoft_npv_second_example() -> None:
    flows = [-40000, 8000, 9200, 10000, 12000, 14500]
    assert npv(0.08, flows) == pytest.approx(1922.06, abs=0.005)
    assert npv(0.08, [*flows, -9000]) == pytest.approx(-3749.47, abs=0.005)


def test_microsoft_irr() -> None:
    flows = [-70000, 12000, 15000, 18000, 21000, 26000]
    assert rates_of_return(flows) == pytest.approx([0.08663094803653149], abs=1e-9)
    assert rates_of_return(flows[:5]) == pytest.approx([-0.021244848273410888], abs=1e-9)
    assert rates_of_return(flows[:3]) == pytest.approx([-0.44350694133474056], abs=1e-9)


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.0955),
        ([-100, 100, 0, -7], -0.0833),
        ([-5, 10.5, 1, -8, 1], 0.0886),
    ],
)
def test_numpyfinancial_irr(flows: list[float], expected: float) -> None:
    """The documentation names one rate; where more exist they are found as well."""
    found = rates_of_return(flows)
    assert min(abs(each - expected) for each in found) < 1e-4
    for each in found:
        assert npv(each, flows) == pytest.approx(0, abs=1e-7 * 100 / (1 + min(each, 0)) ** 4)


def test_two_rates_of_return_by_hand() -> None:
    """-100, 230, -132: 100 x^2 - 230 x + 132 = 0 at x = 1.1 and 1.2."""
    assert rates_of_return([-100, 230, -132]) == pytest.approx([0.1, 0.2], abs=1e-9)


def test_touching_no_and_repeated_roots() -> None:
    assert rates_of_return([-100, 220, -121]) == pytest.approx([0.1], abs=1e-6)
    assert rates_of_return([-100, 200, -121]) == ()
    assert rates_of_return([100, 20]) == ()
    assert rates_of_return([0, 0]) == ()
    assert rates_of_return([]) == ()
    assert rates_of_return([0, -100, 110, 0]) == pytest.approx([0.1])


def test_numpyfinancial_pmt() -> None:
    """A level payment on 200,000 over 15 years of months at 7.5 % a year."""
    payment = equivalent_annual(200_000, rate=0.075 / 12, years=180)
    assert payment == pytest.approx(1854.0247200054619, abs=1e-6)


def test_equivalent_annual_cost() -> None:
    a = equivalent_annual(50_000, rate=0.05, years=3) + 13_000
    b = equivalent_annual(150_000, rate=0.05, years=8) + 7_500
    assert a == pytest.approx(31360.43, abs=0.005)
    assert b == pytest.approx(30708.27, abs=0.005)
    assert annuity(0, 4) == 4


def test_modified_rate_of_return_by_hand() -> None:
    """-100 now, 60 and 70 later: (60 x 1.08 + 70) / 100 = 1.348 over two years."""
    found = modified_rate_of_return([-100, 60, 70], finance=0.05, reinvest=0.08)
    assert found == pytest.approx(1.348**0.5 - 1)
    assert modified_rate_of_return([100, 60], finance=0.05, reinvest=0.08) is None


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        ([-100, 40, 40, 40], 2.5),
        ([-100, 50, 50], 2.0),
        ([-100, 40], None),
        ([10, 5], 0.0),
        ([-100, 150, -80, 60], 2.5),  # under water again in year 2
        ([], 0.0),
    ],
)
def test_payback(flows: list[float], expected: float | None) -> None:
    assert payback(flows) == expected


@pytest.mark.parametrize(
    "call",
    [
        lambda: npv(-1, [1]),
        lambda: npv(float("nan"), [1]),
        lambda: npv(0.1, [float("inf")]),
        lambda: rates_of_return([1, float("nan")]),
        lambda: rates_of_return([1.0] * 302),
        lambda: annuity(0.1, 0),
        lambda: payback([float("nan")]),
    ],
)
def test_what_cannot_be_used_is_refused(call) -> None:
    with pytest.raises(InputError):
        call()


amounts = st.lists(st.integers(-1000, 1000).map(float), min_size=1, max_size=12)
rates = st.floats(-0.5, 1.0)


@settings(max_examples=60, deadline=None)
@given(amounts, amounts, rates, st.integers(-5, 5))
def test_npv_is_linear(first: list[float], second: list[float], rate: float, times: int) -> None:
    size = max(len(first), len(second))
    a = first + [0.0] * (size - len(first))
    b = second + [0.0] * (size - len(second))
    both = [x + times * y for x, y in zip(a, b, strict=True)]
    scale = sum(abs(each) for each in (*a, *b)) / (1 + min(rate, 0)) ** size + 1
    assert npv(rate, both) == pytest.approx(npv(rate, a) + times * npv(rate, b), abs=1e-11 * scale)


@settings(max_examples=60, deadline=None)
@given(amounts, rates)
def test_npv_equals_exact_fractions(flows: list[float], rate: float) -> None:
    exact = sum(Fraction(x) / (1 + Fraction(rate)) ** t for t, x in enumerate(flows))
    scale = sum(abs(x) for x in flows) / (1 + min(rate, 0)) ** len(flows)
    assert npv(rate, flows) == pytest.approx(float(exact), abs=1e-11 * scale + 1e-12)


@settings(max_examples=60, deadline=None)
@given(amounts, st.sampled_from([1e-6, 3.0, 1e9]))
def test_rates_of_return_do_not_depend_on_the_unit(flows: list[float], unit: float) -> None:
    assert rates_of_return([unit * flow for flow in flows]) == pytest.approx(
        rates_of_return(flows), abs=1e-6
    )


@pytest.mark.parametrize("years", [30, 120, 300])
def test_every_change_of_sign_is_found_in_long_series(years: int) -> None:
    chance = random.Random(years)
    flows = [chance.uniform(-1, 1) for _ in range(years)]
    found = rates_of_return(flows)
    grid = [step / 1000 for step in range(-300, 900)]
    values = [npv(rate, flows) for rate in grid]
    crossings = [
        (low, high)
        for low, high, a, b in zip(grid, grid[1:], values, values[1:], strict=False)
        if a * b < 0
    ]
    for low, high in crossings:
        assert any(low <= each <= high for each in found)
