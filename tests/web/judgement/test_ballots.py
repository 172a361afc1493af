"""Ballots: once, never after closing, changed by their owner, cast on behalf of the absent."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.web.judgement import actions
from headwater.web.judgement.models import Ballot, Participant, Round, SealedBallot, Turnout
from headwater.web.judgement.states import Mode
from headwater.web.organization.models import AuditEvent

pytestmark = pytest.mark.django_db
HIDDEN = (Mode.CONFIDENTIAL, Mode.ANONYMOUS)


def live(round: Round) -> int:
    return (
        Ballot.objects.filter(round=round).count()
        + SealedBallot.objects.filter(round=round).count()
    )


@pytest.mark.parametrize("mode", Mode.values)
def test_the_same_submission_twice_counts_once(
    convene: Any, ask: Any, people: Any, vote: Any, mode: str
) -> None:
    round = ask(convene(mode))
    leader = people(round.item.workshop)[0]
    same = {"key": "k1", "secret": "s" * 32} if mode == Mode.ANONYMOUS else {"key": "k1"}

    first = vote(round, leader, **same)
    again = vote(round, leader, **same)

    assert (first.revision, again.revision) == (1, 1)
    assert live(round) == 1
    assert Turnout.objects.filter(answered=True).count() == 1


def test_a_change_replaces_the_answer_and_a_stale_one_is_refused(
    convene: Any, ask: Any, people: Any, vote: Any
) -> None:
    round = ask(convene())
    leader = people(round.item.workshop)[0]
    vote(round, leader, 10)

    assert vote(round, leader, 20, revision=1).revision == 2
    with pytest.raises(ConflictError, match="another device"):
        vote(round, leader, 30, revision=1)

    kept = Ballot.objects.get()
    assert kept.answers["safety"]["low"] == 20
    assert live(round) == 1


def test_a_late_repeat_of_an_older_submission_changes_nothing(
    convene: Any, ask: Any, people: Any, vote: Any
) -> None:
    round = ask(convene())
    leader = people(round.item.workshop)[0]
    vote(round, leader, 10, key="first")
    vote(round, leader, 20, revision=1, key="second")

    late = vote(round, leader, 10, key="first")

    assert late.repeated
    assert Ballot.objects.get().answers["safety"]["low"] == 20


def test_an_anonymous_answer_is_changed_by_its_device_only(
    convene: Any, ask: Any, people: Any, vote: Any
) -> None:
    round = ask(convene(Mode.ANONYMOUS))
    leader = people(round.item.workshop)[0]
    vote(round, leader, 10, secret="a" * 32)

    vote(round, leader, 20, secret="a" * 32)
    with pytest.raises(NotAllowedError, match="only the device that answered"):
        vote(round, leader, 30, secret="b" * 32)

    assert SealedBallot.objects.get().answers["safety"]["low"] == 20


@pytest.mark.parametrize("mode", Mode.values)
def test_nothing_is_taken_after_closing(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User, mode: str
) -> None:
    round = ask(convene(mode))
    first, second, _ = people(round.item.workshop)
    vote(round, first, 10, secret="a" * 32)
    actions.close_round(round=round, by=chioma)

    for leader in (first, second):
        with pytest.raises(NotAllowedError, match="takes no more answers"):
            vote(round, leader, 20, revision=1, secret="a" * 32)

    assert live(round) == 1


def test_nothing_is_taken_after_the_deadline_by_the_servers_clock(
    convene: Any, ask: Any, people: Any, vote: Any
) -> None:
    workshop = convene(pace="apart", deadline=timezone.now() + timedelta(hours=1))
    round = ask(workshop)
    Round.objects.filter(pk=round.pk).update(deadline=timezone.now() - timedelta(seconds=1))

    with pytest.raises(NotAllowedError, match="The deadline was"):
        vote(round, people(workshop)[0])

    assert actions.close_due() == 1
    round.refresh_from_db()
    assert round.state == "closed"


@pytest.mark.parametrize("mode", [Mode.NAMED, Mode.CONFIDENTIAL])
def test_a_proxy_casts_is_logged_and_the_absent_leader_can_change_it(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User, mode: str
) -> None:
    round = ask(convene(mode))
    absent, proxy, _ = people(round.item.workshop)
    actions.set_proxy(absent=absent, proxy=proxy, by=chioma)
    absent.refresh_from_db()

    vote(round, absent, 10, cast_by=proxy)
    event = AuditEvent.objects.filter(name="judgement.ballot.accepted").latest("number")
    vote(round, absent, 90, revision=1)

    kept = Ballot.objects.get()
    assert event.detail["on_behalf_of"] == "Leader 1"
    assert event.detail["cast_by"] == "Leader 2"
    assert (kept.answers["safety"]["low"], kept.cast_by) == (90, None)
    with pytest.raises(NotAllowedError, match="answered in person"):
        vote(round, absent, 10, cast_by=proxy, revision=2)


def test_nobody_casts_for_another_without_being_entrusted_nor_when_anonymous(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    named, anonymous = ask(convene()), ask(convene(Mode.ANONYMOUS))
    first, second, _ = people(named.item.workshop)
    with pytest.raises(NotAllowedError, match="has not been entrusted"):
        vote(named, first, cast_by=second)

    first, second, _ = people(anonymous.item.workshop)
    actions.set_proxy(absent=first, proxy=second, by=chioma)
    first.refresh_from_db()
    with pytest.raises(NotAllowedError, match="nobody can answer for somebody else"):
        vote(anonymous, first, cast_by=second)
    assert live(named) == live(anonymous) == 0


def test_observers_strangers_and_those_taken_off_the_list_do_not_judge(
    convene: Any, ask: Any, people: Any, vote: Any, chioma: User
) -> None:
    workshop = convene()
    watcher = actions.add_participant(
        workshop=workshop, name="Watcher", part=Participant.Part.OBSERVER, by=chioma
    )
    round = ask(workshop)
    stranger = people(convene())[0]
    gone = people(workshop)[0]
    actions.remove_participant(participant=gone, by=chioma)
    gone.refresh_from_db()

    for who, why in ((watcher, "observer"), (stranger, "not on the list"), (gone, "no longer")):
        with pytest.raises(NotAllowedError, match=why):
            vote(round, who)
    assert live(round) == 0


def test_a_late_joiner_may_answer_what_is_open_if_the_workshop_lets_them(
    convene: Any, ask: Any, vote: Any
) -> None:
    for allowed in (True, False):
        workshop = convene(late_joiners=allowed)
        round = ask(workshop)
        given = {"code": workshop.code, "pin": workshop.pin, "address": "1"}
        if not allowed:
            with pytest.raises(NotAllowedError, match="lets nobody new in"):
                actions.join_by_pin(name="Late", **given)
            continue
        late = actions.join_by_pin(name="Late", **given)
        assert late.late
        assert vote(round, late).revision == 1


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({}, "Nothing was answered"),
        ({"safety": {"low": 101, "high": 101}}, "off the scale"),
        ({"safety": {"low": 60, "high": 40}}, "backwards"),
        ({"safety": {"low": float("nan"), "high": 1}}, "must be numbers"),
        ({"safety": {"low": "7", "high": 7}}, "must be numbers"),
        ({"beauty": {"low": 1, "high": 1}}, "Nothing asks about beauty"),
        ({"safety": {"low": None, "comment": "x" * 1001}}, "characters"),
        ({"safety": [1]}, "a value, a range or words"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(
    convene: Any, ask: Any, people: Any, vote: Any, answers: Any, why: str
) -> None:
    round = ask(convene())

    with pytest.raises(InputError, match=why):
        vote(round, people(round.item.workshop)[0], answers=answers)

    assert live(round) == 0


def test_ranges_blanks_and_comments_are_kept(
    convene: Any, ask: Any, people: Any, vote: Any
) -> None:
    round = ask(convene())
    given = {
        "safety": {"low": 40, "high": 60, "comment": "it depends"},
        "cost": {"low": None, "high": None},
    }

    vote(round, people(round.item.workshop)[0], answers=given)

    kept = Ballot.objects.get().answers
    assert kept["safety"] == {"low": 40.0, "high": 60.0, "comment": "it depends"}
    assert kept["speed"] == {"low": None, "high": None, "comment": ""}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (actions.Typed(value="40"), (40, 40)),
        (actions.Typed(value="40", to="60"), (40, 60)),
        (actions.Typed(value="40..60"), (40, 60)),
        (actions.Typed(value="40", unknown=True), (None, None)),
        (actions.Typed(), (None, None)),
    ],
)
def test_what_is_typed_is_read(convene: Any, ask: Any, typed: Any, expected: Any) -> None:
    asked = ask(convene()).frozen["asked"]

    found = actions.read(asked, {"safety": typed})

    assert not found.faults
    assert (found.answers["safety"]["low"], found.answers["safety"]["high"]) == expected


def test_a_pair_is_read_with_its_side(convene: Any, chioma: User) -> None:
    workshop = convene(opened=False)
    item = workshop.items.first()
    actions.put_item(workshop=workshop, item=item, values={"method": "ahp"}, by=chioma)
    actions.open_workshop(workshop=workshop, by=chioma)
    item.refresh_from_db()
    asked = actions.open_round(item=item, by=chioma).frozen["asked"]
    key = asked[0]["key"]

    def one(**typed: Any) -> Any:
        found = actions.read(asked, {key: actions.Typed(**typed)})
        return found.faults.get(key) or (found.answers[key]["low"], found.answers[key]["high"])

    assert one(value="3", side="left") == (3, 3)
    assert one(value="2..4", side="right") == (0.25, 0.5)
    assert one(side="alike") == (1, 1)
    assert "which of the two" in one(value="3")
    assert "how much more" in one(side="left")
    assert "off the scale" in one(value="99", side="right")
