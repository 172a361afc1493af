"""The middle and the spread of named answers, and counts in steps of five."""

from collections.abc import Sequence
from statistics import median, quantiles
from typing import Any

STEP = 5


def of(numbers: Sequence[float]) -> dict[str, Any] | None:
    """Return median, quartiles and ends; None for no numbers."""
    if not numbers:
        return None
    middle = float(median(numbers))
    low, _, high = (
        quantiles(numbers, n=4, method="inclusive") if len(numbers) > 1 else (middle,) * 3
    )
    ends = {"least": min(numbers), "most": max(numbers), "count": len(numbers)}
    return {"median": middle, "low": low, "high": high, **ends}


def about(count: int) -> str:
    """Say a count in steps of five: "10 or more"."""
    return f"{count - count % STEP} or more" if count >= STEP else f"fewer than {STEP}"
