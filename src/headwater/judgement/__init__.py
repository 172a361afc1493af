"""Judgement: what leaders value, as the sets of weights that their answers allow."""

from headwater.judgement.aggregate import MOST_VERTICES, weigh
from headwater.judgement.ballots import check
from headwater.judgement.consensus import Concordance, consensus, kendall, similarity
from headwater.judgement.disagreement import disagreements, spread, weight_ranges
from headwater.judgement.matters import agenda, hidden_agenda
from headwater.judgement.mending import Mend, ways, worded
from headwater.judgement.methods import METHODS, ElicitationMethod
from headwater.judgement.opinions import opinions
from headwater.judgement.publication import (
    may_replace,
    release,
    release_weights,
    subgroups,
    weight_scale,
)
from headwater.judgement.rounds import agreement, movement

__all__ = [
    "METHODS",
    "MOST_VERTICES",
    "Concordance",
    "ElicitationMethod",
    "Mend",
    "agenda",
    "agreement",
    "check",
    "consensus",
    "disagreements",
    "hidden_agenda",
    "kendall",
    "may_replace",
    "movement",
    "opinions",
    "release",
    "release_weights",
    "similarity",
    "spread",
    "subgroups",
    "ways",
    "weigh",
    "weight_ranges",
    "weight_scale",
    "worded",
]
