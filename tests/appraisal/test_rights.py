"""Rights of a case to decide later: lattice and simulation agree where they must, and say else."""

from dataclasses import replace
from math import exp, sqrt

import numpy as np
import pytest
from scipy import stats

from headwater.appraisal import value_rights
from headwater.appraisal.lattice import dated_lattice, lattice_value
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Financing, Option
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty
from headwater.vocabulary.appraisal_rights import Right
from headwater.vocabulary.units import MoneyUnit

RATE = 0.05


def case_of(*rights: Right, spread: float = 0.5, cost: float = 100.0) -> BusinessCase:
    """Make a case that costs 100 now and brings 20 x a lognormal demand for ten years."""
    return BusinessCase(
        id="c", name="C", money=MoneyUnit("GBP"), price_base=2026, base_year=2026,
        practice="corporate",
        financing=Financing(rate=RATE, rate_prices="real"),
        options=(Option("build", "Build", standing="preferred"),),
        assumptions=(
            Assumption("demand", "1", uncertainty=Uncertainty("lognormal", (1.0, spread))),
        ),
        lines=(
            CashLine("works", "build", "capex", amounts={2026: f"{cost}"}),
            CashLine("use", "build", "cash_benefit", formula="12 * demand", first=2026, last=2035),
        ),
        rights=rights,
    )  # fmt: skip


def worth_of(case: BusinessCase) -> float:
    return 12 * sum((1 + RATE) ** -t for t in range(10))


def test_a_european_right_to_delay_has_its_closed_form_either_way() -> None:
    """Use in one year only: a call on a lognormal worth, all in present money."""
    case = case_of(Right("wait", "delay", first=2028, last=2028))
    found = value_rights(case)[0]

    s, x, deviation = worth_of(case), 100.0, sqrt(np.log1p(0.5**2))
    d = (np.log(s / x) + deviation**2 / 2) / deviation
    call = s * stats.norm.cdf(d) - x * stats.norm.cdf(d - deviation)
    wanted = (1 + RATE) ** -2 * call - max(0.0, s - x)
    assert found.lattice is not None
    assert found.lattice.worth.value == pytest.approx(max(0.0, wanted), abs=0.02)
    error = found.simulated.worth.error
    assert found.simulated.worth.value == pytest.approx(wanted, abs=3 * error + 0.02)
    assert found.simulated.use is not None
    assert found.simulated.use.value == pytest.approx(stats.norm.cdf(d - deviation), abs=0.01)
    assert found.volatility == pytest.approx(deviation / sqrt(2), rel=0.01)
    assert found.taken
    assert found.simulated.inflexible == pytest.approx(s - x, abs=0.05)


@pytest.mark.parametrize(
    "right",
    [
        Right("wait", "delay", first=2027, last=2031),
        Right("stop", "abandon", amount="60", first=2028, last=2032),
        Right("more", "expand", amount="45", share=0.6, first=2027, last=2030),
    ],
    ids=lambda right: right.kind,
)
def test_lattice_and_simulation_agree_for_a_lognormal_worth(right: Right) -> None:
    found = value_rights(case_of(right), draws=32_768)[0]

    assert found.lattice is not None
    lattice, simulated = found.lattice.worth.value, found.simulated.worth
    assert lattice > 1.0
    assert simulated.value == pytest.approx(lattice, rel=0.03, abs=2 * simulated.error)
    assert not any("differ" in sentence for sentence in found.doubts)


def test_more_years_more_spread_and_more_money_back_are_never_worth_less() -> None:
    def worth(right: Right, **more: float) -> float:
        found = value_rights(case_of(right, **more))[0].lattice
        assert found is not None
        return found.worth.value

    stop = Right("stop", "abandon", amount="40", first=2028, last=2029)
    assert worth(replace(stop, last=2032, volatility=0.3)) >= worth(replace(stop, volatility=0.3))
    assert worth(stop, spread=0.6) > worth(stop, spread=0.3)
    assert worth(replace(stop, amount="60")) > worth(stop)
    more = Right("more", "expand", amount="40", share=0.5, first=2027, last=2029)
    assert worth(replace(more, share=0.8)) > worth(more) > worth(replace(more, amount="60"))


def test_a_skewed_worth_and_a_volatility_of_its_own_are_said() -> None:
    case = case_of(Right("wait", "delay", first=2029, last=2029, volatility=0.6))
    found = value_rights(case)[0]
    assert (found.taken, found.volatility) == (False, 0.6)
    assert any("stated volatility is not how far the case" in each for each in found.doubts)
    assert any("become known evenly until 2029" in each for each in found.doubts)
    two = Uncertainty("discrete", (0.2, 1.8), (0.5, 0.5))
    case = case_of(Right("stop", "abandon", amount="90", first=2027, last=2027))
    case = replace(case, assumptions=(Assumption("demand", "1", uncertainty=two),))
    found = value_rights(case)[0]
    # in 2027 nine of ten years are left: stopping brings 90 / 1.05 where demand turns out low
    left = 12 * sum((1 + RATE) ** -t for t in range(1, 10))
    assert found.simulated.worth.value == pytest.approx(
        0.5 * (90 / (1 + RATE) - 0.2 * left), rel=0.02
    )


def test_a_right_outside_the_years_and_a_case_that_loses_are_named() -> None:
    with pytest.raises(InputError, match="right 'wait' is used in 2026, outside 2027 to 2035"):
        value_rights(case_of(Right("wait", "delay", first=2026, last=2028)))
    sure = replace(case_of(Right("stop", "abandon")), assumptions=(Assumption("demand", "-1"),))
    found = value_rights(sure)[0]
    assert found.lattice is None
    assert any("less than nothing on average" in each for each in found.doubts)


def test_the_dated_lattice_is_the_usual_one_in_present_money() -> None:
    """With a date at every step and a rate, both give Hull's American put."""
    years, steps, rate, volatility = 5, 500, 0.1, 0.4
    usual = lattice_value(
        50, payoff=lambda v: 50 - v, rate=rate, volatility=volatility, years=years, steps=steps,
    )  # fmt: skip
    dated = dated_lattice(
        50, payoffs=[(t, lambda v, t=t: 50 * exp(-rate * t) - v) for t in range(1, years + 1)],
        volatility=volatility, steps=steps,
    )  # fmt: skip
    assert dated <= usual
    assert dated == pytest.approx(usual, rel=0.08)
