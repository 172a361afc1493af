"""From each line's own currency and prices to the case's: exchange, price index, inflation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from headwater.appraisal.cases.model import CaseModel
from headwater.appraisal.deflators import Deflator
from headwater.appraisal.formulas import EXACT, Maths, UnknownValueError, evaluate
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase, CashLine
from headwater.vocabulary.appraisal_formula import key, parse

INFLATION = "inflation"
"""The assumption that future prices follow, where a case has it."""


def fisher_real(nominal: float, inflation: float) -> float:
    """Return the real rate r of (1 + nominal) = (1 + r)(1 + inflation); shares a year."""
    return (1 + nominal) / (1 + inflation) - 1


def fisher_nominal(real: float, inflation: float) -> float:
    """Return the nominal rate n of (1 + n) = (1 + real)(1 + inflation); shares a year."""
    return (1 + real) * (1 + inflation) - 1


def rebase(amount: float, *, index: Mapping[int, Decimal], start: int, end: int) -> float:
    """Carry an amount from the prices of one year to those of another by a price index.

    Raises
    ------
    InputError
        If the index has no value for one of the years.
    """
    for year in (start, end):
        if year not in index:
            known = f"{min(index)} to {max(index)}" if index else "no year"
            raise InputError(f"the price index has no value for {year}; it covers {known}")
    return float(Decimal(str(amount)) * index[end] / index[start])


@dataclass(slots=True)
class Prices:
    """Carries amounts of lines into the case's currency and prices.

    `steps` collects what was done, as whole sentences.
    """

    model: CaseModel
    known: Mapping[str, Any]
    deflator: Deflator | None
    maths: Maths = EXACT
    steps: dict[str, None] = field(default_factory=dict)
    _levels: dict[int, Any] = field(default_factory=dict)
    _rates: dict[str, Any] = field(default_factory=dict)

    def carry(self, line: CashLine, year: int, amount: Any) -> Any:
        """Return an amount of a line's year in the case's currency and prices."""
        case = self.model.case
        if line.currency and line.currency != case.money.currency:
            amount = self.maths.work_out("*", [amount, self._rate(line.currency)])
        start, end = self._years(case, line, year)
        if start == end:
            return amount
        self.steps[self._told(case, line)] = None
        over = self.maths.work_out("*", [amount, self._level(end)])
        return self.maths.work_out("/", [over, self._level(start)])

    def _years(self, case: BusinessCase, line: CashLine, year: int) -> tuple[int, int]:
        """Return the year whose prices the amount is in, and the year whose prices are wanted."""
        base = case.price_base
        if (line.prices or case.prices) == "nominal":
            start: int | None = year
        else:
            start = base if line.price_base is None else line.price_base
        end = year if case.prices == "nominal" else base
        if start == end:
            return 0, 0
        if start is None or end is None:
            raise InputError(
                f"line {line.title!r} is in {line.prices or case.prices} prices of "
                f"{start or 'no stated year'} and the case in {case.prices} prices of "
                f"{end or 'no stated year'}; state the price base of the case"
            )
        return start, end

    def _told(self, case: BusinessCase, line: CashLine) -> str:
        source = self.deflator.edition if self.deflator else "the stated inflation"
        wanted = "nominal amounts" if case.prices == "nominal" else f"prices of {case.price_base}"
        return f"Line {line.title!r} was carried into {wanted} by {source}."

    def _level(self, year: int) -> Any:
        """Return the price level: the index where there is one, then growing with inflation."""
        if year not in self._levels:
            self._levels[year] = self._level_of(year)
        return self._levels[year]

    def _level_of(self, year: int) -> Any:
        index = self.deflator.index if self.deflator else {}
        if year in index:
            return self.maths.number(str(index[year]))
        anchor = max(index) if index else int(self.model.case.price_base or self.model.base_year)
        if index and year < min(index):
            raise InputError(f"the price index begins in {min(index)}; {year} lies before it")
        growth = self.maths.work_out("+", [self.maths.number("1"), self._inflation(year)])
        start = self.maths.number(str(index.get(anchor, 100)))
        times = self.maths.number(str(abs(year - anchor)))
        grown = self.maths.work_out("^", [growth, times])
        return self.maths.work_out("*" if year > anchor else "/", [start, grown])

    def _inflation(self, year: int) -> Any:
        found = self.known.get(INFLATION)
        if found is not None:
            return found
        stated = self.model.case.financing.inflation
        if stated is None:
            raise InputError(
                f"case {self.model.case.id!r} mixes real and nominal amounts (or price bases) up "
                f"to {year}, and no inflation is stated; add an assumption named 'inflation', or "
                "state all amounts in one price base"
            )
        return self.maths.number(repr(stated))

    def _rate(self, currency: str) -> Any:
        if currency not in self._rates:
            self._rates[currency] = self._rate_of(currency)
        return self._rates[currency]

    def _rate_of(self, currency: str) -> Any:
        case = self.model.case
        text = case.exchange.get(currency, "")
        if not text:
            raise InputError(
                f"case {case.id!r} has amounts in {currency} and is in {case.money.currency}; "
                f"state what one {currency} costs (exchange {currency})"
            )

        def look(name: str, use: str) -> Any:
            value = self.known.get(key(name))
            if value is None:
                raise UnknownValueError
            return value

        try:
            rate = evaluate(parse(text), look, self.maths)
        except UnknownValueError:
            raise InputError(f"the exchange rate of {currency}, {text!r}, is not known") from None
        self.steps[f"Amounts in {currency} were converted at {text} {case.money.currency}."] = None
        return rate
