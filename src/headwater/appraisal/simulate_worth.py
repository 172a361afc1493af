"""What a case is worth at drawn values: net present value, benefit, cost and months, together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from headwater.appraisal.cases.bias import applying, uplift
from headwater.appraisal.cases.drawn import Drawn, drawn_value
from headwater.appraisal.formulas import FLOATS, Maths
from headwater.appraisal.simulate_plan import DURATION, Plan, given_of, happens_at
from headwater.vocabulary.appraisal_case import Option

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Block:
    """What one block of draws gave: arrays of one number a draw (scores: draws x quantities)."""

    npv: Array
    benefit: Array
    cost: Array
    duration: Array | None

    @classmethod
    def of(cls, rows: Array) -> "Block":
        """Make a block of the rows net present value, benefit, cost (and months) x draws."""
        return cls(rows[0], rows[1], rows[2], rows[3] if len(rows) > 3 else None)

    def write(self, rows: Array) -> None:
        """Write the block into such rows."""
        rows[0], rows[1], rows[2] = self.npv, self.benefit, self.cost
        if self.duration is not None:
            rows[3] = self.duration


def drawn(plan: Plan, columns: Array) -> dict[tuple[str, str], Any]:
    """Turn normal scores (draws x quantities) into values, by kind and key."""
    return {
        (each.kind, each.key): each.marginal.at(columns[:, at])
        for at, each in enumerate(plan.quantities)
    }


def worth(plan: Plan, values: Mapping[tuple[str, str], Any], *, spending: bool = True) -> Block:
    """Return what an option is worth against business as usual at drawn values.

    The general way: every formula is worked out for every draw. Without `spending` the cost is
    left out (0).
    """
    npv, benefit, spent, months = balance(plan, values)
    shape = np.zeros(max((np.size(each) for each in values.values()), default=1))
    cost = shape + spent if spending else shape
    return Block(shape + npv, shape + benefit, cost, None if months is None else shape + months)


def balance(
    plan: Plan,
    values: Mapping[tuple[str, str], Any],
    *,
    maths: Maths = FLOATS,
    happens: Callable[[Any, float | None], Any] = happens_at,
) -> tuple[Any, Any, Any, Any]:
    """Return net present value, benefit, cost, and months (or None), against business as usual.

    Parameters
    ----------
    values
        By kind and key: numbers, arrays of draws, or what `maths` reckons with.
    happens
        Makes 0 or 1 of the drawn place of an event and its probability.
    """
    given, ratios, place = given_of(plan, values)

    def found(option: Option) -> Drawn:
        return drawn_value(
            plan.model, option, terms=plan.terms, pack=plan.pack, given=given, ratios=ratios,
            place=place, maths=maths,
        )  # fmt: skip

    own = found(plan.option)
    npv, benefit, spent = own.npv, own.benefits, own.spent
    if plan.usual is not None:
        usual = found(plan.usual)
        npv, benefit = npv - usual.npv, benefit - usual.benefits
        spent = spent - usual.spent
    months = _months(plan, given)
    delay: Any = 0.0
    for event in plan.events:
        here = happens(values[("event", event.risk.id)], event.risk.probability)
        loss = here * event.impact * values.get(("impact", event.risk.id), 1.0)
        sign = _sign(plan, event.risk.option)
        npv, spent = npv - loss * (sign * event.factor), spent + loss * sign
        if event.risk.delay and event.risk.option in ("", plan.option.id):
            delay = delay + here * event.risk.delay
    return npv, benefit, spent, None if months is None else months + delay


def _sign(plan: Plan, option: str) -> float:
    """Return 1 where an event strikes the option, -1 where business as usual.

    An event of every option is taken to be of everything that might be done, not of going on as
    now: else it would cancel, which is rarely meant and never prudent.
    """
    return 1.0 if option in ("", plan.option.id) else -1.0


def _months(plan: Plan, given: Mapping[str, Any]) -> Any:
    """Return the months until in use: the assumption called so if drawn, else the option's."""
    stated = given.get(DURATION, plan.option.duration)
    if stated is None:
        return None
    for each in applying(plan.case, plan.option):
        if each.target == "duration":
            stated = stated * (1 + float(uplift(each, plan.pack)[3]))
    return stated
