"""How the questions of a decision are laid out on its page: the first open, the rest folded."""

from dataclasses import dataclass

from django import template

from headwater.vocabulary.decision import Decision
from headwater.vocabulary.portfolio import Ask

register = template.Library()
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions with their place, from 0: shown at once, and folded away; how many not listed."""

    first: tuple[tuple[int, Ask], ...]
    more: tuple[tuple[int, Ask], ...]
    next: int
    unlisted: int


@register.simple_tag
def asks(decision: Decision) -> Asked:
    """Lay out the questions of a decision."""
    line, placed = decision.line, tuple(enumerate(decision.questions))
    return Asked(
        first=placed[:SHOWN],
        more=placed[SHOWN:],
        next=SHOWN + 1,
        unlisted=line.below - len(line.rest) if line else 0,
    )


@register.filter
def part_worth(decision: Decision, amount: float) -> str:
    """Write what an answer is worth, as a part of what the recommended portfolio is worth."""
    return decision.part_of_value(amount)
