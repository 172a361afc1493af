"""The portfolio problem as the engine sees it, and what the engine answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from headwater.errors import InputError
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.vocabulary.workbook import Rule


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project as a choice.

    Attributes
    ----------
    values
        Value on each criterion of the problem, by name; the value of not doing it is 0.
    uses
        What it takes of each limited resource, by the limit's name; absent means nothing,
        None means not known.
    mandatory, mandatory_basis
        Whether every portfolio must contain it, and which law or clause says so.
    """

    id: str
    name: str
    values: Mapping[str, Interval]
    uses: Mapping[str, Interval | None] = field(default_factory=dict)
    mandatory: bool = False
    mandatory_basis: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of one resource the chosen projects may use together.

    `name` is unique ("total budget", "budget FY2016", "developer 2026 Q1"). `money` is the unit
    of a budget's amount, for words: nothing where it is not stated, and for capacities.
    """

    name: str
    kind: Literal["budget", "capacity"]
    amount: float
    period: str = ""
    role: str = ""
    money: MoneyUnit = MoneyUnit()


@dataclass(frozen=True, slots=True)
class Problem:
    """Which projects to choose, under which limits and rules, for which weights.

    The value of a portfolio is sum over its projects and the criteria of weight x value, plus
    the synergies it completes. Order of candidates, limits and rules carries no meaning.
    """

    candidates: tuple[Candidate, ...]
    weights: WeightSet
    limits: tuple[Limit, ...] = ()
    rules: tuple[Rule, ...] = ()

    def __post_init__(self) -> None:
        ids = [candidate.id for candidate in self.candidates]
        if len(set(ids)) != len(ids):
            twice = sorted({each for each in ids if ids.count(each) > 1})
            raise InputError(f"two projects bear the same id: {', '.join(twice)}")
        expected = set(self.weights.criteria)
        names = {limit.name for limit in self.limits}
        for candidate in self.candidates:
            if set(candidate.values) != expected:
                raise InputError(
                    f"{candidate.name!r} is valued on {sorted(candidate.values)}, "
                    f"the weights are for {sorted(expected)}"
                )
            if not set(candidate.uses) <= names:
                raise InputError(
                    f"{candidate.name!r} uses {sorted(set(candidate.uses) - names)}, "
                    f"which no limit names"
                )
        known = set(ids)
        for rule in self.rules:
            if missing := sorted(set(rule.members) - known):
                raise InputError(f"a rule {rule.kind!r} names unknown projects: {missing}")


@dataclass(frozen=True, slots=True)
class Optimum:
    """The portfolio of highest value under the central weights and the middle of each range.

    Attributes
    ----------
    chosen
        Ids, in canonical (alphabetical) order.
    value, bound, gap
        Value reached, proved upper bound, and (bound - value) / |value| (0 when proved).
    status
        "optimal" when gap is 0, else "best found".
    ties
        Ids in some but not all optimal portfolios; None where this was not settled.
    """

    chosen: tuple[str, ...]
    value: float
    bound: float
    gap: float
    status: Literal["optimal", "best found"]
    ties: tuple[str, ...] | None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RobustSet:
    """How often each project appears among the non-dominated portfolios.

    Attributes
    ----------
    core_index
        Share of the non-dominated portfolios that contain the project, 0 to 1, by id.
    count
        Number of non-dominated portfolios, or of draws where the set was sampled.
    exact
        True when every non-dominated portfolio was enumerated.
    doubts
        How the set was found, and what that leaves open.
    rivals
        By id, the project that takes its place most often: whose share rises most where it
        is absent. Only projects in some but not all portfolios have one.
    """

    core_index: Mapping[str, float]
    count: int
    exact: bool
    doubts: tuple[str, ...] = ()
    rivals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """The highest value that an amount of the total budget buys, and what it costs."""

    budget: float
    value: float
    cost: float
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class FrontierStep:
    """A point of the frontier, and the ids that enter and leave against the point before it.

    At the first point everything that is chosen there enters.
    """

    point: FrontierPoint
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What the best portfolio becomes when one limit alone is moved, solved again.

    Attributes
    ----------
    by, amount
        The move (negative: less) and the limit's amount after it, in its unit.
    change
        Value of the best portfolio found there less the value recommended today; None where
        nothing is allowed any more.
    least, most
        What the true change lies between; both equal `change` where today's portfolio and
        this one are proved best, None where nothing is allowed.
    enters, leaves
        Ids that change sides; empty where the same portfolio stays best.
    """

    by: float
    amount: float
    change: float | None
    least: float | None
    most: float | None
    enters: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether the change is exact (that nothing is allowed is proved too)."""
        return self.least == self.most

    @property
    def rate(self) -> float | None:
        """Value for each unit of the limit over this step; None where nothing is allowed."""
        return None if self.change is None or self.by == 0 else self.change / self.by


@dataclass(frozen=True, slots=True)
class MarginalValue:
    """What a little more and a little less of one limit would change, all else as it is.

    Attributes
    ----------
    amount, used
        What there is today, and what the recommended portfolio takes of it, in its unit.
    price
        Value of one more unit if projects could be done in part: the relaxation's price, a
        first estimate that the two steps correct; never negative.
    more, less
        The choice solved again a step up and a step down.
    text
        One plain sentence.
    """

    limit: str
    kind: Literal["budget", "capacity"]
    period: str
    role: str
    amount: float
    used: float
    price: float
    more: Step
    less: Step
    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact worth finding out.

    Attributes
    ----------
    about
        What is not known ("cost of Pay.gov", "weight of safety").
    text
        The question in one sentence.
    why
        What the answer could change, in one sentence.
    swing
        How many projects enter or leave the recommended portfolio between the two extreme
        answers, all else as expected; dimensionless.
    project, criterion
        Id of the project and name of the criterion it is about, "" where it is about none.
    kind
        "score", "cost" (or another need), or "weight".
    expected, worst
        What knowing it is worth to the choice: value it adds on average, and by how much at
        most it can move the recommended portfolio and a rival apart; in the unit of value.
    minutes
        Of people's time that the answer takes; questions are in order of worth per minute.
    low, high
        The ends of what is possible, where they are known.
    """

    about: str
    text: str
    why: str
    swing: int
    project: str = ""
    criterion: str = ""
    kind: Literal["", "score", "cost", "weight"] = ""
    expected: float = 0.0
    worst: float = 0.0
    minutes: float = 1.0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class AskingLine:
    """The line among what is not known: below it no answer can change the choice.

    Attributes
    ----------
    open, above, below
        How many facts are not known; how many answers can change the choice, and how many
        cannot, all together, while those above come out as now expected.
    settled
        True when no answer can change the choice: stop asking.
    proved
        Whether the line holds for certain, over all that is possible.
    regret
        The most that the recommended portfolio can turn out to be worth less than another.
    text
        The line in a sentence or two.
    at_stake
        What the strongest rival is and what it could be worth more, in a sentence.
    rest
        What the first of those below the line are about.
    doubts
        Whole sentences: what was not looked into, and how worth was estimated.
    """

    open: int
    above: int
    below: int
    settled: bool
    proved: bool
    regret: float
    text: str
    at_stake: str = ""
    rest: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
