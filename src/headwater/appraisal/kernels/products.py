"""Adds up products of drawn quantities, many draws at a time; compiled."""

from typing import Any, TypeAlias

import numpy as np

from headwater.numeric.compiled import compiled

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


@compiled
def add_products(
    values: Any, coefficients: Any, begins: Any, factors: Any, outputs: Any, out: Any
) -> None:
    """Add every product to its output.

    `values` quantities x draws; product k is `coefficients[k]` times the rows
    `factors[begins[k] : begins[k + 1]]` and is added to row `outputs[k]` of `out`.
    """
    draws = values.shape[1]
    part = np.empty(256)
    for start in range(0, draws, 256):
        count = min(256, draws - start)
        for k in range(coefficients.shape[0]):
            c = coefficients[k]
            row = outputs[k]
            first, last = begins[k], begins[k + 1]
            if last == first:
                for i in range(count):
                    out[row, start + i] += c
            elif last == first + 1:
                one = factors[first]
                for i in range(count):
                    out[row, start + i] += c * values[one, start + i]
            else:
                one = factors[first]
                for i in range(count):
                    part[i] = c * values[one, start + i]
                for at in range(first + 1, last):
                    each = factors[at]
                    for i in range(count):
                        part[i] *= values[each, start + i]
                for i in range(count):
                    out[row, start + i] += part[i]


@compiled
def look_up(scores: Any, coefficients: Any, low: Any, scale: Any, out: Any) -> Any:
    """Read values off piecewise cubics (4 x pieces) at normal scores; count those beyond the ends.

    What lies beyond an end gets the value there, for the caller to put right.
    """
    pieces = coefficients.shape[1]
    top = pieces - 1e-9
    beyond = 0
    for i in range(scores.shape[0]):
        place = (scores[i] - low) * scale
        beyond += place < 0.0 or place > pieces
        place = max(0.0, min(top, place))
        piece = np.int64(place)
        rest = place - piece - 0.5
        out[i] = (
            (coefficients[3, piece] * rest + coefficients[2, piece]) * rest + coefficients[1, piece]
        ) * rest + coefficients[0, piece]
    return beyond
