"""The rack of elicitation methods. To add one: write its file, then name it here."""

from collections.abc import Sequence
from typing import Protocol

from headwater.judgement.methods import ahp, ranking, rating, swing
from headwater.racks import Method, Rack
from headwater.vocabulary.judgement import Answers, Priorities, Question


class ElicitationMethod(Method, Protocol):
    """A way to turn a leader's answers into weights."""

    def questions(self, criteria: Sequence[str], /) -> tuple[Question, ...]:
        """Say what to ask about these criteria."""

    def priorities(self, criteria: Sequence[str], answers: Answers, /) -> Priorities:
        """Turn the answers to those questions into the weights that they allow."""


METHODS: Rack[ElicitationMethod] = Rack("judgement", swing, rating, ahp, ranking)
