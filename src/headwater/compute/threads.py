"""Runs jobs in threads of this process, for compiled work that lets go of the interpreter."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

J = TypeVar("J")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Threads:
    """So many threads; what jobs share is not copied, so each writes only to its own part."""

    workers: int

    def results(
        self, task: Callable[[Any, J], R], jobs: Sequence[J], *, shared: Any
    ) -> Iterator[R]:
        """Give each job's result, in the order of the jobs."""
        pool = ThreadPoolExecutor(self.workers)
        try:
            waiting = [pool.submit(task, shared, job) for job in jobs]
            for each in waiting:
                yield each.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
