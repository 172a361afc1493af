"""Figures through time: the record of work as it was known at the end of each quarter."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from headwater.errors import InputError
from headwater.vocabulary.service_figures import FigureCourse, FigurePoint, ServiceFigure
from headwater.vocabulary.service_work import RecordOfWork

Measuring = Callable[[RecordOfWork, date], Sequence[ServiceFigure]]


def as_of(record: RecordOfWork, *, day: date) -> RecordOfWork:
    """Return what had happened by the end of a day: later entries, answers and endings go.

    Clocks that were not settled by then are left out, for they count neither way yet.
    """

    def by(found: date | None) -> date | None:
        return found if found is not None and found <= day else None

    def later(*found: date | None) -> bool:
        return any(each is not None and each > day for each in found)

    # what nothing happened to since stays the same record: most do, and there may be many
    return replace(
        record,
        needs=tuple(
            replace(each, answered=None, without_project=False)
            if later(each.answered) or (each.without_project and each.answered is None) else each
            for each in record.needs if each.heard <= day
        ),
        engagements=tuple(
            replace(each, delivered=by(each.delivered), accepted=by(each.accepted),
                    withdrawn=by(each.withdrawn))
            if later(each.delivered, each.accepted, each.withdrawn) else each
            for each in record.engagements if each.opened <= day
        ),
        decisions=tuple(
            replace(each, decided=by(each.decided), reversed=by(each.reversed))
            if later(each.decided, each.reversed) else each
            for each in record.decisions if each.submitted <= day
        ),
        charters=tuple(each for each in record.charters if each.issued <= day),
        forecasts=tuple(
            replace(each, scored=by(each.scored), inside=None) if not by(each.scored) else each
            for each in record.forecasts if each.made <= day
        ),
        cases=tuple(each for each in record.cases if each.checked <= day),
        values=tuple(each for each in record.values if each.on <= day),
        feedback=tuple(each for each in record.feedback if each.on <= day),
        lessons=tuple(each for each in record.lessons if each.on <= day),
        clocks=tuple(
            each for each in record.clocks if each.settled and each.settled.date() <= day
        ),
    )  # fmt: skip


def courses(
    record: RecordOfWork, *, measured: Measuring, today: date, number: int = 6
) -> tuple[FigureCourse, ...]:
    """Say how each figure came to what it is: at the end of each quarter, and today.

    Each point counts everything recorded until then, so the last one is the figure itself.

    Parameters
    ----------
    measured
        Counts figures from a record on a day: the same keys every time.
    number
        How many points, the one of today among them.

    Raises
    ------
    InputError
        If there is to be no point.
    """
    if number < 1:
        raise InputError(f"{number} points were asked for; ask for one at least")
    days = (*_ends(today, number - 1), today)
    found = [measured(as_of(record, day=day), day) for day in days]
    return tuple(
        FigureCourse(
            figures[-1],
            tuple(
                FigurePoint(name_of(day), day, each.value, each.interval, each.number)
                for day, each in zip(days, figures, strict=True)
            ),
        )
        for figures in zip(*found, strict=True)
    )


def name_of(day: date) -> str:
    """Return the quarter of a day: "2026 Q1"."""
    return f"{day.year} Q{(day.month + 2) // 3}"


def _ends(today: date, number: int) -> list[date]:
    """Return the last days of the quarters before today's, oldest first."""
    found: list[date] = []
    first = date(today.year, 3 * ((today.month + 2) // 3) - 2, 1)
    for _ in range(number):
        end = first - timedelta(days=1)
        found.append(end)
        first = date(end.year, 3 * ((end.month + 2) // 3) - 2, 1)
    return found[::-1]
