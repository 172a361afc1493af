"""The engine against the slow oracle on small random problems with everything in them."""

import pytest
from agreement import differences


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_it_agrees_with_the_oracle(first: int):
    wrong = [line for seed in range(first, first + 50) for line in differences(seed, most=7)]

    assert wrong == []


def test_values_that_cancel_to_nothing_are_nothing():
    """Found by the oracle: 0.6 x -2 + 0.4 x 3 is 0, and must not be scaled up from rounding."""
    assert differences(100053, most=8) == []
