"""Judgement: what leaders value, as the sets of weights that their answers allow."""

from headwater.judgement.aggregate import MOST_VERTICES, weigh
from headwater.judgement.consensus import Concordance, consensus, kendall, similarity
from headwater.judgement.disagreement import disagreements, spread, weight_ranges
from headwater.judgement.methods import METHODS, ElicitationMethod

__all__ = [
    "METHODS",
    "MOST_VERTICES",
    "Concordance",
    "ElicitationMethod",
    "consensus",
    "disagreements",
    "kendall",
    "similarity",
    "spread",
    "weigh",
    "weight_ranges",
]
