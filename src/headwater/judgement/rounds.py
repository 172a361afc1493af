"""Agreement on each item in a round, and whether it still moves between rounds."""

from collections.abc import Mapping, Sequence

import numpy as np

from headwater.vocabulary.agreement import ItemAgreement, Movement, State
from headwater.vocabulary.publication import Scale
from headwater.vocabulary.units import Interval

Round = Mapping[str, Mapping[str, Interval | None]]
"""person -> item -> answer; None or absent is "don't know"."""

CLOSE = 0.25
"""Middle half of the answers as a share of the scale, at most which they agree: 1 of the 4 steps
of a five-point scale, the most usual rule of Delphi studies [vondergracht2012]_."""

STILL = 0.15
"""Share of the answers that change class, below which a round has settled [scheibe1975]_."""

CLASSES = 5
"""Parts of the scale between which answers are taken to move."""


def agreement(answers: Round, *, scale: Scale) -> tuple[ItemAgreement, ...]:
    """Say how far people agree on each item, in the order of the items' names.

    Ranges count by their middle (on a ratio scale the geometric one). An item agrees when the
    middle half of its answers (inclusive quartiles) is at most a quarter of the scale.
    """
    items = sorted({item for said in answers.values() for item in said})
    return tuple(_item(answers, item, scale) for item in items)


def movement(rounds: Sequence[Round], *, scale: Scale) -> tuple[Movement, ...]:
    """Say what moved from the last round but one to the last, and what has settled.

    Parameters
    ----------
    rounds
        All rounds, first to last; at least one.

    Returns
    -------
    tuple
        By item. Agreement counts only once it is stable: first it is asked whether less than
        15% of the answers changed class, then whether they are close [dajani1979]_. The change
        is half the sum of the changes in the shares of five equal classes, so people who
        trade places do not count.
    """
    last = {each.item: each for each in agreement(rounds[-1], scale=scale)}
    if len(rounds) == 1:
        return tuple(_moved(None, each, None) for each in last.values())
    first = {each.item: each for each in agreement(rounds[-2], scale=scale)}
    return tuple(
        _moved(
            first.get(item),
            each,
            _changed(rounds[-2], rounds[-1], item, scale) if item in first else None,
        )
        for item, each in last.items()
    )


def values_of(answers: Round, item: str, scale: Scale) -> list[float]:
    """Return the places on the scale, 0 to 1, of all answers to an item, smallest first."""
    given = [said[item] for said in answers.values() if said.get(item) is not None]
    ends = [(scale.place(each.low), scale.place(each.high)) for each in given if each]
    return sorted((low + high) / 2 for low, high in ends)


def _item(answers: Round, item: str, scale: Scale) -> ItemAgreement:
    places = values_of(answers, item, scale)
    blank = len(answers) - len(places)
    if not places:
        return ItemAgreement(item, 0, blank, None, None, None, None)
    low, middle, high = np.quantile(places, [0.25, 0.5, 0.75])
    return ItemAgreement(
        item=item,
        answered=len(places),
        blank=blank,
        median=scale.value(float(middle)),
        middle_half=Interval(scale.value(float(low)), scale.value(float(high))),
        ends=Interval(scale.value(places[0]), scale.value(places[-1])),
        agreed=bool(high - low <= CLOSE + 1e-9) if len(places) > 1 else None,
    )


def _changed(before: Round, after: Round, item: str, scale: Scale) -> float | None:
    one, two = (_shares(values_of(each, item, scale)) for each in (before, after))
    if one is None or two is None:
        return None
    return float(np.abs(one - two).sum() / 2)


def _shares(places: Sequence[float]) -> np.ndarray | None:
    if not places:
        return None
    classes = np.minimum((np.array(places) * CLASSES + 1e-9).astype(int), CLASSES - 1)
    return np.asarray(np.bincount(classes, minlength=CLASSES) / len(places))


def _moved(before: ItemAgreement | None, after: ItemAgreement, changed: float | None) -> Movement:
    state = _state(after, changed)
    return Movement(after.item, before, after, changed, state, _told(before, after, changed, state))


def _state(after: ItemAgreement, changed: float | None) -> State:
    if changed is None or after.agreed is None:
        return "open"
    if changed >= STILL:
        return "moving"
    return "agreed" if after.agreed else "settled apart"


def _told(
    before: ItemAgreement | None, after: ItemAgreement, changed: float | None, state: State
) -> str:
    if state == "open" or changed is None:
        if after.agreed is None:
            return f"{after.item}: fewer than two answers, so there is nothing to compare."
        close = "close together" if after.agreed else "apart"
        return f"{after.item}: views are {close}; whether they move, only another round can say."
    if state == "agreed":
        return f"{after.item}: views are close and have stopped moving; no more rounds are needed."
    if state == "settled apart":
        return (
            f"{after.item}: views have stopped moving and are still apart; another round will not "
            f"bring them together, so talk about the reasons or decide."
        )
    nearer = before and before.middle_half and after.middle_half
    towards = ""
    if nearer and before and before.middle_half and after.middle_half:
        was = before.middle_half.high - before.middle_half.low
        now = after.middle_half.high - after.middle_half.low
        towards = (
            " towards each other" if now < was else " away from each other" if now > was else ""
        )
    return f"{after.item}: {changed:.0%} of the answers moved{towards}; ask once more."
