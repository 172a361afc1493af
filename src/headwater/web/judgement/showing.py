"""What a room's screens show, gathered for templates: the point, its question, its results."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Paper:
    """A ballot as a participant sees it."""

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


def paper(
    round: Round,
    of: Participant,
    *,
    secret: str,
    reading: actions.Reading | None = None,
    typed: dict[str, actions.Typed] | None = None,
    message: str = "",
    key: str = "",
) -> Paper:
    """Return the ballot of a participant in an open round, with what is kept or was typed."""
    kept = actions.own_ballot(round=round, of=of, secret=secret)
    answered = actions.has_answered(round=round, of=of)
    elsewhere = round.mode == Mode.ANONYMOUS and answered and kept is None
    answers = kept.answers if kept is not None else {}
    faults = reading.faults if reading else {}
    fields = [
        Field(
            name=f"q{number}",
            asked=asked,
            levels=_levels(asked),
            typed=(typed or {}).get(asked["key"]) or _as_typed(asked, answers.get(asked["key"])),
            fault=faults.get(asked["key"], ""),
        )
        for number, asked in enumerate(round.frozen["asked"])
    ]
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
    )


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
    side = ""
    if asked["kind"] == "factor":
        side = "alike" if low == high == 1 else "left" if high > 1 else "right"
        if side == "right":
            low, high = 1 / high, 1 / low
        if side == "alike":
            return actions.Typed(side=side, comment=comment)
    to = "" if low == high else f"{high:.6g}"
    return actions.Typed(value=f"{low:.6g}", to=to, side=side, comment=comment)
