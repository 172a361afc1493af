"""What portfolios bring in each future, counted exactly from what each project brings."""

from collections.abc import Sequence
from math import fsum

import numpy as np

from headwater.errors import InputError
from headwater.numeric.mixed import Line
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.ladder import unit_of
from headwater.portfolio.model import Model
from headwater.vocabulary.risk import Outcomes


class Futures:
    """The outcomes of a model's candidates, in its order of candidates.

    Synergies of the model change the value by the same in every future, in the unit of the
    outcomes.

    Attributes
    ----------
    values
        Shape (futures, candidates).
    chances
        Shape (futures,): probabilities.
    unit
        Amounts are divided by it inside programs.
    """

    def __init__(self, model: Model, outcomes: Outcomes) -> None:
        if missing := sorted(set(model.ids) - set(outcomes.values)):
            raise InputError(
                f"{missing[0]!r} has no values in the futures; give it one in each "
                f"(0 where it brings nothing)"
            )
        if strange := sorted(set(outcomes.values) - set(model.ids)):
            raise InputError(f"the futures value {strange[0]!r}, which is not a project here")
        order = np.argsort(np.array(outcomes.labels, dtype=object), kind="stable")
        rows = np.array([outcomes.values[each] for each in model.ids], dtype=np.float64)
        rows = rows.reshape(model.size, len(outcomes.labels))
        self.model = model
        self.labels = tuple(outcomes.labels[at] for at in order)
        self.values: Floats = rows.T[order].copy()
        self.chances: Floats = np.array(outcomes.probabilities)[order]
        self.unit = max(unit_of(list(self.values)), unit_of([model.gains]))

    @property
    def count(self) -> int:
        """Number of futures."""
        return self.chances.size

    @property
    def width(self) -> int:
        """Number of choices: candidates and synergies."""
        return self.model.size + len(self.model.synergies)

    def worth(self, x: Integers) -> Floats:
        """Return the value of a portfolio in each future."""
        return np.array([self.model.value_of(x, row) for row in self.values])

    def mean(self, x: Integers) -> float:
        """Return the expected value of a portfolio."""
        return fsum((self.worth(x) * self.chances).tolist())

    def tail_mean(self, x: Integers, tail: float) -> float:
        """Return the mean value in the worst `tail` of the futures."""
        return tail_mean(self.worth(x), self.chances, tail)

    def row(self, future: int) -> Floats:
        """Return what each choice brings in a future, in units of `unit`."""
        return np.concatenate([self.values[future], self.model.gains]) / self.unit

    def average(self) -> Floats:
        """Return what each choice brings on average, in units of `unit`."""
        return np.concatenate([self.chances @ self.values, self.model.gains]) / self.unit

    def falls_short(self, future: int, amounts: Sequence[tuple[int, float]], limit: float) -> Line:
        """Return the row amounts - value in a future <= limit, all in units of `unit`.

        `amounts` are pairs of a column beside the choices (counted from 0) and a coefficient.
        """
        row = self.row(future)
        used = np.flatnonzero(row)
        columns = np.array([self.width + column for column, _ in amounts], np.int64)
        index = np.concatenate([used, columns]).astype(np.int64)
        return Line(index, np.concatenate([-row[used], [c for _, c in amounts]]), limit)


def tail_mean(worth: Floats, chances: Floats, tail: float) -> float:
    """Return the mean of the worst `tail` of a distribution (0 < tail <= 1).

    The last future that counts is taken only as far as it is needed to fill the tail
    [rockafellar2002]_.
    """
    left, parts = tail, []
    for at in np.argsort(worth, kind="stable"):
        part = min(left, float(chances[at]))
        parts.append(part * float(worth[at]))
        left -= part
        if left <= 0:
            break
    return fsum(parts) / (tail - max(left, 0.0))
