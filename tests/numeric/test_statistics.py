"""Wilson's interval."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headwater.errors import InputError
from headwater.numeric.statistics import wilson_interval


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_newcombe1998_table_1(hits: int, trials: int, low: float, high: float) -> None:
    """Newcombe (1998), method 3: score interval without continuity correction."""
    found = wilson_interval(hits, trials)

    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_it_holds_the_share_and_stays_within_0_and_1(trials: int, part: float) -> None:
    hits = round(part * trials)

    found = wilson_interval(hits, trials)

    assert 0 <= found.low <= hits / trials <= found.high <= 1
    assert found.low < found.high


@pytest.mark.parametrize(("hits", "trials"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(hits: int, trials: int) -> None:
    with pytest.raises(InputError, match="not a share"):
        wilson_interval(hits, trials)
