"""A business case with what was worked out of it: all that its documents are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import CaseChances
from headwater.vocabulary.appraisal_drivers import Drivers
from headwater.vocabulary.appraisal_options import OptionsCompared
from headwater.vocabulary.appraisal_review import Review
from headwater.vocabulary.appraisal_rights_value import RightValue
from headwater.vocabulary.appraisal_value import CaseRange, CaseValue, OptionValue


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One version of a case: what it says, what it is worth, how far that may lie, what to mend.

    Attributes
    ----------
    digest
        SHA-256 of the case's content, which ties a document to it.
    number
        Of the version; 0 where versions are not counted.
    scales
        By an assumption's name, what brings it into the case's scale of money (0.001 where it is
        in pounds and the case in thousands).
    stated
        By line id and year, its amount in its own currency and prices; None is not known.
    chances, drive, compared, rights
        What the simulation found; None and empty where it was not run.
    """

    case: BusinessCase
    value: CaseValue
    spread: CaseRange
    review: Review
    digest: str = ""
    number: int = 0
    scales: Mapping[str, float] = field(default_factory=dict)
    stated: Mapping[str, Mapping[int, float | None]] = field(default_factory=dict)
    chances: CaseChances | None = None
    drive: Drivers | None = None
    compared: OptionsCompared | None = None
    rights: tuple[RightValue, ...] = ()

    @property
    def chosen(self) -> OptionValue | None:
        """The value of the option that is asked for: the preferred one, else the best."""
        return self.value.of(self.spread.option)

    @property
    def usual(self) -> OptionValue | None:
        """The value of business as usual; None where the case has none."""
        return next((o for o in self.value.options if o.role == "business_as_usual"), None)

    @property
    def central(self) -> float:
        """Net present value of `chosen` against business as usual, by itself without one."""
        chosen = self.chosen
        if chosen is None:
            return 0.0
        return chosen.npv if chosen.against is None else chosen.against

    def net_by_year(self) -> dict[int, float]:
        """Return benefits less costs of `chosen` by year, beyond business as usual."""
        chosen, usual = self.chosen, self.usual
        net = dict(chosen.net) if chosen else {}
        if usual is not None and chosen is not None and usual.option != chosen.option:
            for year, amount in usual.net.items():
                net[year] = net.get(year, 0.0) - amount
        return {year: net[year] for year in sorted(net)}
