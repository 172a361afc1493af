"""Named changes of a problem, compared with it and with each other: what changed, and why."""

from headwater.portfolio.scenarios.changes import apply, cautions
from headwater.portfolio.scenarios.comparison import compare
from headwater.portfolio.scenarios.improving import improve, joined
from headwater.portfolio.scenarios.ready import Ready, ready
from headwater.portfolio.scenarios.telling import title_of, told
from headwater.portfolio.scenarios.tree import explore, grow, outline
from headwater.portfolio.scenarios.what_if import what_if
from headwater.portfolio.scenarios.written import change_of, scenario_of

__all__ = [
    "Ready",
    "apply",
    "cautions",
    "change_of",
    "compare",
    "explore",
    "grow",
    "improve",
    "joined",
    "outline",
    "ready",
    "scenario_of",
    "title_of",
    "told",
    "what_if",
]
