"""What was decided in a meeting, as a record that documents are written from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from headwater.errors import InputError


@dataclass(frozen=True, slots=True)
class Minutes:
    """One decision with what it rests on, and the meeting it came from.

    Attributes
    ----------
    number
        The decision's number in the organization.
    alternatives, dissent, evidence
        (what, why not), (who, why) and (what, where) pairs; the second may be "".
    meeting, purpose, mode
        The workshop, what it was for, and who saw whose answers; "" where there was none.
    outcomes
        Point of the agenda -> what came out of it, in order.
    to_do
        (what, who, when) of each action agreed.
    replaces, effect, why
        The number of the decision this one supersedes, whether it refines or reverses it, and why.
    minutes
        Leaders' minutes it took; None where not measured.
    digest, trail
        Of the record itself, and of the audit trail when it was made.
    """

    number: int
    title: str
    decision: str
    made: date
    by: str
    alternatives: tuple[tuple[str, str], ...] = ()
    dissent: tuple[tuple[str, str], ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()
    conditions: str = ""
    trigger: str = ""
    review: date | None = None
    organization: str = ""
    meeting: str = ""
    purpose: str = ""
    mode: str = ""
    present: tuple[str, ...] = ()
    outcomes: Mapping[str, str] | None = None
    to_do: tuple[tuple[str, str, str], ...] = ()
    replaces: int | None = None
    effect: str = ""
    why: str = ""
    minutes: int | None = None
    digest: str = ""
    trail: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.decision.strip():
            raise InputError(f"decision {self.number} has no title or does not say what it is")
