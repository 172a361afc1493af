"""Amounts as whole numbers, so that sums are exact and no order of adding changes them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

DIGITS = 14
"""Digits kept of the sum of all amounts: sums of so many digits are exact in a double too."""


def power_of(total: float) -> int:
    """Return the power of ten by which amounts of this sum become whole numbers of DIGITS."""
    return DIGITS - int(np.ceil(np.log10(total))) if total > 0 else 0


def total_of(amounts: Floats) -> float:
    """Return the sum of the sizes, never overflowing: at most 1e307."""
    largest = float(np.abs(amounts).max()) if amounts.size else 0.0
    if largest == 0.0:
        return 0.0
    return float(min(np.abs(amounts / largest).sum() * min(largest, 1e300), 1e307))


def on_grid(amounts: Floats, power: int) -> Integers:
    """Round amounts x 10**power to whole numbers; decimals of DIGITS or fewer stay exact."""
    if power < 0:
        scaled = amounts / 10.0 ** min(-power, 300)
    elif power <= 300:
        scaled = amounts * 10.0**power
    else:
        scaled = amounts * 1e300 * 10.0 ** (power - 300)
    return np.rint(scaled).astype(np.int64)


def off_grid(amount: float, power: int) -> float:
    """Return what a whole number on the grid stands for."""
    return float(amount * 10.0**-power) if power < 0 else float(amount / 10.0 ** min(power, 300))
