"""The rack of maturity models. To add one: write its file, then name it here."""

from datetime import date
from typing import Protocol

from headwater.racks import Method, Rack
from headwater.service.methods import maturity
from headwater.vocabulary.service_figures import LadderStanding
from headwater.vocabulary.service_work import RecordOfWork


class MaturityMethod(Method, Protocol):
    """A way to say how mature a service is, from the record of work."""

    def assess(
        self, record: RecordOfWork, /, *, today: date, service: str = "", edition: str = ""
    ) -> LadderStanding:
        """Say where the office, or one service, stands on a day."""


METHODS: Rack[MaturityMethod] = Rack("service", maturity)
