"""Compiles a case into sums of products of its drawn quantities, for the fast kernel.

The general way works every formula out again for every draw; this one does it once, with names for
what is drawn, and then only multiplies and adds. `simulate_worth.worth` is its oracle.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from scipy.special import ndtri

from headwater.appraisal.cases.products import (
    PRODUCTS,
    NotProductsError,
    quantity,
    terms_of,
)
from headwater.appraisal.kernels.inverses import Inverse, inverse_of
from headwater.appraisal.simulate_plan import Plan
from headwater.appraisal.simulate_worth import balance, drawn, worth

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Compiled:
    """A case as sums of products: net present value, benefit, cost, and months where known.

    Attributes
    ----------
    inverses
        By drawn quantity; None for an event, which happens above its threshold.
    thresholds
        By drawn quantity: the normal score from which an event happens.
    coefficients, begins, factors, outputs
        As `add_products` takes them.
    """

    inverses: tuple[Inverse | None, ...]
    thresholds: tuple[float, ...]
    coefficients: Array
    begins: np.ndarray[Any, Any]
    factors: np.ndarray[Any, Any]
    outputs: np.ndarray[Any, Any]

    @property
    def told(self) -> str:
        """Say what the case came down to."""
        count = len(self.coefficients)
        drawn = len(self.inverses)
        return f"{count} product{'s' * (count != 1)} of {drawn} drawn quantit" + (
            "y" if drawn == 1 else "ies"
        )

    def worth(self, scores: Array, out: Array) -> None:
        """Add to `out` what the case is worth at normal scores.

        Parameters
        ----------
        scores
            Quantities x draws, each quantity's row in one piece.
        out
            Net present value, benefit, cost (and months) x draws, at first 0.
        """
        from headwater.appraisal.kernels.products import add_products  # the compiler starts slowly

        values = np.empty(scores.shape)
        for at, inverse in enumerate(self.inverses):
            if inverse is None:
                np.greater_equal(scores[at], self.thresholds[at], out=values[at])
            else:
                inverse.fill(scores[at], values[at])
        add_products(values, self.coefficients, self.begins, self.factors, self.outputs, out)


def compiled(plan: Plan) -> Compiled | str:
    """Compile a plan; where its arithmetic does not allow that, say why.

    Raises
    ------
    InputError
        If a formula has no finite result.
    """
    values: dict[tuple[str, str], Any] = {
        (each.kind, each.key): quantity(at) for at, each in enumerate(plan.quantities)
    }
    try:
        found = balance(plan, values, maths=PRODUCTS, happens=lambda drawn, chance: drawn)
    except NotProductsError as error:
        return str(error)
    sums = [terms_of(each) for each in found if each is not None]
    return Compiled(*_inverses(plan), *_flat(sums))


def _inverses(plan: Plan) -> tuple[tuple[Inverse | None, ...], tuple[float, ...]]:
    chances = {event.risk.id: event.risk.probability or 0.0 for event in plan.events}
    inverses: list[Inverse | None] = []
    thresholds: list[float] = []
    for each in plan.quantities:
        event = each.kind == "event"
        inverses.append(None if event else inverse_of(each.marginal))
        thresholds.append(float(ndtri(1 - chances[each.key])) if event else 0.0)
    return tuple(inverses), tuple(thresholds)


def _flat(sums: list[Mapping[tuple[int, ...], float]]) -> tuple[Array, Any, Any, Any]:
    flat = [
        (value, powers, row)
        for row, terms in enumerate(sums)
        for powers, value in sorted(terms.items())
        if value
    ]
    begins = np.cumsum([0, *(len(powers) for _, powers, _ in flat)])
    factors = [factor for _, powers, _ in flat for factor in powers]
    return (
        np.array([value for value, _, _ in flat], dtype=float),
        begins.astype(np.int64),
        np.array(factors, dtype=np.int64),
        np.array([row for _, _, row in flat], dtype=np.int64),
    )


def told_way(made: Compiled | str) -> str:
    """Say how a case is worked out in each draw, and why so."""
    if isinstance(made, Compiled):
        return f"as a sum of {made.told}"
    return f"by its formulas, draw by draw: {made}"


def valuer(plan: Plan) -> Callable[[Array], Array]:
    """Return what gives the net present values at normal scores (draws x quantities).

    By sums of products where the arithmetic allows it, else by the formulas.
    """
    made = compiled(plan)
    if isinstance(made, str):
        return lambda scores: worth(plan, drawn(plan, scores), spending=False).npv

    def npv(scores: Array) -> Array:
        out = np.zeros((4 if plan.has_duration else 3, len(scores)))
        made.worth(np.ascontiguousarray(scores.T), out)
        found: Array = out[0]
        return found

    return npv
