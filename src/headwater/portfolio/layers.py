"""All non-dominated portfolios: decide project after project, drop what can no longer matter.

A partial portfolio is dropped when another with the same projects still open is no worse in
what it leaves of every limit and rule and dominates it in value, or when some complete
portfolio dominates all that it can still become. Both are exact; see docs/methods/robust.md.
"""

from dataclasses import dataclass

import numpy as np

from headwater.portfolio.archive import Archive
from headwater.portfolio.enumeration import EQUAL, Choice
from headwater.portfolio.grids import Integers
from headwater.portfolio.states import (
    Comparison,
    Flags,
    States,
    bits_of,
    holds,
    nothing,
    unpacked,
)
from headwater.vocabulary.progress import Progress, Watcher

MOST_STATES = 200_000
MOST_WORK = 50_000_000
"""Caps on partial portfolios and on comparisons: numbers, so that every machine stops alike."""
STAGE = "Listing all portfolios that nothing beats"


@dataclass(frozen=True, slots=True)
class Rest:
    """What the projects from each place on can still take of the rows, (rows, n + 1)."""

    least: Integers
    most: Integers
    total: Integers

    @classmethod
    def of(cls, rows: Integers) -> "Rest":
        """Sum up from the last place."""
        return cls(_tail(rows.clip(max=0)), _tail(rows.clip(min=0)), _tail(rows))


def _tail(each: Integers) -> Integers:
    sums = np.cumsum(each[:, ::-1], axis=1)[:, ::-1]
    return np.concatenate([sums, np.zeros((each.shape[0], 1), np.int64)], axis=1)


class Layers:
    """One enumeration."""

    def __init__(self, choice: Choice, archive: Archive, watch: Watcher, most: int) -> None:
        self._choice, self._archive, self._watch, self._most = choice, archive, watch, most
        self._rest = Rest.of(choice.rows)
        self._low_tail, self._high_tail = _tail(choice.lows), _tail(choice.highs)
        self._comparison = Comparison(choice, self._pulse)
        self._fraction = 0.0
        good = np.all(choice.lows >= 0, axis=0) & np.any(choice.highs > EQUAL, axis=0)
        self._all_good: Flags = np.cumprod(good[::-1])[::-1].astype(bool)
        self._done: list[States] = []

    def run(self) -> Integers | None:
        """Return the portfolios (count, n), or None when a cap was reached."""
        states = nothing(self._choice)
        for place in range(self._choice.size):
            states = self._close(states, place)
            states = states.picked(~self._archive.beats_all_of(states, place, self._comparison))
            states = self._decide(states, place)
            self._archive.refresh(states, place + 1, self._comparison)
            if states.count > MOST_STATES or self._comparison.work > MOST_WORK:
                return None
            self._fraction = (place + 1) / self._choice.size
            self._pulse()
        for part in self._done:
            states = states.joined(part)
        if states.count > max(self._most, MOST_STATES):
            return None
        best = self._comparison.best(states)
        if best.count > self._most:
            return None
        return unpacked(best.masks, self._choice.size).astype(np.int64)

    def _pulse(self) -> None:
        self._watch(Progress(STAGE, fraction=self._fraction))

    def _close(self, states: States, place: int) -> States:
        """Complete states that can take all that is left, where taking all is best."""
        if not self._all_good[place]:
            return states
        room = self._choice.limits[:, None]
        fits = np.all(states.used + self._rest.total[:, place][:, None] <= room, axis=0)
        words = states.masks.shape[1]
        for members, gain in self._choice.synergies:
            if members[-1] >= place and (gain < 0).any():
                decided = bits_of(tuple(m for m in members if m < place), words)
                fits &= ~holds(states.masks, decided)
        if not fits.any():
            return states
        full = states.picked(fits)
        full.used += self._rest.total[:, place][:, None]
        full.lows += self._low_tail[:, place][:, None]
        full.highs += self._high_tail[:, place][:, None]
        full.masks |= bits_of(tuple(range(place, self._choice.size)), words)
        for members, gain in self._choice.synergies:
            if members[-1] >= place:
                bonus = np.outer(gain, holds(full.masks, bits_of(members, words)))
                full.lows += bonus
                full.highs += bonus
        self._done.append(full)
        return states.picked(~fits)

    def _decide(self, states: States, place: int) -> States:
        """Leave the project at `place` out, or take it; keep what is not dominated."""
        choice, words = self._choice, states.masks.shape[1]
        taken = States(
            states.used + choice.rows[:, place][:, None],
            states.lows + choice.lows[:, place][:, None],
            states.highs + choice.highs[:, place][:, None],
            states.masks | bits_of((place,), words),
        )
        for members, gain in choice.synergies:
            if members[-1] == place:
                bonus = np.outer(gain, holds(taken.masks, bits_of(members, words)))
                taken.lows += bonus
                taken.highs += bonus
        left = self._allowed(states, place + 1)
        taken = self._allowed(taken, place + 1)
        return self._merged(left, taken, place + 1)

    def _allowed(self, states: States, place: int) -> States:
        least = states.used + self._rest.least[:, place][:, None]
        return states.picked(np.all(least <= self._choice.limits[:, None], axis=0))

    def _merged(self, left: States, taken: States, place: int) -> States:
        both = left.joined(taken)
        conditions = self._conditions(both, place)
        points = np.concatenate([conditions, both.values(ranges=self._choice.ranges)])
        number = conditions.shape[0]
        if self._rules_end_at(place):
            return both.picked(~self._comparison.beaten(both, points, both, points, number))
        one, two = points[:, : left.count], points[:, left.count :]
        keep = ~self._comparison.beaten(left, one, taken, two, number)
        taken, two = taken.picked(keep), np.ascontiguousarray(two[:, keep])
        keep = ~self._comparison.beaten(taken, two, left, one, number)
        return left.picked(keep).joined(taken)

    def _rules_end_at(self, place: int) -> bool:
        ends = any(members[-1] == place - 1 for members, _ in self._choice.synergies)
        last = self._choice.rows[:, place - 1] != 0
        later = self._choice.rows[:, place:].any(axis=1)
        return ends or bool((last & ~later).any()) or place % 10 == 0

    def _conditions(self, states: States, place: int) -> Integers:
        """Return what must be no worse for one state to dominate another: (conditions, count).

        What a row has left counts only as far as the open projects could use it.
        """
        enough = (self._choice.limits - self._rest.most[:, place])[:, None]
        found = [-np.maximum(states.used, enough)]
        words = states.masks.shape[1]
        for members, gain in self._choice.synergies:
            decided = tuple(each for each in members if each < place)
            if decided and members[-1] >= place:
                alive = holds(states.masks, bits_of(decided, words)).astype(np.int64)
                if (gain > 0).any():
                    found.append(alive[None, :])
                if (gain < 0).any():
                    found.append(-alive[None, :])
        joined = np.concatenate(found)
        if joined.size == 0:
            return joined
        varies: Flags = joined.min(axis=1) < joined.max(axis=1)
        return joined[varies]
