"""Options of a case under the same draws: how far each may lie, which is best how often, regret."""

from collections.abc import Sequence
from math import isclose

import numpy as np

from headwater.appraisal.cases.valuation import value_case
from headwater.appraisal.correlation import joint
from headwater.appraisal.simulate_draws import scores
from headwater.appraisal.simulate_plan import Plan, Quantity, plan_of
from headwater.appraisal.simulate_spread import between, probability, quantile, spread_of
from headwater.appraisal.simulate_worth import Array, worth
from headwater.appraisal.ties import ties_of
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import Sampled
from headwater.vocabulary.appraisal_options import OptionChances, OptionsCompared
from headwater.vocabulary.progress import Progress, Watcher, ignore
from headwater.vocabulary.units import Interval

BLOCKS = 16
DRAWS = 16_384
STEPS = 28
TAIL = 0.001
NEARLY = 0.01
LEAST = 1e-9
SAME = (
    "Every option was drawn with the same numbers, so that what strikes all of them alike does not "
    "decide between them."
)
RATIO_APART = (
    "The ratio of {name} is shown as a single figure: its practice counts numerator and "
    "denominator in another way than benefits and costs of the draws."
)


def compare_options(
    case: BusinessCase, *, draws: int = DRAWS, seed: int = 1, watch: Watcher = ignore
) -> OptionsCompared:
    """Draw every option on the shortlist with the same numbers.

    Parameters
    ----------
    draws
        At least; rounded up so that each of 16 blocks is a power of two.

    Returns
    -------
    OptionsCompared
        In the order of the shortlist, business as usual left out: it is 0 in every draw, and one
        of the choices that regret looks at. Ranked by nothing.

    Raises
    ------
    InputError
        If the case cannot be valued, or has no option to compare.
    """
    chosen = [e for e in case.shortlist() or case.options if e.role != "business_as_usual"]
    if not chosen:
        raise InputError(f"case {case.id!r} has no option beside business as usual; add one")
    plans = [plan_of(case, option=each.id) for each in chosen]
    found: dict[tuple[str, str], Quantity] = {}
    for plan in plans:
        found |= {(q.kind, q.key): q for q in plan.quantities}
    names = sorted(found)
    ties = ties_of([(case, [(found[name], found[name].name) for name in names])])
    mixed = joint(
        [found[name].name for name in names], correlations=ties.correlations, shocks=ties.shocks
    )
    size = 1 << max(0, (-(-draws // BLOCKS) - 1).bit_length())
    npv: list[Array] = []
    ratios: list[Array] = []
    for block in range(BLOCKS):
        z = mixed.scores(scores(seed, block, size, mixed.sparse.shape[1], "sobol"))
        drawn = {name: found[name].marginal.at(z[:, at]) for at, name in enumerate(names)}
        rows = [
            worth(plan, {(q.kind, q.key): drawn[(q.kind, q.key)] for q in plan.quantities},
                  spending=False)
            for plan in plans
        ]  # fmt: skip
        npv.append(np.column_stack([each.npv * np.ones(size) for each in rows]))
        ratios.append(np.column_stack([_ratio(e.benefit, e.npv) * np.ones(size) for e in rows]))
        watch(Progress("options side by side", (block + 1) / BLOCKS))
    doubts = [*mixed.doubts, *ties.doubts, SAME]
    return _told(case, plans, npv, ratios, seed=seed, doubts=doubts)


def _ratio(benefit: Array, npv: Array) -> Array:
    """Return benefits for each unit of cost, not a number where the cost is not positive."""
    cost = benefit - npv
    with np.errstate(divide="ignore", invalid="ignore"):
        made: Array = np.where(cost > 0, benefit / cost, np.nan)
    return made


def _told(
    case: BusinessCase,
    plans: Sequence[Plan],
    npv: Sequence[Array],
    ratios: Sequence[Array],
    *,
    seed: int,
    doubts: list[str],
) -> OptionsCompared:
    usual = plans[0].usual
    pooled = np.concatenate(npv)
    ends = np.quantile(pooled, (TAIL, 1 - TAIL))
    low, high = float(min(ends[0], 0.0)), float(max(ends[1], 0.0))
    edges = np.linspace(low, high if high > low else low + 1.0, STEPS + 1)
    best = [_best(block, usual is not None) for block in npv]
    value = value_case(case)
    options = []
    for at, plan in enumerate(plans):
        own = [block[:, at] for block in npv]
        missed = [top - each for top, each in zip(best, own, strict=True)]
        stated = value.of(plan.option.id)
        ratio = _spread(np.concatenate(ratios)[:, at], None if stated is None else stated.bcr)
        if ratio is None and stated is not None and stated.bcr is not None:
            doubts.append(RATIO_APART.format(name=plan.option.name))
        inside = np.clip(pooled[:, at], edges[0], edges[-1])
        options.append(
            OptionChances(
                option=plan.option.id,
                name=plan.option.name,
                npv=spread_of(own),
                ratio=ratio,
                loss=probability([each < 0 for each in own]),
                best=probability([each <= LEAST for each in missed]),
                regret=_mean(missed),
                regret_high=quantile(np.concatenate(missed), 0.9),
                shares=tuple(float(e) for e in np.histogram(inside, edges)[0] / len(inside)),
            )
        )
    return OptionsCompared(
        case=case.id,
        money=case.money,
        against=usual.name if usual is not None else "",
        draws=len(pooled),
        seed=seed,
        edges=tuple(map(float, edges)),
        options=tuple(options),
        usual_best=None if usual is None else probability([each <= LEAST for each in best]),
        usual_regret=None if usual is None else _mean(best),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _mean(blocks: Sequence[Array]) -> Sampled:
    each = [float(block.mean()) for block in blocks]
    return between(float(np.mean(each)), each)


def _best(block: Array, has_usual: bool) -> Array:
    top: Array = block.max(axis=1)
    return np.maximum(top, 0.0) if has_usual else top


def _spread(drawn: Array, stated: float | None) -> Interval | None:
    """Return P10 to P90 of a ratio; None where it hardly exists, or is not the stated one."""
    there = drawn[~np.isnan(drawn)]
    if stated is None or len(there) < (1 - NEARLY) * len(drawn):
        return None
    low, middle, high = (quantile(there, share) for share in (0.1, 0.5, 0.9))
    spread = max(high - low, 0.0)
    near = isclose(middle, stated, rel_tol=0.05) or low - spread <= stated <= high + spread
    return Interval(low, high) if near else None
