"""What a practice lays down for valuing a case: factors, what counts, how the ratio is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from headwater.errors import InputError


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms on which the options of a case are valued.

    Attributes
    ----------
    factors
        Discount factor of year base_year + t, t from 0.
    signs
        By kind of line: 1 adds to the benefits, -1 adds to the costs, 0 is left out.
    bcr_rule
        What stands in the numerator and the denominator, in a sentence.
    rate
        Constant yearly rate as a share, where there is one.
    sensitivity
        Factors to try as well, with what they are; None for none.
    """

    factors: tuple[Decimal, ...]
    signs: Mapping[str, int]
    bcr_rule: str
    rate: float | None = None
    sensitivity: tuple[str, tuple[Decimal, ...]] | None = None
    elasticity: float | None = None
    tax_rate: float | None = None
    depreciation_years: int | None = None
    terminal_growth: float | None = None
    terminal_multiple: float | None = None
    reinvest: float | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def factor(self, index: int) -> Decimal:
        """Return the factor of a year counted from the base year."""
        if not 0 <= index < len(self.factors):
            raise InputError(f"year {index} after the base year has no discount factor")
        return self.factors[index]


def exact_factors(
    schedule: tuple[tuple[int | None, float], ...], years: int
) -> tuple[Decimal, ...]:
    """Return discount factors of years 0 .. `years` in 40 digits; they compound through steps."""
    from headwater.appraisal.formulas.arithmetic import CONTEXT

    found = [Decimal(1)]
    for year in range(1, years + 1):
        rate = next(rate for last, rate in schedule if last is None or year <= last)
        found.append(CONTEXT.divide(found[-1], 1 + Decimal(repr(rate))))
    return tuple(found)


def shifted(factors: tuple[Decimal, ...], rate: float, years: Decimal) -> tuple[Decimal, ...]:
    """Discount every factor by part of a year more at a constant rate."""
    from headwater.appraisal.formulas.arithmetic import CONTEXT

    step = CONTEXT.power(1 + Decimal(repr(rate)), -years)
    return tuple(CONTEXT.multiply(each, step) for each in factors)
