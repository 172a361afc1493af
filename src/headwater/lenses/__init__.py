"""Other looks at a decision: a proportional rule, what to look into, which differences matter."""

from headwater.lenses.disagreement import chooser, disagreement, hidden_disagreement
from headwater.lenses.fairness import fair_share
from headwater.lenses.signals import signals

__all__ = ["chooser", "disagreement", "fair_share", "hidden_disagreement", "signals"]
