"""What the sample year is about: needs, titles and words from its file; people are roles."""

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

FORMAT, VERSION = "headwater sample year", 1
LEADERS = (
    "Chief operating officer", "Chief financial officer", "Chief information officer",
    "Head of policy", "Head of programme delivery",
)  # fmt: skip
"""Those with a seat of their own; others are named only."""
HEAD, ANALYST, FACILITATOR = "Head of the portfolio office", "Portfolio analyst", "Facilitator"


@dataclass(frozen=True, slots=True)
class Work:
    """One engagement of the sample year: a service, what it is about, for whom, what came out.

    `need` is the place of its need in the file; None without one.
    """

    service: str
    title: str
    customer: str
    gave: str
    need: int | None = None
    project: str = ""
    money: float = 0.0


def year() -> dict[str, Any]:
    """Return the file of the sample year."""
    found: dict[str, Any] = json.loads(
        files(__package__).joinpath("year.json").read_text(encoding="utf-8")
    )
    if (found.get("format"), found.get("version")) != (FORMAT, VERSION):
        raise ValueError("the file of the sample year is of another format")
    return found


def works(found: dict[str, Any]) -> tuple[list[Work], list[Work]]:
    """Return the engagements that follow needs, in their order, and the others."""
    following = [
        Work(
            each["service"], each["work"], each["owner"], each["gave"], place,
            each.get("project", ""), each["money"],
        )
        for place, each in enumerate(found["needs"]) if each["service"]
    ]  # fmt: skip
    return following, [Work(*each) for each in found["extra"]]
