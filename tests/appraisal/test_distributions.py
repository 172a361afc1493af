"""Distributions against published and closed-form figures, and what is refused or doubted."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from headwater.appraisal.distributions import (
    coefficients,
    is_feasible,
    lognormal_between,
    marginal_of,
    metalog,
)
from headwater.errors import InputError
from headwater.vocabulary.appraisal_figures import Uncertainty

TENTHS = (0.1, 0.5, 0.9)


def of(kind: str, *numbers: float, **more):
    return marginal_of("visits", Uncertainty(kind, numbers, **more))  # type: ignore[arg-type]


def mean_and_deviation(marginal) -> tuple[float, float]:
    p = (np.arange(2_000_000) + 0.5) / 2_000_000
    x = marginal.quantile(p)
    return float(x.mean()), float(x.std())


def test_malcolm1959_pert() -> None:
    made = of("pert", 10, 20, 60)
    assert made.quantile(np.array(TENTHS)) == pytest.approx(
        [14.495106522962082, 23.833612969625946, 37.26670252167909], abs=1e-6
    )
    assert mean_and_deviation(made) == pytest.approx((25.0, 8.660254037844387), rel=1e-5)


def test_triangular() -> None:
    made = of("triangular", 10, 20, 60)
    assert made.quantile(np.array(TENTHS)) == pytest.approx(
        [17.071067811865476, 28.377223398316207, 45.85786437626905], abs=1e-6
    )
    assert mean_and_deviation(made) == pytest.approx((30.0, 10.801234497346433), rel=1e-5)


def test_keelin2016_metalog_from_three_points() -> None:
    a = coefficients(TENTHS, (17, 24, 35))
    assert a == pytest.approx([24.0, 4.096077, 2.275598], abs=1e-6)
    at = np.array([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])
    wanted = [14.95451448, 17, 20.125, 24, 29.125, 35, 39.07580921]
    assert of("three_points", 17, 24, 35).quantile(at) == pytest.approx(wanted, abs=1e-6)
    assert metalog(a).quantile(at) == pytest.approx(wanted, abs=1e-6)


def test_lognormal_from_two_percentiles_and_from_moments() -> None:
    made = lognormal_between(10, 60)
    assert np.log(made.at(0.0)) == pytest.approx(3.198464827608073, abs=1e-9)
    assert np.log(made.at(1.0) / made.at(0.0)) == pytest.approx(0.6990586713015483, abs=1e-9)
    made = of(
        "lognormal", 31.274602316385128, 31.274602316385128 * (np.exp(0.69905867**2) - 1) ** 0.5
    )
    assert made.at(0.0) == pytest.approx(24.49489742783178, rel=1e-7)


def test_ends_cannot_be_passed_and_percentiles_are_met() -> None:
    for lower, upper in ((0.0, None), (None, 100.0), (0.0, 100.0)):
        made = of("three_points", 17, 24, 35, lower=lower, upper=upper)
        assert made.quantile(np.array(TENTHS)) == pytest.approx([17, 24, 35], abs=1e-9)
        tails = made.quantile(np.array([1e-12, 1 - 1e-12]))
        assert lower is None or tails[0] >= lower
        assert upper is None or tails[1] <= upper
    made = of("percentiles", 0, 17, 24, 35, 100, probabilities=(0.0, 0.1, 0.5, 0.9, 1.0))
    assert made.quantile(np.array(TENTHS)) == pytest.approx([17, 24, 35])
    low, high = made.quantile(np.array([0.0, 1.0]))
    assert 0 <= low < 0.1
    assert 99.9 < high <= 100


def test_what_no_metalog_fits_is_said_or_refused() -> None:
    points = {"probabilities": TENTHS}
    assert not is_feasible(coefficients(TENTHS, (10, 11, 40)))
    made = of("percentiles", 10, 11, 40, **points)
    assert made.quantile(np.array(TENTHS)) == pytest.approx([10, 11, 40])
    assert "too lopsided" in made.doubts[0]
    with pytest.raises(InputError, match="visits: no metalog goes through"):
        of("metalog", 10, 11, 40, **points)
    with pytest.raises(InputError, match="at or beyond an end"):
        of("three_points", 10, 11, 40, lower=10.0)


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=7, unique=True).map(sorted),
    st.sampled_from([None, 1.0]),
)
def test_any_percentiles_make_a_curve_that_rises_through_them(numbers, gap) -> None:
    if min(b - a for a, b in pairwise(numbers)) < 1e-3:
        return
    p = np.linspace(0.05, 0.95, len(numbers))
    lower = None if gap is None else numbers[0] - gap
    made = of("percentiles", *numbers, probabilities=tuple(p), lower=lower)
    spread = numbers[-1] - numbers[0]
    assert made.quantile(p) == pytest.approx(numbers, abs=1e-6 * spread)
    drawn = made.at(np.linspace(-6, 6, 2001))
    assert np.all(np.diff(drawn) >= -1e-9 * np.maximum(1, np.abs(drawn[1:])))
    assert lower is None or drawn[0] >= lower


def test_seen_values() -> None:
    made = of("discrete", 5, 1, 3, probabilities=(0.2, 0.5, 0.3))
    assert list(made.quantile(np.array([0.1, 0.5, 0.51, 0.79, 0.81, 1.0]))) == [1, 1, 3, 3, 5, 5]
    seen = tuple(np.arange(1.0, 21.0))
    made = of("empirical", *seen)
    for p in (0.1, 0.5, 0.8):
        assert made.quantile(p) == pytest.approx(np.quantile(seen, p, method="median_unbiased"))
    assert not made.doubts
    few = of("reference_class", 1.0, 1.2, 1.9, reference="libraries")
    assert "3 observed values" in few.doubts[0]
    with pytest.raises(InputError, match=r"libraries.*no observed ratios"):
        of("reference_class", reference="libraries")


def test_normal_and_uniform_against_scipy() -> None:
    p = np.array([0.001, 0.3, 0.999])
    assert of("normal", 5, 2).quantile(p) == pytest.approx(stats.norm.ppf(p, 5, 2))
    assert of("uniform", 5, 9).quantile(p) == pytest.approx(stats.uniform.ppf(p, 5, 4))
    assert of("normal", 5, 2).of(-3).quantile(p) == pytest.approx(stats.norm.ppf(p, -15, 6))
