"""What the office offers to the organization: one service, with its levels and its playbook."""

import re
from dataclasses import dataclass

from headwater.errors import InputError
from headwater.vocabulary.service import Target

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class PlaybookStep:
    """One step of the work, and the artefact that it leaves behind ("" for none)."""

    title: str
    detail: str = ""
    artefact: str = ""

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise InputError("a step of a playbook needs a title")


@dataclass(frozen=True, slots=True)
class Offering:
    """One service of the catalogue, in one edition.

    Attributes
    ----------
    key
        Small letters, digits and hyphens; stays the same through all editions.
    may_ask, gives, asks
        Who may ask for it, what they get, and what is needed from them.
    levels
        What is promised: at most one target for each of response, delivery and decision.
    measures
        What tells whether the service is any good, as whole phrases.
    """

    key: str
    title: str
    purpose: str
    may_ask: str = ""
    gives: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    levels: tuple[Target, ...] = ()
    measures: tuple[str, ...] = ()
    steps: tuple[PlaybookStep, ...] = ()

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key) or len(self.key) > 80:
            raise InputError(
                f"the key {self.key!r} of an offering may hold small letters, digits and hyphens, "
                "80 at most"
            )
        if not self.title.strip() or not self.purpose.strip():
            raise InputError(f"the offering {self.key!r} needs a title and a purpose")
        measures = [each.measure for each in self.levels]
        if len(set(measures)) != len(measures):
            raise InputError(f"{self.title}: one measure has two levels; keep one of them")


@dataclass(frozen=True, slots=True)
class Revision:
    """One field of an offering that two editions say differently."""

    field: str
    before: str
    after: str
