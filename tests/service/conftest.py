"""What the tests of services share: the council's calendars and agreements are in `rivermouth`."""

import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from rivermouth import moment

from headwater.vocabulary.service import ServiceEvent


@pytest.fixture
def happened() -> Callable[..., ServiceEvent]:
    """Make one event after the other; each gets the next id: e1, e2, ..."""
    numbers = count(1)

    def event(kind: Any, at: str, engagement: str = "advice", **more: Any) -> ServiceEvent:
        if kind == "requested":
            more.setdefault("sla", "standard")
        if kind == "paused":
            more.setdefault("reason", "waiting for figures")
        return ServiceEvent(f"e{next(numbers)}", engagement, kind, moment(at), **more)

    return event
