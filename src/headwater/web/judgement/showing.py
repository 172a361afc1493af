"""What a room's screens show, gathered for templates: the point, its question, its results."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from django.utils import timezone

from headwater.web.judgement import actions
from headwater.web.judgement.models import Item, Participant, Round, Workshop
from headwater.web.judgement.states import PROMISE, Mode, Pace, State

SMALL_SCALE = 10  # steps up to which a scale is shown as buttons


@dataclass(frozen=True, slots=True)
class Field:
    """One question as a form shows it: its data, the name of its fields, what stands in them."""

    name: str
    asked: dict[str, Any]
    levels: tuple[str, ...]
    typed: actions.Typed
    fault: str
    anchors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot as a participant sees it.

    `step` is where they stand in one that asks step by step; `anchors` what the levels of all its
    questions look like; `looks` what in the answers is worth a second look, `looked` whether they
    asked for it.
    """

    round: Round
    of: Participant
    groups: tuple[tuple[str, tuple[Field, ...]], ...]
    key: str
    revision: int
    answered: bool
    locked: str
    promise: str
    faults: int = 0
    message: str = ""
    step: actions.Step | None = None
    anchors: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    looks: tuple[actions.Look, ...] = ()
    looked: bool = False
    can_look: bool = False
    can_answer_look: bool = False


def paper(
    round: Round,
    of: Participant,
    *,
    secret: str,
    reading: actions.Reading | None = None,
    typed: dict[str, actions.Typed] | None = None,
    message: str = "",
    key: str = "",
    trail: actions.Trail | None = None,
    looked: bool = False,
) -> Paper:
    """Return the ballot of a participant in an open round, with what is kept or was typed.

    Faults and what was typed are by the key of a question; by its place where one is asked after
    the other, which `trail` leads to.
    """
    kept = actions.own_ballot(round=round, of=of, secret=secret)
    answered = actions.has_answered(round=round, of=of)
    elsewhere = round.mode == Mode.ANONYMOUS and answered and kept is None
    answers = kept.answers if kept is not None else {}
    step = _step(round, answers, trail)
    asked = list(step.asked) if step else round.frozen["asked"]
    common = _common(asked)
    names = [str(place) if step else each["key"] for place, each in enumerate(asked)]
    faults = reading.faults if reading else {}
    fields = [
        Field(
            name=f"q{number}",
            asked=each,
            levels=_levels(each),
            typed=(typed or {}).get(names[number])
            or (actions.Typed() if step else _as_typed(each, answers.get(each["key"]))),
            fault=faults.get(names[number], ""),
            anchors=() if common else _anchors(each),
        )
        for number, each in enumerate(asked)
    ]
    given = reading.answers if reading and not step else answers
    seen = step.looks if step else _looks(round, given)
    return Paper(
        round=round,
        of=of,
        groups=_grouped(fields),
        key=key or uuid4().hex,
        revision=getattr(kept, "revision", 0),
        answered=answered,
        locked=(
            "Your answer is in. It was given on another device, which alone can change it."
            if elsewhere
            else ""
        ),
        promise=PROMISE[round.mode],
        faults=len(faults),
        message=message,
        step=step,
        anchors=common,
        hint=_common_hint(asked),
        looks=seen if looked or answered or step else (),
        looked=looked,
        can_look=round.frozen["kind"] == "criteria" and step is None,
        can_answer_look=round.frozen["kind"] == "criteria",
    )


def _step(
    round: Round, answers: dict[str, Any], trail: actions.Trail | None
) -> actions.Step | None:
    if not round.frozen.get("adaptive"):
        return None
    begun = actions.trail_of(answers) if trail is None else trail
    return actions.step(round_id=round.pk, trail=begun)


def _looks(round: Round, answers: dict[str, Any]) -> tuple[actions.Look, ...]:
    if round.frozen["kind"] != "criteria" or not answers:
        return ()
    return actions.looks(round_id=round.pk, answers=answers)


def _anchors(asked: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((level, words) for level, words in asked.get("anchors", ()))


def _common(asked: list[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Return what the levels look like, where they look the same for every question."""
    found = {_anchors(each) for each in asked}
    return found.pop() if len(found) == 1 else ()


def _common_hint(asked: list[dict[str, Any]]) -> str:
    """Return how to answer, where that is the same for several questions, to say it once."""
    found = {str(each["hint"]) for each in asked}
    return found.pop() if len(asked) > 1 and len(found) == 1 else ""


def point(workshop: Workshop, wanted: str = "") -> Item | None:
    """Return the item a participant sees: everyone's, or at their own pace the one they chose."""
    if workshop.pace == Pace.TOGETHER or not wanted:
        return workshop.now if workshop.pace == Pace.TOGETHER else None
    return workshop.items.filter(pk=wanted).first()


def last_round(item: Item | None) -> Round | None:
    """Return the item's newest round."""
    return item.rounds.order_by("-number").first() if item else None


def newest_results(item: Item | None) -> Round | None:
    """Return the item's newest round that was revealed."""
    if item is None:
        return None
    revealed = item.rounds.filter(state=State.REVEALED).select_related("matters")
    return revealed.order_by("-number").first()


def earlier_rounds(item: Item | None) -> list[Round]:
    """Return the item's revealed rounds, oldest first, for the way from one to the next."""
    return list(item.rounds.filter(state=State.REVEALED).order_by("number")) if item else []


def seconds_left(workshop: Workshop) -> int | None:
    """Return how long the timer still runs; None where none does."""
    if workshop.timer_ends is None:
        return None
    return max(0, int((workshop.timer_ends - timezone.now()).total_seconds()))


def _grouped(fields: list[Field]) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    groups: dict[str, list[Field]] = {}
    for each in fields:
        groups.setdefault(each.asked["group"], []).append(each)
    return tuple((name, tuple(members)) for name, members in groups.items())


def _levels(asked: dict[str, Any]) -> tuple[str, ...]:
    """Return the steps of a small scale of whole numbers, to be shown as buttons."""
    if asked["kind"] not in ("number", "factor"):
        return ()
    low, high = asked["low"], asked["high"]
    if low != int(low) or high != int(high) or high - low > SMALL_SCALE:
        return ()
    return tuple(str(level) for level in range(int(low), int(high) + 1))


def _as_typed(asked: dict[str, Any], answer: dict[str, Any] | None) -> actions.Typed:
    if answer is None:
        return actions.Typed()
    comment = answer.get("comment", "")
    if asked["kind"] in ("choice", "text"):
        return actions.Typed(said=answer.get("said", ""), comment=comment)
    low, high = answer.get("low"), answer.get("high")
    if low is None or high is None:
        return actions.Typed(unknown=True, comment=comment)
    return replace(actions.as_typed(asked, low, high), comment=comment)
