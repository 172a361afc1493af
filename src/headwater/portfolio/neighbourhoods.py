"""Better and better portfolios: open some choices, search them exactly, go on from what is found.

Two ways take turns. A neighbourhood opens a few choices around the best portfolio, those that the
prices leave in doubt most often. A probe opens the most doubtful ones of all, and asks for much
more than is known: a high goal keeps the search on few paths, and where it fails the next asks
for less. What is tried follows from seeds and from work done, never from time.
"""

import numpy as np

from headwater.numeric.streams import stream
from headwater.portfolio.grids import Integers
from headwater.portfolio.relaxing import between
from headwater.portfolio.searching import Priced, Pulse, rest
from headwater.portfolio.solver import Solver
from headwater.portfolio.tree import Tree, least_rise, part_of

FEWEST, FIRST, MOST = 12, 40, 120
"""Choices opened in a neighbourhood: at least, at first, at most."""
NEAR_WORK = 150_000_000
"""Multiplications on one neighbourhood at most: a tenth of a second, about."""
PROBES = (60, 100, 160, 300)
"""Choices opened by the probes."""
PROBE_WORK = 1_000_000_000
PROBE_EVERY, MOST_BETWEEN = 4, 64
"""Neighbourhoods between two rounds of probes: at first, twice as many after each round that
found nothing, and at most."""
AMBITION = 0.5
"""Part of what is missing to the bound that a probe asks for at first."""
EASED, RAISED, LEAST_AMBITION = 0.5, 1.2, 0.02
MOST_PROBE_WORK = 20_000_000_000
AMONG = (0.5, 1.0, 2.0, 4.0)
"""Among how many times as many choices, the most doubtful, those that are opened mostly lie."""
SMALL_RULE = 6
"""Rules of at most so many projects are opened together."""


