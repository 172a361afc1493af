"""What a reveal tells of agreement: measures, groups or positions, the way over the rounds."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.web.judgement import actions
from headwater.web.judgement.models import Round, Workshop
from headwater.web.judgement.states import Mode

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(convene: Any, people: Any, chioma: User) -> Any:
    """Reveal rounds in which every other leader leans to safety, the rest to cost."""

    def judge(mode: str, leaders: int, *ends: float) -> Workshop:
        workshop: Workshop = convene(mode, leaders=leaders)
        item = workshop.items.get()
        for low in ends:
            round = actions.open_round(item=item, by=chioma)
            for number, leader in enumerate(people(workshop)):
                first, second = ("safety", "cost") if number % 2 else ("cost", "safety")
                given = {first: 100, second: low + number % 3, "speed": 50}
                answers = {name: {"low": n, "high": n} for name, n in given.items()}
                actions.submit_ballot(
                    round=round, of=leader, cast_by=leader, answers=answers,
                    key=str(number), secret=f"{number:02}" * 16,
                )  # fmt: skip
            actions.close_round(round=round, by=chioma)
            actions.reveal(round=round, by=chioma)
            item.refresh_from_db()
        return workshop

    return judge


def published(workshop: Workshop) -> dict[str, Any]:
    last = Round.objects.filter(item__workshop=workshop).order_by("number").last()
    assert last
    return dict(last.published)


def test_named_rounds_say_who_stands_together_and_what_divides_them(judged: Any) -> None:
    told = published(judged(Mode.NAMED, 6, 10))

    groups = [set(each["members"]) for each in told["opinions"]["groups"]]
    assert {"Leader 1", "Leader 3", "Leader 5"} in groups
    assert {"Leader 2", "Leader 4", "Leader 6"} in groups
    assert {name for name, share in told["opinions"]["divides"] if share > 0.9} == {
        "safety",
        "cost",
    }
    measures = {each["name"]: each for each in told["measures"]}
    assert 0 <= measures["concordance"]["value"] < 0.3
    assert "resemble each other" in measures["similarity"]["meaning"]


def test_rounds_are_held_against_each_other(judged: Any) -> None:
    told = published(judged(Mode.NAMED, 6, 10, 90, 90))

    course = {each["criterion"]: each["rounds"] for each in told["rounds"]}
    widths = [e["spread"]["high"] - e["spread"]["low"] for e in course["safety"]]
    assert [each["number"] for each in course["safety"]] == [1, 2, 3]
    assert widths[0] > 5 * widths[1]  # they came together
    assert {each["state"] for each in told["movement"]} == {"agreed"}
    assert "no more rounds are needed" in told["movement"][0]["text"]


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.ANONYMOUS])
def test_hidden_rounds_of_a_few_tell_no_groups_and_no_measure(judged: Any, mode: str) -> None:
    told = published(judged(mode, 8, 10, 90))

    assert not {"opinions", "measures", "views", "consensus"} & set(told)
    assert (told["word"], told["positions"], told["divides"]) == ("", [], [])
    assert "from 30 answers on" in told["agreement_doubts"][0]
    assert "Leader" not in str(told)
    assert [each["state"] for each in told["movement"]]  # from what was published before


def test_hidden_rounds_of_many_tell_positions_and_never_people(judged: Any) -> None:
    told = published(judged(Mode.ANONYMOUS, 32, 10))

    assert [each["name"] for each in told["positions"]] == ["Position A", "Position B"]
    assert set(told["divides"]) == {"safety", "cost"}
    assert told["word"]
    assert "Leader" not in str(told)
    assert "16" not in str(told["positions"])  # nor how many


@pytest.mark.parametrize(("mode", "leaders"), [(Mode.NAMED, 6), (Mode.ANONYMOUS, 32)])
def test_pages_show_pictures_with_tables(
    judged: Any, signed_in: Any, chioma: User, mode: str, leaders: int
) -> None:
    workshop = judged(mode, leaders, 10, 60)
    browser: Client = signed_in(chioma)

    for name in ("console", "wall"):
        page = browser.get(reverse(f"judgement:{name}", args=[workshop.pk])).content.decode()
        assert "Over the rounds" in page
        assert ("Who stands together" in page) == (mode == Mode.NAMED)
        assert ("Position A" in page) == (mode != Mode.NAMED)
        assert ('class="opinion-map" role="img"' in page) == (mode == Mode.NAMED)
        assert ("Leader 1" in page) == (mode == Mode.NAMED)


def test_scores_say_where_they_lie_apart(convene: Any, ask: Any, people: Any, chioma: User) -> None:
    round = ask(convene(Mode.NAMED, kind="projects", leaders=5))
    for number, leader in enumerate(people(round.item.workshop)):
        given = {"Tram": number, "Ferry": 3}
        answers = {name: {"low": n, "high": n} for name, n in given.items()}
        actions.submit_ballot(
            round=round, of=leader, cast_by=leader, answers=answers, key=str(number)
        )
    actions.close_round(round=round, by=chioma)

    told = actions.reveal(round=round, by=chioma).published

    assert [each["item"] for each in told["movement"]] == ["Tram"]
    assert told["close"] == 1
    assert told["measures"][0]["name"] == "alpha"
