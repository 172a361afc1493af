"""How one simulated engagement goes: seeded, in working time, a little better each month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from headwater.service import deadline, target_seconds
from headwater.vocabulary.service import Measure, Target
from headwater.vocabulary.service_calendar import BusinessCalendar

if TYPE_CHECKING:
    import numpy as np

PAUSES = 0.3  # the share of engagements that wait for somebody once
ANSWERS = 0.78  # the share of customers who answer the one question


@dataclass(frozen=True, slots=True)
class Course:
    """The moments of one engagement; `paused` and `answered` are None where it did not happen."""

    opened: datetime
    responded: datetime
    agreed: datetime
    started: datetime
    paused: datetime | None
    resumed: datetime | None
    steps: tuple[datetime, ...]
    delivered: datetime
    is_late: bool
    submitted: datetime
    decided: datetime
    asked: datetime
    answered: datetime | None
    score: int
    spread: float
    """A number from 0 to 1 for choices that depend on nothing else."""


def course(
    draw: "np.random.Generator",
    *,
    opened: datetime,
    levels: tuple[Target, ...],
    steps: int,
    hours: BusinessCalendar,
    progress: float,
    slow: bool = False,
) -> Course:
    """Draw the moments of an engagement.

    Parameters
    ----------
    progress
        How much of the year is over, 0 to 1: promises are kept more often towards its end.
    slow
        Whether it is to use far more time than was promised.
    """
    promised = _promised(levels, hours)
    day = hours.day_minutes * 60
    opened = deadline(hours, opened, 600)  # people ask while the office is open
    response = promised["response"] * _ratio(draw, 0.62 - 0.25 * progress, 0.45)
    work = promised["delivery"] * _ratio(draw, 0.93 - 0.28 * progress, 0.28)
    if slow:
        work = 2.5 * promised["delivery"]
    work = max(work, response + 0.5 * day)
    agreed, started = response + 0.15 * (work - response), response + 0.2 * (work - response)
    waits, length = draw.random() < PAUSES and not slow, draw.uniform(1.0, 5.0) * day
    pause = started + 0.4 * (work - started)
    late = work > promised["delivery"]
    ended = work + (length if waits else 0.0)

    def at(seconds: float) -> datetime:
        return deadline(hours, opened, int(seconds))

    delivered = at(ended)
    submitted = delivered + timedelta(minutes=20)
    decision = promised["decision"] * _ratio(draw, 0.85 - 0.2 * progress, 0.5)
    decided = deadline(hours, submitted, int(decision))
    asked = deadline(hours, delivered, 3_600)
    answers = draw.random() < ANSWERS
    return Course(
        opened=opened,
        responded=at(response),
        agreed=at(agreed),
        started=at(started),
        paused=at(pause) if waits else None,
        resumed=at(pause + length) if waits else None,
        steps=tuple(at(pause - (steps - each) * 600) for each in range(steps)),
        delivered=delivered,
        is_late=late,
        submitted=submitted,
        decided=decided,
        asked=asked,
        answered=deadline(hours, asked, int(draw.uniform(0.2, 6.0) * day)) if answers else None,
        score=_score(draw, late=late, progress=progress),
        spread=float(draw.random()),
    )


def _promised(levels: tuple[Target, ...], hours: BusinessCalendar) -> Mapping[Measure, int]:
    usual = {"response": 1, "delivery": 5, "decision": 10}
    day = hours.day_minutes * 60
    found: dict[Measure, int] = {
        "response": usual["response"] * day,
        "delivery": usual["delivery"] * day,
        "decision": usual["decision"] * day,
    }
    return found | {each.measure: target_seconds(each, hours) for each in levels}


def _ratio(draw: "np.random.Generator", median: float, spread: float) -> float:
    return float(median * draw.lognormal(0.0, spread))


def _score(draw: "np.random.Generator", *, late: bool, progress: float) -> int:
    middle = 6.4 if late else 8.9 + 0.4 * progress
    return int(min(10, max(0, round(draw.normal(middle, 1.3)))))
