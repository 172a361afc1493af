"""What the rights of a case to decide later are worth, each valued in two ways."""

from dataclasses import dataclass

from headwater.vocabulary.appraisal_drivers import Flexibility
from headwater.vocabulary.appraisal_rights import Right


@dataclass(frozen=True, slots=True)
class RightValue:
    """What one right to delay, abandon or expand is worth beyond deciding all of it now.

    Attributes
    ----------
    option
        Name of the option that it belongs to.
    year
        The year in which it is used, or not.
    simulated
        By the draws of the case: used where it pays, with everything known by `year`.
    lattice
        By a binomial lattice; None where it cannot be (benefits that may be negative, say).
    volatility
        Yearly, a share: as stated, or from the draws.
    """

    right: Right
    option: str
    year: int
    simulated: Flexibility
    lattice: Flexibility | None
    volatility: float
    doubts: tuple[str, ...] = ()
