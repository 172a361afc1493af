"""The clock against the minute-by-minute oracle; `benchmarks.service_oracle` is the long check."""

import sys
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))

import minutes

from headwater.service import opening

pytestmark = pytest.mark.filterwarnings("ignore:Requested Holidays are available only:UserWarning")


@pytest.mark.parametrize("zone", minutes.ZONES)
def test_around_changes_of_the_wall_clock(zone: str) -> None:
    days = list(minutes.changes(zone))
    for number, day in enumerate(days[:: max(1, len(days) // 4)]):
        assert minutes.differences(Random(f"{zone} {number}"), zone, day) == []


@pytest.mark.parametrize("block", range(10))
def test_random_engagements(block: int) -> None:
    for number in range(20):
        random = Random(f"test {block} {number}")
        assert minutes.differences(random, random.choice(minutes.ZONES)) == []


def test_the_oracle_sees_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shift every opening by a minute: the oracle must complain."""
    right = opening.Opening.count
    monkeypatch.setattr(opening.Opening, "count", lambda self, at: right(self, at - 60))

    found = [minutes.differences(Random(number), "Europe/London") for number in range(20)]

    assert any(found)
