"""Ranges of numbers, and the money unit in which a table is written."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import isfinite

from headwater.errors import InputError

CODES = (
    "USD GBP EUR JPY CNY INR AUD CAD NZD CHF SEK NOK DKK PLN CZK HUF BGN ISK ZAR BRL MXN CLP "
    "SGD HKD KRW TWD THB IDR MYR VND AED QAR KWD ILS EGP NGN KES GHS UAH"
)
CURRENCIES = frozenset(CODES.split())
"""The ISO 4217 codes that are read as currencies."""

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "KWD": 3}
"""Digits of the minor unit, where they are not 2 (ISO 4217)."""

SCALES = {1: "", 1_000: "thousand", 1_000_000: "million", 1_000_000_000: "billion"}


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """What is known of a number: it lies between `low` and `high` (equal when it is known)."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not (isfinite(self.low) and isfinite(self.high)):
            raise InputError(f"{self.low:g}..{self.high:g} is not a finite number or range")
        if self.low > self.high:
            raise InputError(
                f"{self.low:g}..{self.high:g} runs backwards; write the smaller number first"
            )

    @classmethod
    def point(cls, value: float) -> "Interval":
        """Return the range of a number that is known."""
        return cls(value, value)

    @property
    def middle(self) -> float:
        """Half way between the ends."""
        return self.low if self.low == self.high else self.low / 2 + self.high / 2

    @property
    def is_point(self) -> bool:
        """Say whether the number is known."""
        return self.low == self.high

    def __str__(self) -> str:
        if self.is_point:
            return f"{self.low:,.10g}"
        return f"{self.low:,.10g}..{self.high:,.10g}"


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """The currency and the scale in which the amounts of a workbook are written.

    Attributes
    ----------
    currency
        ISO 4217 code, or "" when the workbook does not say.
    scale
        1, 1,000, 1,000,000 or 1,000,000,000: what a written 1 stands for.
    """

    currency: str = ""
    scale: int = 1

    def __post_init__(self) -> None:
        if self.scale not in SCALES:
            raise InputError(
                f"amounts are read in ones, thousands, millions or billions, "
                f"not in units of {self.scale}"
            )

    @property
    def label(self) -> str:
        """The unit in words: 'USD million', 'thousand', or 'money units' when nothing is stated."""
        return " ".join(part for part in (self.currency, SCALES[self.scale]) if part) or (
            "money units"
        )

    @property
    def minor(self) -> Decimal:
        """The currency's smallest unit (a penny, a cent) as a part of this unit."""
        return Decimal(1).scaleb(-MINOR_DIGITS.get(self.currency, 2)) / self.scale

    def settle(self, amount: Decimal) -> Decimal:
        """Round an amount to the minor unit, halves to even."""
        return (amount / self.minor).to_integral_value(ROUND_HALF_EVEN) * self.minor

    def show(self, amount: float, digits: int | None = None) -> str:
        """Write an amount the way people do: 'USD 3,120.5 million'.

        `digits` after the point default to 0 from 1,000, 1 from 10, else 2.
        """
        if digits is None:
            size = abs(amount)
            digits = 0 if size >= 1000 or amount == int(amount) else 1 if size >= 10 else 2
        number = f"{amount:,.{digits}f}"
        return " ".join(part for part in (self.currency, number, SCALES[self.scale]) if part)
