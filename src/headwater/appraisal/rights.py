"""Values the rights of a case to decide later: by its own draws, and by a lattice beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, log, sqrt
from typing import Any

import numpy as np

from headwater.appraisal.cases.model import compile_case
from headwater.appraisal.cases.valuation import plain_amount, value_case
from headwater.appraisal.correlation import joint
from headwater.appraisal.lattice import right_to
from headwater.appraisal.simulate_draws import scores
from headwater.appraisal.simulate_plan import plan_of
from headwater.appraisal.simulate_spread import between, probability
from headwater.appraisal.simulate_worth import Array, drawn, worth
from headwater.appraisal.ties import ties_of
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BENEFITS, COSTS, BusinessCase
from headwater.vocabulary.appraisal_chances import Sampled
from headwater.vocabulary.appraisal_drivers import Flexibility
from headwater.vocabulary.appraisal_rights import Right
from headwater.vocabulary.appraisal_rights_value import RightValue
from headwater.vocabulary.appraisal_value import CaseValue, OptionValue
from headwater.vocabulary.progress import Progress, Watcher, ignore

BLOCKS, SIZE = 16, 1024
STEPS = 300
LEAST_VOLATILITY, MOST_VOLATILITY = 0.01, 2.0
KNOWN_BY_THEN = (
    "What is uncertain is taken as known by {year}, all of it: the worth is a most, and less where "
    "less is known by then."
)
SAME_SHARE = (
    "Benefits and costs after {year} are taken as the same share of the whole in every draw as in "
    "the central figures."
)
BESIDE = "It stands beside the net present value, which decides everything now, and is not in it."


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Present benefits and costs beyond usual by block, and the share of each after a year."""

    benefits: list[Array]
    costs: list[Array]
    later_benefits: float
    later_costs: float
    discount: float


def value_rights(
    case: BusinessCase, *, seed: int = 1, watch: Watcher = ignore
) -> tuple[RightValue, ...]:
    """Value every right that a case states, in its order.

    Returns
    -------
    tuple of RightValue
        In the case's money, at the base year's worth. delay: everything moves to `first` and is
        done only where it pays then [mathews2007]_; abandon: in `first` what is still to come is
        given up where less than what is got back; expand: in `first` more is paid where the
        benefits still to come, grown by the share, are worth it.

    Raises
    ------
    InputError
        If the case cannot be valued, or a right lies outside its years; names the right.
    """
    value = value_case(case) if case.rights else None
    found = []
    for at, right in enumerate(case.rights):
        found.append(_valued(case, value, right, seed))
        watch(Progress("rights to decide later", (at + 1) / len(case.rights)))
    return tuple(found)


def _valued(case: BusinessCase, value: CaseValue | None, right: Right, seed: int) -> RightValue:
    plan = plan_of(case, option=right.option or None)
    own = value.of(plan.option.id) if value is not None else None
    if value is None or own is None:
        raise InputError(
            f"right {right.id!r} belongs to {plan.option.name!r}, which is not on the shortlist"
        )
    year = right.first if right.first is not None else value.base_year + 1
    if not value.base_year < year <= value.last_year:
        raise InputError(
            f"right {right.id!r} is used in {year}, outside {value.base_year + 1} to "
            f"{value.last_year}"
        )
    usual = value.of(plan.usual.id) if plan.usual is not None else None
    got = _draw(case, plan, seed, own, usual, year)
    known = compile_case(case).known()
    stated = plain_amount(right.amount, known, f"right {right.id!r}")
    amount = None if stated is None else float(stated)
    simulated = _simulated(right, got, amount)
    volatility, doubts = _volatility(right, got, year - value.base_year)
    years = (right.last or year) - value.base_year
    lattice = _lattice(right, got, amount, volatility, years)
    if lattice is None:
        doubts.append("Benefits are not always positive, so no lattice stands beside the draws.")
    doubts += [KNOWN_BY_THEN.format(year=year), BESIDE]
    if right.kind != "delay":
        doubts.append(SAME_SHARE.format(year=year))
    return RightValue(right, plan.option.name, year, simulated, lattice, volatility, tuple(doubts))


def _draw(
    case: BusinessCase, plan: Any, seed: int, own: OptionValue, usual: OptionValue | None, year: int
) -> _Drawn:
    names = [each.name for each in plan.quantities]
    ties = ties_of([(case, list(zip(plan.quantities, names, strict=True)))])
    mixed = joint(names, correlations=ties.correlations, shocks=ties.shocks)
    benefits, costs = [], []
    for block in range(BLOCKS):
        z = mixed.scores(scores(seed, block, SIZE, mixed.sparse.shape[1], "sobol"))
        made = worth(plan, drawn(plan, z), spending=False)
        benefits.append(made.benefit * np.ones(SIZE))
        costs.append((made.benefit - made.npv) * np.ones(SIZE))
    return _Drawn(
        benefits, costs, _later(own, usual, BENEFITS, year), _later(own, usual, COSTS, year),
        own.factors[year],
    )  # fmt: skip


