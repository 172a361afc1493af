"""Strategy: objectives, and what declared links say of the projects that serve them."""

from headwater.strategy.contribution import contributions
from headwater.strategy.coverage import cover, findings

__all__ = ["contributions", "cover", "findings"]
