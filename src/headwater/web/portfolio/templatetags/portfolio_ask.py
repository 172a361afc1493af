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
    """Questions shown at once, those folded away and their first number, and those not listed."""

    first: tuple[Ask, ...]
    more: tuple[Ask, ...]
    next: int
    unlisted: int


@register.simple_tag
def asks(decision: Decision) -> Asked:
    """Lay out the questions of a decision."""
    line = decision.line
    return Asked(
        first=decision.questions[:SHOWN],
        more=decision.questions[SHOWN:],
        next=SHOWN + 1,
        unlisted=line.below - len(line.rest) if line else 0,
    )


@register.filter
def worth(value: float) -> str:
    """Write what an answer is worth; next to nothing says so."""
    if value <= 0:
        return "nothing alone"
    return "under 0.001" if value < LEAST else figure(value)
