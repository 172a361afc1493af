"""What finding out is worth before deciding: of everything, or of some inputs."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from headwater.appraisal.simulate_spread import between
from headwater.errors import InputError
from headwater.vocabulary.appraisal_chances import Sampled

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
FOLDS = 2
PIECES = (5, 3, 2)
"""Pieces of the cubic splines for one, two, three inputs at a time."""


def perfect_information(values: Sequence[Array]) -> Sampled:
    """Return the expected value of perfect information (EVPI): E max - max E [raiffa1961]_.

    Parameters
    ----------
    values
        By independent block of draws: draws x options, what each option is worth in each draw.

    Raises
    ------
    InputError
        If there are no draws, or fewer than two options.
    """
    _check(values)
    best = int(np.argmax(np.mean([block.mean(axis=0) for block in values], axis=0)))
    of_blocks = [float((block.max(axis=1) - block[:, best]).mean()) for block in values]
    return between(float(np.mean(of_blocks)), of_blocks)


def information_about(values: Sequence[Array], inputs: Sequence[Array]) -> Sampled:
    """Return the expected value of perfect information about some inputs (EVPPI) [strong2014]_.

    What each option is worth beyond the best is regressed on the inputs' normal scores: cubic
    splines of one input, with products of two or three. Half of the blocks fit the curve that is
    used on the other half, so that the curve cannot profit from noise; the estimate is then if
    anything a little low.

    Parameters
    ----------
    values
        As in `perfect_information`, at least two blocks of equal size.
    inputs
        By block: draws x inputs, one to three of them.

    Raises
    ------
    InputError
        If the shapes do not fit, or there are more than three inputs.
    """
    _check(values)
    if len(values) < FOLDS or len(values) != len(inputs):
        raise InputError("give the inputs for each block of values, and at least two blocks")
    count = inputs[0].shape[1]
    if not 1 <= count <= len(PIECES):
        raise InputError(f"one to {len(PIECES)} inputs can be found out together, not {count}")
    best = int(np.argmax(np.mean([block.mean(axis=0) for block in values], axis=0)))
    of_blocks = np.empty(len(values))
    for fold in range(FOLDS):
        fit = [at for at in range(len(values)) if at % FOLDS != fold]
        test = [at for at in range(len(values)) if at % FOLDS == fold]
        gains = np.concatenate([values[at] - values[at][:, [best]] for at in fit])
        x = np.concatenate([inputs[at] for at in fit])
        places = np.linspace(0, 1, PIECES[count - 1] + 1)
        knots = [np.quantile(x[:, j], places) for j in range(count)]
        curve, *_ = np.linalg.lstsq(_curves(x, knots), gains, rcond=None)
        for at in test:
            predicted = _curves(inputs[at], knots) @ curve
            chosen = predicted.argmax(axis=1)
            gain = values[at][np.arange(len(chosen)), chosen] - values[at][:, best]
            of_blocks[at] = gain.mean()
    found = between(float(of_blocks.mean()), of_blocks)
    return Sampled(max(0.0, found.value), found.error)


def _curves(x: Array, knots: Sequence[Array]) -> Array:
    """Return a cubic truncated-power basis of each input (scaled), and products between inputs."""
    parts = []
    for j, at in enumerate(knots):
        low, high = float(at[0]), float(at[-1])
        span = high - low or 1.0
        s = np.clip((x[:, j] - low) / span, 0.0, 1.0)
        inner = (at[1:-1] - low) / span
        columns = [s, s**2, s**3, *(np.maximum(s - knot, 0.0) ** 3 for knot in np.unique(inner))]
        parts.append(np.column_stack(columns))
    found = [np.ones((len(x), 1)), *parts]
    for i in range(len(parts)):
        found += [
            (parts[i][:, :, None] * parts[j][:, None, :]).reshape(len(x), -1) for j in range(i)
        ]
    return np.hstack(found)


def _check(values: Sequence[Array]) -> None:
    if not values or not len(values[0]):
        raise InputError("there are no draws; simulate first")
    if values[0].ndim != 2 or values[0].shape[1] < 2:
        raise InputError("information is worth something only with a choice: give options")
