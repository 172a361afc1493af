"""The rack of reports. To add one: write its file, then name it here."""

from typing import Protocol

from headwater.presentation.methods import board_deck, decision_page
from headwater.racks import Method, Rack
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.report import Report


class ReportMethod(Method, Protocol):
    """A way to tell a decision."""

    def build(self, decision: Decision, /) -> Report:
        """Turn the decision into blocks."""


METHODS: Rack[ReportMethod] = Rack("presentation", board_deck, decision_page)
