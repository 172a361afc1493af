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
    year, last
        The first and the last year at whose start it can be used.
    simulated
        From the draws of the case, whatever their shape.
    lattice
        From a worth that moves by `volatility` a year; None where there is none to take (nothing
        is uncertain, or the benefits are worth less than nothing on average).
    volatility
        Yearly, a share; stated by the case or, where `taken` is True, from the draws.
    """

    right: Right
    option: str
    year: int
    simulated: Flexibility
    lattice: Flexibility | None
    volatility: float | None
    doubts: tuple[str, ...] = ()
    last: int = 0
    taken: bool = True
