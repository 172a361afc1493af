"""Business cases at the gate, and their forecasts: the door for the room of appraisal.

That room keeps cases above the services; when it does, it hands a `Keeping` in here, and nothing
else of the account changes: `cases_evaluable` and `forecasts_scored` count what it returns.
"""

from collections.abc import Callable
from dataclasses import replace

from headwater.vocabulary.service_work import CaseChecked, ForecastMade, RecordOfWork

Keeping = Callable[[], tuple[tuple[CaseChecked, ...], tuple[ForecastMade, ...]]]
KEEPERS: list[Keeping] = []
"""Rooms that keep cases or forecasts; each is asked once a reading."""


def added(record: RecordOfWork) -> RecordOfWork:
    """Add the cases and forecasts of every room that keeps some."""
    for keeper in KEEPERS:
        cases, forecasts = keeper()
        record = replace(
            record,
            cases=(*record.cases, *cases),
            forecasts=(*record.forecasts, *forecasts),
        )
    return record
