"""Figures of a business case: where they come from, how old they are, how sure they are."""

from dataclasses import dataclass
from datetime import date
from math import isclose, isfinite
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError

Distribution: TypeAlias = Literal[
    "three_points",
    "percentiles",
    "pert",
    "triangular",
    "uniform",
    "normal",
    "lognormal",
    "discrete",
    "metalog",
    "empirical",
    "reference_class",
]
DISTRIBUTIONS: tuple[str, ...] = get_args(Distribution)
LENGTHS = {"three_points": 3, "pert": 3, "triangular": 3, "uniform": 2, "normal": 2, "lognormal": 2}
ORDERED = ("three_points", "percentiles", "pert", "triangular", "uniform", "metalog")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a figure comes from.

    Attributes
    ----------
    source
        Document, system or person it was taken from; "" when nobody said.
    date
        ISO day (or year, or year and month) at which it held; "" when not known.
    owner
        Who answers for it.
    note
        Anything else, in words.
    illustrative
        Whether it was made up to show how something works.
    """

    source: str = ""
    date: str = ""
    owner: str = ""
    note: str = ""
    illustrative: bool = False

    def __post_init__(self) -> None:
        if self.date:
            _day(self.date)

    def age(self, today: str) -> int | None:
        """Return whole days from the figure's date to an ISO day; None when it has no date."""
        return (_day(today) - _day(self.date)).days if self.date else None


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What is known of a quantity that is not sure.

    Attributes
    ----------
    kind
        How `numbers` are meant: three_points (P10, P50 or most likely, P90), percentiles (at
        `probabilities`), pert and triangular (least, most likely, most), uniform (least, most),
        normal and lognormal (mean and standard deviation of the quantity itself), discrete
        (values, with `probabilities`), metalog (percentiles, like `percentiles`, with ends),
        empirical (observed values, equally likely), reference_class (observed ratios of actual
        to estimate: they multiply the central value).
    numbers
        In the unit of the quantity; ratios for a reference class.
    probabilities
        0 to 1, one a number, where the kind needs them.
    lower, upper
        Ends that the quantity cannot pass, in its unit; None where there is none.
    reference
        Which reference class or data set, in words.
    """

    kind: Distribution
    numbers: tuple[float, ...]
    probabilities: tuple[float, ...] = ()
    lower: float | None = None
    upper: float | None = None
    reference: str = ""

    def __post_init__(self) -> None:
        if self.kind not in DISTRIBUTIONS:
            raise InputError(
                f"{self.kind!r} is no distribution; there are: {', '.join(DISTRIBUTIONS)}"
            )
        ends = [each for each in (self.lower, self.upper) if each is not None]
        if not all(isfinite(each) for each in (*self.numbers, *self.probabilities, *ends)):
            raise InputError(f"a {self.kind} distribution has a number that is not finite")
        self._check_length()
        self._check_probabilities()
        if self.kind in ORDERED and list(self.numbers) != sorted(self.numbers):
            raise InputError(
                f"the numbers of a {self.kind} distribution must rise: "
                f"{', '.join(f'{each:g}' for each in self.numbers)}"
            )
        if self.kind in ("normal", "lognormal") and self.numbers[1] < 0:
            raise InputError(f"the standard deviation {self.numbers[1]:g} is negative")

    def _check_length(self) -> None:
        wanted = LENGTHS.get(self.kind)
        if wanted is not None and len(self.numbers) != wanted:
            raise InputError(
                f"a {self.kind} distribution has {wanted} numbers; {len(self.numbers)} were given"
            )
        if not self.numbers and self.kind != "reference_class":
            raise InputError(f"a {self.kind} distribution has no numbers")

    def _check_probabilities(self) -> None:
        if self.kind not in ("percentiles", "metalog", "discrete"):
            return
        if len(self.probabilities) != len(self.numbers):
            raise InputError(
                f"a {self.kind} distribution has {len(self.numbers)} numbers and "
                f"{len(self.probabilities)} probabilities; give one for each"
            )
        if not all(0 <= each <= 1 for each in self.probabilities):
            raise InputError("a probability lies from 0 to 1")
        if self.kind == "discrete":
            if not isclose(total := sum(self.probabilities), 1.0, abs_tol=1e-9):
                raise InputError(f"the probabilities sum to {total:.6g}; they must sum to 1")
        elif list(self.probabilities) != sorted(set(self.probabilities)):
            raise InputError("the probabilities of percentiles must rise")


@dataclass(frozen=True, slots=True)
class Assumption:
    """A named quantity that formulas may use.

    Attributes
    ----------
    name
        How formulas call it; upper and lower case, spaces and underscores do not matter.
    value
        A number, a range "3..5", or a formula over other assumptions; "" when it is not known.
    unit
        Such as "GBP/hour", "people", "%"; "" when not declared (then it is not checked). What is
        in the case's currency with another scale is converted to the case's.
    meaning
        What it is, in a few words.
    uncertainty
        What is known beyond the value; None when nobody said.
    """

    name: str
    value: str
    unit: str = ""
    meaning: str = ""
    uncertainty: Uncertainty | None = None
    provenance: Provenance = Provenance()


def _day(text: str) -> date:
    parts = text.split("-")
    full = "-".join([*parts, *["01"] * (3 - len(parts))])
    try:
        return date.fromisoformat(full)
    except ValueError:
        raise InputError(f"{text!r} is no date; write 2026-03-31, 2026-03 or 2026") from None
