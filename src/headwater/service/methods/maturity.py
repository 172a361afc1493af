"""Maturity in levels from reactive to strategic, counted from the record of work."""

from datetime import date

from headwater.service.ladder import climb, pick
from headwater.service.proactivity import of_service, proactivity
from headwater.vocabulary.service_figures import LadderStanding
from headwater.vocabulary.service_work import RecordOfWork

NAME = "maturity"
TITLE = "Levels from the record of work"
SOURCE = "paulk1993"


def assess(
    record: RecordOfWork, *, today: date, service: str = "", edition: str = ""
) -> LadderStanding:
    """Say which level the office, or one service, has reached, and what would raise it next.

    Nobody is asked for an opinion: each rule compares a figure, counted from dated records, with
    a threshold of the edition (a data file; the latest unless named).

    Raises
    ------
    InputError
        If there is no such edition.
    """
    own = of_service(record, service) if service else record
    return climb(pick("maturity", edition), proactivity(own, today=today), of=service)
