"""Ballots of every method on a phone: step by step where the method adapts, with a second look."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from headwater.errors import InputError
from headwater.judgement import METHODS
from headwater.web.judgement import actions
from headwater.web.judgement.models import Ballot, Item, Round, Sheet, Workshop
from headwater.web.judgement.states import Mode

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(convene: Any, ask: Any, chioma: User) -> Any:
    """Open a question about criteria by a method, and give a phone that has joined."""

    def put(method: str, mode: str = Mode.NAMED, **more: Any) -> tuple[Round, Client, str]:
        workshop: Workshop = convene(mode, opened=False, **more)
        item = workshop.items.first()
        assert item
        actions.put_item(workshop=workshop, item=item, values={"method": method}, by=chioma)
        actions.open_workshop(workshop=workshop, by=chioma)
        item.refresh_from_db()
        round = ask(workshop)
        phone = Client()
        first = workshop.participants.order_by("name").first()
        assert first
        phone.post(actions.make_personal_link(participant=first, by=chioma).path)
        return round, phone, f"/j/{workshop.code}"

    return put


def fields(page: str) -> dict[str, str]:
    """Return the hidden fields of the ballot."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def text(answer: Any) -> str:
    assert answer.status_code in (200, 422), answer.status_code
    content: str = answer.content.decode()
    return content


@pytest.mark.parametrize("method", [*METHODS, "ahp_fewer"])
def test_every_method_of_the_rack_can_be_asked_handed_in_and_weighed(
    asking: Any, people: Any, chioma: User, method: str
) -> None:
    round, phone, room = asking(method)
    assert method in actions.method_names()
    page = text(phone.get(f"{room}/room"))
    look = f"{room}/ballot/{round.pk}/look"

    sent: dict[str, Any] = fields(page)
    if method == "best_worst":
        page = text(phone.post(look, {**sent, "q0-pick": "0", "q1-pick": "1"}))
        assert "How many times as much does safety matter as cost?" in page
        sent = {**fields(page), "q0-pick": "5", "q1-value": "2", "q1-to": "3", "q2-unknown": "1"}
    elif method == "tradeoff":
        for _ in range(3):
            assert "Which of these two improvements" in page
            page = text(phone.post(look, {**fields(page), "q0-pick": "0", "q0-comment": "why"}))
        sent = fields(page)
    elif method in ("ahp", "ratio", "ahp_fewer"):
        sent |= {"q0-side": "left", "q0-value": "3", "q1-side": "alike", "q1-comment": "near"}
    elif method == "allocation":
        sent |= {"q0-value": "50", "q1-value": "30", "q2-value": "20"}
    else:
        sent |= {"q0-value": "1", "q1-value": "2", "q1-to": "3", "q2-unknown": "1"}
    assert phone.post(f"{room}/ballot/{round.pk}", sent).status_code == 302

    assert Ballot.objects.count() == 1
    actions.close_round(round=round, by=chioma)
    told = actions.reveal(round=round, by=chioma).published
    assert [each["criterion"] for each in told["weights"]] == ["safety", "cost", "speed"]
    assert told["weights"][0]["spread"]["median"] != pytest.approx(1 / 3, abs=0.01)
    assert actions.adopt(round=round, by=chioma) == 1
    assert Sheet.objects.get().answers.filter(method=round.frozen["method"]).exists()


def test_best_and_worst_are_asked_first_and_cannot_be_the_same(asking: Any) -> None:
    round, phone, room = asking("best_worst")
    page = text(phone.get(f"{room}/room"))
    assert "Which criterion matters most?" in page
    assert "Which criterion matters least?" in page
    look = f"{room}/ballot/{round.pk}/look"

    same = phone.post(look, {**fields(page), "q0-pick": "0", "q1-pick": "0"})
    blank = phone.post(look, fields(page))

    assert same.status_code == blank.status_code == 422
    assert "cannot be the same" in text(same)
    assert "Choose one" in text(blank)
    assert not Ballot.objects.exists()


