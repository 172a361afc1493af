"""Options under the same draws, held against closed forms and against plain counting."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from headwater.appraisal import compare_options, simulate
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty
from headwater.vocabulary.units import MoneyUnit

CASE = BusinessCase(
    id="two",
    name="Two halls",
    money=MoneyUnit("GBP", 1),
    base_year=2026,
    options=(
        Option("usual", "As now", "business_as_usual"),
        Option("large", "Large hall", "do_something", "preferred"),
        Option("small", "Small hall", "do_something", "carried_forward"),
    ),
    assumptions=(
        Assumption("good", "100", "GBP", "", Uncertainty("normal", (100.0, 30.0))),
        Assumption("fair", "60", "GBP", "", Uncertainty("normal", (60.0, 10.0))),
    ),
    lines=(
        CashLine("nothing", "usual", "opex", amounts={2026: "0"}),
        CashLine("works", "large", "capex", amounts={2026: "80"}),
        CashLine("use", "large", "cash_benefit", amounts={2026: "good"}),
        CashLine("small works", "small", "capex", amounts={2026: "45"}),
        CashLine("small use", "small", "cash_benefit", amounts={2026: "fair"}),
    ),
)
"""Large: normal(20, 30); small: normal(15, 10); independent; usual is 0."""


def test_spread_loss_and_chance_to_be_best_by_closed_form() -> None:
    found = compare_options(CASE, draws=65_536)
    large, small = found.options
    assert (large.option, small.option, found.against) == ("large", "small", "As now")
    assert large.npv.percentiles[10].value == pytest.approx(20 + 30 * norm.ppf(0.1), abs=0.5)
    assert small.loss.value == pytest.approx(norm.cdf(-1.5), abs=0.005)
    both = np.random.default_rng(7).normal((20, 15), (30, 10), (2_000_000, 2))
    top = np.maximum(both.max(axis=1), 0)
    for at, each in enumerate((large, small)):
        assert each.best.value == pytest.approx((both[:, at] >= top).mean(), abs=0.005)
        assert each.regret.value == pytest.approx((top - both[:, at]).mean(), rel=0.02)
        missed = np.quantile(top - both[:, at], 0.9)
        assert each.regret_high == pytest.approx(missed, rel=0.03)
    assert found.usual_best is not None
    assert found.usual_regret is not None
    assert found.usual_best.value == pytest.approx((top <= 0).mean(), abs=0.005)
    assert found.usual_regret.value == pytest.approx(top.mean(), rel=0.02)
    ratio = large.ratio
    assert ratio is not None
    assert ratio.low == pytest.approx((100 + 30 * norm.ppf(0.1)) / 80, rel=0.02)


def test_shares_of_each_option_sum_to_one_and_lie_where_its_draws_do() -> None:
    found = compare_options(CASE)
    edges = np.array(found.edges)
    middles = (edges[1:] + edges[:-1]) / 2
    for each in found.options:
        assert sum(each.shares) == pytest.approx(1.0)
        assert float(middles @ each.shares) == pytest.approx(each.npv.mean.value, abs=1.0)
    assert found.edges[0] < 0 < found.edges[-1]


def test_an_option_drawn_beside_others_is_as_it_is_alone() -> None:
    alone = simulate(CASE, option="small", draws=65_536)
    beside = compare_options(CASE, draws=65_536).of("small")
    assert beside is not None
    for percent, each in beside.npv.percentiles.items():
        assert each.value == pytest.approx(alone.npv.percentiles[percent].value, abs=0.4)


def test_the_order_of_options_changes_no_figure() -> None:
    turned = replace(CASE, options=(CASE.options[0], CASE.options[2], CASE.options[1]))
    one, two = compare_options(CASE), compare_options(turned)
    assert one.of("large") == two.of("large")


def test_regret_of_the_only_option_is_what_doing_nothing_would_save() -> None:
    one = replace(CASE, options=CASE.options[:2], lines=CASE.lines[:3])
    (large,) = compare_options(one, draws=65_536).options
    expected = 30 * norm.pdf(20 / 30) - 20 * norm.cdf(-20 / 30)
    assert large.regret.value == pytest.approx(expected, rel=0.02)


def test_a_case_without_options_says_so() -> None:
    bare = replace(CASE, options=CASE.options[:1], lines=CASE.lines[:1])
    with pytest.raises(InputError, match="no option beside business as usual"):
        compare_options(bare)


def test_nothing_uncertain_gives_points() -> None:
    sure = replace(CASE, assumptions=tuple(replace(e, uncertainty=None) for e in CASE.assumptions))
    large, small = compare_options(sure).options
    assert (large.npv.mean.value, small.regret.value) == (20.0, 5.0)
    assert (large.best.value, small.best.value) == (1.0, 0.0)
