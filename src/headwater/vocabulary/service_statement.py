"""The account statement: what the organization got in a quarter, each number with its records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from headwater.vocabulary.service_figures import Attainment, Satisfaction, ServiceFigure
from headwater.vocabulary.service_work import LessonLearnt
from headwater.vocabulary.units import MoneyUnit


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service in a quarter: ids of the engagements opened, delivered and accepted."""

    service: str
    title: str
    opened: tuple[str, ...]
    delivered: tuple[str, ...]
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccountStatement:
    """What the organization asked for and got from `start` to the day before `end`.

    Attributes
    ----------
    period
        How people call it ("2026 Q1").
    needs
        Heard, found by the office, answered, answered without a project.
    decisions
        Taken, and reversed.
    money
        Started, stopped and moved by decisions, in the unit of `unit`.
    value
        Forecast, delivered and recognized, stated in the period.
    promises
        One a measure, where anything was promised.
    learnt
        Lessons of the period, latest first.
    names
        What each record is called, by kind and id ("need:n1").
    notice
        A sentence that every paper must carry ("Illustrative: ..."); "" where there is none.
    """

    organization: str
    period: str
    start: date
    end: date
    needs: tuple[ServiceFigure, ...]
    services: tuple[ServiceLine, ...]
    decisions: tuple[ServiceFigure, ...]
    money: tuple[ServiceFigure, ...]
    value: tuple[ServiceFigure, ...]
    promises: tuple[Attainment, ...]
    satisfaction: Satisfaction
    learnt: tuple[LessonLearnt, ...]
    unit: MoneyUnit
    office: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    doubts: tuple[str, ...] = ()

    def figure(self, key: str) -> ServiceFigure:
        """Return a figure by its key."""
        every = (*self.needs, *self.decisions, *self.money, *self.value)
        return next(each for each in every if each.key == key)
