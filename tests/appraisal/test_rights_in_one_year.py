"""Rights to decide later: closed forms for normal benefits, and a lattice that comes near."""

from dataclasses import replace

import pytest
from scipy.stats import norm

from headwater.appraisal import value_case, value_rights
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty
from headwater.vocabulary.appraisal_rights import Right
from headwater.vocabulary.appraisal_rights_value import RightValue
from headwater.vocabulary.units import MoneyUnit

CASE = BusinessCase(
    id="hall",
    name="A hall in two stages",
    money=MoneyUnit("GBP", 1),
    base_year=2026,
    options=(
        Option("usual", "As now", "business_as_usual"),
        Option("hall", "A hall", "do_something", "preferred"),
    ),
    assumptions=(Assumption("use", "100", "GBP", "", Uncertainty("normal", (100.0, 40.0))),),
    lines=(
        CashLine("nothing", "usual", "opex", amounts={2026: "0"}),
        CashLine("works", "hall", "capex", amounts={2026: "90"}),
        CashLine("visits", "hall", "cash_benefit", formula="use", first=2030, last=2030),
    ),
)
DISCOUNT = value_case(CASE).options[1].factors[2030]


def call(mean: float, deviation: float, strike: float) -> float:
    """Return E max(X - strike, 0) of a normal X (Bachelier)."""
    z = (mean - strike) / deviation
    return (mean - strike) * norm.cdf(z) + deviation * norm.pdf(z)


def one(right: Right, case: BusinessCase = CASE) -> RightValue:
    (found,) = value_rights(replace(case, rights=(right,)))
    return found


def test_waiting_is_worth_what_it_saves_where_the_hall_would_not_pay() -> None:
    found = one(Right("wait", "delay", first=2028))
    factors = value_case(CASE).options[1].factors
    mean, deviation = 100 * DISCOUNT, 40 * DISCOUNT
    expected = factors[2028] * call(mean, deviation, 90) - max(0.0, mean - 90)
    assert found.simulated.worth.value == pytest.approx(max(0.0, expected), rel=0.01)
    assert found.simulated.use.value == pytest.approx(norm.sf((90 - mean) / deviation), abs=0.01)
    assert found.year == 2028


def test_stopping_gets_something_back_where_less_is_still_to_come() -> None:
    found = one(Right("stop", "abandon", amount="50", first=2029))
    factors = value_case(CASE).options[1].factors
    strike, mean, deviation = 50 * factors[2029], 100 * DISCOUNT, 40 * DISCOUNT
    expected = call(-mean, deviation, -strike)
    assert found.simulated.worth.value == pytest.approx(expected, rel=0.02)


def test_growing_pays_where_the_benefits_still_to_come_are_large() -> None:
    found = one(Right("grow", "expand", amount="60", share=0.5, first=2029))
    factors = value_case(CASE).options[1].factors
    expected = call(50 * DISCOUNT, 20 * DISCOUNT, 60 * factors[2029])
    assert found.simulated.worth.value == pytest.approx(expected, rel=0.02)


def test_a_lattice_comes_near_the_draws_where_benefits_are_lognormal() -> None:
    spread = Uncertainty("lognormal", (100.0, 30.0))
    case = replace(CASE, assumptions=(replace(CASE.assumptions[0], uncertainty=spread),))
    found = one(Right("wait", "delay", first=2030, last=2030), case)
    assert found.lattice is not None
    both = (found.simulated.worth.value, found.lattice.worth.value)
    assert both[1] == pytest.approx(both[0], rel=0.35)  # the lattice may use it earlier
    assert both[1] >= both[0] * 0.95


def test_nothing_known_later_makes_stopping_worthless() -> None:
    sure = replace(CASE, assumptions=(replace(CASE.assumptions[0], uncertainty=None),))
    found = one(Right("stop", "abandon", amount="5", first=2029), sure)
    assert found.simulated.worth.value == 0.0
    assert found.simulated.use.value == 0.0


def test_a_right_outside_the_years_is_named() -> None:
    with pytest.raises(InputError, match="right 'late' is used in 2080, outside 2027 to 2030"):
        one(Right("late", "delay", first=2080))


def test_a_stated_volatility_wins_and_its_lack_is_told() -> None:
    stated = one(Right("wait", "delay", first=2028, volatility=0.25))
    assert stated.volatility == 0.25
    assert any("volatility of" in each for each in one(Right("w", "delay", first=2028)).doubts)
