"""Minutes for what matters, and the next best question: into the agenda by one step, and back."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.progress import ignore
from headwater.web.judgement import actions
from headwater.web.judgement.actions import asking, mattering
from headwater.web.judgement.models import Item, Parked, Round, Workshop
from headwater.web.judgement.states import Mode
from headwater.web.projects.models import Project, ProjectList
from headwater.web.runs import registry
from headwater.web.runs.models import Run, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour() -> None:
    """Three projects of which two fit; one score is open, and one is a range."""
    ProjectList.objects.create(pk=1, criteria=["safety", "cost", "speed"], budget=2)
    for key, *scores in (("Tram", 5, 1, 1), ("Ferry", 1, 5, 1), ("Quay", 1, 1, 5)):
        given: dict[str, Any] = dict(zip(("safety", "cost", "speed"), scores, strict=True))
        if key == "Quay":
            given["speed"] = [0, 5]
        Project.objects.create(key=key, name=key, cost_low=1, cost_high=1, scores=given)


@pytest.fixture
def differed(
    convene: Any, ask: Any, people: Any, chioma: User, harbour: None
) -> tuple[Workshop, Round]:
    """Reveal a round in which one leader wants safety and the other cost; a discussion follows."""
    workshop: Workshop = convene(Mode.NAMED, leaders=2)
    values = {"kind": "discuss", "title": "Where we differ", "minutes": 20}
    actions.put_item(workshop=workshop, values=values, by=chioma)
    round = ask(workshop)
    for leader, first, second in zip(
        people(workshop), ("safety", "cost"), ("cost", "safety"), strict=True
    ):
        answers = {
            name: {"low": n, "high": n} for name, n in ((first, 100), (second, 10), ("speed", 40))
        }
        actions.submit_ballot(round=round, of=leader, cast_by=leader, answers=answers, key="k")
    actions.close_round(round=round, by=chioma)
    return workshop, actions.reveal(round=round, by=chioma)


def done(run: Run) -> None:
    """Do the work of a run here and now."""
    result = registry.find(run.kind).work(run.inputs, ignore)
    Run.objects.filter(pk=run.pk).update(state=State.DONE, result=result)


def agenda(workshop: Workshop) -> list[tuple[str, int]]:
    return list(workshop.items.order_by("place").values_list("title", "minutes"))


def test_what_matters_is_put_into_the_agenda_with_its_minutes_and_taken_out_again(
    differed: Any, chioma: User
) -> None:
    workshop, round = differed
    before = agenda(workshop)
    with pytest.raises(InputError, match="Find out first"):
        actions.plan_talk(round=round, by=chioma)
    done(actions.find_what_matters(round=round, minutes=20, by=chioma))

    made = actions.plan_talk(round=round, by=chioma)

    after = agenda(workshop)
    assert after[0] == before[0]
    assert [title for title, _ in after[1:-1]] == [each.title for each in made]
    assert sum(minutes for _, minutes in after) == sum(minutes for _, minutes in before)
    assert after[-1] == ("Where we differ", 0)
    assert all(title.startswith("Talk about") and minutes for title, minutes in after[1:-1])
    assert "depend" in made[0].question
    with pytest.raises(ConflictError, match="in the agenda already"):
        actions.plan_talk(round=round, by=chioma)

    step = actions.last_step(workshop)
    assert step and step.words.startswith("Agenda: ")
    actions.undo(workshop=workshop, step=step.pk, by=chioma)

    assert agenda(workshop) == before
    assert not actions.is_planned(round)


def test_a_planned_point_that_was_begun_stays(differed: Any, chioma: User) -> None:
    workshop, round = differed
    done(actions.find_what_matters(round=round, by=chioma))
    (first, *_) = actions.plan_talk(round=round, by=chioma)
    Item.objects.filter(pk=first.pk).update(outcome="We agree.")
    step = actions.last_step(workshop)
    assert step

    with pytest.raises(ConflictError, match="was begun"):
        actions.undo(workshop=workshop, step=step.pk, by=chioma)

    assert Item.objects.filter(pk=first.pk).exists()


def test_the_next_best_question_becomes_the_next_point_and_its_answer_a_score(
    differed: Any, people: Any, chioma: User, owner: User
) -> None:
    workshop, _ = differed
    run = actions.find_next_question(workshop=workshop, by=chioma)
    assert asking.address(run).endswith("/console")
    done(run)
    workshop.refresh_from_db()
    told = actions.asking_of(workshop)
    assert told and told["result"]["line"]["text"]
    asks = told["result"]["asks"]
    at = next(place for place, each in enumerate(asks) if each["kind"] == "score")
    assert (asks[at]["name"], asks[at]["criterion"]) == ("Quay", "speed")

    made = actions.plan_question(workshop=workshop, at=at, by=chioma)

    assert made
    made.refresh_from_db()
    assert (made.kind, made.subjects, made.criteria) == ("projects", ["Quay"], ["speed"])
    assert agenda(workshop)[1][0] == "Quay: speed"
    round = actions.open_round(item=made, by=chioma)
    for number, leader in enumerate(people(workshop)):
        answers = {"Quay | speed": {"low": 4, "high": 4 + number}}
        actions.submit_ballot(round=round, of=leader, cast_by=leader, answers=answers, key="k")
    actions.close_round(round=round, by=chioma)
    actions.reveal(round=round, by=chioma)
    assert actions.adopt(round=round, by=owner) == 1
    low, high = Project.objects.get(key="Quay").scores["speed"]
    assert 4 <= low <= high <= 5
    # it looks again by itself, on the new score
    workshop.refresh_from_db()
    assert workshop.asking_id != run.pk
    assert workshop.asking.inputs != run.inputs


def test_where_no_answer_can_change_the_choice_it_says_stop(
    differed: Any, chioma: User, signed_in: Any
) -> None:
    workshop, _ = differed
    ProjectList.objects.update(budget=3)  # all fit
    done(actions.find_next_question(workshop=workshop, by=chioma))

    page = signed_in(chioma).get(reverse("judgement:console", args=[workshop.pk]))

    assert "stop asking" in page.content.decode()
    workshop.refresh_from_db()
    with pytest.raises(InputError, match="no longer asked"):
        actions.plan_question(workshop=workshop, at=0, by=chioma)


def test_a_cost_is_parked_since_leaders_judge_none(differed: Any, chioma: User) -> None:
    workshop, _ = differed
    run = actions.find_next_question(workshop=workshop, by=chioma)
    ask = {"kind": "cost", "text": "What does Quay cost?", "about": "cost of Quay", "why": "",
           "project": "Quay", "name": "Quay", "criterion": ""}  # fmt: skip
    Run.objects.filter(pk=run.pk).update(state=State.DONE, result={"asks": [ask], "line": {}})

    assert actions.plan_question(workshop=workshop, at=0, by=chioma) is None

    assert Parked.objects.get().text == "Find out: What does Quay cost?"


def test_the_console_does_it_by_buttons(differed: Any, chioma: User, signed_in: Any) -> None:
    workshop, round = differed
    browser: Client = signed_in(chioma)
    do = f"/judgement/workshops/{workshop.pk}/do"
    browser.post(f"{do}/matters", {"round": round.pk, "minutes": "20"})
    browser.post(f"{do}/next-question", {})
    for run in Run.objects.filter(state=State.QUEUED):
        done(run)
    page = browser.get(reverse("judgement:console", args=[workshop.pk])).content.decode()
    assert "Put them into the agenda" in page
    assert "Ask it next" in page

    browser.post(f"{do}/plan", {"round": round.pk})
    browser.post(f"{do}/put-next", {"at": "0"})

    titles = [title for title, _ in agenda(workshop)]
    assert any(title.startswith("Talk about") for title in titles)
    assert len(titles) >= 4
    page = browser.get(reverse("judgement:console", args=[workshop.pk])).content.decode()
    assert "Undo: Asked next" in page
    assert "In the agenda" in page


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.ANONYMOUS])
def test_hidden_rounds_ask_next_by_what_was_published_only(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User, harbour: None, mode: str
) -> None:
    round = ask(convene(mode, leaders=6))
    for leader in people(round.item.workshop):
        vote(round, leader, 77)
    actions.close_round(round=round, by=chioma)
    actions.reveal(round=round, by=chioma)

    run = actions.find_what_matters(round=round, by=chioma)
    told = mattering.work(run.inputs, ignore)

    assert "77" not in str(run.inputs)
    assert told["line"]["text"]
    with pytest.raises(InputError, match="Minutes"):
        actions.find_what_matters(round=round, minutes=1, by=chioma)
