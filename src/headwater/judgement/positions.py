"""What may be told of agreement and of groups in a hidden round: words and positions, no people."""

from collections.abc import Mapping
from dataclasses import dataclass

from headwater.judgement.consensus import similarity, word_of
from headwater.judgement.opinions import opinions
from headwater.judgement.publication import (
    FLOOR,
    PART_FLOOR,
    check_closed,
    detail,
    release_weights,
    subgroups,
)
from headwater.vocabulary.publication import Mode, Release

MOST_DIVIDING = 3
HALF = 0.5

FROM_THIRTY = (
    "How far you agree as a whole is told from 30 answers on: with fewer it would say too much "
    "of each."
)
NOT_TOLD = (
    f"Groups of opinion are told where each has {PART_FLOOR} answers or more; nothing follows "
    "from their not being told here."
)
DESCRIPTIVE = "Positions describe which answers resemble each other; they are no test."


@dataclass(frozen=True, slots=True)
class Position:
    """Where one group of answers stands on what divides them; never who, nor how many exactly."""

    name: str
    releases: tuple[Release, ...]


@dataclass(frozen=True, slots=True)
class Positions:
    """What may be told of a hidden round beside its weights.

    Attributes
    ----------
    word
        How far the weights resemble each other: "low", "high"; "" where that would say too much.
    positions
        Groups of opinion, none where they may not be told or there are none.
    divides
        The criteria between the positions, most first.
    doubts
        Whole sentences.
    """

    word: str
    positions: tuple[Position, ...]
    divides: tuple[str, ...]
    doubts: tuple[str, ...]


def positions(weights: Mapping[str, Mapping[str, float]], *, mode: Mode, closed: bool) -> Positions:
    """Say what may be told of agreement and groups in a confidential or anonymous round.

    The word for the whole follows the rule of the spread (from 30 answers on), and groups the
    rule of parts of the whole (ten answers each): see docs/methods/publication.md. Whether
    there are no groups, or groups too small to tell, looks the same.

    Raises
    ------
    NotAllowedError
        If the round is open, or fewer than five answered.
    """
    check_closed(closed)
    told = detail(len(weights))
    criteria = sorted(next(iter(weights.values())))
    word = ""
    if told.spread and len(criteria) > 1:
        word = word_of(similarity([[each[name] for name in criteria] for each in weights.values()]))
    doubts = () if word else (FROM_THIRTY,)
    if len(weights) < 2 * PART_FLOOR:
        return Positions(word, (), (), (*doubts, NOT_TOLD))
    found = opinions(weights)
    sizes = {str(place): len(group.members) for place, group in enumerate(found.groups)}
    if len(sizes) < 2 or subgroups(sizes, floor=max(FLOOR, PART_FLOOR)).hidden:
        return Positions(word, (), (), (*doubts, NOT_TOLD))
    divides = [name for name, share in found.divides.items() if share >= HALF][:MOST_DIVIDING]
    return Positions(
        word,
        tuple(
            Position(
                f"Position {chr(ord('A') + place)}",
                tuple(
                    each
                    for each in release_weights(
                        {who: weights[who] for who in group.members}, mode=mode, closed=closed
                    )
                    if each.item in divides
                ),
            )
            for place, group in enumerate(found.groups)
        ),
        tuple(divides),
        (*doubts, DESCRIPTIVE),
    )
