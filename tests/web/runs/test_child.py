"""What a computation tells on its way: not too often, and the best answer so far stays told."""

import io
import json
from typing import Any

import pytest

from headwater.vocabulary.progress import Progress
from headwater.web.runs import child


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


def told(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line)["progress"] for line in out.getvalue().splitlines()]


def test_the_best_answer_is_told_through_later_stages(out: io.StringIO) -> None:
    watch = child._watcher(out)
    watch(Progress("Solving"))
    watch(Progress("Solving", value=7.0, bound=9.0, gap=2 / 7))  # too soon to be told
    watch(Progress("Comparing", fraction=0.5))
    watch(Progress("Asking", value=8.0, bound=8.0, gap=0.0))
    watch(Progress("Drawing"))

    found = [(each["stage"], each["value"], each["bound"]) for each in told(out)]
    assert found == [
        ("Solving", None, None),
        ("Comparing", 7.0, 9.0),
        ("Asking", 8.0, 8.0),
        ("Drawing", 8.0, 8.0),
    ]
    assert told(out)[1]["gap"] == 2 / 7
    assert told(out)[1]["fraction"] == 0.5


def test_progress_of_one_stage_is_not_told_too_often(
    out: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter([1.0, 1.1, 1.2, 1.3, 1.4])
    monkeypatch.setattr(child.time, "monotonic", lambda: next(clock))
    watch = child._watcher(out)

    for number in range(5):
        watch(Progress("Solving", value=float(number)))

    assert [each["value"] for each in told(out)] == [0.0, 3.0]
