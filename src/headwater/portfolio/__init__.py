"""Which projects to start, contest and stop: the best portfolio, and how sure that is."""

from headwater.portfolio.asking import next_question
from headwater.portfolio.fairness import fairness
from headwater.portfolio.flips import what_it_takes, what_would_have_to_be_true
from headwater.portfolio.frontier import frontier, frontier_steps
from headwater.portfolio.marginal import marginal_values
from headwater.portfolio.optimum import optimum
from headwater.portfolio.questions import questions
from headwater.portfolio.reasons import reasons
from headwater.portfolio.robust import robust
from headwater.portfolio.room_making import make_room, zombies
from headwater.portfolio.warming import warm
from headwater.vocabulary.portfolio import FrontierPoint

__all__ = [
    "FrontierPoint",
    "fairness",
    "frontier",
    "frontier_steps",
    "make_room",
    "marginal_values",
    "next_question",
    "optimum",
    "questions",
    "reasons",
    "robust",
    "warm",
    "what_it_takes",
    "what_would_have_to_be_true",
    "zombies",
]