def test_a_step_can_be_taken_back_and_what_was_handed_in_be_gone_on_with(asking: Any) -> None:
    round, phone, room = asking("tradeoff")
    look = f"{room}/ballot/{round.pk}/look"
    first = text(phone.get(f"{room}/room"))
    second = text(phone.post(look, {**fields(first), "q0-pick": "0"}))

    back = text(phone.post(look, {**fields(second), "do": "back"}))
    assert fields(back)["trail"] == "[]"
    assert re.search(r'name="q0-pick" value="0" checked', back)  # what was said stands there

    assert phone.post(f"{room}/ballot/{round.pk}", fields(second)).status_code == 302
    again = text(phone.get(f"{room}/room?change=1"))
    kept = Ballot.objects.get().answers
    assert len(kept) == 1
    assert next(iter(kept)) in fields(again)["trail"]
    assert fields(again)["revision"] == "1"


def test_going_back_and_on_again_loses_nothing(asking: Any) -> None:
    round, phone, room = asking("best_worst")
    look = f"{room}/ballot/{round.pk}/look"
    page = text(phone.get(f"{room}/room"))
    page = text(phone.post(look, {**fields(page), "q0-pick": "0", "q1-pick": "1"}))
    given = {
        "q0-pick": "8",
        "q1-value": "2",
        "q1-to": "3",
        "q1-comment": "tides",
        "q2-unknown": "1",
    }
    done = text(phone.post(look, {**fields(page), **given}))
    assert "That is all that needs asking" in done

    back = text(phone.post(look, {**fields(done), "do": "back"}))

    assert re.search(r'name="q0-pick" value="8" checked', back)
    assert re.search(r'name="q1-value"[^>]* value="2"', back)
    assert re.search(r'name="q1-to"[^>]* value="3"', back)
    assert "tides" in back
    assert re.search(r'name="q2-unknown" value="1" checked', back)
    first = text(phone.post(look, {**fields(back), "do": "back"}))
    assert re.search(r'name="q0-pick" value="0" checked', first)
    assert re.search(r'name="q1-pick" value="1" checked', first)


def test_what_is_sent_along_is_held_against_the_question(asking: Any) -> None:
    round, phone, room = asking("best_worst")
    page = fields(text(phone.get(f"{room}/room")))
    look = f"{room}/ballot/{round.pk}/look"
    wrong = (
        "no json",
        '[[{"key": "bribes", "low": 1, "high": 1}]]',
        '[[{"key": "safety | cost", "low": 999, "high": 999}]]',
        '[[{"key": "safety | cost", "low": "<b>", "high": 2}]]',
        '{"a": 1}',
    )
    for trail in wrong:
        for address in (look, f"{room}/ballot/{round.pk}"):
            answer = phone.post(address, {**page, "trail": trail})
            assert answer.status_code == 422, (trail, answer.status_code)
    assert not Ballot.objects.exists()
    both = {key: {"low": 1, "high": 1} for key in ("safety", "cost")}
    with pytest.raises(InputError, match="marked best"):
        leader = round.item.workshop.participants.order_by("name").last()
        actions.submit_ballot(round=round, of=leader, cast_by=leader, answers=both, key="k")


def test_the_worst_three_are_told_in_words_with_two_ways_to_mend(asking: Any) -> None:
    round, phone, room = asking("ahp")
    look = f"{room}/ballot/{round.pk}/look"
    # safety 5 times cost, cost 5 times speed, and yet speed 5 times safety
    sides = {"q0-side": "left", "q0-value": "5", "q2-side": "left", "q2-value": "5"}
    circle = {**sides, "q1-side": "right", "q1-value": "5", "q1-comment": "it is law"}

    page = text(phone.post(look, {**fields(text(phone.get(f"{room}/room"))), **circle}))
    assert "so" in page
    assert "would be" in page
    ways = re.findall(r'name="do" value="(mend:0:\d)"[^>]*>([^<]+)<', page)
    assert [name for name, _ in ways] == ["mend:0:0", "mend:0:1"]
    assert "Your answers count as they are" in page

    for name, _ in ways:
        mended = text(phone.post(look, {**fields(page), **circle, "do": name}))
        assert "it is law" in mended
        assert mended.count("checked") == 6  # three sides and three steps of the scale
    assert not Ballot.objects.exists()
    # nothing is blocked: the circle can be handed in, and is looked at again afterwards
    assert phone.post(f"{room}/ballot/{round.pk}", {**fields(page), **circle}).status_code == 302
    kept = text(phone.get(look, headers={"HX-Request": "true"}))
    assert "would be" in kept
    assert 'name="do"' not in kept


