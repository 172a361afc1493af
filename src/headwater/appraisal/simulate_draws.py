"""Draws one block: normal scores by a scrambled Sobol sequence or at random, then the case's value.

A block is one independent scrambling of the sequence, named by the seed and the block's number, so
whoever works on it gets the same numbers, and the spread between blocks is the sampling error.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from headwater.appraisal.cases.drawn import Drawn, drawn_value
from headwater.appraisal.cases.terms import Terms
from headwater.appraisal.correlation import Joint
from headwater.appraisal.simulate_plan import DURATION, Plan, given_of, happens_at, plan_of
from headwater.errors import InputError
from headwater.numeric.streams import stream
from headwater.vocabulary.appraisal_case import BusinessCase, Option
from headwater.vocabulary.appraisal_chances import Sampling

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
MOST_DIMENSIONS = 21201
SMALLEST = 2.0**-54


@dataclass(frozen=True)
class Block:
    """What one block of draws gave: arrays of one number a draw (scores: draws x quantities)."""

    npv: Array
    benefit: Array
    cost: Array
    duration: Array | None


@dataclass(frozen=True)
class Task:
    """What all blocks share: the cases, how their scores are mixed, and the size of a block."""

    cases: tuple[BusinessCase, ...]
    options: tuple[str, ...]
    practice: str | None
    pack: str | None
    mixed: Joint
    columns: tuple[tuple[int, ...], ...]
    """By case, which column of the scores each of its quantities takes."""
    seed: int
    size: int
    sampling: Sampling

    @cached_property
    def plans(self) -> list[Plan]:
        """The cases made ready, once in each process."""
        return [
            plan_of(case, option=option, practice=self.practice, pack=self.pack)
            for case, option in zip(self.cases, self.options, strict=True)
        ]

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "plans"}


def scores(seed: int, number: int, size: int, dimensions: int, sampling: Sampling) -> Array:
    """Return independent normal scores of a block: draws x dimensions.

    Raises
    ------
    InputError
        If there are more dimensions than a Sobol sequence has (21,201).
    """
    if dimensions == 0:
        return np.zeros((size, 0))
    random = stream(seed, number)
    if sampling == "random":
        return random.standard_normal((size, dimensions))
    if dimensions > MOST_DIMENSIONS:
        raise InputError(
            f"{dimensions} uncertain quantities are more than {MOST_DIMENSIONS}; draw at random"
        )
    points = qmc.Sobol(dimensions, scramble=True, rng=random).random(size)
    found: Array = ndtri(np.clip(points, SMALLEST, 1 - 2.0**-53))
    return found


def draw_block(task: Task, number: int) -> list[Block]:
    """Return what each case is worth in every draw of a block."""
    mixed = _mixed(task, number)
    return [
        worth(plan, drawn(plan, mixed[:, list(columns)]))
        for plan, columns in zip(task.plans, task.columns, strict=True)
    ]


def _mixed(task: Task, number: int) -> Array:
    dimensions = task.mixed.sparse.shape[1]
    return task.mixed.scores(scores(task.seed, number, task.size, dimensions, task.sampling))


def drawn(plan: Plan, columns: Array) -> dict[tuple[str, str], Any]:
    """Turn normal scores (draws x quantities) into values, by kind and key."""
    return {
        (each.kind, each.key): each.marginal.at(columns[:, at])
        for at, each in enumerate(plan.quantities)
    }


def worth(plan: Plan, values: Mapping[tuple[str, str], Any], *, spending: bool = True) -> Block:
    """Return what an option is worth against business as usual at drawn values.

    Without `spending` the cost is left out (0): half of the work.
    """
    given, ratios, place = given_of(plan, values)
    size = max((np.size(each) for each in values.values()), default=1)
    shape = np.zeros(size)

    def found(option: Option, terms: Terms) -> Drawn:
        return drawn_value(
            plan.model, option, terms=terms, pack=plan.pack, given=given, ratios=ratios, place=place
        )

    own = found(plan.option, plan.terms)
    spent = found(plan.option, _spending(plan.terms)).costs if spending else 0.0
    npv, benefit = own.npv, own.benefits
    if plan.usual is not None:
        usual = found(plan.usual, plan.terms)
        npv, benefit = npv - usual.npv, benefit - usual.benefits
        if spending:
            spent = spent - found(plan.usual, _spending(plan.terms)).costs
    months = _months(plan, given)
    delay: Any = 0.0
    for event in plan.events:
        happens = happens_at(values[("event", event.risk.id)], event.risk.probability)
        ratio = values.get(("impact", event.risk.id), 1.0)
        loss = happens * event.impact * ratio
        sign = _sign(plan, event.risk.option)
        npv, spent = npv - sign * loss * event.factor, spent + sign * loss
        if event.risk.delay and event.risk.option in ("", plan.option.id):
            delay = delay + happens * event.risk.delay
    duration = None if months is None else shape + months + delay
    return Block(shape + npv, shape + benefit, shape + spent, duration)


def _sign(plan: Plan, option: str) -> float:
    """Return 1 where an event strikes the option, -1 where business as usual.

    An event of every option is taken to be of everything that might be done, not of going on as
    now: else it would cancel, which is rarely meant and never prudent.
    """
    return 1.0 if option in ("", plan.option.id) else -1.0


def _spending(terms: Terms) -> Terms:
    """Return terms that add up plain money spent: no discounting, no tax, costs only."""
    signs = {kind: sign if kind in ("capex", "opex") else 0 for kind, sign in terms.signs.items()}
    return replace(terms, factors=(Decimal(1),) * len(terms.factors), tax_rate=None, signs=signs)


def _months(plan: Plan, given: Mapping[str, Any]) -> Any:
    """Return the months until in use: the assumption called so if drawn, else the option's."""
    from headwater.appraisal.cases.bias import applying, uplift

    stated = given.get(DURATION, plan.option.duration)
    if stated is None:
        return None
    for each in applying(plan.case, plan.option):
        if each.target == "duration":
            stated = stated * (1 + float(uplift(each, plan.pack)[3]))
    return stated
