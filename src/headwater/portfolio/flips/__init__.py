"""Why, why not, and what it would take: the smallest changes that flip a project or a choice."""

from headwater.portfolio.flips.conditions import what_would_have_to_be_true
from headwater.portfolio.flips.takes import what_it_takes

__all__ = ["what_it_takes", "what_would_have_to_be_true"]
