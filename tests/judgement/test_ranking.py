"""Ranking: the rank-order polytope and its centroid."""

import pytest

from headwater.errors import InputError
from headwater.judgement.methods import ranking
from headwater.vocabulary.units import Interval

CENTROIDS = {
    2: (0.75, 0.25),
    3: (0.6111, 0.2778, 0.1111),
    4: (0.5208, 0.2708, 0.1458, 0.0625),
    5: (0.4567, 0.2567, 0.1567, 0.09, 0.04),
    6: (0.4083, 0.2417, 0.1583, 0.1028, 0.0611, 0.0278),
    7: (0.3704, 0.2276, 0.1561, 0.1085, 0.0728, 0.0442, 0.0204),
}


def ranks(*given: float | Interval | None) -> dict[tuple[str, ...], Interval | None]:
    return {
        (f"c{place}",): each if each is None or isinstance(each, Interval) else Interval.point(each)
        for place, each in enumerate(given)
    }


def names(size: int) -> tuple[str, ...]:
    return tuple(f"c{place}" for place in range(size))


@pytest.mark.parametrize("size", CENTROIDS)
def test_edwards1994_rank_order_centroid(size: int) -> None:
    found = ranking.priorities(names(size), ranks(*range(1, size + 1)))
    assert found.weights.centre == pytest.approx(CENTROIDS[size], abs=1e-4)


def test_a_full_order_has_the_known_vertices() -> None:
    found = ranking.priorities(names(3), ranks(1, 2, 3))
    assert sorted(found.weights.vertices) == [
        pytest.approx((1 / 3, 1 / 3, 1 / 3)),
        pytest.approx((1 / 2, 1 / 2, 0)),
        pytest.approx((1, 0, 0)),
    ]


def test_twelve_criteria_in_order() -> None:
    found = ranking.priorities(names(12), ranks(*range(12, 0, -1)))
    assert len(found.weights.vertices) == 12
    assert found.weights.centre[11] == pytest.approx(sum(1 / k for k in range(1, 13)) / 12)


def test_ties_weigh_the_same() -> None:
    found = ranking.priorities(names(3), ranks(1, 1, 3))
    assert sorted(found.weights.vertices) == [
        pytest.approx((1 / 3, 1 / 3, 1 / 3)),
        pytest.approx((1 / 2, 1 / 2, 0)),
    ]
    assert found.weights.vertices == ranking.priorities(names(3), ranks(1, 1, 2)).weights.vertices


def test_all_tied_is_equal_weights() -> None:
    assert ranking.priorities(names(2), ranks(1, 1)).weights.vertices == ((0.5, 0.5),)


def test_a_blank_is_not_ordered() -> None:
    found = ranking.priorities(names(3), ranks(1, 2, None))
    assert found.weights.range_of("c2") == Interval(0, 1)
    assert sorted(found.weights.vertices) == [
        pytest.approx((0, 0, 1)),
        pytest.approx((1 / 2, 1 / 2, 0)),
        pytest.approx((1, 0, 0)),
    ]
    assert found.doubts == ("No rank was given for c2.",)


def test_overlapping_ranges_of_ranks_are_not_ordered() -> None:
    found = ranking.priorities(names(3), ranks(Interval(1, 2), Interval(1, 2), 3))
    assert sorted(found.weights.vertices) == [
        pytest.approx((0, 1, 0)),
        pytest.approx((1 / 3, 1 / 3, 1 / 3)),
        pytest.approx((1, 0, 0)),
    ]


def test_off_the_scale_is_named() -> None:
    with pytest.raises(InputError, match="'c0' has rank 4; ranks run from 1 to 3 here"):
        ranking.priorities(names(3), ranks(4, 1, 2))
    with pytest.raises(InputError, match="asks for one of c0, c1"):
        ranking.priorities(names(2), ranks(1, 2, 3))
