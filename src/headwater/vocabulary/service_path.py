"""A transformation: savings with evidence, end-to-end processes, and what grows out of them."""

from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite

from headwater.errors import InputError
from headwater.vocabulary.service import ClockReading, ServiceLevelAgreement
from headwater.vocabulary.service_figures import LadderStanding


@dataclass(frozen=True, slots=True)
class SavingClaimed:
    """A saving as claimed; blanks are valid here, and the ledger says what is missing.

    Attributes
    ----------
    line
        The cost line that it reduces ("print contract"); one line is saved once a period.
    period
        The year or quarter in which it counts ("2026").
    amount
        In the unit of the ledger.
    baseline
        What the line cost in the period before; None unknown. `baseline_source` says whence.
    evidence, evidenced
        The paper that shows it, and its date.
    claimed_by, confirmed_by
        Two different people.
    """

    id: str
    title: str
    line: str
    period: str
    amount: float
    claimed: date
    claimed_by: str
    baseline: float | None = None
    baseline_source: str = ""
    evidence: str = ""
    evidenced: date | None = None
    confirmed_by: str = ""

    def __post_init__(self) -> None:
        for value in (self.amount, self.baseline):
            if value is not None and not isfinite(value):
                raise InputError(f"the saving {self.id!r} holds {value}; give a finite number")


@dataclass(frozen=True, slots=True)
class SavingRefused:
    """A saving that the ledger does not admit, and what would mend it, in sentences."""

    saving: SavingClaimed
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavingsLedger:
    """Savings that are evidenced, and those that are not yet.

    `total` adds up the admitted, `claimed` all of them, in the unit of the claims.
    """

    admitted: tuple[SavingClaimed, ...]
    refused: tuple[SavingRefused, ...]
    total: float
    claimed: float
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProcessStep:
    """One service in the chain of a process: who gives it, where."""

    service: str
    unit: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class EndToEndProcess:
    """Several services in a chain that the customer sees as one, with one promise.

    `agreement` is the promise to the customer, on the customer's calendar; None while there is
    none. `owner` is the person who answers for the whole.
    """

    id: str
    title: str
    customer: str
    steps: tuple[ProcessStep, ...]
    owner: str = ""
    agreement: ServiceLevelAgreement | None = None

    def __post_init__(self) -> None:
        if len(self.steps) < 2:
            raise InputError(f"the process {self.id!r} needs two steps at least; one is a service")


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One engagement of a chain, and the one (by id) that handed over to it; "" begins it."""

    engagement: str
    service: str
    follows: str = ""


@dataclass(frozen=True, slots=True)
class StepTime:
    """One step of a run on the customer's clock, in business seconds of the customer's calendar.

    Attributes
    ----------
    handed_over
        Between the end of the step before and this request: nobody's clock ran.
    seconds
        From this request to its delivery, or to the moment of the reading.
    own
        The step's own delivery clock; None where nothing is promised for it.
    asked, ended
        When it was asked for, and when it was over; `ended` is None while it holds the work.
    waits_for
        Who must act before it can go on, where it stands still now.
    """

    engagement: str
    service: str
    handed_over: int
    seconds: int
    own: ClockReading | None
    asked: datetime
    ended: datetime | None = None
    waits_for: str = ""


@dataclass(frozen=True, slots=True)
class ProcessReading:
    """One run of an end-to-end process: the customer's one clock, and where its time went.

    Where nothing is promised for the whole, the outcome of `clock` is "none" and it has no target.
    """

    process: str
    run: str
    clock: ClockReading
    steps: tuple[StepTime, ...]
    doubts: tuple[str, ...] = ()

    @property
    def holders(self) -> tuple[StepTime, ...]:
        """The steps that are not over: one of them holds the work."""
        return tuple(each for each in self.steps if each.ended is None)


@dataclass(frozen=True, slots=True)
class GrowthInitiative:
    """Something that grows out of what was freed, and the objectives (ids) that it serves."""

    id: str
    title: str
    objectives: tuple[str, ...] = ()
    value: float | None = None
    owner: str = ""
    starts: date | None = None


@dataclass(frozen=True, slots=True)
class TransformationReading:
    """Where a transformation stands: stage by stage, with what holds the next one.

    `unlinked` are ids of growth initiatives without an objective that is known.
    """

    standing: LadderStanding
    ledger: SavingsLedger
    processes: tuple[EndToEndProcess, ...]
    growth: tuple[GrowthInitiative, ...]
    unlinked: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
