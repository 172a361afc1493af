"""Maturity of the office and of each service, counted from the record of work."""

from dataclasses import dataclass
from datetime import date

from headwater.errors import InputError
from headwater.service.history import courses
from headwater.service.ladder import shown
from headwater.service.methods import METHODS
from headwater.service.proactivity import of_service, proactivity
from headwater.vocabulary.service_figures import FigureCourse, LadderStanding, ServiceFigure
from headwater.vocabulary.service_work import RecordOfWork
from headwater.web.account.gather import Gathered
from headwater.web.service.models import Offering

METHOD = "maturity"
QUARTERS = 6
__all__ = ["ServiceStanding", "course_of", "figure", "services", "shown", "standing"]


@dataclass(frozen=True, slots=True)
class ServiceStanding:
    """One service of the catalogue, and where it stands."""

    key: str
    title: str
    standing: LadderStanding


def standing(*, found: Gathered, today: date, service: str = "") -> LadderStanding:
    """Say which level the office, or one service, has reached, and what would raise it next.

    Raises
    ------
    InputError
        If nothing was ever recorded of that service.
    """
    _check(found, service)
    return found.once(
        ("standing", today, service),
        lambda: METHODS[METHOD].assess(found.record, today=today, service=service),
    )


def services(*, found: Gathered, today: date) -> list[ServiceStanding]:
    """Say where each service stands that was ever given, in the order of the catalogue."""
    used = _used(found)
    rows = Offering.objects.filter(key__in=used).values_list("key", "title")
    return [
        ServiceStanding(key, title, standing(found=found, today=today, service=key))
        for key, title in rows
    ]


def course_of(*, found: Gathered, today: date, service: str = "") -> tuple[FigureCourse, ...]:
    """Say how each figure came to what it is, over the last quarters."""
    _check(found, service)

    def measured(record: RecordOfWork, day: date) -> tuple[ServiceFigure, ...]:
        return proactivity(record, today=day)

    return found.once(
        ("courses", today, service),
        lambda: courses(_own(found, service), measured=measured, today=today, number=QUARTERS),
    )


def figure(*, found: Gathered, today: date, key: str, service: str = "") -> ServiceFigure:
    """Return one figure with the ids of its records.

    Raises
    ------
    InputError
        If there is no such figure, or nothing was ever recorded of that service.
    """
    _check(found, service)
    figures = found.once(
        ("figures", today, service), lambda: proactivity(_own(found, service), today=today)
    )
    for each in figures:
        if each.key == key:
            return each
    raise InputError(f"There is no figure {key!r} of maturity.")


def _own(found: Gathered, service: str) -> RecordOfWork:
    return of_service(found.record, service) if service else found.record


def _used(found: Gathered) -> set[str]:
    return found.once("services", lambda: {each.service for each in found.record.engagements})


def _check(found: Gathered, service: str) -> None:
    if service and service not in _used(found):
        raise InputError(f"Nothing is recorded yet of a service {service!r}.")
