"""What an appraisal says of a project's cash flows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A project's worth today, by one method with one set of parameters.

    Attributes
    ----------
    npv
        Present value of benefits less that of costs, in the money unit, at the start of
        `base_year`.
    bcr
        Present value of benefits over that of costs; None where there are no costs.
    pv_benefits, pv_costs
        In the money unit.
    base_year
        The year that is not discounted.
    rates_of_return
        All internal rates of return above -1 (0.1 is 10%), ascending; empty where none
        exists or the method does not ask.
    payback, discounted_payback
        Years from the start of `base_year` until the (discounted) sum of the flows is no
        longer negative; None where it stays negative or the method does not ask.
    parameters
        What was used: the pack's name, source, edition and rates.
    doubts
        What a reader should know before relying on it, as whole sentences.
    """

    project: str
    method: str
    npv: float
    bcr: float | None
    pv_benefits: float
    pv_costs: float
    base_year: int
    rates_of_return: tuple[float, ...] = ()
    payback: float | None = None
    discounted_payback: float | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
