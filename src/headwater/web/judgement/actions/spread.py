"""The middle and the spread of some numbers, exact or as coarse as hidden answers need."""

from collections.abc import Sequence
from statistics import median, quantiles
from typing import Any

STEP = 5


def of(numbers: Sequence[float], *, coarse: bool) -> dict[str, Any] | None:
    """Return median and quartiles, and the ends only where names are shown; None for no numbers.

    Coarse figures have two significant digits for the median and one for the quartiles' distance
    from it, so that single answers cannot be worked back from them.
    """
    if not numbers:
        return None
    middle = float(median(numbers))
    low, _, high = (
        quantiles(numbers, n=4, method="inclusive") if len(numbers) > 1 else (middle,) * 3
    )
    if not coarse:
        ends = {"least": min(numbers), "most": max(numbers), "count": len(numbers)}
        return {"median": middle, "low": low, "high": high, **ends}
    shown = _digits(middle, 2)
    return {
        "median": shown,
        "low": shown - _digits(max(0.0, shown - low), 1),
        "high": shown + _digits(max(0.0, high - shown), 1),
    }


def about(count: int) -> str:
    """Say a count in steps of five: "10 or more"."""
    return f"{count - count % STEP} or more" if count >= STEP else f"fewer than {STEP}"


def _digits(number: float, digits: int) -> float:
    return float(f"{number:.{digits}g}")
