"""Picks where work runs, and tells a watcher how far it is."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from headwater.compute.processes import Processes
from headwater.compute.same import Inline
from headwater.compute.threads import Threads
from headwater.errors import InputError
from headwater.vocabulary.progress import Progress, Watcher, ignore

J = TypeVar("J")
R = TypeVar("R")
MOST = 64


class Place(Protocol):
    """Somewhere that jobs can run."""

    def results(
        self, task: Callable[[Any, J], R], jobs: Sequence[J], *, shared: Any
    ) -> Iterator[R]:
        """Give each job's result, in the order of the jobs."""
        ...


def place_of(workers: int, *, threads: bool = False) -> Place:
    """Return this process for one worker, else so many processes (or threads).

    Raises
    ------
    InputError
        If the number is not from 1 to 64.
    """
    if not 1 <= workers <= MOST:
        raise InputError(f"{workers} workers cannot be; 1 to {MOST} can")
    if workers == 1:
        return Inline()
    return Threads(workers) if threads else Processes(workers)


def at_once(
    task: Callable[[Any, J], R],
    jobs: Sequence[J],
    *,
    shared: Any,
    workers: int = 1,
    watch: Watcher = ignore,
    stage: str = "working",
    threads: bool = False,
) -> list[R]:
    """Do every job and return the results in the order of the jobs.

    Parameters
    ----------
    task
        A function of a module (so that another process can find it).
    shared
        What all jobs have in common; sent once to each process.
    threads
        Whether workers are threads: for compiled work that lets go of the interpreter.
    watch
        Told after each job; what it raises stops the work.
    """
    watch(Progress(stage, 0.0))
    done: list[R] = []
    results = place_of(min(workers, max(1, len(jobs))), threads=threads).results(
        task, jobs, shared=shared
    )
    try:
        for each in results:
            done.append(each)
            watch(Progress(stage, len(done) / len(jobs)))
    finally:
        close = getattr(results, "close", None)
        if close is not None:
            close()
    return done
