"""Other looks at a decision: what a proportional rule would choose, and what to look into."""

from headwater.lenses.fairness import fair_share
from headwater.lenses.signals import signals

__all__ = ["fair_share", "signals"]
