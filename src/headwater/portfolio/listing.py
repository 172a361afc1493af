"""All portfolios of one case that no other allowed one dominates, as rows of zeros and ones."""

import numpy as np

from headwater.portfolio import conflict
from headwater.portfolio.archive import Archive
from headwater.portfolio.enumeration import prepare, propagated
from headwater.portfolio.grids import Integers
from headwater.portfolio.layers import Layers
from headwater.portfolio.model import Model
from headwater.portfolio.optimum import SHORT_STEPS
from headwater.portfolio.solver import Solver
from headwater.vocabulary.progress import Watcher, ignore

MOST_OPEN = 256
"""Open projects beyond which listing is not tried."""


def listed(
    model: Model, *, seed: int = 1, watch: Watcher = ignore, most: int = 200_000
) -> Integers | None:
    """Return all non-dominated portfolios of a model, or None when there are too many.

    Parameters
    ----------
    seed
        Of the starts that make the search short; the list does not depend on it.

    Returns
    -------
    Integers or None
        Shape (portfolios, candidates), 0/1 by position in the model, in lexical order.

    Raises
    ------
    InfeasibleError
        If no portfolio is allowed.
    """
    cost, _ = model.graded(model.middle_values)
    solver = Solver(model, cost)
    best = solver.best(cost, most_steps=SHORT_STEPS)
    if best is None and not solver.allowed():
        raise conflict.explain(model)
    lower, upper = propagated(solver.program, model.size)
    if np.count_nonzero(lower < upper) > MOST_OPEN:
        return None
    choice = prepare(model, solver)
    archive = Archive(choice, solver.pool[:, choice.positions], seed)
    rows = Layers(choice, archive, watch, most).run()
    if rows is None:
        return None
    portfolios = np.zeros((len(rows), model.size), np.int64)
    portfolios[:, list(choice.settled)] = 1
    portfolios[:, choice.positions] = rows
    return np.unique(portfolios, axis=0)
