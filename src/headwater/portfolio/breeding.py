"""A herd of portfolios that differ in some open choices: pairs of good ones breed better ones.

After the genetic search of [chubeasley1998]: a child has each choice from one of two parents; what
overshoots a limit is taken out and what fits is put in by how promising the relaxation finds it.
Here children that are good enough to stay are improved by exchanges first. Approximate: it says
nothing about what it has not seen; what is seen follows from the seed and the number of children.
"""

import numpy as np

from headwater.numeric.streams import stream
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.searching import Pulse, rest
from headwater.portfolio.tree import Part

SIZE = 100
"""Portfolios in a herd."""
DOUBT = 0.1
"""Chance that a portfolio of the first generation goes against the relaxation in a choice."""
SLICE = 1_000
"""Children between two signs of life: some tenths of a second where many choices are open."""
STALE = 30_000
"""Children in a row of which none was good enough, after which a herd is done."""


class Breeding:
    """One herd; it can be left and goes on where it was.

    Parameters
    ----------
    part
        The open choices, the most promising first.
    start, relaxed
        Shape (n,): open choices to start from, and what the relaxation makes of them, 0 to 1.
    """

    def __init__(self, part: Part, start: Integers, relaxed: Floats, seed: int) -> None:
        from headwater.portfolio.kernels.breeding import Herd, Open, made

        n, m = part.free.size, part.rows.shape[0]
        self._part = part
        self._open = Open(part.cost, np.ascontiguousarray(part.rows.T), part.room)
        random = stream(seed, 0)
        chance = np.clip(relaxed, DOUBT, 1 - DOUBT)
        rows = (random.random((SIZE, n)) < chance).astype(np.uint8)
        rows[0] = start
        self._herd = Herd(
            rows, np.zeros(SIZE, np.int64), np.zeros(n, np.uint8), np.zeros(m, np.int64),
            np.zeros(4, np.int64), random.integers(2**63, size=1).astype(np.uint64),
        )  # fmt: skip
        if not part.rows.size:  # nothing binds
            rows[:] = part.cost > 0
            self._herd.values[:] = rows[0] @ part.cost
            return
        for row in range(SIZE):
            self._herd.child[:] = rows[row]
            self._herd.values[row] = made(self._open, self._herd)
            rows[row] = self._herd.child
        self._herd.place[2] = np.argmin(self._herd.values)

    @property
    def done(self) -> bool:
        """Whether nothing more is to be expected of this herd."""
        children, last = self._herd.place[:2]
        return not self._part.rows.size or bool(children - last >= STALE)

    @property
    def work(self) -> int:
        """Rows looked at so far."""
        return int(self._herd.place[3])

    def run(self, children: int, *, pulse: Pulse = rest) -> None:
        """Make so many children more, unless the herd is done before or `pulse` says stop."""
        from headwater.portfolio.kernels.breeding import breed

        until = int(self._herd.place[0]) + children
        while not self.done and self._herd.place[0] < until:
            breed(self._open, self._herd, min(int(self._herd.place[0]) + SLICE, until))
            if not pulse():
                break

    def best(self, most: int) -> list[Integers]:
        """Return the best allowed portfolios, of the whole program, the best first."""
        from headwater.portfolio.kernels.breeding import NOTHING

        order = np.argsort(-self._herd.values, kind="stable")[:most]
        found = []
        for row in order[self._herd.values[order] > NOTHING]:
            x = self._part.base.copy()
            x[self._part.free] = self._herd.rows[row]
            found.append(x)
        return found
