"""What drives a case's value: swings, shares of the variance, switching values, scenario tables."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from headwater.appraisal.by_products import valuer
from headwater.appraisal.cases.valuation import value_case
from headwater.appraisal.correlation import joint
from headwater.appraisal.distributions.observed import share_below
from headwater.appraisal.information import information_about, perfect_information
from headwater.appraisal.sensitivity_indices import CORRELATED, Array, sobol_indices
from headwater.appraisal.simulate_draws import scores
from headwater.appraisal.simulate_plan import Plan, Quantity, happens_at, plan_of
from headwater.appraisal.simulate_worth import worth
from headwater.appraisal.switching import switching_value
from headwater.appraisal.ties import ties_of
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import CommonShock, RankCorrelation
from headwater.vocabulary.appraisal_drivers import (
    Drivers,
    FindingOut,
    InputShare,
    ScenarioTable,
    Swing,
    SwitchingValue,
)
from headwater.vocabulary.appraisal_formula import key
from headwater.vocabulary.progress import Watcher, ignore

P10, P90 = -1.2815515655446004, 1.2815515655446004
BLOCKS, SIZE = 16, 1024
LIKELY = (
    "Swings move one quantity at a time with the others at their central values; what happens when "
    "several move together is in the shares of the variance."
)


def swings(plan: Plan) -> tuple[Swing, ...]:
    """Return what each quantity does from its P10 to its P90, the widest first.

    An event goes from not happening to happening.
    """
    central = {(each.kind, each.key): each.central_draw for each in plan.quantities}
    found = []
    for each in plan.quantities:
        if each.kind == "event":
            ends = np.array([0.0, 1.0])  # an event happens where its draw is large
            told = (0.0, 1.0)
        else:
            ends = np.asarray(each.marginal.at(np.array([P10, P90])))
            told = (float(ends[0]), float(ends[1]))
        values = {**central, (each.kind, each.key): ends}
        npv = worth(plan, values).npv
        found.append(Swing(each.name, *told, float(npv[0]), float(npv[1])))
    return tuple(sorted(found, key=lambda each: (-each.width, each.name)))


def drivers(
    case: BusinessCase,
    *,
    option: str | None = None,
    practice: str | None = None,
    pack: str | None = None,
    correlations: Sequence[RankCorrelation] = (),
    shocks: Sequence[CommonShock] = (),
    points: int = 4096,
    seed: int = 1,
    watch: Watcher = ignore,
) -> Drivers:
    """Say what drives the value of a case's option, where it turns, and what is worth finding out.

    Parameters
    ----------
    correlations, shocks
        How quantities go together, besides what the case states: with any, Sobol indices are
        refused with a doubt, and what is found out about one says something of the others too.
    points
        Base draws of the Sobol indices.

    Raises
    ------
    InputError
        If the case cannot be valued.
    """
    plan = plan_of(case, option=option, practice=practice, pack=pack)
    central = float(worth(plan, _central(plan)).npv[0])
    doubts = [*plan.doubts]
    shares: tuple[InputShare, ...] = ()
    ties = ties_of(
        [(case, [(each, each.name) for each in plan.quantities])],
        correlations=correlations,
        shocks=shocks,
    )
    doubts += ties.doubts
    if ties:
        doubts.append(CORRELATED)
    elif plan.quantities:
        names = [each.name for each in plan.quantities]
        shares = sobol_indices(
            valuer(plan),
            names,
            points=points,
            seed=seed,
            watch=watch,
        )
        shares = tuple(sorted(shares, key=lambda each: (-each.total.value, each.name)))
    if plan.quantities:
        doubts.append(LIKELY)
    everything, each_worth, options = finding_out(
        plan, correlations=correlations, shocks=shocks, seed=seed
    )
    return Drivers(
        case=case.id,
        option=plan.option.id,
        money=case.money,
        central=central,
        swings=swings(plan),
        shares=shares,
        switching=tuple(
            sorted(
                (switching(plan, each.name) for each in plan.model.quantities.values()
                 if _is_number(plan, key(each.name))),
                key=lambda each: (each.change is None, abs(each.change or 0.0), each.name),
            )
        ),
        everything=everything,
        finding_out=each_worth,
        options=options,
        doubts=tuple(dict.fromkeys(doubts)),
    )  # fmt: skip


def switching(plan: Plan, name: str) -> SwitchingValue:
    """Return where an assumption must be for the option to be worth as much as its comparator.

    The comparator is business as usual, or the option that the plan names (break-even of two
    options). Solved on the case's own valuation, the others at their central values; every root
    within the range searched: from 0 to 10 times the central value and the 1 in 1,000 tails.

    Raises
    ------
    InputError
        If there is no assumption of that name, or its value is not known.
    """
    at = key(name)
    if at not in plan.model.quantities:
        there = ", ".join(sorted(each.name for each in plan.model.quantities.values()))
        raise InputError(f"no assumption {name!r}; there are: {there}")
    quantity = next((q for q in plan.quantities if (q.kind, q.key) == ("assumption", at)), None)
    base = _central(plan)
    middle = _middle(plan, at, quantity)

    def npv(x: Array) -> Array:
        return worth(plan, {**base, ("assumption", at): x}, spending=False).npv

    tails = quantity.marginal.at(np.array([-3.09, 3.09])) if quantity else np.array([middle] * 2)
    reach = [0.0, 10 * middle, float(tails[0]), float(tails[1])]
    if middle == 0:
        reach += [-1.0, 1.0]
    low, high = min(reach), max(reach)
    roots = switching_value(npv, low, high, near=middle)
    stated = plan.model.quantities[at]
    probability = left = None
    if roots:
        left = _exact(plan, at, roots[0])
    if quantity is not None:
        probability = _turned(npv, roots, middle, quantity)
    return SwitchingValue(
        name=stated.name,
        unit=stated.unit,
        central=middle,
        values=roots,
        searched=(low, high),
        change=(roots[0] - middle) / abs(middle) if roots and middle else None,
        probability=probability,
        left=left,
    )


def scenario_table(
    plan: Plan,
    *,
    down: tuple[str, Sequence[float]],
    across: tuple[str, Sequence[float]] | None = None,
) -> ScenarioTable:
    """Return the net present value for values of one or two assumptions, in their own units.

    Raises
    ------
    InputError
        If there is no such assumption, or no values are given.
    """
    pairs = [down] if across is None else [down, across]
    for name, wanted in pairs:
        if key(name) not in plan.model.quantities:
            raise InputError(f"no assumption {name!r} to vary in a table")
        if not wanted:
            raise InputError(f"give at least one value of {name!r}")
    columns = list(across[1]) if across else [0.0]
    grid = np.array([[row, column] for row in down[1] for column in columns])
    values: dict[tuple[str, str], Any] = {
        **_central(plan),
        ("assumption", key(down[0])): grid[:, 0],
    }
    if across:
        values[("assumption", key(across[0]))] = grid[:, 1]
    npv = worth(plan, values).npv.reshape(len(down[1]), len(columns))
    return ScenarioTable(
        down[0],
        across[0] if across else "",
        tuple(map(float, down[1])),
        tuple(map(float, across[1])) if across else (),
        tuple(tuple(map(float, row)) for row in npv),
    )


def finding_out(
    plan: Plan,
    *,
    correlations: Sequence[RankCorrelation] = (),
    shocks: Sequence[CommonShock] = (),
    seed: int = 1,
    size: int = SIZE,
) -> tuple[FindingOut | None, tuple[FindingOut, ...], tuple[str, ...]]:
    """Return the worth of knowing everything, and each quantity alone, before choosing an option.

    The choice is among the options on the shortlist, each drawn with the same numbers.
    """
    chosen = plan.case.shortlist() or plan.case.options
    others = [
        plan_of(plan.case, option=each.id) for each in chosen if each.role != "business_as_usual"
    ]
    if plan.usual is None and len(others) < 2:
        return None, (), tuple(each.id for each in chosen)
    found: dict[tuple[str, str], Quantity] = {}
    for each in others:
        found |= {(q.kind, q.key): q for q in each.quantities}
    names = sorted(found)
    if not names:
        return None, (), tuple(each.id for each in chosen)
    values, inputs = [], []
    ties = ties_of(
        [(plan.case, [(found[name], found[name].name) for name in names])],
        correlations=correlations,
        shocks=shocks,
    )
    mixed = joint(
        [found[name].name for name in names], correlations=ties.correlations, shocks=ties.shocks
    )
    for block in range(BLOCKS):
        z = mixed.scores(scores(seed, block, size, mixed.sparse.shape[1], "sobol"))
        draws = {name: found[name].marginal.at(z[:, at]) for at, name in enumerate(names)}
        rows = [_worth_of(each, draws) * np.ones(size) for each in others]
        usual = [np.zeros(size)] if plan.usual is not None else []
        values.append(np.column_stack([*usual, *rows]))
        inputs.append(z)
    each_worth = []
    for at, name in enumerate(names):
        quantity = found[name]
        x = [block[:, [at]] for block in inputs]
        if quantity.kind == "event":
            chance = _chance(others, name[1])
            x = [happens_at(quantity.marginal.at(each), chance) for each in x]
        elif quantity.marginal.steps:  # no smooth curve over scores could follow its jumps
            x = [quantity.marginal.at(each) for each in x]
        each_worth.append(FindingOut((quantity.name,), information_about(values, x)))
    ordered = sorted(each_worth, key=lambda each: (-each.worth.value, each.names))
    everything = FindingOut((), perfect_information(values))
    return everything, tuple(ordered), tuple(each.id for each in chosen)


def _worth_of(plan: Plan, draws: dict[tuple[str, str], Any]) -> Array:
    own = {(each.kind, each.key): draws[(each.kind, each.key)] for each in plan.quantities}
    return worth(plan, own, spending=False).npv


def _chance(plans: Sequence[Plan], risk: str) -> float:
    for plan in plans:
        for event in plan.events:
            if event.risk.id == risk:
                return event.risk.probability or 0.0
    return 0.0


def _central(plan: Plan) -> dict[tuple[str, str], Any]:
    return {(each.kind, each.key): each.central_draw for each in plan.quantities}


def _is_number(plan: Plan, name: str) -> bool:
    """Say whether an assumption can be moved: it has a distribution, or a plain value."""
    node = plan.model.values[name]
    stated = any((q.kind, q.key) == ("assumption", name) for q in plan.quantities)
    return stated or (node is not None and node.op in ("number", "percent", "negative"))


def _middle(plan: Plan, at: str, quantity: Quantity | None) -> float:
    if quantity is not None:
        return quantity.central
    from headwater.appraisal.formulas import FLOATS

    known = plan.model.known(maths=FLOATS)[at]
    if known is None:
        raise InputError(
            f"assumption {plan.model.quantities[at].name!r} has no value to start from"
        )
    return float(known) / float(plan.model.scales[at])


def _exact(plan: Plan, at: str, root: float) -> float | None:
    """Return the exact net present value against business as usual at a root."""
    from decimal import Decimal

    for each in plan.quantities:  # what has a range and no value counts as nothing there
        if each.kind == "assumption" and each.key != at and plan.model.values[each.key] is None:
            return None
    given = {at: Decimal(repr(root))}
    value = value_case(plan.case, practice=plan.practice, pack=plan.pack.name, given=given)
    found = value.of(plan.option.id)
    if found is None:
        return None
    other = value.of(plan.usual.id) if plan.usual is not None else None
    return round(found.npv - (other.npv if other is not None else 0.0), 9)


def _turned(npv: Any, roots: Sequence[float], middle: float, quantity: Quantity) -> float:
    """Return the probability that the value has another sign than at the central value."""
    at = float(npv(np.array([middle]))[0]) >= 0
    edges = sorted(roots)
    probes = [quantity.marginal.at(np.float64(-8.0)), *edges, quantity.marginal.at(np.float64(8.0))]
    total, below = 0.0, 0.0
    for place, (low, high) in enumerate(pairwise(probes)):
        upto = 1.0 if place == len(probes) - 2 else share_below(quantity.marginal, float(high))
        sign = float(npv(np.array([(float(low) + float(high)) / 2]))[0]) >= 0
        total += max(0.0, upto - below) if sign != at else 0.0
        below = max(below, upto)
    return total
