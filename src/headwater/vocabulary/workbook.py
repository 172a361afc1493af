"""The tables that people bring: projects, objectives, links, judgements, limits, rules, flows.

`None` means "not known" throughout: a question to ask, never zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from headwater.vocabulary.units import Interval, MoneyUnit

RuleKind: TypeAlias = Literal["requires", "excludes", "at_least", "at_most", "synergy"]
RULE_KINDS: tuple[str, ...] = get_args(RuleKind)


@dataclass(frozen=True, slots=True)
class Project:
    """One project that may be chosen.

    Attributes
    ----------
    id
        Unique within the workbook; the name where the table gives no ids.
    cost
        Total cost in the workbook's money unit; None when it is not known.
    unit, description, stage, start, end
        As written; shown, never computed with.
    costs_by_period
        Cost in each period, in the money unit; None when not known.
    capacity
        Need of each role in each period, keyed (role, period), in the units of the table.
    benefit
        Stated benefit in the money unit (or in the workbook's own benefit unit).
    scores
        Score on each criterion; None when the cell was blank.
    mandatory, mandatory_basis
        Whether a law or clause orders it, and which.
    mandatory_date, mandatory_penalty, mandatory_option
        By when it must be met (2027-01-31), what happens otherwise, and the least that meets it.
    mandatory_cost
        What that least option costs, in the money unit; None when not known.
    sponsor, sponsor_email
        Who put it forward; used for letters, never computed with.
    """

    id: str
    name: str
    cost: Interval | None = None
    unit: str = ""
    description: str = ""
    stage: str = ""
    costs_by_period: Mapping[str, Interval | None] = field(default_factory=dict)
    capacity: Mapping[tuple[str, str], Interval | None] = field(default_factory=dict)
    benefit: Interval | None = None
    scores: Mapping[str, Interval | None] = field(default_factory=dict)
    mandatory: bool = False
    mandatory_basis: str = ""
    start: str = ""
    end: str = ""
    mandatory_date: str = ""
    mandatory_penalty: str = ""
    mandatory_option: str = ""
    mandatory_cost: Interval | None = None
    sponsor: str = ""
    sponsor_email: str = ""


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective of the strategy; `parent` is another objective's id, `weight` a range."""

    id: str
    name: str
    parent: str | None = None
    weight: Interval | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A declared contribution of a project (id) to an objective (id), strength 0 to 1 by custom."""

    project: str
    objective: str
    strength: Interval = Interval(1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer of one leader: `left` alone, or compared with `right`; None is "don't know".

    `left` and `right` name criteria (or top-level objectives) as the workbook names them.
    """

    leader: str
    method: str
    left: str
    right: str | None
    answer: Interval | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A logical rule between projects (ids).

    requires: `project` needs every one of `other`. excludes: `project` with none of `other`.
    at_least / at_most: of the group `project` and `other` together, at least / most `value`.
    synergy: when `project` and all of `other` are chosen, the portfolio's value changes by
    `value` (negative for cannibalization), in the unit of the portfolio's value.
    """

    kind: RuleKind
    project: str
    other: tuple[str, ...]
    value: float | None = None

    @property
    def members(self) -> tuple[str, ...]:
        """The projects that the rule speaks of, `project` first."""
        return (self.project, *self.other) if self.project else self.other


@dataclass(frozen=True, slots=True)
class CashFlow:
    """An amount of money in one year, in the money unit; benefits positive, costs positive too.

    `kind` is "benefit", "capex" or "opex": the sign follows from the kind.
    """

    project: str
    year: int
    kind: str
    amount: float


@dataclass(frozen=True, slots=True)
class Workbook:
    """Everything that was read, in one record.

    Attributes
    ----------
    budgets
        Amount by period, in the money unit.
    capacities
        Amount by (role, period).
    criteria
        Names of the score columns, as people wrote them, in alphabetical order.
    lower_is_better
        Those criteria where a smaller number is preferred.
    illustrative
        Tables whose rows are marked as illustrative at the source.
    sized_by
        "" where a score counts the same for a small and a large project; "cost" where it counts
        in proportion to the project's cost: an explicit choice of whoever runs.
    notes
        How the tables were read ("cost read as USD million"), whole sentences.
    ignored
        What was seen and not used, whole sentences.
    """

    projects: tuple[Project, ...]
    objectives: tuple[Objective, ...] = ()
    links: tuple[Link, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    budgets: Mapping[str, float] = field(default_factory=dict)
    capacities: Mapping[tuple[str, str], float] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    cash_flows: tuple[CashFlow, ...] = ()
    money: MoneyUnit = MoneyUnit()
    criteria: tuple[str, ...] = ()
    lower_is_better: tuple[str, ...] = ()
    illustrative: tuple[str, ...] = ()
    sized_by: Literal["", "cost"] = ""
    notes: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
