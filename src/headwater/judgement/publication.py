"""What may be published of hidden answers: never below five, only coarsely, nothing by difference.

The rules were set by measuring what somebody learns who knows every published output, their own
answers and those of one colleague; see docs/methods/publication.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from headwater.errors import InputError, NotAllowedError
from headwater.vocabulary.publication import Mode, Release, Scale, Split
from headwater.vocabulary.units import Interval

FLOOR = 5
"""Fewest answers of which anything is published in a hidden mode; it may only be raised."""

PART_FLOOR = 10
"""The same for a part of a group that is shown beside the whole: the whole tells of it too."""

SPREADS: tuple[tuple[float, Literal["close", "apart", "far apart"]], ...] = (
    (0.10, "close"),
    (0.20, "apart"),
    (1.01, "far apart"),
)
"""Standard deviation of the places on the scale, up to which a word is used."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How much may be said of so many answers: parts of the scale, and whether the spread too."""

    fewest: int
    parts: int
    spread: bool = False


DETAILS = (
    Detail(60, 25, spread=True),
    Detail(30, 9, spread=True),
    Detail(16, 5),
    Detail(9, 3),
    Detail(FLOOR, 2),
)


def release(
    item: str,
    values: Sequence[float],
    *,
    scale: Scale,
    mode: Mode,
    closed: bool,
    floor: int = FLOOR,
) -> Release:
    """Say what may be published of the answers to one question.

    Parameters
    ----------
    item
        What they speak of.
    values
        The answers, on the scale.
    closed
        Whether the round is closed: before that nothing is published in any mode.
    floor
        Fewest answers; 5 or more.

    Returns
    -------
    Release
        In the named mode the mean (geometric on a ratio scale) and the spread. In the hidden
        modes the part of the scale in which the mean lies: 2 equal parts for 5 to 8 answers, 3
        up to 15, 5 up to 29, 9 up to 59, then 25; the spread from 30 answers on.

    Raises
    ------
    NotAllowedError
        If the round is open.
    InputError
        If the floor is below 5.
    """
    check_closed(closed)
    check_floor(floor)
    places = [scale.place(value) for value in values]
    if mode == "named":
        return _exactly(item, places, scale)
    if len(values) < floor:
        text = f"Fewer than {floor} answered on {item}, so nothing is shown of it."
        return Release(item, None, "", text)
    found = detail(len(values))
    part = part_of(places, found.parts)
    centre = Interval(scale.value(part / found.parts), scale.value((part + 1) / found.parts))
    spread = spread_of(places) if found.spread else ""
    return Release(item, centre, spread, _told(item, part, found.parts, centre, scale, spread))


def weight_scale(criteria: int) -> Scale:
    """Return the scale on which weights of so many criteria are published.

    From a quarter of an equal share to four times it, by factors: its middle is the equal share.
    """
    return Scale(1 / (4 * criteria), 4 / criteria, ratio=True, percent=True)


def release_weights(
    weights: Mapping[str, Mapping[str, float]],
    *,
    mode: Mode,
    closed: bool,
    floor: int = FLOOR,
) -> tuple[Release, ...]:
    """Say what may be published of people's weights: one release a criterion, by its name.

    Parameters
    ----------
    weights
        person -> criterion -> weight; the same criteria for all.

    Raises
    ------
    NotAllowedError
        If the round is open.
    InputError
        If the floor is below 5, or nobody answered.
    """
    if not weights:
        raise InputError("nobody answered, so there are no weights to publish")
    criteria = sorted(next(iter(weights.values())))
    return tuple(
        release(
            name,
            [each[name] for each in weights.values()],
            scale=weight_scale(len(criteria)),
            mode=mode,
            closed=closed,
            floor=floor,
        )
        for name in criteria
    )


def detail(answers: int) -> Detail:
    """Return how much may be said of so many hidden answers.

    Raises
    ------
    NotAllowedError
        If they are fewer than five.
    """
    for each in DETAILS:
        if answers >= each.fewest:
            return each
    raise NotAllowedError(f"nothing is shown of fewer than {FLOOR} answers")


