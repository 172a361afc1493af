"""What the sample year is about: needs, titles and words from its file; people are roles."""

import json
from collections.abc import Sequence
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

    `need` is the place of its need in the file; None without one. `then` is the engagement that
    this one hands over to, if any; what the need brings comes with the last of a chain.
    """

    service: str
    title: str
    customer: str
    gave: str
    need: int | None = None
    project: str = ""
    money: float = 0.0
    then: "tuple[Work, ...]" = ()


def year() -> dict[str, Any]:
    """Return the file of the sample year."""
    return _file("year.json", FORMAT)


def path() -> dict[str, Any]:
    """Return the file of the year's transformation: savings, processes, chains, growth."""
    return _file("path.json", "headwater sample path")


def works(found: dict[str, Any]) -> tuple[list[Work], list[Work]]:
    """Return the engagements that follow needs, in their order, and the others."""
    chains = {each["need"]: each["then"] for each in path()["chains"]}
    following = [
        _work(each, place, chains.get(place, ()))
        for place, each in enumerate(found["needs"]) if each["service"]
    ]  # fmt: skip
    return following, [Work(*each) for each in found["extra"]]


def _work(said: dict[str, Any], place: int, chain: Sequence[Sequence[str]]) -> Work:
    """Return the first engagement of a need, with those that it hands over to."""
    steps = [(said["service"], said["work"], said["gave"]), *chain]
    then: tuple[Work, ...] = ()
    for number, (service, title, gave) in reversed(list(enumerate(steps))):
        is_last = number == len(steps) - 1
        made = Work(
            service, title, said["owner"], gave, place,
            said.get("project", "") if is_last else "", said["money"] if is_last else 0.0, then,
        )  # fmt: skip
        then = (made,)
    return made


def _file(name: str, form: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        files(__package__).joinpath(name).read_text(encoding="utf-8")
    )
    if (found.get("format"), found.get("version")) != (form, VERSION):
        raise ValueError(f"the file {name} of the sample year is of another format")
    return found
