"""Ballots that ask one question after the other, and a second look at answers; nothing is kept.

What was answered so far travels with the form, in every mode: until it is handed in, no answer is
on the server.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from headwater.errors import InputError
from headwater.vocabulary.ballot import Answers, Feedback, Key
from headwater.vocabulary.decision import WeightRange
from headwater.vocabulary.shapes import JOIN
from headwater.vocabulary.units import Interval
from headwater.web.judgement.actions.questions import Asked, frozen_in, shown
from headwater.web.judgement.actions.reading import Reading, Typed, checked, kept_answer, read
from headwater.web.judgement.models import Round

Entry = dict[str, Any]
"""One answer on the way: key, low, high, comment."""

Trail = list[list[Entry]]
"""All answers so far, one list a step, so that a step can be taken back."""

LONGEST_TRAIL: Final = 200_000  # characters
MOST_STEPS: Final = 400
MOST_FEEDBACK: Final = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """What a round about criteria is weighed by."""

    method: str
    criteria: tuple[str, ...]
    adaptive: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way to mend answers: its words, and the answers that it sets by the key of a question."""

    text: str
    sets: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Look:
    """One sentence about the answers so far, and the ways to mend what it names."""

    text: str
    kind: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Where someone stands in a ballot that asks step by step.

    Attributes
    ----------
    asked
        What is asked now; empty once nothing more is.
    trail
        What was answered so far, as text for the form.
    said
        The same as sentences.
    weights
        What follows from it.
    looks
        What is worth a second look.
    """

    number: int
    asked: tuple[Asked, ...]
    trail: str
    said: tuple[str, ...]
    weights: tuple[WeightRange, ...]
    looks: tuple[Look, ...]


def subject_of(round_id: UUID) -> Subject | None:
    """Return by what a round is weighed; None where it is not about criteria."""
    frozen = frozen_in(round_id)
    if frozen["kind"] != "criteria":
        return None
    return Subject(frozen["method"], tuple(frozen["subjects"]), bool(frozen.get("adaptive")))


def check_usable(round_id: UUID, answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Raise InputError where the method of a round could make nothing of the answers."""
    from headwater import judgement

    subject = subject_of(round_id)
    if subject is not None:
        judgement.check(subject.method, subject.criteria, _engine(answers))