def _later(own: OptionValue, usual: OptionValue | None, kinds: Sequence[str], year: int) -> float:
    """Return the share of present benefits or costs beyond usual that falls in or after a year."""

    def sums(option: OptionValue | None) -> tuple[float, float]:
        rows = [
            (y, amount * option.factors[y])
            for line in option.lines
            if line.counted and line.kind in kinds
            for y, amount in line.adjusted.items()
            if y in option.factors
        ] if option is not None else []  # fmt: skip
        return fsum(a for _, a in rows), fsum(a for y, a in rows if y >= year)

    (all_own, late_own), (all_usual, late_usual) = sums(own), sums(usual)
    whole = all_own - all_usual
    if abs(whole) < 1e-9:
        return 0.0
    return min(1.0, max(0.0, (late_own - late_usual) / whole))


def _simulated(right: Right, got: _Drawn, amount: float | None) -> Flexibility:
    d = got.discount
    if right.kind == "delay":
        paid = [each if amount is None else np.full(len(each), amount) for each in got.costs]
        gains = [d * (b - c) for b, c in zip(got.benefits, paid, strict=True)]
        plain = [b - c for b, c in zip(got.benefits, got.costs, strict=True)]
        now = max(0.0, float(np.mean([each.mean() for each in plain])))
        of_blocks = [
            float(np.maximum(g, 0).mean() - (p.mean() if now else 0.0))
            for g, p in zip(gains, plain, strict=True)
        ]
        inflexible = now
    else:
        inflexible = float(
            np.mean([(b - c).mean() for b, c in zip(got.benefits, got.costs, strict=True)])
        )
        if right.kind == "abandon":
            gains = [
                d * (amount or 0.0) - (b * got.later_benefits - c * got.later_costs)
                for b, c in zip(got.benefits, got.costs, strict=True)
            ]
        else:
            more = (right.share or 0.0) * got.later_benefits
            gains = [more * b - d * (amount or 0.0) for b in got.benefits]
        of_blocks = [float(np.maximum(each, 0).mean()) for each in gains]
    mean = between(float(np.mean(of_blocks)), of_blocks)
    return Flexibility(
        kind=right.kind,
        worth=Sampled(max(0.0, mean.value), mean.error),
        inflexible=inflexible,
        use=probability([each > 0 for each in gains]),
        method=f"simulation of {BLOCKS * SIZE:,} draws, used where it pays",
        parameters={"discount factor of the year": d},
    )


def _volatility(right: Right, got: _Drawn, years: int) -> tuple[float, list[str]]:
    """Return the yearly volatility: as stated, or so that the draws are all known by then."""
    if right.volatility is not None:
        return right.volatility, []
    drawn_benefits = np.concatenate(got.benefits)
    if drawn_benefits.min() > 0:
        spread = float(np.log(drawn_benefits).std())
    else:
        spread = float(drawn_benefits.std()) / max(1e-9, abs(float(drawn_benefits.mean())))
    yearly = min(MOST_VOLATILITY, max(LEAST_VOLATILITY, spread / sqrt(years)))
    return yearly, [
        f"The volatility of {100 * yearly:.0f}% a year is that of the draws, as if all of it came "
        "out evenly until then."
    ]


def _lattice(
    right: Right, got: _Drawn, amount: float | None, volatility: float, years: int
) -> Flexibility | None:
    benefit = float(np.mean([each.mean() for each in got.benefits]))
    cost = float(np.mean([each.mean() for each in got.costs]))
    if benefit <= 0 or years <= 0:
        return None
    rate = max(0.0, -log(got.discount) / years) if got.discount < 1 else 0.0
    if right.kind == "delay":
        return right_to(
            "delay", worth=benefit, amount=max(0.0, cost if amount is None else amount),
            rate=rate, volatility=volatility, years=years, steps=STEPS, leakage=rate,
            inflexible=benefit - cost,
        )  # fmt: skip
    later = benefit * got.later_benefits
    if later <= 0:
        return None
    if right.kind == "abandon":
        back = (amount or 0.0) + cost * got.later_costs / got.discount
        return right_to(
            "abandon", worth=later, amount=max(0.0, back), rate=rate, volatility=volatility,
            years=years, steps=STEPS, inflexible=benefit - cost,
        )  # fmt: skip
    return right_to(
        "expand", worth=later, amount=max(0.0, amount or 0.0), share=right.share or 0.0,
        rate=rate, volatility=volatility, years=years, steps=STEPS, inflexible=benefit - cost,
    )  # fmt: skip
