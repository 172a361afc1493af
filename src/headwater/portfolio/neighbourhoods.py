"""Better and better portfolios: open some choices, search them, go on from what is found.

Three ways take turns, by the work that each has had:

- herds of portfolios breed: most choices are settled as the relaxation has them, or the best
  portfolio known, and pairs of good ones breed better ones in the others,
- a mixture opens what good portfolios differ in, or the best one and the relaxation, and searches
  all that lies between them exactly,
- a neighbourhood opens a few doubtful choices around the best one and searches them exactly.

What is tried follows from seeds and from work done, never from time.
"""

import numpy as np

from headwater.numeric.streams import stream
from headwater.portfolio.breeding import Breeding
from headwater.portfolio.grids import Integers
from headwater.portfolio.relaxing import between
from headwater.portfolio.searching import Priced, Pulse, rest
from headwater.portfolio.solver import LARGE, Solver
from headwater.portfolio.tree import Part, Tree, least_rise, part_of

FEWEST, FIRST, MOST = 12, 40, 120
"""Choices opened in a neighbourhood: at least, at first, at most."""
NEAR_WORK = 150_000_000
"""Multiplications on one neighbourhood at most: a tenth of a second, about."""
HERDS, LARGE_HERDS = (80, 120, 200), (0.1, 0.2, 1.0)
"""Choices opened by the herds; of a large portfolio these parts of the largest, where more."""
LARGEST_HERD = 2_000
CHILDREN, CHOICES = 20_000, 40_000_000
"""Children of a herd before another has its turn, and choices in all of them, at most."""
BREEDING_WORK = 4
"""What looking at a row in breeding costs, in multiplications."""
TAUGHT = 4
"""Portfolios that each herd hands on."""
ELITES, MIXED = 12, 4
"""Good portfolios kept, and mixed at once."""
MIXTURE = (40, 150)
"""Choices that a mixture opens: at first and at least, and at most."""
MIXTURE_WORK = 1_000_000_000
FORGIVEN = 0.25
"""Part of its work that a way which found something better is still charged with."""
AMONG = (0.5, 1.0, 2.0, 4.0)
"""Among how many times as many choices, the most doubtful, those that are opened mostly lie."""
SMALL_RULE = 6
"""Rules of at most so many projects are opened together."""
LEAST_CHARGE = 5_000_000
"""What an attempt costs beside its search, in multiplications."""


