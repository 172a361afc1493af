"""Charts: where marks stand, and which numbers stand beside the axes."""

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.web.portfolio.charts.axes import even, fitting, round_step

AMOUNTS = st.lists(st.floats(0, 1e12, allow_subnormal=False), min_size=1, max_size=30)


@given(AMOUNTS)
def test_every_amount_stands_inside_the_drawing_and_order_is_kept(amounts: list[float]) -> None:
    scale = fitting(amounts, 50.0, 600.0)

    places = [scale.at(amount) for amount in sorted(amounts)]

    assert all(50 <= place <= 600 and isfinite(place) for place in places)
    assert places == sorted(places)


@given(AMOUNTS)
def test_ticks_are_few_and_stand_inside(amounts: list[float]) -> None:
    ticks = fitting(amounts, 50.0, 600.0).ticks()

    assert len(ticks) <= 14
    assert all(50 <= tick.at <= 600 for tick in ticks)


@pytest.mark.parametrize(("rough", "expected"), [(0.7, 1), (1.0, 1), (1.3, 2), (3, 5), (70, 100)])
def test_steps_are_round(rough: float, expected: float) -> None:
    assert round_step(rough) == pytest.approx(expected)


def test_an_even_scale_ends_on_round_numbers() -> None:
    scale = even(0, 0.41, 0, 100)

    assert (scale.low, scale.high) == (0, pytest.approx(0.5))
    assert [tick.label for tick in scale.ticks()] == ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]


def test_widely_different_amounts_get_powers_of_ten() -> None:
    scale = fitting([0.7, 12, 900], 0, 100)

    assert scale.is_log
    assert [tick.label for tick in scale.ticks()] == ["1", "10", "100", "1,000"]
