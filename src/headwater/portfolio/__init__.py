"""Which projects to start, contest and stop: the best portfolio, and how sure that is."""

from headwater.portfolio.fairness import fairness
from headwater.portfolio.frontier import frontier
from headwater.portfolio.optimum import optimum
from headwater.portfolio.questions import questions
from headwater.portfolio.reasons import reasons
from headwater.portfolio.robust import robust
from headwater.portfolio.warming import warm
from headwater.vocabulary.portfolio import FrontierPoint

__all__ = [
    "FrontierPoint",
    "fairness",
    "frontier",
    "optimum",
    "questions",
    "reasons",
    "robust",
    "warm",
]
