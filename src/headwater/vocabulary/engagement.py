"""The course of an engagement: what may happen, in which stage, and where that leads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias, get_args

from headwater.errors import InputError

Stage: TypeAlias = Literal[
    "asked",
    "triaged",
    "agreed",
    "working",
    "delivered",
    "accepted",
    "recognized",
    "declined",
    "withdrawn",
]
STAGES: tuple[Stage, ...] = get_args(Stage)
OPEN: tuple[Stage, ...] = ("asked", "triaged", "agreed", "working")
"""Stages in which the office still owes something."""
ENDED: tuple[Stage, ...] = ("declined", "withdrawn")

HappeningKind: TypeAlias = Literal[
    "requested",
    "responded",
    "declined",
    "agreed",
    "started",
    "paused",
    "resumed",
    "sla_changed",
    "calendar_changed",
    "handed_over",
    "step_done",
    "submitted",
    "decided",
    "delivered",
    "accepted",
    "reopened",
    "recognized",
    "withdrawn",
    "chartered",
    "noted",
]
HAPPENINGS: tuple[HappeningKind, ...] = get_args(HappeningKind)
Band: TypeAlias = Literal["", "hours", "days", "weeks", "months"]
BANDS: tuple[Band, ...] = get_args(Band)
"""How much of the office's time it took, only roughly: there are no timesheets here."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One dated thing that happened in an engagement."""

    kind: HappeningKind
    at: datetime

    def __post_init__(self) -> None:
        if self.kind not in HAPPENINGS:
            raise InputError(f"{self.kind!r} is nothing that happens in an engagement")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an engagement stands, as its happenings say.

    Attributes
    ----------
    since
        When it came into the stage.
    is_paused
        Whether it waits for somebody.
    reopened, handed_over
        How often.
    """

    stage: Stage
    since: datetime
    is_paused: bool = False
    reopened: int = 0
    handed_over: int = 0
