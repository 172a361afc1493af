"""The rack of elicitation methods. To add one: write its file, then name it here."""

from collections.abc import Sequence
from typing import Protocol

from headwater.judgement.methods import (
    ahp,
    allocation,
    best_worst,
    ranking,
    rating,
    ratio,
    swing,
    tradeoff,
)
from headwater.racks import Method, Rack
from headwater.vocabulary.ballot import Answers, Feedback, Question
from headwater.vocabulary.judgement import Priorities


class ElicitationMethod(Method, Protocol):
    """A way to turn a leader's answers into weights."""

    ADAPTIVE: bool  # whether what is asked depends on the answers so far
    NAMES: tuple[int, ...]  # how many criteria one answer may name

    def questions(self, criteria: Sequence[str], answers: Answers = ..., /) -> tuple[Question, ...]:
        """Say what to ask about these criteria.

        A method that is not adaptive asks the same whatever was answered: one form. An
        adaptive one returns what to ask next, given all answers so far, and nothing once it
        knows enough; an answer to a question may replace an earlier one under the same key.
        """

    def priorities(self, criteria: Sequence[str], answers: Answers, /) -> Priorities:
        """Turn the answers to those questions into the weights that they allow."""

    def feedback(self, criteria: Sequence[str], answers: Answers, /) -> tuple[Feedback, ...]:
        """Say what in the answers so far is worth a second look, and what would mend it."""


METHODS: Rack[ElicitationMethod] = Rack(
    "judgement", swing, rating, allocation, ranking, ahp, best_worst, ratio, tradeoff
)