def part_of(places: Sequence[float], parts: int) -> int:
    """Return the part of the scale, counted from 0, in which the mean of the places lies."""
    mean = sum(places) / len(places)
    return min(int(mean * parts + 1e-9), parts - 1)


def spread_of(places: Sequence[float]) -> Literal["close", "apart", "far apart"]:
    """Return the word for the standard deviation of places on a scale from 0 to 1."""
    mean = sum(places) / len(places)
    deviation = sqrt(sum((place - mean) ** 2 for place in places) / len(places))
    return next(word for limit, word in SPREADS if deviation < limit)


def subgroups(sizes: Mapping[str, int], *, floor: int = PART_FLOOR) -> Split:
    """Say which parts of a group may be reported on beside the whole.

    Parameters
    ----------
    sizes
        Answers by part; the parts do not overlap and make the whole. Only one such division
        may be published of a round: two that cross tell of their differences.

    Returns
    -------
    Split
        Parts with fewer than `floor` answers are hidden. While those hidden together have
        some answers but fewer than `floor`, the next smallest is hidden too: the whole less
        what is shown would tell of them. One part alone is not shown beside the whole.

    Raises
    ------
    InputError
        If the floor is below 5, or a size is negative.
    """
    check_floor(floor)
    if any(size < 0 for size in sizes.values()):
        raise InputError("a part of a group has fewer than no answers")
    order = sorted(sizes, key=lambda each: (sizes[each], each))
    hidden = [each for each in order if sizes[each] < floor]
    shown = [each for each in order if sizes[each] >= floor]
    too_few = bool(hidden)
    while shown and 0 < sum(sizes[each] for each in hidden) < floor:
        hidden.append(shown.pop(0))
    if len(shown) == 1 and not any(sizes[each] for each in hidden):
        hidden, shown = [*hidden, *shown], []
    if not hidden:
        return Split(tuple(sorted(shown)), ())
    reason = (
        f"Parts with fewer than {floor} answers are not shown"
        if too_few
        else "A part that is the whole is not shown twice"
    )
    if sum(sizes[each] >= floor for each in hidden) and too_few:
        reason += ", and neither is the next smallest, because the rest would tell of them"
    return Split(tuple(sorted(shown)), tuple(sorted(hidden)), f"{reason}.")


def may_replace(*, changed: int, floor: int = FLOOR) -> bool:
    """Say whether a round that was opened again may be published anew.

    Not where 1 to `floor` - 1 answers changed: the difference between both publications would
    tell of them. The earlier publication then stands, and the next round asks everyone again.
    """
    check_floor(floor)
    return changed == 0 or changed >= floor


def check_floor(floor: int) -> None:
    """Refuse a floor below five: it may only be raised."""
    if floor < FLOOR:
        raise InputError(f"at least {FLOOR} answers are needed in a hidden mode; {floor} is less")


def check_closed(closed: bool) -> None:
    """Refuse to publish while a round is open."""
    if not closed:
        raise NotAllowedError("nothing is shown before the round is closed; close it first")


def _exactly(item: str, places: Sequence[float], scale: Scale) -> Release:
    if not places:
        return Release(item, None, "", f"Nobody answered on {item}.")
    mean = scale.value(sum(places) / len(places))
    spread = spread_of(places)
    text = f"{item}: {scale.show(mean)} in the middle of {len(places)} answers, lying {spread}."
    return Release(item, Interval.point(mean), spread, text)


def _told(item: str, part: int, parts: int, centre: Interval, scale: Scale, spread: str) -> str:
    low, high = scale.show(centre.low), scale.show(centre.high)
    if part == 0:
        where = f"below {high}"
    elif part == parts - 1:
        where = f"above {low}"
    else:
        where = f"between {low} and {high}"
    apart = f", and the answers lie {spread}" if spread else ""
    return f"{item}: the middle of the answers lies {where}{apart}."