def checked_answers(round: Round, answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return answers on the way, held against what may be asked; none at all is fine.

    Raises
    ------
    InputError
        If one is for no question or off its scale.
    """
    known = {each["key"]: each for each in round.frozen["asked"]}
    if strange := sorted(set(answers) - set(known)):
        raise InputError(f"Nothing asks about {', '.join(strange)}.")
    return {key: kept_answer(known[key], given or {}) for key, given in answers.items()}


def step(*, round_id: UUID, trail: Trail) -> Step:
    """Return what to ask next, given all that was answered so far."""
    from headwater import judgement

    subject = subject_of(round_id)
    if subject is None or not subject.adaptive:
        raise InputError("This question is answered on one page; reload it.")
    answers = _folded(trail)
    engine = _engine(answers)
    asked = judgement.METHODS[subject.method].questions(subject.criteria, engine)
    return Step(
        number=len(trail) + 1,
        asked=tuple(shown(each) for each in asked),
        trail=json.dumps(trail),
        said=tuple(judgement.worded(key, value) for key, value in engine.items() if len(key) > 1),
        weights=_weights(subject, engine) if trail else (),
        looks=looks(round_id=round_id, answers=answers),
    )


def read_trail(text: str, *, asked: Sequence[Asked]) -> Trail:
    """Return the answers so far from the text of the form, each held against what may be asked.

    Raises
    ------
    InputError
        If it cannot be read, or an answer is for no question or off its scale.
    """
    known = {each["key"]: each for each in asked}
    try:
        steps = json.loads(text[:LONGEST_TRAIL] or "[]")
        trail = [[(str(entry["key"]), dict(entry)) for entry in each] for each in steps]
    except (ValueError, TypeError, KeyError):
        raise InputError("The answers so far could not be read; reload the page.") from None
    if len(trail) > MOST_STEPS or any(key not in known for each in trail for key, _ in each):
        raise InputError("The answers so far do not fit this question; reload the page.")
    return [
        [{"key": key, **kept_answer(known[key], given)} for key, given in each]
        for each in trail
        if each
    ]


def trail_of(answers: Mapping[str, Mapping[str, Any]]) -> Trail:
    """Return kept answers as steps: single names (best, worst) first, then the comparisons."""
    entries = [{"key": key, **given} for key, given in answers.items()]
    single = [each for each in entries if JOIN not in each["key"]]
    paired = [each for each in entries if JOIN in each["key"]]
    if single:
        return [each for each in (single, paired) if each]
    return [[each] for each in paired]


def add(trail: Trail, asked: Sequence[Asked], typed: Mapping[str, Typed]) -> tuple[Trail, Reading]:
    """Return the trail with what was just typed as one more step, and what is wrong with it.

    Asked questions are keyed by their place here, since two of one step may be about the same.
    """
    found = Reading()
    entries: list[Entry] = []
    for number, question in enumerate(asked):
        name = str(number)
        given = typed.get(name, Typed())
        if question["kind"] == "pick":
            entries += _picked(question, given, found, name)
            continue
        reading = read([question], {question["key"]: given})
        if reading.faults:
            found.faults[name] = reading.faults[question["key"]]
        else:
            entries.append({"key": question["key"], **reading.answers[question["key"]]})
    keys = [each["key"] for each in entries]
    if len(set(keys)) < len(keys) and not found.faults:
        found.faults[str(len(asked) - 1)] = "The two cannot be the same; choose another."
    return ([*trail, entries] if entries and not found.faults else trail), found


def typed_of(asked: Sequence[Asked], entries: Sequence[Entry]) -> dict[str, Typed]:
    """Return what stands in the fields of a step that was answered, by the place of a question."""
    typed = {}
    for number, question in enumerate(asked):
        found = next((each for each in entries if _answers(question, each)), None)
        if found is None:
            continue
        if found["low"] is None:
            given = Typed(unknown=True)
        elif question["kind"] == "pick":
            given = Typed(value=str(_option(question, found)))
        else:
            given = as_typed(question, found["low"], found["high"])
        typed[str(number)] = replace(given, comment=found["comment"])
    return typed


def _answers(question: Asked, entry: Entry) -> bool:
    """Say whether an entry is the answer to a question."""
    if question["kind"] == "pick" and entry["low"] is not None:
        return _option(question, entry) is not None
    return bool(entry["key"] == question["key"])


def _option(question: Asked, entry: Entry) -> int | None:
    wanted = [entry["key"], entry["low"], entry["high"]]
    return next((at for at, each in enumerate(question["values"]) if each == wanted), None)


def _picked(question: Asked, given: Typed, found: Reading, name: str) -> list[Entry]:
    if given.unknown and question.get("unknown", True):
        return [{"key": question["key"], "low": None, "high": None, "comment": given.comment}]
    if not given.value.isdigit() or int(given.value) >= len(question["values"]):
        unknown = ", or “don’t know”" if question.get("unknown", True) else ""
        found.faults[name] = f"Choose one{unknown}; or hand in what you have so far."
        return []
    key, low, high = question["values"][int(given.value)]
    return [{"key": key, "low": low, "high": high, "comment": given.comment}]


def folded(trail: Trail) -> dict[str, dict[str, Any]]:
    """Return the answers that a trail amounts to: a later one replaces an earlier of its key."""
    return _folded(trail)


def looks(*, round_id: UUID, answers: Mapping[str, Mapping[str, Any]]) -> tuple[Look, ...]:
    """Return what is worth a second look in answers about criteria, with the ways to mend it."""
    from headwater import judgement

    subject = subject_of(round_id)
    if subject is None:
        return ()
    engine = _engine(answers)
    try:
        told = judgement.METHODS[subject.method].feedback(subject.criteria, engine)
    except InputError as error:
        return (Look(f"{error}.".replace("..", "."), "shape", ()),)
    found = [_look(subject, engine, each) for each in told]
    return tuple(each for each in found if each.kind != "gap" or not subject.adaptive)[
        :MOST_FEEDBACK
    ]


def mend(typed: Mapping[str, Typed], asked: Sequence[Asked], way: Way) -> dict[str, Typed]:
    """Return what was typed with a way to mend taken."""
    changed = dict(typed)
    for question in asked:
        if question["key"] in way.sets:
            low, high = way.sets[question["key"]]
            before = changed.get(question["key"], Typed())
            changed[question["key"]] = replace(
                as_typed(question, low, high), comment=before.comment
            )
    return changed


def as_typed(question: Asked, low: float, high: float) -> Typed:
    """Return what stands in the fields of a question that has this answer."""
    side = ""
    if question["kind"] == "factor":
        if low == high == 1:
            return Typed(side="alike")
        side = "left" if high > 1 else "right"
        if side == "right":
            low, high = 1 / high, 1 / low
    return Typed(value=f"{low:.6g}", to="" if low == high else f"{high:.6g}", side=side)


def mend_trail(trail: Trail, way: Way) -> Trail:
    """Return the trail with a way to mend taken, as one more step."""
    return [
        *trail,
        [
            {"key": key, "low": low, "high": high, "comment": ""}
            for key, (low, high) in way.sets.items()
        ],
    ]


def handed_in(round_id: UUID, trail: Trail, asked: Sequence[Asked]) -> Reading:
    """Return a trail as the answers of a ballot."""
    found = Reading()
    found.answers = checked(asked, _folded(trail))
    return found


def _folded(trail: Trail) -> dict[str, dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = {}
    for each in trail:
        for entry in each:
            key, given = entry["key"], {name: entry[name] for name in ("low", "high", "comment")}
            before = answers.get(key, {}).get("comment", "")
            if before and not given["comment"]:
                given["comment"] = before
            answers[key] = given
    return answers


def _engine(answers: Mapping[str, Mapping[str, Any]]) -> Answers:
    return {
        tuple(key.split(JOIN)): (
            None if given.get("low") is None else Interval(given["low"], given["high"])
        )
        for key, given in answers.items()
    }


def _weights(subject: Subject, answers: Answers) -> tuple[WeightRange, ...]:
    from headwater import judgement

    try:
        found = judgement.METHODS[subject.method].priorities(subject.criteria, answers)
    except InputError:
        return ()
    centre = dict(zip(subject.criteria, found.weights.centre, strict=True))
    return tuple(
        WeightRange(name, (span := found.weights.range_of(name)).low, span.high, centre[name])
        for name in subject.criteria
    )


def _look(subject: Subject, answers: Answers, told: Feedback) -> Look:
    from headwater import judgement

    ways = judgement.ways(subject.method, answers, told)
    return Look(
        told.text,
        told.kind,
        tuple(Way(each.text, _sets(each.answers)) for each in ways),
    )


def _sets(answers: Mapping[Key, Interval | None]) -> dict[str, tuple[float, float]]:
    return {JOIN.join(key): (each.low, each.high) for key, each in answers.items() if each}
