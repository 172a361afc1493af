"""The service vision as a paper: what was agreed, with each standard beside its figure."""

from dataclasses import dataclass

from headwater.errors import InputError


@dataclass(frozen=True, slots=True)
class VisionStandard:
    """A promise, what is wanted of its figure, what it is now, and "yes", "no" or "not known"."""

    text: str
    wanted: str
    now: str
    kept: str


@dataclass(frozen=True, slots=True)
class VisionPaper:
    """One edition of the vision on the day it is printed.

    `agreed` and `review` are whole sentences: who agreed when, and when it is looked at again;
    "" where nobody has, or no day is named.
    """

    organization: str
    number: int
    for_whom: str
    outcomes: tuple[str, ...]
    standards: tuple[VisionStandard, ...] = ()
    difference: str = ""
    agreed: str = ""
    review: str = ""

    def __post_init__(self) -> None:
        if not self.for_whom.strip() or not self.outcomes:
            raise InputError("a service vision says for whom it is and names one outcome at least")
