"""What a sponsor is told whose project is not recommended: why, how close, what would change it."""

import re
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError
from headwater.vocabulary.units import Interval, MoneyUnit

Answer: TypeAlias = Literal["not now", "stop", "close call"]
"""not now: could start and should wait; stop: runs and should end; close call: it is among some
of the combinations that could be best, and not in the one recommended."""

ANSWERS: tuple[Answer, ...] = get_args(Answer)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")  # fromisoformat also takes weeks


@dataclass(frozen=True, slots=True)
class Displacer:
    """A recommended project that would have to wait; `why` is what it costs and brings."""

    name: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class WayIn:
    """A change that would put the project in: a few words for it, and a whole sentence.

    `verified` says whether the whole choice was worked out again with the change made.
    """

    name: str
    text: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Closeness:
    """How near the project came.

    Attributes
    ----------
    share, combinations, complete
        Share (0 to 1) of the combinations that could be best which contain the project, how many
        there are, and whether these are all of them (else as many were drawn at random).
    place, places
        Its place by value for money among the projects whose cost is known, 1 the best; None
        where value or cost is not stated.
    loss
        Part (0 to 1) of the recommended combination's value that would be lost with the project
        forced in; None where it does not fit at all, or was not worked out.
    fits
        Whether some combination with the project keeps every limit and rule.
    """

    share: float
    combinations: int
    complete: bool = True
    place: int | None = None
    places: int | None = None
    loss: float | None = None
    fits: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise InputError(f"a share of combinations lies between 0 and 1, not {self.share:g}")
        if self.combinations < 1:
            raise InputError("closeness is counted in at least one combination")
        if (self.place is None) != (self.places is None):
            raise InputError(
                "a place by value for money needs the number of places, and vice versa"
            )
        if self.place is not None and not 1 <= self.place <= (self.places or 0):
            raise InputError(f"place {self.place} of {self.places} does not exist")
        if self.loss is not None and not (isfinite(self.loss) and self.loss >= 0):
            raise InputError(f"a loss of value is 0 or more, not {self.loss:g}")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: a name, and how to reach them (an e-mail address, a number, a room)."""

    name: str = ""
    reach: str = ""

    @classmethod
    def parse(cls, text: str) -> "Contact":
        """Read 'Dev, portfolio office <dev@rivermouth.example>', a name alone or an address."""
        name, mark, rest = text.strip().partition("<")
        if mark:
            return cls(name.strip().rstrip(","), rest.strip().rstrip(">").strip())
        if "@" in name and " " not in name:
            return cls("", name)
        return cls(name.strip())


@dataclass(frozen=True, slots=True)
class Refusal:
    """The whole answer to one sponsor.

    Attributes
    ----------
    project, id
        The project's name, and its id in the decision.
    plan
        What the round or portfolio is called; "" when it has no name.
    reason
        Why, in one or two sentences, when money is not why (it breaks a rule, its cost is not
        known); "" otherwise.
    cost, budget
        In the money unit; None when not known or not set.
    recommended, proposed
        How many projects are recommended, of how many.
    displacers
        Recommended projects that would have to wait if this one went in, costliest first.
    changes
        What would put it in, smallest first.
    not_tried
        Why nothing, or not everything, was tried; one sentence, or "".
    review
        When it is looked at again, as YYYY-MM-DD; "" when no date is set.
    assumed, doubts
        Whole sentences.
    digest
        The digest of the input, from the decision's manifest.
    """

    project: str
    id: str
    answer: Answer
    closeness: Closeness
    plan: str = ""
    sponsor: str = ""
    sponsor_email: str = ""
    unit: str = ""
    reason: str = ""
    cost: Interval | None = None
    budget: float | None = None
    money: MoneyUnit = MoneyUnit()
    recommended: int = 0
    proposed: int = 0
    displacers: tuple[Displacer, ...] = ()
    changes: tuple[WayIn, ...] = ()
    not_tried: str = ""
    review: str = ""
    contact: Contact = Contact()
    assumed: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    digest: str = ""

    def __post_init__(self) -> None:
        if not self.project.strip():
            raise InputError(f"the project {self.id!r} has no name to put on its page")
        if self.answer not in ANSWERS:
            raise InputError(
                f"{self.answer!r} is no answer to {self.project!r}; "
                f"it is one of: {', '.join(ANSWERS)}"
            )
        if self.budget is not None and not isfinite(self.budget):
            raise InputError(f"the budget on the page of {self.project!r} is not a finite number")
        if self.review:
            review_date(self.review)


def review_date(text: str) -> date:
    """Read a date written as YYYY-MM-DD.

    Raises
    ------
    InputError
        If it is written otherwise, or no such day exists.
    """
    mend = f"{text!r} is not a date; write year, month and day, as in 2027-03-15"
    if not _DATE.fullmatch(text):
        raise InputError(mend)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(mend) from None
