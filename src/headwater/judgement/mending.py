"""Two ways out of answers that pull against each other: take what fits, or change what speaks."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from headwater.judgement.methods import METHODS
from headwater.judgement.pairs import times
from headwater.vocabulary.ballot import Answers, Feedback, Key
from headwater.vocabulary.units import Interval

STEPS = tuple(float(step) for step in range(1, 10))
NO_END = 100.0
"""A range of ratios that ends here has no end: see the method of trade-off pairs."""


@dataclass(frozen=True, slots=True)
class Mend:
    """One way to mend: what it does, in words, and the answers that it sets."""

    text: str
    answers: Answers


def ways(method: str, answers: Answers, told: Feedback) -> tuple[Mend, ...]:
    """Return what would mend a contradiction or a shape, the method's own suggestion first.

    The second way keeps the answer that was named. Where two others contradict it through a third
    criterion, it changes the one of these that has to move least; else it widens the answer to a
    range that holds both. Nothing is set without the leader, who may have meant all of it.
    """
    found = []
    if told.suggested:
        found.append(Mend(_sentence(told.suggested), dict(told.suggested)))
    if told.kind == "contradiction":
        other = _other_side(answers, told.keys) or _wider(method, answers, told)
        found += [other] if other else []
    return tuple(
        each
        for each in found
        if any(answers.get(key) != value for key, value in each.answers.items())
    )


def worded(key: Key, value: Interval | None) -> str:
    """Say one answer as people do: "safety 3 times cost", "safety: 40 to 60"."""
    if value is None:
        return f"{' or '.join(key)}: don’t know"
    if len(key) == 1:
        return f"{key[0]}: {_value(value)}"
    one, other = key
    if value.low * value.high < 1:
        one, other, value = other, one, Interval(1 / value.high, 1 / value.low)
    if value == Interval.point(1.0):
        return f"{one} and {other} alike"
    if value.low < value.high and value.high >= NO_END:
        least = f"{times(value.low)} times " if value.low > 1 else "as much as "
        return f"{one} at least {least}{other}"
    return f"{one} {_value(value)} times {other}"


def _sentence(suggested: Answers) -> str:
    said = [worded(key, value) for key, value in suggested.items()]
    return "; ".join(said[:3]) + (f" and {len(said) - 3} more" if len(said) > 3 else "")


def _value(value: Interval) -> str:
    ends = (times(value.low), times(value.high))
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _other_side(answers: Answers, keys: Sequence[Key]) -> Mend | None:
    """Change one of the two answers that speak against the first of three, whichever is nearer."""
    if len(keys) != 3 or any(answers.get(key) is None for key in keys):
        return None
    (one, other), *sides = keys
    (through,) = {name for key in sides for name in key} - {one, other}
    tried = []
    for number, side in enumerate(sides):
        kept = sides[1 - number]
        wanted = _ratio(answers, keys[0], one, other)
        if one in side:  # one : through = (one : other) * (other : through)
            ratio = wanted * _ratio(answers, kept, other, through)
            ratio = ratio if side[0] == one else 1 / ratio
        else:  # through : other = (one : other) / (one : through)
            ratio = wanted / _ratio(answers, kept, one, through)
            ratio = ratio if side[0] == through else 1 / ratio
        step = _nearest_step(ratio)
        now = _middle(answers[side])
        tried.append((round(abs(log(step / now)), 9), number, side, step))
    _, _, side, step = min(tried)
    value = Interval.point(step)
    return Mend(worded(side, value), {side: value})


def _wider(method: str, answers: Answers, told: Feedback) -> Mend | None:
    """Widen the named answer so that it holds what was said and what the others say."""
    key = told.keys[0] if told.keys else ()
    now, wanted = answers.get(key), told.suggested.get(key)
    if now is None or wanted is None or METHODS[method].NAMES == (1,):
        return None
    value = Interval(min(now.low, wanted.low), max(now.high, wanted.high))
    return Mend(worded(key, value), {key: value})


def _ratio(answers: Answers, key: Key, one: str, other: str) -> float:
    """Return w_one / w_other as answered under a key of the same two, either way round."""
    middle = _middle(answers[key])
    return middle if key == (one, other) else 1 / middle


def _middle(answer: Interval | None) -> float:
    return sqrt(answer.low * answer.high) if answer else 1.0


def _nearest_step(ratio: float) -> float:
    steps = (*STEPS, *(1 / step for step in STEPS[1:]))
    return min(steps, key=lambda step: (round(abs(log(step / ratio)), 9), step))
