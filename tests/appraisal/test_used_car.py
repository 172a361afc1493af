"""The used car buyer (decisionprogramming): what it is worth to be told before buying."""

import numpy as np
import pytest

from headwater.appraisal import drivers, simulate
from headwater.appraisal.information import perfect_information
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty
from headwater.vocabulary.units import MoneyUnit

BUYING, TOLD, DEVIATION, FEE = 28.0, 31.0, 8.0, 25.0
"""Published: profit of buying, profit after paying 25 to be told, and its standard deviation."""

CAR = BusinessCase(
    id="car",
    name="A used car",
    money=MoneyUnit("USD"),
    price_base=2026,
    base_year=2026,
    options=(
        Option("leave", "Do not buy", role="business_as_usual"),
        Option("buy", "Buy", standing="preferred"),
        Option("sure", "Buy with the guarantee", standing="carried_forward"),
    ),
    assumptions=(
        Assumption("lemon", "0", uncertainty=Uncertainty("discrete", (0, 1), (0.8, 0.2))),
    ),
    lines=(
        CashLine("worth", "buy", "cash_benefit", amounts={2026: "1100"}),
        CashLine("price", "buy", "capex", amounts={2026: "1000"}),
        CashLine("repairs", "buy", "opex", amounts={2026: "40 + 160 * lemon"}),
        CashLine("worth sure", "sure", "cash_benefit", amounts={2026: "1100"}),
        CashLine("price sure", "sure", "capex", amounts={2026: "1060"}),
        # the guarantee pays half of small repairs, and all of large ones
        CashLine("repairs sure", "sure", "opex", amounts={2026: "20 - 20 * lemon"}),
    ),
)


def test_buying_brings_28_as_published() -> None:
    found = simulate(CAR)
    assert found.npv.mean.value == pytest.approx(BUYING, abs=max(found.npv.mean.error, 0.05))
    assert found.loss.value == pytest.approx(0.2, abs=found.loss.error)


def test_being_told_is_worth_what_the_published_profit_says() -> None:
    found = drivers(CAR)

    assert found.everything is not None
    worth = found.everything.worth
    assert worth.value == pytest.approx(TOLD + FEE - BUYING, abs=max(worth.error, 0.1))
    assert found.finding_out[0].names == ("lemon",)
    assert found.finding_out[0].worth.value == pytest.approx(worth.value, abs=0.2)


def test_ten_cars_by_hand() -> None:
    lemon = np.array([0.0] * 8 + [1.0] * 2)
    profits = np.column_stack([0 * lemon, 60 - 160 * lemon, 20 + 20 * lemon])
    told = profits.max(axis=1) - FEE
    assert (told.mean(), told.std()) == pytest.approx((TOLD, DEVIATION))
    assert perfect_information([profits, profits]).value == pytest.approx(TOLD + FEE - BUYING)
