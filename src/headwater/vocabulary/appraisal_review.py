"""What a reviewer finds in a business case before the board sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["blocking", "serious", "minor"]
SEVERITIES = ("blocking", "serious", "minor")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that an assessor would look for.

    Attributes
    ----------
    id
        Short and lasting: "counterfactual-missing".
    case
        Which of the five cases it belongs to.
    rule
        What must hold, as a sentence.
    pointer
        Where the rule comes from: a source's key in docs/references.bib and the part of it.
    edition
        Edition of that source, with its year.
    mend
        What to do when it does not hold.
    also
        Where other editions say the same, each with its source's key, as far as that could be
        checked; numbering differs between editions, so what could not be checked is left out.
    """

    id: str
    case: str
    rule: str
    severity: Severity
    pointer: str
    edition: str
    mend: str
    also: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Where the rule comes from, in every edition that is pointed to."""
        return "; ".join((self.pointer, *self.also))


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """A check that did not hold: where, and what was seen there."""

    check: Check
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that one of the five cases must speak of, and whether it does."""

    case: str
    topic: str
    present: bool
    where: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The whole review of one case.

    Attributes
    ----------
    findings
        Worst first.
    passed
        Ids of the checks that held.
    skipped
        Ids of checks that do not apply to this case, with the reason.
    topics
        Every topic of the five cases, present or missing.
    completeness
        By case, the share of its topics that are there, 0 to 1.
    evaluable
        Whether every benefit can be measured: outcome, baseline, data source, owner after
        closure and review date.
    """

    case: str
    findings: tuple[ReviewFinding, ...]
    passed: tuple[str, ...]
    skipped: Mapping[str, str] = field(default_factory=dict)
    topics: tuple[Topic, ...] = ()
    completeness: Mapping[str, float] = field(default_factory=dict)
    evaluable: bool = False
    missing: tuple[str, ...] = ()

    @property
    def blocked(self) -> bool:
        """Say whether something must be mended before a decision."""
        return any(each.check.severity == "blocking" for each in self.findings)
