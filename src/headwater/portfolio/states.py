"""Partial portfolios in bulk: what they use, what they are worth, and which projects they hold."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.portfolio.enumeration import EQUAL, Choice
from headwater.portfolio.grids import Integers

Bits = NDArray[np.uint64]
Flags = NDArray[np.bool_]
SLICE = 10_000
"""States compared between two signs of life."""


@dataclass(slots=True)
class States:
    """Partial portfolios as columns.

    `used` has shape (rows, count), `lows` and `highs` (vertices, count), `masks` (count, words)
    with a bit for each place in the order of decision.
    """

    used: Integers
    lows: Integers
    highs: Integers
    masks: Bits

    @property
    def count(self) -> int:
        """Number of partial portfolios."""
        return int(self.masks.shape[0])

    def picked(self, which: Flags | Integers) -> "States":
        """Return some of them."""
        return States(
            np.ascontiguousarray(self.used[:, which]),
            np.ascontiguousarray(self.lows[:, which]),
            np.ascontiguousarray(self.highs[:, which]),
            np.ascontiguousarray(self.masks[which]),
        )

    def joined(self, other: "States") -> "States":
        """Return these and the others."""
        return States(
            np.concatenate([self.used, other.used], axis=1),
            np.concatenate([self.lows, other.lows], axis=1),
            np.concatenate([self.highs, other.highs], axis=1),
            np.concatenate([self.masks, other.masks]),
        )

    def values(self, *, ranges: bool) -> Integers:
        """Return the value rows for comparing: low then high where values are ranges."""
        return np.concatenate([self.lows, self.highs]) if ranges else self.lows


def nothing(choice: Choice) -> States:
    """Return the one state in which nothing is decided."""
    words = max(1, (choice.size + 63) // 64)
    zeros = np.zeros((choice.lows.shape[0], 1), np.int64)
    return States(
        np.zeros((choice.limits.size, 1), np.int64),
        zeros,
        zeros.copy(),
        np.zeros((1, words), np.uint64),
    )


def bits_of(places: tuple[int, ...], words: int) -> Bits:
    """Return places as bits."""
    found = np.zeros(words, np.uint64)
    for place in places:
        found[place >> 6] |= np.uint64(1) << np.uint64(place & 63)
    return found


def holds(masks: Bits, wanted: Bits) -> Flags:
    """Say which states hold all the wanted places."""
    found: Flags = ((masks & wanted) == wanted).all(axis=1)
    return found


def unpacked(masks: Bits, size: int) -> NDArray[np.uint8]:
    """Return bits as zeros and ones, shape (count, size)."""
    raw = np.ascontiguousarray(masks).view(np.uint8).reshape(masks.shape[0], -1)
    return np.unpackbits(raw, axis=1, bitorder="little")[:, :size]


def packed(chosen: NDArray[np.uint8], words: int) -> Bits:
    """Return zeros and ones (count, size) as bits."""
    wide = np.zeros((chosen.shape[0], words * 64), np.uint8)
    wide[:, : chosen.shape[1]] = chosen
    return np.packbits(wide, axis=1, bitorder="little").view(np.uint64)


def whole(choice: Choice, chosen: NDArray[np.uint8]) -> States:
    """Return complete portfolios (count, n) as states, synergies counted."""
    words = max(1, (choice.size + 63) // 64)
    masks = packed(chosen, words)
    wide = chosen.astype(np.int64).T
    lows, highs = choice.lows @ wide, choice.highs @ wide
    for members, gain in choice.synergies:
        bonus = np.outer(gain, holds(masks, bits_of(members, words)))
        lows, highs = lows + bonus, highs + bonus
    return States(choice.rows @ wide, lows, highs, masks)


class Comparison:
    """Removes dominated states; counts the work, which does not depend on the machine."""

    def __init__(self, choice: Choice, pulse: Callable[[], None]) -> None:
        self._choice, self._pulse = choice, pulse
        self.work = 0

    def beaten(
        self, by: States, points: Integers, of: States, others: Integers, conditions: int
    ) -> Flags:
        """Say which of the states `of` some state of `by` dominates at these points."""
        from headwater.portfolio.kernels.dominance import dominated, ranked, spread_order

        if by.count == 0 or of.count == 0:
            return np.zeros(of.count, bool)
        order = spread_order(points, 0)
        sorted_points = np.ascontiguousarray(points[:, order])
        masks, index = np.ascontiguousarray(by.masks[order]), ranked(sorted_points)
        out = np.zeros(of.count, bool)
        for first in range(0, of.count, SLICE):
            part = slice(first, first + SLICE)
            self._pulse()
            self.work += dominated(
                sorted_points, masks, *index, np.ascontiguousarray(others[:, part]),
                of.masks[part], conditions, EQUAL, self._choice.width, out[part],
            )  # fmt: skip
        return out

    def best(self, states: States) -> States:
        """Return the complete portfolios that no other of them dominates."""
        ranges = self._choice.ranges
        if states.count > 4096:  # a few strong ones remove most
            rank = np.argsort(-states.lows.astype(np.float64).sum(axis=0), kind="stable")
            strong = states.picked(rank[:4096])
            values = states.values(ranges=ranges)
            keep = ~self.beaten(strong, strong.values(ranges=ranges), states, values, 0)
            states = states.picked(keep)
        values = states.values(ranges=ranges)
        return states.picked(~self.beaten(states, values, states, values, 0))
