"""Values the rights of a case to decide later, from its own draws and on a lattice.

All is in present money. What is uncertain now becomes known evenly until the last year in which
the right can be used: at year t of T the share t / T of the variance of the case's normal score.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from math import log, sqrt
from typing import Any, TypeAlias

import numpy as np
from scipy.special import ndtr

from headwater.appraisal.cases.drawn import drawn_value
from headwater.appraisal.cases.valuation import plain_amount
from headwater.appraisal.lattice import dated_lattice
from headwater.appraisal.options_value import right_at_dates
from headwater.appraisal.simulate_cases import DRAWS, drawn_blocks
from headwater.appraisal.simulate_draws import scores
from headwater.appraisal.simulate_plan import Plan
from headwater.appraisal.simulate_spread import between, probability
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import Sampled
from headwater.vocabulary.appraisal_drivers import Flexibility
from headwater.vocabulary.appraisal_rights import Right
from headwater.vocabulary.appraisal_rights_value import RightValue
from headwater.vocabulary.progress import Watcher, ignore

Array: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
MOST_YEARS = 60
NODES = 24
CLOSE = 0.1
BECOMES_KNOWN = (
    "What is uncertain is taken to become known evenly until {last}; if it becomes known later, "
    "the right is worth less."
)
NOT_TWICE = (
    "The worth of a right is added to the net present value only where its formulas do not already "
    "let people react."
)


@dataclass(frozen=True)
class Ground:
    """What a right stands on, in present money against business as usual.

    Attributes
    ----------
    worth
        By block of draws: what the benefits are worth, with the uncertainty of costs and events in
        it: net present value plus the mean of the costs.
    costs, investment
        Mean of all costs, and the central investment.
    kept, ahead
        By years from now: share of the benefits, and sum of the costs, that is still to come.
    factors
        Discount factors by years from now.
    """

    worth: list[Array]
    costs: float
    investment: float
    kept: Array
    ahead: Array
    factors: Array

    @property
    def mean(self) -> float:
        """The mean worth of the benefits."""
        return float(np.mean([block.mean() for block in self.worth]))


def value_rights(
    case: BusinessCase,
    *,
    practice: str | None = None,
    pack: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    workers: int = 1,
    watch: Watcher = ignore,
) -> tuple[RightValue, ...]:
    """Return what each right of a case is worth.

    By simulation: along drawn paths of what is known, used where that is worth more than waiting
    (least squares [longstaff2001]_). On a lattice [cox1979]_: the same right on a worth that moves
    by the stated volatility, else by the one that spreads as far as the draws.

    Raises
    ------
    InputError
        If the case cannot be simulated, or a right can be used in no year; names it.
    """
    found = []
    grounds: dict[str, tuple[Plan, Ground, Sampled]] = {}
    for right in case.rights:
        if right.option not in grounds:
            plan, blocks = drawn_blocks(
                case, option=right.option or None, practice=practice, pack=pack, draws=draws,
                seed=seed, workers=workers, watch=watch,
            )  # fmt: skip
            npv = between(
                float(np.mean([each.npv for each in blocks])), [each.npv.mean() for each in blocks]
            )
            grounds[right.option] = plan, _ground(plan, blocks), npv
        found.append(_valued(right, *grounds[right.option], seed))
    return tuple(found)


def _ground(plan: Plan, blocks: Sequence[Any]) -> Ground:
    costs = float(np.mean([each.benefit - each.npv for each in blocks]))
    years = len(plan.terms.factors)
    benefit, cost = np.empty(years), np.empty(years)
    for at in range(years):
        benefit[at], cost[at] = _still_to_come(plan, at, ())
    investment = _still_to_come(plan, 0, ("capex",))[1]
    kept = benefit / benefit[0] if benefit[0] > 0 else np.zeros(years)
    factors = np.array([float(each) for each in plan.terms.factors])
    return Ground([each.npv + costs for each in blocks], costs, investment, kept, cost, factors)


def _still_to_come(plan: Plan, at: int, kinds: Sequence[str]) -> tuple[float, float]:
    """Return the present benefits and costs from year `at` on, of some kinds of lines or all."""
    terms = plan.terms
    factors = tuple(f if t >= at else Decimal(0) for t, f in enumerate(terms.factors))
    signs = {k: sign if not kinds or k in kinds else 0 for k, sign in terms.signs.items()}
    later = replace(terms, factors=factors, signs=signs, tax_rate=None if kinds else terms.tax_rate)
    given = {q.key: q.central for q in plan.quantities if q.kind == "assumption"}
    benefit = cost = 0.0
    for option, side in ((plan.option, 1.0), (plan.usual, -1.0)):
        if option is not None:
            found = drawn_value(plan.model, option, terms=later, pack=plan.pack, given=given)
            benefit += side * float(found.benefits)
            cost += side * float(found.costs)
    return benefit, cost


def _valued(right: Right, plan: Plan, ground: Ground, npv: Sampled, seed: int) -> RightValue:
    first, last = _years(right, plan)
    base = plan.model.base_year
    dates = list(range(first - base, last - base + 1))
    amount = plain_amount(right.amount, plan.model.known(), f"right {right.id!r}")
    paid = None if amount is None else float(amount)
    mean, gains = _gains(right, ground, paid, dates)
    shift = mean - ground.mean  # delay with a stated amount: other costs come off the benefits
    worth = [block + shift for block in ground.worth]
    now = max(0.0, float(gains(0, np.array([mean]))[0])) if right.kind == "delay" else 0.0
    simulated = _simulated(right, worth, dates, gains, now, seed)
    volatility, doubts = _volatility(right, worth, dates[-1])
    lattice = None
    if volatility is not None:
        whole = dated_lattice(
            mean, payoffs=[(t, partial(gains, t)) for t in dates], volatility=volatility
        )
        lattice = Flexibility(
            kind=right.kind, worth=Sampled(max(whole, now) - now), inflexible=npv.value,
            method="binomial lattice", parameters={"worth": mean, "volatility": volatility},
        )  # fmt: skip
        doubts += _apart(right, simulated, lattice)
    doubts += [BECOMES_KNOWN.format(last=last), NOT_TWICE]
    simulated = replace(simulated, inflexible=npv.value)
    return RightValue(
        right, plan.option.name, first, simulated, lattice, volatility, tuple(doubts), last,
        right.volatility is None,
    )  # fmt: skip


def _years(right: Right, plan: Plan) -> tuple[int, int]:
    base, end = plan.model.base_year, plan.model.last_year
    most = min(end, base + MOST_YEARS)
    first = base + 1 if right.first is None else right.first
    last = first if right.last is None else right.last
    for year in (first, last):
        if not base < year <= most:
            raise InputError(f"right {right.id!r} is used in {year}, outside {base + 1} to {most}")
    return first, last


def _gains(
    right: Right, ground: Ground, paid: float | None, dates: Sequence[int]
) -> tuple[float, Callable[[int, Array], Array]]:
    """Return the mean worth that the right is about, and what using it at a date brings.

    Of `gains(t, worth)` both are present money; t counts years from now.
    """
    factors, kept, ahead = ground.factors, ground.kept, ground.ahead
    if right.kind == "delay":
        # everything comes t years later: benefits, and what is paid for them
        price = ground.costs if paid is None else paid
        mean = ground.mean - (0.0 if paid is None else ground.costs - ground.investment)
        return mean, lambda t, worth: factors[t] * (worth - price)
    if right.kind == "abandon":
        back = paid or 0.0
        return ground.mean, lambda t, worth: back * factors[t] + ahead[t] - kept[t] * worth
    share, more = right.share or 0.0, paid or 0.0
    return ground.mean, lambda t, worth: share * kept[t] * worth - more * factors[t]


def _simulated(
    right: Right,
    worth: Sequence[Array],
    dates: Sequence[int],
    gains: Callable[[int, Array], Array],
    now: float,
    seed: int,
) -> Flexibility:
    """Value a right along paths of what is known of the drawn worth."""
    size = len(worth[0])
    ordered = np.sort(np.concatenate(worth))
    steps = np.sqrt(np.diff([0, *dates]) / dates[-1])
    z = np.concatenate([scores(seed, 10_000 + b, size, len(dates), "sobol")
                        for b in range(len(worth))])  # fmt: skip
    known = np.cumsum(z * steps, axis=1)  # draws x dates, variance t / T
    paths = np.column_stack(
        [_expected(ordered, known[:, at], t / dates[-1]) for at, t in enumerate(dates)]
    )
    payoffs = np.column_stack([gains(t, paths[:, at]) for at, t in enumerate(dates)])
    _, used = right_at_dates(paths, payoffs, rate=0.0, step=1.0, degree=3)
    got = np.where(used >= 0, payoffs[np.arange(len(used)), np.maximum(used, 0)], 0.0)
    whole = between(float(got.mean()), got.reshape(len(worth), size).mean(axis=1))
    use = probability(list((used >= 0).reshape(len(worth), size)))
    better = whole.value > now
    return Flexibility(
        kind=right.kind,
        worth=Sampled(whole.value - now, whole.error) if better else Sampled(0.0),
        use=use if better else Sampled(0.0),
        method="simulation, least squares",
        parameters={"years": float(dates[-1])},
    )


def _expected(ordered: Array, known: Array, share: float) -> Array:
    """Return the mean worth given what is known: normal scores with a share of the variance."""
    at, weight = np.polynomial.hermite_e.hermegauss(NODES)
    rest = sqrt(max(0.0, 1 - share))
    grid = np.linspace(-6, 6, 481)
    places = (np.arange(len(ordered)) + 0.5) / len(ordered)
    inner = grid[:, None] + (rest * at if rest else np.zeros(1))
    means = np.interp(ndtr(inner), places, ordered) @ (
        weight / weight.sum() if rest else np.ones(1)
    )
    found: Array = np.interp(known, grid, means)
    return found


def _volatility(right: Right, worth: Sequence[Array], years: int) -> tuple[float | None, list[str]]:
    """Return the yearly volatility: stated, or that of a lognormal as wide as the draws."""
    every = np.concatenate(worth)
    mean = float(every.mean())
    if mean <= 0:
        return None, [
            "The benefits are worth less than nothing on average, so no lattice can be made."
        ]
    if right.volatility is not None:
        return right.volatility, []
    variance = log(1 + float(every.var()) / mean**2)
    if variance <= 0:
        return None, ["Nothing in the case is uncertain, so there is nothing to wait for."]
    yearly = sqrt(variance / years)
    return yearly, [
        f"The volatility of {yearly:.0%} a year on the lattice of {right.id!r} is that of the "
        "draws."
    ]


def _apart(right: Right, simulated: Flexibility, lattice: Flexibility) -> list[str]:
    one, other = simulated.worth.value, lattice.worth.value
    if abs(one - other) <= CLOSE * max(one, other) + simulated.worth.error:
        return []
    if right.volatility is not None:
        return [
            f"Right {right.id!r}: simulation and lattice differ because the stated volatility is "
            "not how far the case itself spreads; mend one of the two."
        ]
    return [
        f"Right {right.id!r}: simulation and lattice differ because the drawn worth is not "
        "lognormal; rely on the simulation."
    ]
