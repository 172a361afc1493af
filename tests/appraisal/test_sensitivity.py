"""What drives a value: closed forms, exact roots, errors that cover the truth."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from scipy import stats
from scipy.special import ndtr

from headwater import samples
from headwater.appraisal import drivers, value_case
from headwater.appraisal.information import information_about, perfect_information
from headwater.appraisal.sensitivity import scenario_table, swings, switching
from headwater.appraisal.sensitivity_indices import sobol_indices
from headwater.appraisal.simulate_draws import scores
from headwater.appraisal.simulate_plan import plan_of
from headwater.appraisal.switching import switching_value
from headwater.errors import InputError
from headwater.intake import read_case
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import RankCorrelation
from headwater.vocabulary.appraisal_figures import Assumption, Uncertainty

NAMES = ["one", "two", "three"]


def ishigami(z):
    x = np.pi * (2 * ndtr(z) - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


FIRST = [0.31390519114781146, 0.4424111447900409, 0.0]
TOTAL = [0.5575888552099592, 0.4424111447900409, 0.2436836640621477]


def test_ishigami1990_within_a_hundredth_at_8192() -> None:
    for seed in range(5):
        found = sobol_indices(ishigami, NAMES, points=8192, seed=seed)
        assert [each.first.value for each in found] == pytest.approx(FIRST, abs=0.01)
        assert [each.total.value for each in found] == pytest.approx(TOTAL, abs=0.01)


def test_intervals_of_indices_cover_the_truth() -> None:
    hits, seeds = np.zeros(6), 150
    for seed in range(seeds):
        found = sobol_indices(ishigami, NAMES, points=1024, seed=seed)
        got = [each.first for each in found] + [each.total for each in found]
        hits += [
            abs(each.value - true) <= each.error
            for each, true in zip(got, FIRST + TOTAL, strict=True)
        ]
    assert np.all(hits / seeds >= 0.90), hits / seeds
    assert hits.mean() / seeds >= 0.93, hits / seeds


def test_saltelli1995_g_function() -> None:
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])

    def g(z):
        return np.prod((np.abs(4 * ndtr(z) - 2) + a) / (1 + a), axis=1)

    part = 1 / (3 * (1 + a) ** 2)
    variance = np.prod(1 + part) - 1
    first = part / variance
    total = part * np.prod(1 + part) / (1 + part) / variance
    assert first[0] == pytest.approx(0.7161921688790331)
    assert total[1] == pytest.approx(0.2421981928182384)
    found = sobol_indices(g, [str(at) for at in range(8)], points=8192)
    assert [each.first.value for each in found] == pytest.approx(list(first), abs=0.01)
    assert [each.total.value for each in found] == pytest.approx(list(total), abs=0.01)


def test_an_answer_that_never_varies_has_no_shares() -> None:
    found = sobol_indices(lambda z: np.ones(len(z)), NAMES, points=64)
    assert all(each.total.value == 0 for each in found)
    with pytest.raises(InputError, match="nothing is uncertain"):
        sobol_indices(ishigami, [])


def draws(size: int = 2048):
    for block in range(16):
        z = scores(3, block, size, 2, "sobol")
        yield z, np.column_stack([np.zeros(size), 1 + z[:, 0] + 2 * z[:, 1]])


def test_raiffa1961_information_about_two_normals() -> None:
    inputs, values = zip(*draws(), strict=True)
    everything = perfect_information(values)
    assert everything.value == pytest.approx(0.4798107063483925, abs=5e-4)
    for columns, wanted in (([0], 0.0833154706), ([1], 0.3955939), ([0, 1], 0.4798107063)):
        found = information_about(values, [z[:, columns] for z in inputs])
        assert found.value == pytest.approx(wanted, abs=2e-3)
        assert abs(found.value - wanted) <= max(2 * found.error, 2e-3)
        assert 0 <= found.value <= everything.value + 2e-3
    unit = stats.norm.pdf(0.5) - 0.5 * stats.norm.sf(0.5)
    assert 2 * unit == pytest.approx(0.3955939, abs=1e-6)


def test_information_needs_a_choice() -> None:
    with pytest.raises(InputError, match="give options"):
        perfect_information([np.ones((4, 1))])
    with pytest.raises(InputError, match="no draws"):
        perfect_information([])


def test_every_root_is_found_to_the_last_bit() -> None:
    found = switching_value(lambda x: (x - 1) * (x - 3) * (x + 2), -10, 10, near=2.5)
    assert found == pytest.approx((3.0, 1.0, -2.0), abs=1e-14)
    assert switching_value(lambda x: x**2 + 1, -10, 10, near=0) == ()
    assert switching_value(lambda x: 0 * x, -10, 10, near=0) == ()


@pytest.fixture(scope="module")
def evening() -> BusinessCase:
    case = read_case(samples.case_path()).case
    assert case is not None
    return case


def test_switching_values_make_the_exact_value_zero(library) -> None:
    case = library(
        assumptions=(
            Assumption("wage", "20", "GBP/hour"),
            Assumption("hours", "1500", "hours/year"),
            Assumption("visits", "90000", "visits/year"),
            Assumption(
                "worth of a visit", "3", "GBP/visit",
                uncertainty=Uncertainty("three_points", (2.0, 3.0, 4.5)),
            ),
        )
    )  # fmt: skip
    plan = plan_of(case)
    for name in ("visits", "worth of a visit"):
        found = switching(plan, name)
        assert len(found.values) == 1
        assert found.left == pytest.approx(0, abs=float(case.money.minor))
    assert found.probability is not None
    at = plan.quantities[0].marginal.quantile(np.array([1 - found.probability, found.probability]))
    assert found.values[0] in (pytest.approx(at[0], rel=1e-6), pytest.approx(at[1], rel=1e-6))
    none = switching(plan_of(replace(case, lines=case.lines[:3])), "visits")
    assert none.values == ()
    assert none.change is None
    with pytest.raises(InputError, match="no assumption 'wages'"):
        switching(plan, "wages")


def test_swings_are_the_value_at_the_ends(evening) -> None:
    plan = plan_of(evening)
    found = swings(plan)
    assert [each.width for each in found] == sorted((each.width for each in found), reverse=True)
    visits = next(each for each in found if each.name == "evening visits")
    assert (visits.low, visits.high) == pytest.approx((41000, 70000))
    low = value_case(evening, given={"evening_visits": 41000}).of(plan.option.id)
    assert low is not None
    assert visits.at_low == pytest.approx(low.against, abs=0.01)
    asbestos = next((each for each in found if each.name == "asbestos"), None)
    assert asbestos is None or asbestos.at_high < asbestos.at_low


def test_a_scenario_table_is_the_value_in_each_cell(evening) -> None:
    plan = plan_of(evening)
    table = scenario_table(
        plan, down=("evening visits", [50000, 60000]), across=("hourly pay", [20, 22, 25])
    )
    for i, visits in enumerate(table.rows):
        for j, pay in enumerate(table.columns):
            given = {"evening_visits": Decimal(visits), "hourly_pay": Decimal(pay)}
            exact = value_case(evening, given=given).of(plan.option.id)
            assert exact is not None
            assert table.values[i][j] == pytest.approx(exact.against, abs=0.01)


def test_drivers_of_a_whole_case(evening) -> None:
    found = drivers(evening, points=512)
    assert found.shares[0].name == found.swings[0].name
    assert sum(each.first.value for each in found.shares) <= 1 + 0.05
    assert found.everything is not None
    assert found.finding_out[0].worth.value <= found.everything.worth.value + 1
    assert found.finding_out[0].worth.value >= found.finding_out[-1].worth.value >= 0
    pair = RankCorrelation("evening visits", "worth of a visit", 0.9)
    tied = drivers(evening, points=64, correlations=[pair])
    assert tied.shares == ()
    assert "independent" in " ".join(tied.doubts)
    alone, beside = (
        next(each.worth.value for each in one.finding_out if each.names == ("evening visits",))
        for one in (found, tied)
    )
    assert beside > alone  # to know one is to know something of the other


def test_break_even_of_two_options(library) -> None:
    case = library()
    plan = plan_of(case, option="build", than="repair")
    found = switching(plan, "visits")
    assert found.left == pytest.approx(0, abs=float(case.money.minor))
    value = value_case(case, given={"visits": Decimal(repr(found.values[0]))})
    build, repair = value.of("build"), value.of("repair")
    assert build is not None
    assert repair is not None
    assert build.npv == pytest.approx(repair.npv, abs=float(case.money.minor))
