"""Warnings of gaming and drift: patterns in scores, edits and labels, with their evidence."""

from headwater.portfolio.signals.bunching import bunching
from headwater.portfolio.signals.creep import creep
from headwater.portfolio.signals.family import LEVEL, together
from headwater.portfolio.signals.influence import influence
from headwater.portfolio.signals.late_edits import late_edits
from headwater.portfolio.signals.mandatory import mandatory_share
from headwater.portfolio.signals.sponsors import sponsors

__all__ = [
    "LEVEL",
    "bunching",
    "creep",
    "influence",
    "late_edits",
    "mandatory_share",
    "sponsors",
    "together",
]
