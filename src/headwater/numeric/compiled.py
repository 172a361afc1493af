"""The one door to the compiler of inner loops (Numba): import it only from kernel files."""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function of NumPy arrays on first use; the result is kept on disk."""
    made: F = numba.njit(cache=True, nogil=True)(function)
    return made
