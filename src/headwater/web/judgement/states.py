"""States, modes and paces of workshops as data: what may follow what, and who sees what when."""

from collections.abc import Mapping
from typing import Final

from django.db import models


class State(models.TextChoices):
    """Where a workshop, or a point of its agenda, stands."""

    DRAFT = "draft", "In preparation"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    REVEALED = "revealed", "Revealed"
    DECIDED = "decided", "Decided"


class Mode(models.TextChoices):
    """Who sees whose answers."""

    NAMED = "named", "Named"
    CONFIDENTIAL = "confidential", "Confidential"
    ANONYMOUS = "anonymous", "Anonymous"


class Pace(models.TextChoices):
    """Whether everyone sees the same point of the agenda."""

    TOGETHER = "together", "Together, in one room or call"
    APART = "apart", "Apart, by personal links until a deadline"


WORKSHOP: Final[Mapping[str, tuple[str, ...]]] = {
    State.DRAFT: (State.OPEN,),
    State.OPEN: (State.CLOSED,),
    State.CLOSED: (State.OPEN,),
}
"""Workshop's state -> what may follow."""

ITEM: Final[Mapping[str, tuple[str, ...]]] = {
    State.DRAFT: (State.OPEN, State.DECIDED),
    State.OPEN: (State.CLOSED, State.DRAFT),
    State.CLOSED: (State.REVEALED, State.OPEN),
    State.REVEALED: (State.OPEN, State.DECIDED),
    State.DECIDED: (State.OPEN, State.REVEALED),
}
"""Item's state -> what may follow; a discussion goes from draft to decided at once."""

FEWEST: Final = 5
"""Answers below which nothing is published in the hidden modes."""

PROMISE: Final[Mapping[str, str]] = {
    Mode.NAMED: "After the reveal everyone here sees who answered what.",
    Mode.CONFIDENTIAL: (
        "Nobody is shown your answer beside your name. The link between the two is kept until "
        "the question closes, so that you can change your answer, and is then destroyed."
    ),
    Mode.ANONYMOUS: (
        "Your answer is never stored with your name. Only this device can change it, by a secret "
        "that it alone keeps."
    ),
}
"""Mode -> what every ballot says."""

SEES: Final[tuple[tuple[str, str, str, str], ...]] = (
    (
        "That you have answered, while the question is open",
        "The facilitator, by name",
        "The facilitator, as a count",
        "The facilitator, as a count in steps of five",
    ),
    (
        "Your own answer, while the question is open",
        "You, and who casts for you",
        "You, and who casts for you",
        "You, on the device you answered from",
    ),
    (
        "Your answer beside your name, after the reveal",
        "Everyone in the workshop",
        "Nobody: the link is destroyed at closing",
        "Nobody: there never was a link",
    ),
    (
        "All answers together, after the reveal",
        "Everyone, exactly",
        f"Everyone, rounded, from {FEWEST} answers on",
        f"Everyone, rounded, from {FEWEST} answers on",
    ),
    (
        "Comments, after the reveal",
        "Everyone, with names",
        f"Everyone, without names and shuffled, from {FEWEST} answers on",
        f"Everyone, without names and shuffled, from {FEWEST} answers on",
    ),
    (
        "Who stands together, after the reveal",
        "Everyone, by name",
        "Positions without people or counts, from 10 answers in each",
        "Positions without people or counts, from 10 answers in each",
    ),
    (
        "Change an answer while the question is open",
        "You, or who casts for you",
        "You, or who casts for you",
        "You, on the same device only",
    ),
    (
        "Cast on behalf of someone absent",
        "Yes; it is logged, and the absent leader can change it",
        "Yes; it is logged without the answer, and the absent leader can change it",
        "No",
    ),
    (
        "What an operator of the server could read in its files",
        "Everything",
        "The link, until the question closes; nothing afterwards",
        "No link. Someone who watches the running server at that moment could see an answer arrive",
    ),
)
"""What; then who sees it when named, confidential, anonymous."""
