"""The record of work: what the office did for the organization, each entry dated and named.

Nothing here is an opinion about the office: maturity, proactivity and the account statement are
counted from these entries, and every figure names the entries behind it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError
from headwater.vocabulary.service import ClockReading
from headwater.vocabulary.units import MoneyUnit

FoundBy: TypeAlias = Literal["organization", "office"]
DecisionKind: TypeAlias = Literal["start", "stop", "move", "other"]
ValueKind: TypeAlias = Literal["forecast", "delivered", "recognized"]
VALUE_KINDS: tuple[ValueKind, ...] = get_args(ValueKind)
LISTS: tuple[str, ...] = (
    "needs",
    "engagements",
    "decisions",
    "charters",
    "forecasts",
    "cases",
    "values",
)
LISTS += ("feedback", "lessons")


@dataclass(frozen=True, slots=True)
class NeedHeard:
    """A need, dated before any solution.

    Attributes
    ----------
    found_by
        "organization" when it asked, "office" when the office found it: proactive.
    objectives
        Ids of the objectives that it bears on.
    answered
        The day on which it was answered, with or without a project; None while it is open.
    """

    id: str
    title: str
    heard: date
    found_by: FoundBy
    unit: str = ""
    service: str = ""
    objectives: tuple[str, ...] = ()
    answered: date | None = None
    without_project: bool = False

    def __post_init__(self) -> None:
        _one_of(self.found_by, get_args(FoundBy), f"the need {self.id!r} was found by")
        _after(self.heard, self.answered, f"the need {self.id!r} was answered")


@dataclass(frozen=True, slots=True)
class EngagementDone:
    """One piece of work for a customer: a service of the catalogue, given to somebody.

    `delivered` and `accepted` are None until it is; `need` is the id of the need behind it.
    """

    id: str
    service: str
    customer: str
    opened: date
    initiative: FoundBy = "organization"
    need: str = ""
    delivered: date | None = None
    accepted: date | None = None
    withdrawn: date | None = None

    def __post_init__(self) -> None:
        _one_of(self.initiative, get_args(FoundBy), f"the engagement {self.id!r} began with")
        _after(self.opened, self.delivered, f"the engagement {self.id!r} was delivered")


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """A question put to the organization, what was decided, and whether that lasted.

    Attributes
    ----------
    submitted, decided
        `decided` is None while it is open.
    amount
        Money that the decision starts, stops or moves, in the unit of the record; None unknown.
    also
        Further money that the same decision moves, by kind: one that starts some projects may stop
        others.
    reversed
        When it was taken back; None while it stands.
    """

    id: str
    title: str
    submitted: date
    decided: date | None = None
    kind: DecisionKind = "other"
    amount: float | None = None
    engagement: str = ""
    service: str = ""
    reversed: date | None = None
    reversed_why: str = ""
    also: Mapping[DecisionKind, float | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _one_of(self.kind, get_args(DecisionKind), f"the decision {self.id!r} is of kind")
        _after(self.submitted, self.decided, f"the decision {self.id!r} was taken")
        if self.reversed and not self.decided:
            raise InputError(f"the decision {self.id!r} was reversed before it was taken")
        _after(self.decided, self.reversed, f"the decision {self.id!r} was reversed")
        for amount in (self.amount, *self.also.values()):
            _finite(amount, f"the amount of the decision {self.id!r}")


@dataclass(frozen=True, slots=True)
class CharterIssued:
    """A charter; `need` is the id of the need that it answers, "" where there was none before."""

    id: str
    project: str
    issued: date
    need: str = ""
    engagement: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class ForecastMade:
    """A dated forecast; `due` is when the actual is to be known, `scored` when it was compared.

    `inside` says whether the actual lay within the stated range; None where not scored yet.
    """

    id: str
    what: str
    made: date
    due: date | None = None
    scored: date | None = None
    inside: bool | None = None
    engagement: str = ""
    service: str = ""

    def __post_init__(self) -> None:
        _after(self.made, self.scored, f"the forecast {self.id!r} was scored")


@dataclass(frozen=True, slots=True)
class CaseChecked:
    """A business case at the gate; `missing` names what keeps it from being evaluated later."""

    id: str
    title: str
    checked: date
    missing: tuple[str, ...] = ()
    engagement: str = ""
    service: str = ""

    @property
    def is_evaluable(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class ValueStated:
    """An amount of value that a person stated: forecast, delivered, or recognized by the customer.

    `by` and `on` say who and when; recognized value needs a person of the customer.
    """

    id: str
    engagement: str
    kind: ValueKind
    amount: float
    on: date
    by: str
    service: str = ""
    evidence: str = ""

    def __post_init__(self) -> None:
        _one_of(self.kind, VALUE_KINDS, f"the value {self.id!r} is of kind")
        _finite(self.amount, f"the value {self.id!r}")
        if not any(letter.isalpha() for letter in self.by):
            raise InputError(f"the {self.kind} value {self.id!r} does not say by whom; name them")


@dataclass(frozen=True, slots=True)
class Feedback:
    """An answer to the one question after a delivery, 0 to 10; None where only a comment came."""

    id: str
    engagement: str
    on: date
    score: int | None
    comment: str = ""
    by: str = ""
    service: str = ""

    def __post_init__(self) -> None:
        if self.score is not None and not 0 <= self.score <= 10:
            raise InputError(f"the answer {self.id!r} is {self.score}; the scale runs from 0 to 10")


@dataclass(frozen=True, slots=True)
class LessonLearnt:
    """Something learnt, in a sentence, and where it came from."""

    id: str
    text: str
    on: date
    engagement: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class RecordOfWork:
    """Everything recorded, in any order; `clocks` are readings at the moment of the report.

    `money` is the unit of every amount. Ids are unique within each kind.
    """

    needs: tuple[NeedHeard, ...] = ()
    engagements: tuple[EngagementDone, ...] = ()
    decisions: tuple[DecisionTaken, ...] = ()
    charters: tuple[CharterIssued, ...] = ()
    forecasts: tuple[ForecastMade, ...] = ()
    cases: tuple[CaseChecked, ...] = ()
    values: tuple[ValueStated, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    lessons: tuple[LessonLearnt, ...] = ()
    clocks: tuple[ClockReading, ...] = ()
    money: MoneyUnit = MoneyUnit()

    def __post_init__(self) -> None:
        for name in LISTS:
            often = Counter(each.id for each in getattr(self, name))
            if twice := [each for each, times in often.items() if times > 1]:
                raise InputError(f"two of the {name} bear the id {min(twice)!r}; rename one")


def _one_of(value: str, known: tuple[str, ...], what: str) -> None:
    if value not in known:
        raise InputError(f"{what} {value!r}; write one of {', '.join(known)}")


def _after(first: date | None, second: date | None, what: str) -> None:
    if first and second and second < first:
        raise InputError(f"{what} on {second}, before {first}; mend one of the dates")


def _finite(amount: float | None, what: str) -> None:
    if amount is not None and not isfinite(amount):
        raise InputError(f"{what} is {amount}; give a finite number, or leave it blank")