class Neighbourhoods:
    """Improves an allowed portfolio for one cost, step by step."""

    def __init__(self, solver: Solver, cost: Integers, at: Priced, x: Integers, seed: int) -> None:
        self._solver, self._cost, self._at = solver, cost, at
        self._random = stream(seed, 0)
        _, relaxed = solver.price(cost)
        self._nearest, self._between = np.rint(relaxed).astype(np.int64), between(relaxed)
        program, size = solver.program, solver.model.size
        self._open = np.flatnonzero((program.lower < program.upper)[:size])
        self._doubt = np.abs(at.reduced[self._open])
        self._ranked = np.sort(self._doubt)
        self._by_doubt = self._open[np.argsort(self._doubt, kind="stable")]
        self._count = float(min(FIRST, max(self._open.size, 1)))
        self._partners = self._ruled()
        self._ambition = [AMBITION] * len(PROBES)
        self._probe_work, self._rounds, self._which = PROBE_WORK, 0, 0
        self._between_rounds = self._left = PROBE_EVERY
        self._lucky = False
        self.work = 0
        self.start_from(x)

    def _ruled(self) -> list[list[int]]:
        """Return for each candidate what is opened with it: synergies, and partners in rules."""
        model = self._solver.model
        found: list[list[int]] = [[] for _ in range(model.size)]
        for number, (members, _, _) in enumerate(model.synergies):
            for each in members:
                found[each].append(model.size + number)
        for row in model.rule_rows:
            if row.columns.size <= SMALL_RULE:
                for each in row.columns.tolist():
                    found[each] += [other for other in row.columns.tolist() if other != each]
        return found

    def start_from(self, x: Integers) -> None:
        """Go on from another allowed portfolio."""
        self.x, self.value = x, int(self._cost @ x)
        self._room = -self._solver.program.excess(x)

    def step(self, pulse: Pulse = rest) -> bool:
        """Make one attempt; say whether something better was found."""
        if self._open.size == 0:
            return False
        if self._left == 0:
            return self._probed(pulse)
        self._left -= 1
        rise = least_rise(self._cost, self.value)
        tree = self._searched(self.x, self._room, self._drawn(), rise, NEAR_WORK, pulse)
        if not tree.complete:
            self._count = max(self._count * 0.95, FEWEST)
        elif tree.work < NEAR_WORK / 8:
            self._count = min(self._count * 1.02, MOST)
        return self._taken(tree)

    def _probed(self, pulse: Pulse) -> bool:
        """Make the next probe of the round; after the last it is the neighbourhoods' turn."""
        found = self._probe(self._which, pulse)
        self._lucky |= found
        self._which += 1
        if self._which == len(PROBES):
            wider = PROBE_EVERY if self._lucky else 2 * self._between_rounds
            self._between_rounds = self._left = min(wider, MOST_BETWEEN)
            self._which, self._lucky = 0, False
            self._rounds += 1
        return found

    def _probe(self, which: int, pulse: Pulse) -> bool:
        count = PROBES[which]
        if which == len(PROBES) - 1:
            self._probe_work = min(2 * self._probe_work, MOST_PROBE_WORK)
        if which and PROBES[which - 1] >= self._open.size:
            return False
        rise = least_rise(self._cost, self.value)
        missing = max(self._at.bound - self.value, 0.0)
        more = max(rise, self._ambition[which] * missing)
        first = self._rounds == 0  # later ones look around the most doubtful
        base, free = self._rounded(self._by_doubt[:count] if first else self._picked(count, 1.0))
        room = -self._solver.program.excess(base)
        tree = self._searched(base, room, free, more, self._probe_work, pulse)
        found = self._taken(tree)
        ambition = self._ambition[which] * (RAISED if found else EASED)
        self._ambition[which] = min(max(ambition, LEAST_AMBITION), 0.9)
        return found

    def _rounded(self, picked: Integers) -> tuple[Integers, Integers]:
        """Settle all others as the relaxation has them; open what it leaves between, too."""
        columns = np.concatenate([picked, self._between])
        return self._nearest, self._opened(set(columns.tolist()))

    def _searched(
        self,
        x: Integers,
        room: Integers,
        free: Integers,
        more: float,
        most_work: int,
        pulse: Pulse,
    ) -> Tree:
        """Search the open choices for a portfolio worth so much more than the best known.

        `x` says how all others are settled, `room` what it leaves of each row.
        """
        base, room = x.copy(), room.copy()
        columns = self._solver.columns
        for each in free[base[free] == 1]:
            span = slice(columns.start[each], columns.start[each + 1])
            room[columns.index[span]] += columns.coefficient[span]
        base[free] = 0
        part = part_of(columns, self._cost, base, free, room)
        tree = Tree(part, self.value + more, rise=least_rise(self._cost, self.value))
        tree.run(most_work, pulse=pulse)
        self.work += tree.work + 1_000_000
        return tree

    def _taken(self, tree: Tree) -> bool:
        if tree.found is None:
            return False
        better = self._solver.model.with_synergies(tree.found)
        if int(self._cost @ better) <= self.value or not self._solver.program.allows(better):
            return False
        self.start_from(better)
        return True

    def _drawn(self) -> Integers:
        count = min(int(self._count), self._open.size)
        among = AMONG[int(self._random.integers(len(AMONG)))]
        return self._with_partners(self._picked(count, among))

    def _picked(self, count: int, among: float) -> Integers:
        """Draw so many choices, mostly from `among` times as many that are the most doubtful."""
        count = min(count, self._open.size)
        rank = min(int(count * among), self._ranked.size - 1)
        width = max(float(self._ranked[rank]), 1.0)
        keys = self._doubt / width + np.log(self._random.exponential(size=self._doubt.size))
        return self._open[np.argpartition(keys, count - 1)[:count]]

    def _with_partners(self, picked: Integers) -> Integers:
        every = set(picked.tolist())
        for one in picked.tolist():
            every.update(self._partners[one])
        return self._opened(every)

    def _opened(self, some: set[int]) -> Integers:
        """Return these choices and the synergies they belong to, as far as they are open."""
        program, size = self._solver.program, self._solver.model.size
        every = set(some)
        for one in some:
            if one < size:
                every.update(each for each in self._partners[one] if each >= size)
        found = np.array(sorted(every), np.int64)
        return found[program.lower[found] < program.upper[found]]
