"""REST API of workshops and decisions: what was published, and nothing before."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from headwater.web.judgement import actions
from headwater.web.judgement.states import Mode
from headwater.web.organization.actions import make_token
from headwater.web.organization.models import Role, Seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask_api(owner: User) -> Any:
    secret = make_token(name="t", scope="read", days=1, by=owner).secret

    def get(address: str) -> Any:
        headers = {"Authorization": f"Bearer {secret}"}
        return Client().get(f"/api/v1/judgement/{address}", headers=headers)

    return get


@pytest.mark.parametrize("mode", Mode.values)
def test_answers_are_told_once_they_are_revealed_and_as_the_mode_allows(
    ask_api: Any, convene: Any, ask: Any, people: Any, vote: Any, chioma: User, mode: str
) -> None:
    workshop = convene(mode, kind="write", leaders=5)
    round = ask(workshop)
    for number, leader in enumerate(people(workshop)):
        vote(round, leader, number, comment=f"canary {number}")
    assert "Because of" not in ask_api("workshops").content.decode()
    actions.close_round(round=round, by=chioma)
    assert "canary" not in ask_api(f"workshops/{workshop.pk}").content.decode()

    actions.reveal(round=round, by=chioma)

    told = ask_api(f"workshops/{workshop.pk}").json()
    assert told["points"][0]["state"] == "revealed"
    assert "Because of 3" in str(told)
    assert ("Leader 1" in str(told)) == (mode == Mode.NAMED)
    assert workshop.pin not in str(told)


def test_decisions_are_listed_with_what_took_their_place(ask_api: Any, chioma: User) -> None:
    first = actions.record_decision(words=actions.Words("A", "Do."), by=chioma)
    actions.record_decision(
        words=actions.Words("B", "Wait."), by=chioma, supersedes=first, effect="reverses", why="No"
    )

    newer, older = ask_api("decisions").json()

    assert (newer["supersedes"], older["superseded_by"]) == (1, 2)


def test_a_workshop_of_others_is_not_there(convene: Any, dev: User, chioma: User) -> None:
    workshop = convene()
    Seat.objects.filter(user=dev).update(role=Role.PORTFOLIO_OFFICE)
    secret = make_token(name="t", scope="read", days=1, by=dev).secret
    headers = {"Authorization": f"Bearer {secret}"}

    one = Client().get(f"/api/v1/judgement/workshops/{workshop.pk}", headers=headers)
    assert one.status_code == 404
    assert Client().get("/api/v1/judgement/workshops", headers=headers).json() == []
