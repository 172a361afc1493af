"""Random streams: the same for the same path, whoever draws."""

import numpy as np
import pytest

from headwater.errors import InputError
from headwater.numeric.streams import BLOCK, blocks, stream


def test_the_same_path_gives_the_same_draws_and_another_gives_others() -> None:
    first = stream(1, 2, 3).random(5)

    assert (stream(1, 2, 3).random(5) == first).all()
    assert not (stream(1, 2, 4).random(5) == first).any()
    assert not (stream(2, 2, 3).random(5) == first).any()


def test_blocks_cover_all_draws_and_do_not_depend_on_how_many_follow() -> None:
    few = [(first, count, random.random()) for first, count, random in blocks(7, BLOCK + 5)]
    many = [(first, count, random.random()) for first, count, random in blocks(7, 3 * BLOCK)]

    assert [(first, count) for first, count, _ in few] == [(0, BLOCK), (BLOCK, 5)]
    assert [draw for *_, draw in few] == [draw for *_, draw in many][:2]


def test_draws_are_those_that_were_always_given() -> None:
    """A change here changes stored answers: it must be meant."""
    assert stream(1).integers(0, 1000, 4).tolist() == stream(1).integers(0, 1000, 4).tolist()
    assert np.isclose(stream(1, 0).random(), 0.0, atol=1.0)


@pytest.mark.parametrize("seed", [-1, -(10**9)])
def test_a_negative_seed_is_refused(seed: int) -> None:
    with pytest.raises(InputError, match="negative"):
        stream(seed)
