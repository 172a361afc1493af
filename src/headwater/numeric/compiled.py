"""The one door to the compiler of inner loops (Numba): import it only from kernel files."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function of NumPy arrays on first use; the result is kept on disk."""
    made: F = numba.njit(cache=True, nogil=True)(function)
    return made


def compiled_within(function: F) -> F:
    """Compile into each caller: handing many arrays over costs more than a small function does."""
    made: F = numba.njit(cache=True, nogil=True, inline="always")(function)
    return made


def compiled_fast(function: F) -> F:
    """Compile like `compiled`, letting sums be reordered so that several go at once (SIMD).

    For simulation only: results are the same in every run on one machine, and may differ in the
    last bits of single precision on another kind of processor.
    """
    made: F = numba.njit(cache=True, nogil=True, fastmath=True)(function)
    return made
