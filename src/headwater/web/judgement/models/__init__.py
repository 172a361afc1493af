"""What the room of judgement keeps: sheets of answers, workshops, rounds, decision records."""

from headwater.web.judgement.models.records import DecisionRecord
from headwater.web.judgement.models.rounds import Ballot, Round, SealedBallot, Turnout
from headwater.web.judgement.models.sheets import LONGEST_NAME, Judgement, Sheet
from headwater.web.judgement.models.workshops import (
    Announcement,
    Item,
    Note,
    Parked,
    Participant,
    Step,
    Workshop,
)

__all__ = [
    "LONGEST_NAME",
    "Announcement",
    "Ballot",
    "DecisionRecord",
    "Item",
    "Judgement",
    "Note",
    "Parked",
    "Participant",
    "Round",
    "SealedBallot",
    "Sheet",
    "Step",
    "Turnout",
    "Workshop",
]
