"""How a long computation tells what it has so far, and how it is stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of life: the stage in words, how far (0 to 1, None if unknown), and the best so far.

    `gap` is (bound - value) / |value|, 0 when proved.
    """

    stage: str
    fraction: float | None = None
    value: float | None = None
    bound: float | None = None
    gap: float | None = None


Watcher: TypeAlias = Callable[[Progress], None]
"""Called often; it may raise CancelledError, which stops the computation within two seconds."""


def ignore(progress: Progress) -> None:
    """Watch nothing."""
