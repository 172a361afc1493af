"""Rights to decide later: what a case may delay, abandon or expand, and what that is worth."""

from dataclasses import dataclass
from math import isfinite
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError
from headwater.vocabulary.appraisal_figures import Provenance

OptionKind: TypeAlias = Literal["delay", "abandon", "expand"]
OPTION_KINDS: tuple[str, ...] = get_args(OptionKind)


@dataclass(frozen=True, slots=True)
class Right:
    """A right to decide later, once more is known (a real option).

    Attributes
    ----------
    kind
        delay (start later, or never), abandon (stop after a stage, for what is left), expand (pay
        for more once it goes well).
    option
        Id of the option that it belongs to; "" for the preferred one.
    amount
        Money of the year in which it is used, as text like any amount. delay: the investment that
        can wait ("" for the option's own costs). abandon: what is got back ("" for nothing but the
        costs still to come). expand: what more costs.
    share
        expand: by which share the benefits still to come grow (0.5 is half as much again).
    first, last
        Years at whose start it can be used; None: the year after the base year, and the first year
        only.
    volatility
        Yearly, as a share: how far the expected worth of the benefits moves in a year; None: taken
        from the simulation.
    """

    id: str
    kind: OptionKind
    option: str = ""
    text: str = ""
    amount: str = ""
    share: float | None = None
    first: int | None = None
    last: int | None = None
    volatility: float | None = None
    provenance: Provenance = Provenance()

    def __post_init__(self) -> None:
        if self.kind not in OPTION_KINDS:
            raise InputError(
                f"right {self.id!r}: {self.kind!r} is none of {', '.join(OPTION_KINDS)}"
            )
        if self.kind == "expand" and not (self.share is not None and 0 < self.share < 1e6):
            raise InputError(
                f"right {self.id!r} expands by no share; write by how much the benefits grow, as "
                "50%"
            )
        if self.kind == "expand" and not self.amount.strip():
            raise InputError(f"right {self.id!r} has no amount; write what expanding costs")
        if self.volatility is not None and not (
            isfinite(self.volatility) and 0 < self.volatility <= 5
        ):
            raise InputError(
                f"right {self.id!r}: a volatility of {self.volatility:g} cannot be; write the "
                "yearly share, as 20%"
            )
        if self.first is not None and self.last is not None and self.last < self.first:
            raise InputError(
                f"right {self.id!r} ends in {self.last}, before it begins in {self.first}"
            )
