"""Orders that overrule the best choice, what they cost, and mandates that a law stands behind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError
from headwater.vocabulary.units import Interval

OverrideKind: TypeAlias = Literal["force_in", "force_out", "exempt", "reorder"]
OVERRIDE_KINDS: tuple[str, ...] = get_args(OverrideKind)


@dataclass(frozen=True, slots=True)
class Override:
    """An order of a named person that overrules the best choice.

    Attributes
    ----------
    kind
        force_in: the project must be chosen. force_out: it must not. exempt: what it takes
        does not count against `limits`. reorder: it must not be chosen unless `behind` is.
    project, behind
        Ids. `behind` is for reorder only.
    by, reason
        Who orders it and why, in words; both are required.
    cycle
        Which round of decisions it belongs to ("2026"), for the ledger.
    limits
        For exempt only: names of limits; empty means all of them.
    """

    kind: OverrideKind
    project: str
    by: str
    reason: str
    cycle: str = ""
    behind: str = ""
    limits: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in OVERRIDE_KINDS:
            raise InputError(
                f"{self.kind!r} is not an override; it is one of {', '.join(OVERRIDE_KINDS)}"
            )
        for name, text in (("person's name", self.by), ("reason", self.reason)):
            if not any(letter.isalpha() for letter in text):
                raise InputError(
                    f"the override on {self.project!r} needs a {name} in words, not {text!r}"
                )
        if (self.kind == "reorder") != bool(self.behind):
            raise InputError(
                f"the override on {self.project!r} must name the project it goes behind, "
                f"and only when the kind is reorder"
            )
        if self.behind == self.project:
            raise InputError(f"{self.project!r} cannot go behind itself; name another project")
        if self.limits and self.kind != "exempt":
            raise InputError(f"only an exemption names limits; {self.kind!r} does not")


@dataclass(frozen=True, slots=True)
class PricedOverride:
    """What an override displaces and what it costs, found by solving again.

    Attributes
    ----------
    feasible, conflict
        False where no portfolio is allowed with it; `conflict` then names a smallest set of
        things that cannot hold together.
    displaced, entered
        Ids that leave and enter the best portfolio, alphabetically.
    value_lost
        In the unit of the portfolio's value, at least 0 where everything is proved best;
        None where not feasible. For an exemption: what the best use of the same extra room
        would have been worth, less what it is worth with the exemption.
    share
        value_lost / |value without the override|; None where either is unknown or 0.
    alone
        `value_lost` if it were the only override; the same as `value_lost` for a single one.
    overrun
        By limit, what is used beyond its amount, in the limit's unit; exemptions only.
    text
        One or two sentences for the page that asks for confirmation.
    """

    override: Override
    feasible: bool
    displaced: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()
    value_lost: float | None = None
    share: float | None = None
    alone: float | None = None
    overrun: Mapping[str, float] = field(default_factory=dict)
    conflict: tuple[str, ...] = ()
    text: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PricedOverrides:
    """Several overrides together: each in its turn, and all of them at once.

    `each` is in the order given: its `value_lost` is what it adds to those before it, so these
    add up to `value_lost` (None where the whole is not feasible). Such a part is below 0 where
    an exemption or a second order eases what an earlier one cost.
    """

    each: tuple[PricedOverride, ...]
    feasible: bool
    chosen: tuple[str, ...] = ()
    displaced: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()
    value_lost: float | None = None
    share: float | None = None
    conflict: tuple[str, ...] = ()
    text: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One override as recorded. `number` counts from 1 and is never used again.

    `value_lost` is in the unit of the portfolio's value; `on` is a date as text, "" if none;
    `sized_by` is what scores counted in proportion to when it was priced ("" in full).
    """

    number: int
    override: Override
    value_lost: float
    displaced: tuple[str, ...] = ()
    on: str = ""
    undone_by: str = ""
    undone_reason: str = ""
    sized_by: str = ""

    @property
    def stands(self) -> bool:
        """Whether it has not been undone."""
        return not self.undone_by


@dataclass(frozen=True, slots=True)
class CycleTotal:
    """All overrides of one cycle: how many stand and were undone, and what those standing cost.

    `by_person` holds the value lost by each person's orders, in the unit of value.
    """

    cycle: str
    standing: int
    undone: int
    value_lost: float
    by_person: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mandate:
    """What makes a project mandatory.

    Attributes
    ----------
    law
        The law or clause that orders it.
    clause_date
        By when it must be met, an ISO date (2027-01-31).
    penalty
        What happens otherwise, in words.
    least_cost_option
        The least that satisfies the law, in words.
    least_uses
        What that option takes of each limit, by name; absent means nothing.
    least_values
        What that option alone is worth on each criterion; absent means not known.
    """

    project: str
    law: str = ""
    clause_date: str = ""
    penalty: str = ""
    least_cost_option: str = ""
    least_uses: Mapping[str, Interval] = field(default_factory=dict)
    least_values: Mapping[str, Interval] = field(default_factory=dict)
