"""The pages of those who take part: as a browser sees them, with scripts and without."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.test import Client

from headwater.web.judgement import actions
from headwater.web.judgement.models import Ballot, Round, SealedBallot, Workshop
from headwater.web.judgement.states import Mode

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def enter(chioma: User) -> Any:
    """Open a browser in which a participant has joined by personal link."""

    def join(participant: Any) -> Client:
        browser = Client()
        link = actions.make_personal_link(participant=participant, by=chioma)
        assert browser.post(link.path).status_code == 302
        return browser

    return join


def post(browser: Client, round: Round, headers: Any = None, **sent: str) -> Any:
    given = {f"q{n}-value": "50" for n in range(len(round.frozen["asked"]))}
    given |= {"key": uuid4().hex, "revision": "0"} | {
        name.replace("_", "-"): text for name, text in sent.items()
    }
    address = f"/j/{round.item.workshop.code}/ballot/{round.pk}"
    return browser.post(address, given, headers=headers or {})


@pytest.mark.parametrize("mode", Mode.values)
@pytest.mark.parametrize("headers", [PART, {}], ids=["scripted", "plain"])
def test_a_ballot_is_handed_in_and_the_room_says_so(
    convene: Any, ask: Any, people: Any, enter: Any, mode: str, headers: Any
) -> None:
    workshop = convene(mode)
    round = ask(workshop)
    browser = enter(people(workshop)[0])
    page = browser.get(f"/j/{workshop.code}/room").content.decode()
    assert "Hand in" in page
    assert f"<strong>{Mode(mode).label}.</strong>" in page  # the mode stands on every ballot

    answer = post(browser, round, headers)

    assert answer.status_code == (200 if headers else 302)
    if headers:
        assert "Your answer is in" in answer.content.decode()
    later = browser.get(f"/j/{workshop.code}/now").content.decode()
    assert "Your answer is in" in later
    assert 'name="q0-value"' not in later
    assert Ballot.objects.count() + SealedBallot.objects.count() == 1


def test_the_fragment_after_handing_in_is_the_one_that_the_room_shows(
    convene: Any, ask: Any, people: Any, enter: Any
) -> None:
    """So that an event that comes meanwhile does not swap it for the same thing again."""
    workshop = convene()
    round = ask(workshop)
    browser = enter(people(workshop)[0])

    told = post(browser, round, PART).content.decode()

    shown = browser.get(f"/j/{workshop.code}/now").content.decode()
    assert told.split('data-state="')[1].split('"')[0] in shown


def test_faults_come_back_with_what_was_typed(
    convene: Any, ask: Any, people: Any, enter: Any
) -> None:
    workshop = convene()
    round = ask(workshop)
    browser = enter(people(workshop)[0])

    answer = post(browser, round, PART, q0_value="500", q1_value="40..60", q2_comment="why")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "lies off the scale" in page
    assert 'value="500"' in page
    assert ">why</textarea>" in page
    assert not Ballot.objects.exists()


def test_own_answers_can_be_changed_and_a_stale_change_keeps_what_was_typed(
    convene: Any, ask: Any, people: Any, enter: Any
) -> None:
    workshop = convene()
    round = ask(workshop)
    browser = enter(people(workshop)[0])
    post(browser, round, q0_value="40", q0_to="60")

    page = browser.get(f"/j/{workshop.code}/room?change=1").content.decode()
    assert 'value="40"' in page
    assert 'value="60"' in page
    assert 'name="revision" value="1"' in page
    assert post(browser, round, PART, revision="1", q0_value="70").status_code == 200
    stale = post(browser, round, PART, revision="1", q0_value="80")

    assert stale.status_code == 409
    assert 'value="80"' in stale.content.decode()
    assert Ballot.objects.get().answers["safety"]["low"] == 70


def test_an_anonymous_device_changes_its_answer_and_another_does_not(
    convene: Any, ask: Any, people: Any, enter: Any
) -> None:
    workshop = convene(Mode.ANONYMOUS)
    round = ask(workshop)
    leader = people(workshop)[0]
    first, second = enter(leader), enter(leader)
    for browser in (first, second):
        browser.get(f"/j/{workshop.code}/room")
    post(first, round)

    assert "on another device" in second.get(f"/j/{workshop.code}/now").content.decode()
    assert post(second, round, PART).status_code == 403
    assert post(first, round, PART, q0_value="70").status_code == 200

    assert SealedBallot.objects.get().answers["safety"]["low"] == 70
    secret = next(m for n, m in first.cookies.items() if n.startswith("headwater_device"))
    assert secret["httponly"]
    assert not SealedBallot.objects.filter(secret__contains=secret.value[:8]).exists()


def test_at_their_own_pace_people_see_all_points_and_choose(
    convene: Any, ask: Any, people: Any, enter: Any
) -> None:
    workshop = convene(pace="apart")
    round = ask(workshop)
    browser = enter(people(workshop)[0])

    agenda = browser.get(f"/j/{workshop.code}/room").content.decode()
    assert "waits for your answer" in agenda
    ballot = browser.get(f"/j/{workshop.code}/room?item={round.item_id}").content.decode()
    assert "Hand in" in ballot
    post(browser, round)
    assert "you can still change it" in browser.get(f"/j/{workshop.code}/room").content.decode()


def test_the_screen_asks_as_many_questions_of_the_database_however_full_the_room(
    convene: Any, ask: Any, people: Any, enter: Any, django_assert_max_num_queries: Any
) -> None:
    for leaders in (2, 40):
        workshop = convene(leaders=leaders, pace="apart")
        ask(workshop)
        browser = enter(people(workshop)[0])
        with django_assert_max_num_queries(16):
            browser.get(f"/j/{workshop.code}/now")


def test_handing_in_takes_few_statements(
    convene: Any, ask: Any, people: Any, enter: Any, django_assert_max_num_queries: Any
) -> None:
    workshop = convene()
    round = ask(workshop)
    browser = enter(people(workshop)[0])
    with django_assert_max_num_queries(14):
        assert post(browser, round, PART).status_code == 200


def test_a_parked_thought_keeps_no_name(convene: Any, people: Any, enter: Any) -> None:
    workshop: Workshop = convene()
    browser = enter(people(workshop)[0])

    browser.post(f"/j/{workshop.code}/park", {"text": "Who pays?"})

    parked = workshop.parked.get()
    assert parked.text == "Who pays?"
    assert "Leader" not in str([getattr(parked, each.attname) for each in parked._meta.fields])


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.ANONYMOUS])
def test_no_canary_gets_out_before_or_beside_the_reveal(
    convene: Any, ask: Any, people: Any, enter: Any, chioma: User, owner: User, mode: str
) -> None:
    """What one person wrote is on no page, in no export and in no log until the reveal."""
    workshop = convene(mode, kind="write", leaders=6)
    round = ask(workshop)
    canaries = [f"Canary{number}Q7x{uuid4().hex[:6]}" for number in range(6)]
    browsers = [enter(each) for each in people(workshop)]
    for browser, canary in zip(browsers, canaries, strict=True):
        browser.get(f"/j/{workshop.code}/room")
        assert post(browser, round, PART, q0_said=canary).status_code == 200

    def leaks() -> set[str]:
        pages = _every_page(workshop, chioma, owner, browsers[0])
        return {canary for canary in canaries if any(canary in page for page in pages)}

    assert leaks() == set()
    actions.close_round(round=round, by=chioma)
    assert leaks() == set()
    actions.reveal(round=round, by=chioma)
    assert leaks() == set(canaries)  # the sweep sees what may be seen
    shown = " ".join(_every_page(workshop, chioma, owner, browsers[0]))
    for leader, canary in zip(people(workshop), canaries, strict=True):
        place = shown.index(canary)
        assert leader.name not in shown[max(0, place - 200) : place + 200]


def _every_page(workshop: Workshop, chioma: User, owner: User, guest: Client) -> list[str]:
    from headwater.web.organization.models import AuditEvent

    item = workshop.items.first()
    assert item
    base = f"/judgement/workshops/{workshop.pk}"
    steps = ("", "/console", "/console/now", "/wall", "/wall/now", f"/items/{item.pk}/record")
    addresses = [f"{base}{step}" for step in steps]
    addresses += ["/audit", "/judgement/workshops", "/judgement/", "/judgement/decisions"]
    pages = []
    for person in (chioma, owner):
        browser = Client()
        browser.force_login(person)
        pages += [browser.get(address).content.decode() for address in addresses]
    pages += [guest.get(f"/j/{workshop.code}/{each}").content.decode() for each in ("room", "now")]
    pages += [str(list(AuditEvent.objects.values_list("detail", "target_title")))]
    pages += [str(list(workshop.steps.values_list("words", "before")))]
    pages += [str(list(workshop.announcements.values()))]
    return pages
