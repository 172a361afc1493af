"""Decision records: made once, superseded, never edited; and how long decisions last."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.judgement import actions
from headwater.web.judgement.models import DecisionRecord, Item
from headwater.web.judgement.states import Mode, State
from headwater.web.organization.models import AuditEvent
from tests.web.judgement.conftest import some_answers

pytestmark = pytest.mark.django_db


def words(title: str = "The quay", **more: Any) -> actions.Words:
    return actions.Words(title, more.pop("decision", "Rebuild the quay."), **more)


def test_a_record_holds_what_it_rests_on(chioma: User) -> None:
    made = actions.record_decision(
        words=words(
            alternatives=[("Wait", "the wall will not last"), ("", "left out")],
            dissent=[("Amara", "too dear")],
            conditions="The grant comes.",
            trigger="Cost above GBP 12 million",
        ),
        by=chioma,
    )

    assert made.number == 1
    assert made.alternatives == [{"what": "Wait", "why_not": "the wall will not last"}]
    assert made.digest == actions.digest_of(DecisionRecord.objects.get())
    event = AuditEvent.objects.get(name="judgement.decision.recorded")
    assert event.detail["digest"] == made.digest


def test_the_database_refuses_to_change_or_remove_a_record(chioma: User) -> None:
    made = actions.record_decision(words=words(), by=chioma)

    for spoil in (
        lambda: DecisionRecord.objects.filter(pk=made.pk).update(decision="Do nothing."),
        lambda: DecisionRecord.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            spoil()

    assert DecisionRecord.objects.get().decision == "Rebuild the quay."


def test_a_decision_is_superseded_once_with_a_reason(chioma: User) -> None:
    first = actions.record_decision(words=words(), by=chioma)
    with pytest.raises(InputError, match="refines or reverses"):
        actions.record_decision(words=words(), by=chioma, supersedes=first)
    with pytest.raises(InputError, match="Say why"):
        actions.record_decision(words=words(), by=chioma, supersedes=first, effect="reverses")

    second = actions.record_decision(
        words=words(decision="Wait."),
        by=chioma,
        supersedes=first,
        effect="reverses",
        why="No grant",
    )

    assert second.supersedes == first
    with pytest.raises(ConflictError, match="supersede the newer one"):
        actions.record_decision(
            words=words(), by=chioma, supersedes=first, effect="refines", why="Again"
        )


def test_a_leader_does_not_record_decisions(amara: User) -> None:
    with pytest.raises(NotAllowedError):
        actions.record_decision(words=words(), by=amara)


def test_durability_counts_those_old_enough_and_their_reversals(
    chioma: User, monkeypatch: Any
) -> None:
    now = timezone.now()

    def at(days: int, **more: Any) -> DecisionRecord:
        moment = now - timedelta(days=days)
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        made = actions.record_decision(words=words(), by=chioma, **more)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        return made

    stands, early, late = at(400), at(300), at(290)
    at(250, supersedes=early, effect="reverses", why="The grant fell through")
    at(150, supersedes=late, effect="reverses", why="A cheaper way was found")
    at(10, supersedes=stands, effect="refines", why="Named the contractor")

    found = actions.durability()

    first, second = found.figures.held
    assert (first.days, first.old_enough, first.reversed) == (90, 5, 1)  # early, after 50 days
    assert (second.days, second.old_enough, second.reversed) == (180, 4, 2)  # and late, after 140
    assert [each.why for each in found.reversals] == [
        "A cheaper way was found",
        "The grant fell through",
    ]


def test_executive_minutes_are_time_on_screen_times_leaders_there(
    convene: Any, people: Any, chioma: User
) -> None:
    workshop = convene(kind="decide")
    workshop.participants.update(joined=True)
    Item.objects.update(spent=600, began=None)

    made = actions.record_decision(
        words=words(), workshop=workshop, item=Item.objects.get(), by=chioma
    )

    assert made.minutes == 30
    assert Item.objects.get().state == State.DECIDED
    assert actions.durability().figures.minutes == 30


@pytest.mark.parametrize("mode", Mode.values)
def test_the_draft_names_dissenters_only_where_names_are_shown(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User, mode: str
) -> None:
    round = ask(convene(mode, kind="decide", leaders=6))
    for number, leader in enumerate(people(round.item.workshop)):
        given = some_answers(round)
        given["option"] |= {"said": "Wait"} if number < 2 else {}
        given["option"] |= {"comment": "too dear"} if number == 0 else {}
        vote(round, leader, answers=given)
    actions.close_round(round=round, by=chioma)
    actions.reveal(round=round, by=chioma)

    found = actions.draft(Item.objects.get())

    assert found.decision == "Go"
    assert found.alternatives == [("Wait", "2 for it")]
    if mode == Mode.NAMED:
        assert found.dissent == [("Leader 1", "too dear"), ("Leader 2", "For “Wait”")]
    else:
        assert found.dissent == [("Those for “Wait”", "")]
