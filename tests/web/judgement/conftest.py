"""Workshops of Rivermouth Council, and short ways to run them."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from headwater.web.judgement import actions
from headwater.web.judgement.models import Item, Participant, Round, Workshop
from headwater.web.judgement.states import Mode, State

CRITERIA = ["safety", "cost", "speed"]


@pytest.fixture
def convene(chioma: User) -> Callable[..., Workshop]:
    """Make a workshop with one item and some leaders, and open it."""

    def make(
        mode: str = Mode.NAMED,
        *,
        kind: str = "criteria",
        leaders: int = 3,
        opened: bool = True,
        **more: Any,
    ) -> Workshop:
        workshop = actions.create_workshop(title="What counts", by=chioma)
        workshop = actions.change_workshop(
            workshop=workshop, values={"mode": mode, **more}, version=1, by=chioma
        )
        subjects = {"criteria": CRITERIA, "decide": ["Go", "Wait"], "projects": ["Tram", "Ferry"]}
        values: dict[str, Any] = {
            "kind": kind,
            "title": "Weights" if kind == "criteria" else "Question",
            "question": "How much does each count?",
            "subjects": subjects.get(kind, []),
        }
        actions.put_item(workshop=workshop, values=values, by=chioma)
        for number in range(leaders):
            actions.add_participant(workshop=workshop, name=f"Leader {number + 1}", by=chioma)
        return actions.open_workshop(workshop=workshop, by=chioma) if opened else workshop

    return make


@pytest.fixture
def ask(chioma: User) -> Callable[[Workshop], Round]:
    """Open the first item's question."""

    def put(workshop: Workshop) -> Round:
        item = workshop.items.first()
        assert item
        return actions.open_round(item=item, by=chioma)

    return put


@pytest.fixture
def people() -> Callable[[Workshop], list[Participant]]:
    def listed(workshop: Workshop) -> list[Participant]:
        return list(workshop.participants.order_by("name"))

    return listed


def some_answers(round: Round, value: float = 50, comment: str = "") -> dict[str, Any]:
    """Answer every question of a round alike."""
    told: dict[str, Any] = {}
    for question in round.frozen["asked"]:
        if question["kind"] == "choice":
            told[question["key"]] = {"said": question["options"][0], "comment": comment}
        elif question["kind"] == "text":
            told[question["key"]] = {"said": f"Because of {value:g}", "comment": comment}
        else:
            told[question["key"]] = {"low": value, "high": value, "comment": comment}
    return told


@pytest.fixture
def vote() -> Callable[..., actions.Receipt]:
    """Hand a ballot in."""

    def hand_in(
        round: Round, of: Participant, value: float = 50, comment: str = "", **more: Any
    ) -> actions.Receipt:
        given = {"key": uuid4().hex, "cast_by": of, "answers": some_answers(round, value, comment)}
        if round.mode == Mode.ANONYMOUS:
            given["secret"] = more.pop("secret", actions.new_secret())
        return actions.submit_ballot(round=round, of=of, **{**given, **more})

    return hand_in


def state_of(item_or_round: Item | Round) -> State:
    item_or_round.refresh_from_db()
    return State(item_or_round.state)
