"""Sobol indices: which inputs carry the variance of an answer, alone and with the others."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from headwater.appraisal.simulate_draws import scores
from headwater.appraisal.simulate_spread import between
from headwater.errors import InputError
from headwater.vocabulary.appraisal_chances import Sampled
from headwater.vocabulary.appraisal_drivers import InputShare
from headwater.vocabulary.progress import Progress, Watcher, ignore

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
BLOCKS = 8
ROWS = 16_384
"""Draws that the answer is asked for at once."""
CORRELATED = (
    "Sobol indices split the variance among inputs that are independent; these are not, and no "
    "such split exists. Leave the correlations out, or read the tornado."
)


def sobol_indices(
    answer: Callable[[Array], Array],
    names: Sequence[str],
    *,
    points: int = 8192,
    seed: int = 1,
    watch: Watcher = ignore,
) -> tuple[InputShare, ...]:
    """Estimate first and total Sobol indices of a function of independent normal scores.

    Parameters
    ----------
    answer
        Of an array draws x inputs of normal scores: one number a draw.
    points
        Base draws, rounded up so that each of 8 blocks is a power of two; the function is
        evaluated points x (inputs + 2) times.

    Returns
    -------
    tuple
        In the order of the names; indices as shares of the variance, with half of their 95%
        interval between the blocks. Where the answer never varies, all are 0.

    Raises
    ------
    InputError
        If there are no inputs.

    Notes
    -----
    First order by the estimator of [saltelli2010]_, total by [jansen1999]_, on two halves of one
    scrambled Sobol sequence of 2 x inputs dimensions.
    """
    if not names:
        raise InputError("nothing is uncertain, so nothing can be said to drive the answer")
    count = len(names)
    size = 1 << max(1, (-(-points // BLOCKS) - 1).bit_length())
    rows = []
    for block in range(BLOCKS):
        rows.append(_block(answer, count, seed, block, size))
        watch(Progress("which inputs drive it", (block + 1) / BLOCKS))
    variances = [row[0] for row in rows]
    if sum(variances) <= 0:
        return tuple(InputShare(name, between(0.0, []), between(0.0, [])) for name in names)
    found = []
    for at, name in enumerate(names):
        alone = [float(first[at]) for _, first, _ in rows]
        whole = [float(total[at]) for _, _, total in rows]
        found.append(InputShare(name, _share(alone, variances), _share(whole, variances)))
    return tuple(found)


def _share(parts: Sequence[float], variances: Sequence[float]) -> Sampled:
    of_blocks = [
        part / whole if whole else 0.0 for part, whole in zip(parts, variances, strict=True)
    ]
    return between(sum(parts) / sum(variances), of_blocks)


def _block(
    answer: Callable[[Array], Array], count: int, seed: int, block: int, size: int
) -> tuple[float, Array, Array]:
    """Return the variance, and the parts of it of each input alone and with the others."""
    both = scores(seed, block, size, 2 * count, "sobol")
    a, b = both[:, :count].copy(), both[:, count:]
    of_a, of_b = answer(a), answer(b)
    mean = float((of_a.mean() + of_b.mean()) / 2)
    variance = float(((of_a - mean) ** 2).mean() + ((of_b - mean) ** 2).mean()) / 2
    first, total = np.empty(count), np.empty(count)
    at_once = max(1, ROWS // size)
    for start in range(0, count, at_once):
        some = range(start, min(count, start + at_once))
        asked = np.tile(a, (len(some), 1))
        for place, at in enumerate(some):
            asked[place * size : (place + 1) * size, at] = b[:, at]
        mixed = answer(asked).reshape(len(some), size)
        first[start : some.stop] = ((of_b - mean) * (mixed - of_a)).mean(axis=1)
        total[start : some.stop] = ((of_a - mixed) ** 2).mean(axis=1) / 2
    return variance, first, total
