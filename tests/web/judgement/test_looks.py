"""Screens that many share: the very same as the usual way draws, and nobody's own."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client, RequestFactory

from headwater.web.judgement import actions, looks
from headwater.web.judgement.guests import KEPT
from headwater.web.judgement.models import Participant, Workshop
from headwater.web.judgement.states import Mode, Pace

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "_drawn", {})


def session_of(who: Participant) -> str:
    store = SessionStore()
    store[KEPT] = {who.workshop_id.hex: who.pk.hex}
    store.create()
    return str(store.session_key)


def look(who: Participant, query: str = "") -> HttpRequest:
    request = RequestFactory().get(f"/j/{who.workshop.code}/now{query}")
    request.COOKIES["headwater_session"] = session_of(who)
    return request


def usual(who: Participant) -> str:
    client = Client()
    client.cookies["headwater_session"] = session_of(who)
    answer = client.get(f"/j/{who.workshop.code}/now", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def seen(workshop: Workshop, people: Any) -> list[str | None]:
    """Return what is shared with each; whoever shares sees what the usual way shows them."""
    there = people(workshop)
    pages = looks.take([look(who) for who in there])
    for who, page in zip(there, pages, strict=True):
        assert page is None or page == usual(who)
    return pages


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.CONFIDENTIAL])
def test_a_shared_screen_is_the_one_that_each_would_see(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User, mode: str
) -> None:
    workshop = convene(mode, leaders=6)
    actions.add_participant(workshop=workshop, name="Watcher", part="observer", by=chioma)

    assert None not in seen(workshop, people)  # nothing is asked yet

    round = ask(workshop)
    *leaders, _watcher = people(workshop)
    for number, who in enumerate(leaders[:5]):
        vote(round, who, 10 + 10 * number)
    *answered, missing, watching = seen(workshop, people)
    assert (len(set(answered)), missing) == (1, None)
    assert answered[0] and "Your answer is in" in answered[0]
    assert watching and "The leaders are answering now" in watching

    actions.close_round(round=round, by=chioma)
    assert len(set(seen(workshop, people))) == 1

    actions.reveal(round=round, by=chioma)
    (page,) = set(seen(workshop, people))
    assert page and "Results" in page

    actions.close_workshop(workshop=workshop, by=chioma)
    (page,) = set(seen(workshop, people))
    assert page and "Thank you" in page


def test_screens_of_ones_own_are_not_shared(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    anonymous = convene(Mode.ANONYMOUS)
    round = ask(anonymous)
    first, second, _ = people(anonymous)
    vote(round, first)
    assert looks.take([look(first), look(second)]) == [None, None]

    apart = convene(Mode.NAMED, pace=Pace.APART)
    assert looks.take([look(who) for who in people(apart)]) == [None, None, None]

    named = convene(Mode.NAMED)
    round = ask(named)
    first, second, _ = people(named)
    vote(round, first)
    actions.set_proxy(absent=second, proxy=first, by=chioma)
    assert looks.take([look(first)]) == [None]  # is offered to answer for the second

    removed = people(convene(Mode.NAMED))[0]
    request = look(removed)
    actions.remove_participant(participant=removed, by=chioma)
    assert looks.take([request]) == [None]


def test_only_the_screen_as_it_is_for_all_is_looked_for(convene: Any, people: Any) -> None:
    first, *_ = people(convene(Mode.NAMED))

    assert looks.code_of(look(first)) == first.workshop.code
    assert looks.code_of(look(first, "?change=1")) == ""


def test_an_announcement_ends_a_drawn_screen_at_once(
    convene: Any, ask: Any, people: Any, chioma: User
) -> None:
    workshop = convene(Mode.NAMED)
    first, *_ = people(workshop)
    (before,) = looks.take([look(first)])
    actions.set_timer(workshop=workshop, minutes=5, by=chioma)

    (after,) = looks.take([look(first)])
    assert before and "Time left" not in before
    assert after and "Time left" in after


def test_a_question_opened_during_a_look_brings_no_leader_the_screen_of_the_others(
    convene: Any, ask: Any, people: Any, chioma: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = convene(Mode.NAMED, leaders=1)
    actions.add_participant(workshop=workshop, name="Watcher", part="observer", by=chioma)
    ask(workshop)
    monkeypatch.setattr(looks, "_last_rounds", lambda _people: {})  # read before it was opened

    leader, watcher = sorted(people(workshop), key=lambda who: who.part != "leader")
    not_shared, page = looks.take([look(leader), look(watcher)])

    assert not_shared is None
    assert page is not None and "The leaders are answering now." in page
    state = re.compile('id="now-body" data-state="([^"]*)"')
    ballot, others = state.search(usual(leader)), state.search(page)
    assert ballot and others and ballot[1] != others[1]  # so that a phone swaps one for the other


def test_many_looks_cost_no_more_statements_than_two(
    convene: Any, ask: Any, people: Any, vote: Any, django_assert_num_queries: Any
) -> None:
    workshop = convene(Mode.NAMED, leaders=9)
    round = ask(workshop)
    for who in people(workshop):
        vote(round, who)
    requests = [look(who) for who in people(workshop)]
    looks.take(requests[:1])

    with django_assert_num_queries(5):  # sessions, people, rounds, who has answered, who casts
        assert None not in looks.take(requests)
