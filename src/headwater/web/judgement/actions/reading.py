"""From what a person typed, or a program sent, to the answers of a ballot; each fault is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from headwater.errors import InputError
from headwater.vocabulary.units import Interval
from headwater.web.judgement.actions.questions import LONGEST_TEXT, Asked
from headwater.web.projects.actions import amount

LONGEST_COMMENT = 1000
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of one question: a number or range, a side, words, a comment."""

    value: str = ""
    to: str = ""
    side: str = ""
    said: str = ""
    unknown: bool = False
    comment: str = ""


@dataclass(slots=True)
class Reading:
    """The answers found, by the key of their question, and what is wrong with the others."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    def answered(self) -> int:
        """Count the questions that got more than a "don't know"."""
        return sum(1 for each in self.answers.values() if _is_answer(each))


def read(asked: Iterable[Asked], typed: Mapping[str, Typed]) -> Reading:
    """Read what was typed for each question; what was left blank is "don't know"."""
    found = Reading()
    for question in asked:
        key = question["key"]
        try:
            found.answers[key] = _answer(question, typed.get(key, Typed()))
        except InputError as error:
            found.faults[key] = str(error)
    return found


def checked(asked: Iterable[Asked], answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the answers that a program sent, held against what was asked.

    Raises
    ------
    InputError
        If one is for no question, off its scale, or no answer at all was given.
    """
    questions = {each["key"]: each for each in asked}
    if strange := sorted(set(answers) - set(questions)):
        raise InputError(f"Nothing asks about {', '.join(strange)}.")
    kept = {
        key: kept_answer(each, answers.get(key) or {})
        for key, each in questions.items()
        if key in answers or not each.get("sparse")
    }
    if not any(_is_answer(each) or each["comment"] for each in kept.values()):
        raise InputError("Nothing was answered: answer at least one question, or leave a comment.")
    _check_total(questions, kept)
    return kept


def _check_total(questions: Mapping[str, Asked], kept: Mapping[str, Mapping[str, Any]]) -> None:
    """Refuse points that are all given as numbers and do not make the total asked for."""
    total = next(iter(questions.values()))["total"] if questions else None
    given = [each for each in kept.values() if each.get("low") is not None]
    if total is None or len(given) < len(kept) or any(e["low"] != e["high"] for e in given):
        return
    found = sum(each["low"] for each in given)
    if abs(found - total) > 0.5:
        raise InputError(f"The points make {found:g}; together they should make {total:g}.")


def _answer(question: Asked, typed: Typed) -> dict[str, Any]:
    raw: dict[str, Any] = {"comment": typed.comment}
    if typed.unknown:
        return kept_answer(question, raw)
    if question["kind"] in ("choice", "text"):
        return kept_answer(question, raw | {"said": typed.said})
    text = typed.value.strip()
    if typed.to.strip():
        text = f"{text}..{typed.to.strip()}"
    interval = amount(text, what=question["label"]) if text else None
    if question["kind"] == "factor" and typed.side == "alike":
        interval = Interval.point(1.0)
    elif question["kind"] == "factor" and typed.side and interval is None:
        raise InputError(f"{question['label']}: say how much more it matters, or “don’t know”.")
    elif question["kind"] == "factor" and interval is not None:
        interval = _on_side(question, interval, typed.side)
    if interval is not None:
        raw |= {"low": interval.low, "high": interval.high}
    return kept_answer(question, raw)


def _on_side(question: Asked, factor: Interval, side: str) -> Interval:
    if not side:
        raise InputError(f"{question['label']}: say which of the two matters more.")
    _on_scale(question, factor)
    return factor if side == "left" else Interval(1 / factor.high, 1 / factor.low)


def kept_answer(question: Asked, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return one answer in the only form in which it is kept, checked."""
    if not isinstance(given, Mapping):
        raise InputError(f"{question['label']}: an answer has a value, a range or words.")
    comment = _words(given.get("comment"), LONGEST_COMMENT, question)
    if question["kind"] in ("choice", "text"):
        said = _words(given.get("said"), LONGEST_TEXT, question)
        if question["kind"] == "choice" and said and said not in question["options"]:
            raise InputError(f"{question['label']}: {said!r} is not among the options.")
        return {"said": said, "comment": comment}
    low, high = given.get("low"), given.get("high", given.get("low"))
    if low is None and high is None:
        return {"low": None, "high": None, "comment": comment}
    interval = Interval(_number(low, question), _number(high, question))
    if question["kind"] == "factor":
        most = question["high"]
        _within(question, interval, 1 / most, most)
    else:
        _on_scale(question, interval)
    return {"low": interval.low, "high": interval.high, "comment": comment}


def _on_scale(question: Asked, interval: Interval) -> None:
    _within(question, interval, question["low"], question["high"])


def _within(question: Asked, interval: Interval, low: float, high: float) -> None:
    if interval.low < low - SLACK or interval.high > high + SLACK:
        raise InputError(
            f"{question['label']}: {interval} lies off the scale, which runs from "
            f"{low:.3g} to {high:g}."
        )


def _words(value: Any, most: int, question: Asked) -> str:
    text = str(value or "").replace("\x00", "").strip()
    if len(text) > most:
        raise InputError(f"{question['label']}: {len(text):,} characters; {most:,} are the most.")
    return text


def _number(value: Any, question: Asked) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise InputError(f"{question['label']}: both ends of a range must be numbers.")
    return float(value)


def _is_answer(answer: Mapping[str, Any]) -> bool:
    return answer.get("low") is not None or bool(answer.get("said"))
