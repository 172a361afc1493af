"""Seeded random streams, split by fixed blocks so that workers never change the answer."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from headwater.errors import InputError

if TYPE_CHECKING:
    import numpy as np

BLOCK = 1000
"""Draws in a block. Part of the answer's definition: another size gives other draws."""


def stream(seed: int, *path: int) -> "np.random.Generator":
    """Return the random stream that `seed` and a path of numbers name.

    The same seed and path give the same stream in every process; different paths give
    independent streams (NumPy's SeedSequence with a spawn key).

    Raises
    ------
    InputError
        If the seed or a number of the path is negative.
    """
    import numpy as np

    if seed < 0 or any(step < 0 for step in path):
        raise InputError(f"seed {seed} with path {path}: neither may be negative")
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=path)))


def blocks(seed: int, draws: int, *path: int) -> Iterator[tuple[int, int, "np.random.Generator"]]:
    """Split `draws` into fixed blocks: first draw, number of draws, and the block's own stream.

    Whoever works on a block gets the same numbers, so the number of workers, their order and
    their machines leave the answer unchanged.
    """
    for number, first in enumerate(range(0, draws, BLOCK)):
        yield first, min(BLOCK, draws - first), stream(seed, *path, number)
