"""What the checks look at: the case, its value where it has one, and what follows from both."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from headwater.appraisal.cases.valuation import value_case
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BENEFITS, COSTS, BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_formula import key
from headwater.vocabulary.appraisal_review import Check, Severity
from headwater.vocabulary.appraisal_value import CaseValue, LineYears

Seen = Iterable[tuple[str, str]]
"""Places where a check does not hold, each with what was seen there."""

GREEN_BOOK, FIVE_CASE, BIAS = "hmt2022", "hmt2018cases", "mottmacdonald2002"
TABLES_2026 = ("hmt2026: tables A.1 and A.2",)
RATIO_2026 = ("hmtgreenbook2026: no ratio is a pass or fail test",)
"""Where the edition of 2026 says the same: only what could be checked."""
EDITIONS = {
    GREEN_BOOK: "The Green Book, 2022 (parts as that edition numbers them)",
    FIVE_CASE: "Guide to developing the project business case, 2018",
    BIAS: "Optimism bias study of 2002, as in the supplementary guidance",
    "headwater": "Headwater, evaluability gate and house rules",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """One case under review.

    Attributes
    ----------
    value, error
        What its options are worth, or why they could not be valued.
    today
        ISO day against which ages are counted; "" where none is known.
    """

    case: BusinessCase
    value: CaseValue | None
    error: str
    today: str
    _lines: Mapping[str, LineYears] = field(default_factory=dict)

    @property
    def preferred(self) -> Option | None:
        """The option that the case prefers."""
        return self.case.option("preferred")

    @property
    def shortlist(self) -> tuple[Option, ...]:
        """The options that are valued in full."""
        return self.case.shortlist()

    @property
    def is_public(self) -> bool:
        """Whether the case is appraised in the Green Book manner."""
        return (self.case.practice or "green_book") == "green_book"

    def lines(self, kinds: tuple[str, ...], option: Option | None = None) -> list[CashLine]:
        """Return the lines of some kinds: of an option, or of the whole shortlist."""
        wanted = {each.id for each in self.shortlist} if option is None else {option.id}
        return [
            each
            for each in self.case.lines
            if each.kind in kinds and (each.option in wanted or not each.option)
        ]

    def costs(self, option: Option | None = None) -> list[CashLine]:
        """Return the cost lines."""
        return self.lines(COSTS, option)

    def benefits(self, option: Option | None = None) -> list[CashLine]:
        """Return the benefit lines, the residual value among them."""
        return self.lines(BENEFITS, option)

    def amounts(self, line: CashLine) -> Mapping[int, float]:
        """Return a line's amounts by year as valued; empty where the case could not be."""
        found = self._lines.get(key(line.id))
        return found.amounts if found else {}

    def says(self, case: str, topic: str) -> bool:
        """Say whether the five cases have a passage on a topic."""
        wanted = key(topic)
        return any(
            each.case == case and wanted in key(each.topic) and each.text.strip()
            for each in self.case.statements
        )


def gather(case: BusinessCase, *, today: str = "") -> Facts:
    """Value a case as far as it can be, and keep why not."""
    value, error = None, ""
    try:
        value = value_case(case)
    except InputError as problem:
        error = str(problem)
    lines = {
        key(line.id): line for option in (value.options if value else ()) for line in option.lines
    }
    return Facts(case, value, error, today or case.date, lines)


@dataclass(frozen=True, slots=True)
class Rule:
    """A check with the way to look for it; `applies` says why not, or ''."""

    check: Check
    look: Callable[[Facts], Seen]
    applies: Callable[[Facts], str] = lambda facts: ""


def rule(
    identity: str,
    case: str,
    severity: Severity,
    says: str,
    mend: str,
    look: Callable[[Facts], Seen],
    *,
    pointer: tuple[str, str] = (GREEN_BOOK, ""),
    also: tuple[str, ...] = (),
    applies: Callable[[Facts], str] = lambda facts: "",
) -> Rule:
    """Make one row of the list of checks."""
    source, part = pointer
    where = f"{source}: {part}" if part else source
    check = Check(identity, case, says, severity, where, EDITIONS[source], mend, also)
    return Rule(check, look, applies)


def public_only(facts: Facts) -> str:
    """Say why a check of public appraisal does not apply."""
    return "" if facts.is_public else "it is a rule of public appraisal"


def valued_only(facts: Facts) -> str:
    """Say why a check of values does not apply."""
    return "" if facts.value is not None else "the case could not be valued"


def preferred_only(facts: Facts) -> str:
    """Say why a check of the preferred option does not apply."""
    return "" if facts.preferred is not None else "no option is preferred"
