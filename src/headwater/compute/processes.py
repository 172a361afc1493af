"""Runs jobs in several processes of this machine."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, TypeVar

from headwater.errors import HeadwaterError

J = TypeVar("J")
R = TypeVar("R")

_SHARED: list[Any] = []
"""What the jobs of this worker process have in common; empty outside a worker."""


@dataclass(frozen=True, slots=True)
class Processes:
    """So many fresh processes of this machine.

    The shared part is sent to each of them once. Stopping early waits for the jobs that run and
    drops the others, so jobs should take well under a second or two.
    """

    workers: int

    def results(
        self, task: Callable[[Any, J], R], jobs: Sequence[J], *, shared: Any
    ) -> Iterator[R]:
        """Give each job's result, in the order of the jobs.

        Raises
        ------
        HeadwaterError
            If a worker process dies (often for want of memory).
        """
        pool = ProcessPoolExecutor(
            self.workers, mp_context=get_context("spawn"), initializer=_keep, initargs=(shared,)
        )
        try:
            waiting: list[Future[R]] = [pool.submit(_work, task, job) for job in jobs]
            for each in waiting:
                yield each.result()
        except BrokenProcessPool as error:
            raise HeadwaterError(
                "a worker process died before its work was done, perhaps for want of memory; "
                "run again with one worker"
            ) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _keep(shared: Any) -> None:
    _SHARED[:] = [shared]


def _work(task: Callable[[Any, Any], R], job: Any) -> R:
    return task(_SHARED[0], job)
