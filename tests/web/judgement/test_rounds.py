"""Rounds: what opening freezes, what changes are told, what may follow what, results, undo."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.judgement import actions
from headwater.web.judgement.actions import questions
from headwater.web.judgement.models import Item, Participant, Round, Workshop
from headwater.web.judgement.states import ITEM, Mode, State
from headwater.web.judgement.templates import KINDS, TEMPLATES
from headwater.web.organization.models import AuditEvent
from tests.web.judgement.conftest import state_of

pytestmark = pytest.mark.django_db


def test_opening_freezes_what_is_asked_with_its_digest(
    convene: Any, ask: Any, chioma: User
) -> None:
    round = ask(convene())

    assert round.digest == questions.digest(round.frozen)
    assert round.frozen["subjects"] == ["safety", "cost", "speed"]
    assert round.frozen["mode"] == Mode.NAMED
    event = AuditEvent.objects.get(name="judgement.round.opened")
    assert event.detail["digest"] == round.digest
    with pytest.raises(ConflictError, match="frozen"):
        actions.put_item(
            workshop=round.item.workshop,
            item=Item.objects.get(),
            values={"question": "Another?"},
            by=chioma,
        )


def test_a_change_makes_another_round_that_tells_everyone_what_changed(
    convene: Any, ask: Any, chioma: User
) -> None:
    first = ask(convene())
    actions.close_round(round=first, by=chioma)
    actions.put_item(
        workshop=first.item.workshop,
        item=Item.objects.get(),
        values={"question": "And now?", "subjects": ["safety", "cost", "beauty"]},
        by=chioma,
    )

    second = ask(first.item.workshop)

    assert second.number == 2
    assert second.digest != first.digest
    said = " ".join(second.changes)
    assert "from “How much does each count?” to “And now?”" in said
    assert "Taken off the list: speed." in said
    assert "New in the list: beauty." in said
    first.refresh_from_db()
    assert first.frozen["subjects"] == ["safety", "cost", "speed"]


@pytest.mark.parametrize("mode", Mode.values)
def test_the_mode_cannot_change_once_a_question_was_opened(
    convene: Any, ask: Any, chioma: User, mode: str
) -> None:
    workshop = convene(mode)
    ask(workshop)
    workshop.refresh_from_db()

    for other in set(Mode.values) - {mode}:
        with pytest.raises(ConflictError, match="mode was fixed"):
            actions.change_workshop(
                workshop=workshop, values={"mode": other}, version=workshop.version, by=chioma
            )
    workshop.refresh_from_db()
    assert workshop.mode == mode


def test_states_follow_the_table(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    workshop = convene()
    item = workshop.items.get()
    round = ask(workshop)
    assert state_of(item) == State.OPEN
    with pytest.raises(ConflictError, match="is open and cannot become open"):
        ask(workshop)
    with pytest.raises(ConflictError, match="cannot become revealed"):
        actions.reveal(round=round, by=chioma)
    vote(round, people(workshop)[0])

    actions.close_round(round=round, by=chioma)
    assert state_of(item) == State.CLOSED
    actions.reveal(round=round, by=chioma)
    assert state_of(item) == State.REVEALED
    again = ask(workshop)
    assert (again.number, state_of(item)) == (2, State.OPEN)
    assert all(set(following) <= set(State.values) for following in ITEM.values())


def test_a_quorum_that_is_missed_must_be_confirmed(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    round = ask(convene(quorum=2))
    vote(round, people(round.item.workshop)[0])
    actions.close_round(round=round, by=chioma)

    with pytest.raises(ConflictError, match="1 of the 2 answers"):
        actions.reveal(round=round, by=chioma)
    actions.reveal(round=round, by=chioma, without_quorum=True)

    assert AuditEvent.objects.get(name="judgement.round.revealed").detail == {
        "without_quorum": True
    }


def test_named_results_show_everyone_exactly(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    round = ask(convene())
    for leader, value in zip(people(round.item.workshop), (20, 40, 90), strict=True):
        vote(round, leader, value)
    actions.close_round(round=round, by=chioma)
    assert Round.objects.get().published is None

    found = actions.reveal(round=round, by=chioma).published

    safety = found["questions"][0]
    assert safety["spread"]["median"] == 40
    assert (safety["spread"]["least"], safety["spread"]["most"]) == (20, 90)
    assert safety["by_person"][0] == ["Leader 1", 20.0, 20.0]
    assert found["weights"][0]["criterion"] == "safety"
    assert found["weights"][0]["spread"]["median"] == pytest.approx(1 / 3)
    assert found["consensus"]["word"] == "very high"


@pytest.mark.parametrize("mode", [Mode.CONFIDENTIAL, Mode.ANONYMOUS])
@pytest.mark.parametrize("count", [1, 4, 5])
def test_hidden_results_need_five_answers_and_are_coarse(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User, mode: str, count: int
) -> None:
    round = ask(convene(mode, leaders=6))
    for number, leader in enumerate(people(round.item.workshop)[:count]):
        vote(round, leader, 51.37 + number, comment=f"canary {number}")
    actions.close_round(round=round, by=chioma)

    found = actions.reveal(round=round, by=chioma).published

    assert found["enough"] == (count >= 5)
    if count < 5:
        assert found["questions"] == []
        assert "canary" not in str(found)
        assert "51" not in str(found)
        return
    shown = found["questions"][0]
    assert "spread" not in shown
    assert (shown["release"]["low"], shown["release"]["high"]) == (50, 100)  # of two halves
    assert "51.37" not in str(found)
    assert "by_person" not in str(found)
    assert "Leader" not in str(found)
    assert sorted(words for _, words in shown["comments"]) == [f"canary {n}" for n in range(5)]


def test_a_question_that_fewer_than_five_answered_is_not_shown(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    round = ask(convene(Mode.CONFIDENTIAL, leaders=6))
    for number, leader in enumerate(people(round.item.workshop)):
        given: dict[str, Any] = {"safety": {"low": 50, "high": 50}}
        if number < 4:
            given["cost"] = {"low": 71, "high": 71, "comment": "canary"}
        vote(round, leader, answers=given)
    actions.close_round(round=round, by=chioma)

    found = actions.reveal(round=round, by=chioma).published

    assert "release" in found["questions"][0]
    assert "release" not in found["questions"][1]
    assert "canary" not in str(found["questions"][1])


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_makes_a_workshop_that_can_be_asked(
    chioma: User, listed: Any, name: str
) -> None:
    listed.criteria = ["fit", "reach"]
    listed.save()
    workshop = actions.create_workshop(title="", template=name, by=chioma)
    assert workshop.title == TEMPLATES[name].title
    assert workshop.mode == TEMPLATES[name].mode
    actions.open_workshop(workshop=workshop, by=chioma)

    for item in workshop.items.all():
        assert item.kind in KINDS
        if item.kind == "decide" and not item.subjects:
            with pytest.raises(InputError, match="at least two options"):
                actions.open_round(item=item, by=chioma)
        elif item.asks and not (item.kind == "criteria" and not item.subjects):
            assert actions.open_round(item=item, by=chioma).frozen["asked"]


def test_moving_timers_and_pace_can_be_taken_back(convene: Any, chioma: User) -> None:
    workshop = convene()
    actions.put_item(workshop=workshop, values={"kind": "discuss", "title": "Talk"}, by=chioma)
    first, second = workshop.items.all()
    actions.move_to(workshop=workshop, item=second, by=chioma)
    actions.set_timer(workshop=workshop, minutes=5, by=chioma)
    actions.set_pace(workshop=workshop, pace="apart", by=chioma)
    workshop.refresh_from_db()
    assert (workshop.now, workshop.pace) == (second, "apart")
    assert workshop.timer_ends

    for _ in range(3):
        step = actions.last_step(workshop)
        assert step
        actions.undo(workshop=workshop, step=step.pk, by=chioma)
        workshop.refresh_from_db()

    assert (workshop.now, workshop.pace, workshop.timer_ends) == (first, "together", None)
    assert actions.last_step(workshop) is None
    with pytest.raises(ConflictError, match="look again"):
        actions.undo(workshop=workshop, step=step.pk, by=chioma)


def test_a_named_round_closed_by_mistake_opens_again_a_hidden_one_never(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    named, hidden = ask(convene()), ask(convene(Mode.CONFIDENTIAL))
    for round in (named, hidden):
        vote(round, people(round.item.workshop)[0])
        actions.close_round(round=round, by=chioma)

    step = actions.last_step(named.item.workshop)
    assert step
    actions.undo(workshop=named.item.workshop, step=step.pk, by=chioma)

    assert state_of(named) == State.OPEN
    assert vote(named, people(named.item.workshop)[1]).revision == 1
    assert actions.last_step(hidden.item.workshop) is None


def test_thoughts_are_parked_become_actions_and_come_back(convene: Any, chioma: User) -> None:
    workshop = convene()
    parked = actions.park(workshop=workshop, text="Who pays for the quay?", by=chioma)
    actions.make_action(parked=parked, owner="Amara", due=None, by=chioma)
    parked.refresh_from_db()
    assert (parked.is_action, parked.owner) == (True, "Amara")

    actions.take_away(parked=parked, by=chioma)
    step = actions.last_step(workshop)
    assert step
    actions.undo(workshop=workshop, step=step.pk, by=chioma)

    parked.refresh_from_db()
    assert not parked.taken_away
    with pytest.raises(InputError, match="needs an owner"):
        actions.make_action(parked=parked, owner=" ", due=None, by=chioma)


def test_only_its_facilitators_and_owners_run_a_workshop(
    convene: Any, ask: Any, chioma: User, dev: User, amara: User, owner: User
) -> None:
    workshop = convene()
    item = workshop.items.get()
    for stranger in (dev, amara):
        with pytest.raises(NotAllowedError):
            actions.open_round(item=item, by=stranger)
    actions.add_facilitator(workshop=workshop, person=dev, by=chioma)
    actions.open_round(item=item, by=dev)

    assert list(Workshop.objects.conducted_by(owner)) == [workshop]
    assert not Workshop.objects.seen_by(amara).exists()
    Participant.objects.filter(name="Leader 1").update(user=amara)
    assert list(Workshop.objects.seen_by(amara)) == [workshop]


def test_events_are_counted_without_gaps(convene: Any, ask: Any, chioma: User) -> None:
    workshop = convene()
    actions.close_round(round=ask(workshop), by=chioma)
    workshop.refresh_from_db()

    numbers = list(workshop.announcements.values_list("number", flat=True))

    assert numbers == list(range(1, workshop.sequence + 1))


@pytest.mark.parametrize(
    ("mode", "words", "names"),
    [
        (Mode.NAMED, "2 of 7 have answered", 2),
        (Mode.CONFIDENTIAL, "2 of 7 have answered", 0),
        (Mode.ANONYMOUS, "Fewer than 5 of 7 have answered", 0),
    ],
)
def test_progress_tells_as_much_as_the_mode_allows(
    convene: Any, ask: Any, people: Any, vote: Any, mode: str, words: str, names: int
) -> None:
    round = ask(convene(mode, leaders=7))
    for leader in people(round.item.workshop)[:2]:
        vote(round, leader)

    found = actions.progress(round)

    assert found.words == words
    assert len(found.answered) == names
    assert len(found.missing) == (5 if names else 0)