def test_answers_that_agree_are_told_to(asking: Any) -> None:
    round, phone, room = asking("swing")
    sent = fields(text(phone.get(f"{room}/room")))
    given = {"q0-value": "100", "q1-value": "50", "q2-value": "20"}

    page = text(phone.post(f"{room}/ballot/{round.pk}/look", {**sent, **given, "do": "look"}))

    assert "Your answers hang together" in page
    assert 'value="50"' in page


def test_points_that_are_all_nothing_are_refused_before_they_spoil_the_whole(asking: Any) -> None:
    round, phone, room = asking("swing")
    sent = fields(text(phone.get(f"{room}/room")))

    answer = phone.post(
        f"{room}/ballot/{round.pk}", {**sent, "q0-value": "0", "q1-value": "0", "q2-value": "0"}
    )

    assert answer.status_code == 422
    assert "0 points" in text(answer)


def test_a_level_may_look_different_for_each_criterion(
    convene: Any, ask: Any, chioma: User, people: Any
) -> None:
    workshop = convene(kind="projects", opened=False)
    item: Item = workshop.items.get()
    anchors = {"4": "as Harbour wall did", "Reach 4": "as Online permits did"}
    values = {"criteria": ["Safety", "Reach"], "anchors": anchors}
    actions.put_item(workshop=workshop, item=item, values=values, by=chioma)
    actions.open_workshop(workshop=workshop, by=chioma)

    asked = ask(workshop).frozen["asked"]

    levels = {each["label"]: each["anchors"] for each in asked}
    assert levels["Safety"] == [["4", "as Harbour wall did"]]
    assert levels["Reach"] == [["4", "as Online permits did"]]
    with pytest.raises(InputError, match="What a level looks like"):
        actions.put_item(
            workshop=workshop, values={**values, "kind": "projects", "title": "T",
                                       "anchors": {"Nine": "x"}}, by=chioma
        )  # fmt: skip


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.ANONYMOUS])
def test_hidden_steps_publish_no_path_and_comments_only_together_and_shuffled(
    asking: Any, people: Any, chioma: User, mode: str
) -> None:
    round, _, _ = asking("best_worst", mode, leaders=6)
    workshop = round.item.workshop
    for number, leader in enumerate(people(workshop)):
        best, worst = ("safety", "cost") if number % 2 else ("cost", "speed")
        answers = {
            best: {"low": 1, "high": 1, "comment": f"canary {number}"},
            worst: {"low": 0, "high": 0},
            f"{best} | {worst}": {"low": 5, "high": 5},
        }
        actions.submit_ballot(
            round=round, of=leader, cast_by=leader, answers=answers, key=str(number),
            secret=f"{number}" * 32,
        )  # fmt: skip
    actions.close_round(round=round, by=chioma)

    told = actions.reveal(round=round, by=chioma).published

    assert told["questions"] == []
    assert "paths" not in told
    assert "views" not in told
    assert sorted(words for _, words in told["comments"]) == [f"canary {n}" for n in range(6)]
    assert {name for name, _ in told["comments"]} == {""}
    assert "Leader" not in str(told)
    for criterion in ("safety", "cost", "speed"):
        assert not re.search(rf"canary \d[^']*{criterion}", str(told))
