"""Kaplan and Meier's estimate."""

import pytest

from headwater.errors import InputError
from headwater.numeric.survival import kaplan_meier

ENDED = (6, 6, 6, 7, 10, 13, 16, 22, 23)
CENSORED = (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)


def test_kaplan1958_remission_of_leukaemia() -> None:
    """The 6-MP arm of Freireich et al. (1963), weeks of remission; the table of many textbooks."""
    found = kaplan_meier([*ENDED, *CENSORED], [True] * len(ENDED) + [False] * len(CENSORED))

    assert found.times == (6, 7, 10, 13, 16, 22, 23)
    assert found.at_risk == (21, 17, 15, 12, 11, 7, 6)
    assert found.shares == pytest.approx(
        (0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448), abs=5e-4
    )
    assert found.quantile() == 23
    assert found.quantile_interval() == (13, None)


def test_freireich_placebo_arm_without_censoring_is_the_empirical_share() -> None:
    weeks = (1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)

    found = kaplan_meier(weeks, [True] * 21)

    assert found.quantile() == 8
    assert found.shares[-1] == 0
    assert found.shares[0] == pytest.approx(19 / 21)


def test_nothing_ended_has_no_median() -> None:
    assert kaplan_meier([3, 4], [False, False]).quantile() is None


def test_wrong_input_is_named() -> None:
    with pytest.raises(InputError, match="2 durations were given with 1"):
        kaplan_meier([1, 2], [True])
    with pytest.raises(InputError, match="-1"):
        kaplan_meier([-1], [True])
