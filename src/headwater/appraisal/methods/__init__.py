"""The rack of appraisal practices. To add one: write its file, then name it here."""

from typing import Protocol

from headwater.appraisal.cases.terms import Terms
from headwater.appraisal.methods import corporate, green_book
from headwater.appraisal.parameters import Pack
from headwater.appraisal.yearly import Yearly
from headwater.racks import Method, Rack
from headwater.vocabulary.appraisal import Appraisal
from headwater.vocabulary.appraisal_case import BusinessCase


class AppraisalMethod(Method, Protocol):
    """A way to value a project's yearly flows with a pack of parameters."""

    def value(self, flows: Yearly, pack: Pack, /, *, rate: float | None = None) -> Appraisal:
        """Value the flows; `rate` replaces the pack's constant rate where there is one."""

    def terms(self, case: BusinessCase, pack: Pack, years: int, /) -> Terms:
        """Lay down how the options of a whole case are valued."""


METHODS: Rack[AppraisalMethod] = Rack("appraisal", green_book, corporate)
