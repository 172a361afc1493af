"""Named changes of a problem, compared with it and with each other: what changed, and why."""

from headwater.portfolio.scenarios.changes import apply, cautions
from headwater.portfolio.scenarios.comparison import compare
from headwater.portfolio.scenarios.tree import explore, outline
from headwater.portfolio.scenarios.written import scenario_of

__all__ = ["apply", "cautions", "compare", "explore", "outline", "scenario_of"]
