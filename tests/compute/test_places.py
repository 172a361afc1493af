"""Work gives the same answers wherever it runs, can be watched, and can be stopped."""

import pytest

from headwater.compute import at_once, place_of
from headwater.errors import CancelledError, InputError
from headwater.vocabulary.progress import Progress


def power(shared: int, job: int) -> int:
    return job**shared


def refuse(shared: int, job: int) -> int:
    if job == 2:
        raise InputError("job 2 cannot be")
    return job


def test_threads_give_the_same() -> None:
    found = at_once(power, range(7), shared=3, workers=3, threads=True)
    assert found == [0, 1, 8, 27, 64, 125, 216]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_jobs(workers: int) -> None:
    seen: list[Progress] = []
    found = at_once(power, range(7), shared=3, workers=workers, watch=seen.append, stage="powers")
    assert found == [0, 1, 8, 27, 64, 125, 216]
    assert [each.fraction for each in seen] == pytest.approx([at / 7 for at in range(8)])


@pytest.mark.parametrize("workers", [1, 2])
def test_errors_and_cancelling_reach_the_caller(workers: int) -> None:
    with pytest.raises(InputError, match="job 2 cannot be"):
        at_once(refuse, range(4), shared=0, workers=workers)

    def stop(progress: Progress) -> None:
        if progress.fraction and progress.fraction >= 0.25:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        at_once(power, range(4), shared=1, workers=workers, watch=stop)


def test_numbers_of_workers_that_cannot_be() -> None:
    for workers in (0, 65):
        with pytest.raises(InputError, match="1 to 64"):
            place_of(workers)
