"""Real options against published values, and never counted twice."""

import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import ndtri

from headwater.appraisal.distributions import triangular
from headwater.appraisal.lattice import lattice_value, right_to
from headwater.appraisal.options_value import right_at_dates, right_by_simulation
from headwater.appraisal.simulate_draws import scores
from headwater.errors import InputError

PUT = {"rate": 0.1, "volatility": 0.4, "years": 5 / 12}


def put(prices):
    return 50 - prices


@pytest.mark.parametrize(("steps", "value"), [(5, 4.488459), (50, 4.272021), (500, 4.283021)])
def test_cox1979_hull_american_put_is_the_right_to_abandon(steps: int, value: float) -> None:
    found = lattice_value(50, payoff=put, steps=steps, **PUT)
    assert found == pytest.approx(value, abs=1e-5)
    right = right_to("abandon", worth=50, amount=50, steps=steps, **PUT)
    assert right.worth.value == pytest.approx(value, abs=1e-5)


def test_black1973_european_call_and_put() -> None:
    of = {"rate": 0.1, "volatility": 0.2, "years": 0.5, "steps": 4000, "early": False}
    call = lattice_value(42, payoff=lambda v: v - 40, **of)
    assert call == pytest.approx(4.759422392871532, abs=1e-3)
    assert lattice_value(42, payoff=lambda v: 40 - v, **of) == pytest.approx(0.8085993729, abs=1e-3)


def blocks(count: int, size: int = 4096):
    return [scores(7, at, size, count, "sobol") for at in range(16)]


def test_mathews2007_lognormal_equals_the_closed_form() -> None:
    drift = (0.1 - 0.2**2 / 2) * 0.5
    s = [42 * np.exp(drift + 0.2 * 0.5**0.5 * z[:, 0]) * np.exp(-0.05) for z in blocks(1)]
    found = right_by_simulation("delay", benefits=s, costs=40 * np.exp(-0.05))
    whole = found.parameters["with the right"]
    assert whole == pytest.approx(4.759422392871532, abs=0.002)


def test_mathews2007_triangular_profit() -> None:
    shape = triangular(100, 300, 600)
    found = right_by_simulation("delay", benefits=[shape.at(z[:, 0]) for z in blocks(1)], costs=320)
    assert found.parameters["with the right"] == pytest.approx(48.782222222, abs=0.01)
    assert found.inflexible == pytest.approx(13.333333333, abs=0.01)
    assert found.use is not None
    assert found.use.value == pytest.approx(0.522666667, abs=0.001)
    assert found.together == pytest.approx(48.782222222, abs=0.01)
    assert found.worth.error < 0.02


def test_longstaff2001_eight_paths() -> None:
    paths = np.array([
        [1.09, 1.08, 1.34], [1.16, 1.26, 1.54], [1.22, 1.07, 1.03], [0.93, 0.97, 0.92],
        [1.11, 1.56, 1.52], [0.76, 0.77, 0.90], [0.92, 0.84, 1.01], [0.88, 1.22, 1.34],
    ])  # fmt: skip
    value, used = right_at_dates(paths, 1.1 - paths, rate=0.06, step=1.0)
    assert value == pytest.approx(0.1144, abs=5e-5)
    assert list(used) == [-1, -1, 2, 0, -1, 0, 0, 0]
    late = np.where(np.arange(3) == 2, 1.1 - paths, 0.0)
    assert right_at_dates(paths, late, rate=0.06, step=1.0)[0] == pytest.approx(0.0564, abs=5e-5)


def test_least_squares_agrees_with_the_lattice() -> None:
    dates, draws = 25, 40_000
    step = PUT["years"] / dates
    z = np.random.default_rng(2).standard_normal((draws, dates))
    moves = (0.1 - 0.08) * step + 0.4 * step**0.5 * z
    paths = 50 * np.exp(np.cumsum(moves, axis=1))
    value, _ = right_at_dates(paths, put(paths), rate=0.1, step=step, degree=4)
    assert value == pytest.approx(4.283, abs=0.08)


def test_rights_are_worth_something_and_more_when_less_is_sure() -> None:
    of = {"rate": 0.03, "years": 3.0, "inflexible": 10.0}
    for kind, more in (("delay", {}), ("abandon", {}), ("expand", {"share": 0.5})):
        worth = [
            right_to(kind, worth=100, amount=90, volatility=v, **of, **more).worth.value  # type: ignore[arg-type]
            for v in (0.1, 0.3, 0.6)
        ]
        assert 0 <= worth[0] < worth[1] < worth[2]
    # without leakage nobody uses a right to invest early: it equals the right at the end only
    call = {"payoff": lambda v: v - 90, "rate": 0.03, "volatility": 0.3, "years": 3.0}
    assert lattice_value(100, early=True, **call) == pytest.approx(
        lattice_value(100, early=False, **call), abs=1e-9
    )
    assert lattice_value(100, leakage=0.06, early=True, **call) > lattice_value(
        100, leakage=0.06, early=False, **call
    )


def test_never_added_to_a_value_that_holds_it() -> None:
    of = {"worth": 100.0, "amount": 60.0, "rate": 0.03, "volatility": 0.3, "years": 2.0}
    plain = right_to("abandon", inflexible=20.0, **of)
    assert plain.together == pytest.approx(20 + plain.worth.value)
    held = right_to("abandon", inflexible=20.0, modelled=True, **of)
    assert held.together is None
    assert "not added again" in " ".join(held.doubts)


def test_what_cannot_be() -> None:
    with pytest.raises(InputError, match="take more steps"):
        lattice_value(50, payoff=put, rate=0.5, volatility=0.01, years=5, steps=5)
    with pytest.raises(InputError, match="positive"):
        lattice_value(-1, payoff=put, **PUT)
    with pytest.raises(InputError, match="there are: delay"):
        right_to("wait", worth=1, amount=1, **PUT)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="same number"):
        right_by_simulation("delay", benefits=[np.ones(3)], costs=[np.ones(2)])


def test_the_closed_form_used_here_is_right() -> None:
    profit = stats.triang(0.4, 100, 500)
    value, _ = integrate.quad(
        lambda x: max(x - 320, 0) * profit.pdf(x), 100, 600, points=[300, 320]
    )
    assert value == pytest.approx(48.782222222, abs=1e-6)
    assert ndtri(0.5) == 0