class Neighbourhoods:
    """Improves an allowed portfolio for one cost, step by step."""

    def __init__(self, solver: Solver, cost: Integers, at: Priced, x: Integers, seed: int) -> None:
        self._solver, self._cost, self._at = solver, cost, at
        self._random = stream(seed, 0)
        _, self._relaxed = solver.price(cost)
        self._nearest = np.rint(self._relaxed).astype(np.int64)
        self._between = between(self._relaxed)
        program, size = solver.program, solver.model.size
        self._open = np.flatnonzero((program.lower < program.upper)[:size])
        self._doubt = np.abs(at.reduced[self._open])
        self._ranked = np.sort(self._doubt)
        self._by_doubt = self._open[np.argsort(self._doubt, kind="stable")]
        self._count = float(min(FIRST, max(self._open.size, 1)))
        self._width = float(MIXTURE[0])
        self._partners = self._ruled()
        self._sizes = self._herd_sizes()
        self._herds: dict[int, Breeding] = {}
        self._ways = (self._mixed, self._near, self._bred)
        self._charged = [0.0] * len(self._ways)
        self._turns = [0] * len(self._ways)
        self._elites: list[Integers] = []
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

    @property
    def round_done(self) -> bool:
        """Whether every way has had a turn."""
        return self._open.size == 0 or min(self._turns) > 0

    def start_from(self, x: Integers) -> None:
        """Go on from another allowed portfolio."""
        self.x, self.value = x, int(self._cost @ x)
        self._room = -self._solver.program.excess(x)
        self._kept(x)

    def step(self, pulse: Pulse = rest) -> bool:
        """Make one attempt, the way that had least work; say whether something better was found."""
        if self._open.size == 0:
            return False
        which = int(np.argmin(self._charged))
        before = self.work
        better = self._ways[which](self._turns[which], pulse)
        self.work += LEAST_CHARGE
        self._turns[which] += 1
        self._charged[which] += self.work - before
        if better:
            self._charged[which] *= FORGIVEN
        return better

    def _bred(self, turn: int, pulse: Pulse) -> bool:
        which = turn % len(HERDS)
        size = self._sizes[which]
        if which and self._sizes[which - 1] >= self._open.size:
            return False  # the herd before has all choices open
        herd = self._herds.get(which)
        if herd is None or herd.done:
            herd = self._herds[which] = self._herd(size, turn // len(HERDS))
        before = herd.work
        herd.run(min(CHILDREN, CHOICES // size), pulse=pulse)
        self.work += BREEDING_WORK * (herd.work - before)
        taken = [self._taken(each) for each in herd.best(TAUGHT)]
        return any(taken)

    def _herd_sizes(self) -> tuple[int, ...]:
        if self._solver.model.size < LARGE:
            return HERDS
        largest = min(self._open.size, LARGEST_HERD)
        return tuple(max(n, int(p * largest)) for n, p in zip(HERDS, LARGE_HERDS, strict=True))

    def _herd(self, count: int, generation: int) -> Breeding:
        """Found a herd: at first in the most doubtful choices, later around them and the best."""
        picked = self._picked(count, 1.0) if generation else self._by_doubt[:count]
        if generation % 2:
            base, free = self.x, self._with_partners(picked)
        else:
            base, free = self._rounded(picked)
        free = free[np.argsort(-self._at.reduced[free], kind="stable")]
        part = self._part(base, -self._solver.program.excess(base), free)
        return Breeding(part, self.x[free], self._relaxed[free], int(self._random.integers(2**62)))

    def _mixed(self, turn: int, pulse: Pulse) -> bool:
        """Search all that lies between some good portfolios, or the best and the relaxation."""
        width = int(self._width)
        differ = self._from_relaxed() if turn % 2 else self._from_elites(width)
        picked = set(self._by_doubts(differ)[:width])
        if len(picked) < width:
            picked.update(self._picked(width - len(picked), 2.0).tolist())
        tree = self._searched(self._opened(picked), MIXTURE_WORK, pulse)
        if not tree.complete:
            self._width = max(self._width * 0.95, MIXTURE[0])
        elif tree.work < MIXTURE_WORK / 8:
            eased = 1.15 if tree.work < MIXTURE_WORK / 30 else 1.05
            self._width = min(self._width * eased, MIXTURE[1])
        return tree.found is not None and self._taken(tree.found)

    def _from_relaxed(self) -> set[int]:
        differ = np.flatnonzero(self._nearest != self.x)
        return {*differ.tolist(), *self._between.tolist()}

    def _from_elites(self, width: int) -> set[int]:
        differ: set[int] = set()
        for each in self._random.permutation(len(self._elites))[:MIXED].tolist():
            more = set(np.flatnonzero(self._elites[each] != self.x).tolist())
            if differ and len(differ | more) > width:
                break
            differ |= more
        return differ

    def _by_doubts(self, some: set[int]) -> list[int]:
        picked = [each for each in some if each < self._solver.model.size]
        return sorted(picked, key=lambda each: (abs(self._at.reduced[each]), each))

    def _near(self, turn: int, pulse: Pulse) -> bool:
        tree = self._searched(self._drawn(), NEAR_WORK, pulse)
        if not tree.complete:
            self._count = max(self._count * 0.95, FEWEST)
        elif tree.work < NEAR_WORK / 8:
            self._count = min(self._count * 1.02, MOST)
        return tree.found is not None and self._taken(tree.found)

    def _rounded(self, picked: Integers) -> tuple[Integers, Integers]:
        """Settle all others as the relaxation has them; open what it leaves between, too."""
        columns = np.concatenate([picked, self._between])
        return self._nearest, self._opened(set(columns.tolist()))

    def _part(self, x: Integers, room: Integers, free: Integers) -> Part:
        """Open some choices; `x` says how all others are settled, `room` what it leaves."""
        base, room = x.copy(), room.copy()
        columns = self._solver.columns
        for each in free[base[free] == 1]:
            span = slice(columns.start[each], columns.start[each + 1])
            room[columns.index[span]] += columns.coefficient[span]
        base[free] = 0
        return part_of(columns, self._cost, base, free, room)

    def _searched(self, free: Integers, most_work: int, pulse: Pulse) -> Tree:
        """Search the open choices, the others as the best portfolio has them, for a better one."""
        rise = least_rise(self._cost, self.value)
        tree = Tree(self._part(self.x, self._room, free), self.value + rise, rise=rise)
        tree.run(most_work, pulse=pulse)
        self.work += tree.work
        return tree

    def _taken(self, found: Integers) -> bool:
        """Keep a portfolio that was found, if it is allowed; say whether it is the best so far."""
        found = self._solver.model.with_synergies(found)
        if not self._solver.program.allows(found):
            return False
        if int(self._cost @ found) > self.value:
            self.start_from(found)
            return True
        self._kept(found)
        return False

    def _kept(self, x: Integers) -> None:
        if any(np.array_equal(x, each) for each in self._elites):
            return
        self._elites.append(x)
        self._elites.sort(key=lambda each: -int(self._cost @ each))
        del self._elites[ELITES:]

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
