"""A project charter: the need, the case, the decision and the measures behind a project."""

from dataclasses import dataclass

from headwater.errors import InputError


@dataclass(frozen=True, slots=True)
class CharterFact:
    """A fact with its source and its day, as YYYY-MM-DD."""

    text: str
    source: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class CharterMeasure:
    """What is to be better, and what shows it ("" where nobody has said)."""

    benefit: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Charter:
    """What is known on the day of issue; what is not known is named in `gaps`, never left out.

    Attributes
    ----------
    project, organization, issued
        What is chartered, for whom, and the day, as YYYY-MM-DD.
    need, for_whom, found
        What is lacking, for whom, and since which day that is known; "" where no need was
        recorded.
    lead_days
        Days from the need to the charter; None without a need.
    evidence, objectives, measures
        What shows the need; what it serves; what is to be better.
    case, decision
        The business case and the decision record, as whole sentences.
    scope, not_in_scope, agreed_with, levels
        What was agreed, with whom, and what is promised.
    people
        Roles with names: ("Customer", "Amara").
    gaps
        What is missing, as whole sentences.
    """

    project: str
    organization: str
    issued: str
    number: int
    reference: str
    need: str = ""
    for_whom: str = ""
    found: str = ""
    lead_days: int | None = None
    evidence: tuple[CharterFact, ...] = ()
    objectives: tuple[str, ...] = ()
    measures: tuple[CharterMeasure, ...] = ()
    case: tuple[str, ...] = ()
    decision: tuple[str, ...] = ()
    scope: str = ""
    not_in_scope: str = ""
    agreed_with: str = ""
    levels: tuple[str, ...] = ()
    people: tuple[tuple[str, str], ...] = ()
    gaps: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.project.strip():
            raise InputError("a charter needs the name of its project")
        if self.lead_days is not None and self.lead_days < 0:
            raise InputError(
                f"the charter is of {self.issued}, before its need was found on {self.found}"
            )
