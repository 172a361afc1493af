"""One portfolio recommended out of all that could be best, by a stated rule."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

DecisionRule: TypeAlias = Literal["maximin", "minimax_regret", "expected_value"]
DECISION_RULES: tuple[DecisionRule, ...] = get_args(DecisionRule)


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The portfolio that a rule recommends. Values are in the unit of the portfolio's value.

    Attributes
    ----------
    rule, meaning
        The rule, and what it asks for in one sentence.
    chosen
        Ids, alphabetically.
    worst, best
        Its value at the least and the most favourable weights and values that are allowed.
    centre
        Its value under the central weights at the middle of each range.
    regret
        The most by which any other allowed portfolio could turn out to be better, over all
        weights and values; None where time ran out before that was known.
    status, gap
        "optimal" when the rule's own measure is proved best; else `gap` is how far it may be
        off, in the unit of value, None where no bound was found in time.
    portfolios
        How many non-dominated portfolios were compared; None where solved without listing.
    text
        The recommendation in one or two sentences.
    """

    rule: DecisionRule
    meaning: str
    chosen: tuple[str, ...]
    worst: float
    centre: float
    best: float
    regret: float | None
    status: Literal["optimal", "best found"] = "optimal"
    gap: float | None = 0.0
    portfolios: int | None = None
    text: str = ""
    doubts: tuple[str, ...] = ()
