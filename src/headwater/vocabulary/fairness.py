"""What a proportional rule would choose beside the optimum, and whom the optimum starves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from headwater.errors import InputError


@dataclass(frozen=True, slots=True)
class Standing:
    """What one voice (a unit, a leader) gets under the optimum and under equal shares.

    Attributes
    ----------
    share
        Its equal share of the money, in the unit of the limit.
    entitled
        What that share is worth to it. A unit: the share itself, or all it asks for where that
        is less, in the unit of the limit. A leader: the value, by the leader's own weights, of
        what that share alone would buy at best, parts of projects allowed.
    optimum, fair
        What it gets under each, measured like `entitled`: a unit's spending, a leader's value.
    value_optimum, value_fair
        Value it gets: a unit's own projects under the centre weights, a leader's own value.
    starved
        Whether the optimum gives it less than the stated part of what it is entitled to.
    """

    voice: str
    share: float
    entitled: float
    optimum: float
    fair: float
    value_optimum: float
    value_fair: float
    starved: bool

    @property
    def part(self) -> float | None:
        """What the optimum gives over what it is entitled to; None where that is nothing."""
        return self.optimum / self.entitled if self.entitled > 0 else None


@dataclass(frozen=True, slots=True)
class EqualShares:
    """The outcome of equal shares over one kind of voice, beside the optimum.

    Attributes
    ----------
    over
        Whose money it is: "units" or "leaders".
    chosen
        Ids, in alphabetical order; mandatory projects are among them.
    value, spent
        Under the centre weights with synergies, and of the limit (high ends of ranges).
    price
        The price of fairness: (value of the optimum - value) / |value of the optimum|; None
        where the optimum is worth nothing. Negative only where the optimum is not proved best
        or this outcome breaks a limit or rule.
    raised
        Each voice's final share over its first: above 1 where money left over was handed out.
    starved
        Voices that the optimum gives less than the stated part, worst first.
    broken
        Limits and rules that this outcome does not keep, in words; empty when it is allowed.
    spending
        By unit, in the unit of the limit; empty when no units were given.
    text
        The comparison in one or two sentences.
    """

    over: Literal["units", "leaders"]
    chosen: tuple[str, ...]
    value: float
    spent: float
    price: float | None
    raised: float
    standings: tuple[Standing, ...]
    starved: tuple[str, ...]
    broken: tuple[str, ...]
    spending: Mapping[str, float] = field(default_factory=dict)
    text: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fairness:
    """The optimum beside what equal shares would choose.

    Attributes
    ----------
    limit, budget
        Which limit was shared out, and its amount.
    chosen, value, spent
        Of the optimum, measured like those of `EqualShares`.
    part
        Below this part of what it is entitled to a voice counts as starved, 0 to 1.
    outcomes
        One for units and one for leaders, where given.
    spending
        By unit under the optimum, in the unit of the limit; empty when no units were given.
    asked
        By unit, the cost of all its projects, in the unit of the limit.
    """

    limit: str
    budget: float
    chosen: tuple[str, ...]
    value: float
    spent: float
    part: float
    outcomes: tuple[EqualShares, ...]
    spending: Mapping[str, float] = field(default_factory=dict)
    asked: Mapping[str, float] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    def over(self, kind: Literal["units", "leaders"]) -> EqualShares:
        """Return the outcome over one kind of voice.

        Raises
        ------
        InputError
            If none was computed over it.
        """
        for each in self.outcomes:
            if each.over == kind:
                return each
        raise InputError(f"equal shares were not computed over {kind}; state the {kind} first")
