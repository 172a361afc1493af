"""The decision: what to start, contest and stop, with reasons, doubts and provenance."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from headwater.vocabulary.override import LedgerEntry
from headwater.vocabulary.portfolio import Ask, AskingLine, FrontierPoint
from headwater.vocabulary.units import Interval, MoneyUnit

Verdict: TypeAlias = Literal["start", "contested", "stop"]
RUNNING = {
    "active", "build", "building", "construction", "delivery", "execution", "implementation",
    "in delivery", "in execution", "in flight", "in progress", "live", "ongoing", "running",
    "started", "under way", "underway",
}  # fmt: skip
"""What people call the stage of a project that has begun."""
LEAST_PERCENT = 0.01
"""Part of the value below which a part is said to be less than this: more says too much."""


@dataclass(frozen=True, slots=True)
class Call:
    """What is said of one project.

    Attributes
    ----------
    cost
        In the decision's money unit; None when not known.
    call
        start (core: in every non-dominated portfolio), stop (exterior: in none), or contested.
    core_index
        Share of the non-dominated portfolios that contain it, 0 to 1.
    chosen
        Whether the recommended portfolio contains it.
    reason
        One plain sentence.
    value
        Value under the central weights, over the ranges of its scores; the decision's value unit.
    """

    id: str
    name: str
    cost: Interval | None
    call: Verdict
    core_index: float
    chosen: bool
    reason: str
    value: Interval
    unit: str = ""
    stage: str = ""
    description: str = ""
    mandatory: bool = False
    mandatory_basis: str = ""

    @property
    def has_begun(self) -> bool:
        """Whether its stage says that it is under way."""
        return self.stage.strip().casefold() in RUNNING


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How much of a limit the recommended portfolio and the whole list of projects take."""

    name: str
    kind: Literal["budget", "capacity"]
    amount: float
    used: float
    asked: float
    period: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class ObjectiveCoverage:
    """Which projects serve an objective: all that were proposed, and those recommended.

    `share` is the part of the recommended spending that serves it, 0 to 1 (projects that
    serve several objectives count in each). `finding` is "gap" (no project), "uncovered"
    (projects proposed, none recommended), "crowded", or "".
    """

    id: str
    name: str
    parent: str | None
    projects: tuple[str, ...]
    chosen: tuple[str, ...]
    share: float
    finding: Literal["", "gap", "uncovered", "crowded"] = ""


@dataclass(frozen=True, slots=True)
class WeightRange:
    """The weight of one criterion: over all leaders, in the centre, and for each leader."""

    criterion: str
    low: float
    high: float
    centre: float
    by_leader: Mapping[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """The whole answer; `to_json` in `headwater.vocabulary.shapes` writes it.

    Attributes
    ----------
    budget
        The total that was set, in the money unit; None where only periods were limited.
    spent
        Cost of the recommended portfolio, in the money unit (high ends of ranges).
    value, bound, gap
        Of the recommended portfolio; see `Optimum`.
    value_unit, value_meaning
        What a value of 1 is, in a few words, and how values were made, in sentences.
    ties
        Ids of projects in some but not all optimal portfolios.
    portfolios, exact
        How many non-dominated portfolios (or draws) stand behind the core indexes, and whether
        they are all of them.
    questions, line
        What to ask next, most worth a minute first, and where no answer matters any more.
    overrides
        The ledger of orders that overrule it, as it stood when the papers were made.
    findings
        What stands out in the strategy and among the leaders, as whole sentences.
    assumptions, doubts, ignored
        Whole sentences.
    manifest
        Input digest, method and parameters, seed, versions, solver status.
    """

    title: str
    money: MoneyUnit
    budget: float | None
    spent: float
    value: float
    bound: float
    gap: float
    status: str
    value_unit: str
    value_meaning: str
    projects: tuple[Call, ...]
    ties: tuple[str, ...]
    portfolios: int
    exact: bool
    limits: tuple[LimitUse, ...] = ()
    coverage: tuple[ObjectiveCoverage, ...] = ()
    weights: tuple[WeightRange, ...] = ()
    frontier: tuple[FrontierPoint, ...] = ()
    questions: tuple[Ask, ...] = ()
    line: AskingLine | None = None
    overrides: tuple[LedgerEntry, ...] = ()
    findings: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def part_of_value(self, amount: float) -> str:
        """Say an amount of value as a part of what the recommended portfolio is worth: '2.1%'.

        'nothing' for 0 and less; a number of its own where the portfolio is worth nothing.
        """
        if amount <= 0:
            return "nothing"
        if not self.value:
            return f"{amount:,.3g}"
        share = 100 * amount / abs(self.value)
        return (
            "under 0.01%"
            if share < LEAST_PERCENT
            else f"{share:.2g}%"
            if share < 10
            else (f"{share:,.0f}%")
        )

    def called(self, verdict: Verdict) -> tuple[Call, ...]:
        """Return the projects with one verdict, highest core index first, then by name."""
        found = [each for each in self.projects if each.call == verdict]
        return tuple(sorted(found, key=lambda each: (-each.core_index, each.name.casefold())))
