"""A made-up quarter of the portfolio office at Rivermouth Council, in records."""

from datetime import date, timedelta

from rivermouth import AGREEMENTS, CALENDARS, moment

from headwater.service import read_clocks
from headwater.vocabulary.service import ServiceEvent
from headwater.vocabulary.service_work import (
    CaseChecked,
    CharterIssued,
    DecisionTaken,
    EngagementDone,
    Feedback,
    ForecastMade,
    LessonLearnt,
    NeedHeard,
    RecordOfWork,
    ValueStated,
)
from headwater.vocabulary.units import MoneyUnit

TODAY = date(2026, 7, 1)
START = date(2026, 1, 5)
SERVICES = ("advice", "workshop")


def day(number: int) -> date:
    return START + timedelta(days=number)


def clocks(number: int = 12):
    """Every fifth request is delivered late, the others in a day."""
    events = []
    for each in range(number):
        opened = moment("2026-01-05 09:00") + timedelta(days=7 * each)
        took = timedelta(days=6 if each % 5 == 4 else 1)
        for place, (kind, at) in enumerate((("requested", opened), ("delivered", opened + took))):
            sla = "standard" if kind == "requested" else ""
            events.append(ServiceEvent(f"e{each}.{place}", f"a{each}", kind, at, sla=sla))  # type: ignore[arg-type]
    found = read_clocks(
        events, agreements=AGREEMENTS, calendars=CALENDARS, at=moment("2026-07-01 00:00")
    )
    return tuple(each for each in found if each.measure == "delivery")


def record() -> RecordOfWork:
    """Twelve needs and engagements; eight charters, six after a need; decisions, value, answers."""
    return RecordOfWork(
        needs=tuple(
            NeedHeard(
                f"n{n}", f"Need {n}", day(7 * n), "office" if n % 3 == 0 else "organization",
                answered=day(7 * n + 30) if n < 9 else None, without_project=n in (7, 8),
            )
            for n in range(12)
        ),
        engagements=tuple(
            EngagementDone(
                f"a{n}", SERVICES[n % 2], f"unit {n % 4}", day(7 * n), need=f"n{n}",
                delivered=day(7 * n + 1), accepted=day(7 * n + 3) if n < 10 else None,
            )
            for n in range(12)
        ),
        decisions=tuple(
            DecisionTaken(
                f"d{n}", f"Question {n}", day(7 * n), day(7 * n + 14) if n < 9 else None,
                kind=("start", "stop", "move")[n % 3], amount=None if n == 8 else 10.0 * (n + 1),
                engagement=f"a{n}", reversed=day(60) if n == 1 else None,
            )
            for n in range(10)
        ),
        charters=tuple(
            CharterIssued(f"c{n}", f"Project {n}", day(7 * n + 20), need=f"n{n}" if n < 6 else "",
                          engagement=f"a{n}")
            for n in range(8)
        ),
        forecasts=tuple(
            ForecastMade(f"f{n}", "cost", day(n), due=day(100) if n < 10 else None,
                         scored=day(110) if n < 7 else None)
            for n in range(12)
        ),
        cases=tuple(
            CaseChecked(f"k{n}", f"Case {n}", day(n), missing=("baseline",) if n > 6 else ())
            for n in range(10)
        ),
        values=(
            ValueStated("v0", "a0", "forecast", 120.0, day(5), "Dev"),
            ValueStated("v1", "a0", "delivered", 100.0, day(40), "Dev"),
            ValueStated("v2", "a0", "recognized", 80.0, day(60), "Amara"),
            ValueStated("v3", "a1", "delivered", 60.0, day(50), "Dev"),
        ),
        feedback=tuple(
            Feedback(f"s{n}", f"a{n}", day(7 * n + 4), score)
            for n, score in enumerate((10, 9, 9, 8, 7, 10, 4, 9, 10, 8, 9, 6))
        ),
        lessons=(
            LessonLearnt("l1", "Ask for the baseline before the workshop, not after it.", day(20)),
            LessonLearnt("l2", "Two units asked for the same; one request serves both.", day(80)),
        ),
        clocks=clocks(),
        money=MoneyUnit("GBP", 1000),
    )  # fmt: skip
