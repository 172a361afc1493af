"""Runs jobs one after the other in this process."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

J = TypeVar("J")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Inline:
    """In the process that asks."""

    def results(
        self, task: Callable[[Any, J], R], jobs: Sequence[J], *, shared: Any
    ) -> Iterator[R]:
        """Give each job's result, in the order of the jobs."""
        for job in jobs:
            yield task(shared, job)
