"""How the questions of a decision are laid out on its page: the first open, the rest folded."""

from dataclasses import dataclass

from django import template

from headwater.vocabulary.decision import Decision
from headwater.vocabulary.portfolio import Ask
from headwater.web.projects.templatetags.figures import figure

register = template.Library()
SHOWN = 6
LEAST = 1e-3
"""Worth below this is shown as less than this: more digits would say more than is known."""


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
def worth(value: float) -> str:
    """Write what an answer is worth; next to nothing says so."""
    if value <= 0:
        return "nothing alone"
    return "under 0.001" if value < LEAST else figure(value)
