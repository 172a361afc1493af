"""Simulates cases: what they may be worth, cost and take, and how sure that is."""

from collections.abc import Mapping, Sequence
from hashlib import sha256

import numpy as np
from scipy.stats import rankdata

from headwater.appraisal.by_products import told_way
from headwater.appraisal.cases.valuation import value_case
from headwater.appraisal.simulate_cases import DRAWS, drawn_cases
from headwater.appraisal.simulate_draws import Array, Task
from headwater.appraisal.simulate_plan import Plan
from headwater.appraisal.simulate_spread import (
    probability,
    quantile,
    spread_of,
    worst_tenth,
)
from headwater.appraisal.simulate_worth import Block
from headwater.appraisal.ties import Ties, told_ties
from headwater.compute import at_once
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import (
    CaseChances,
    CommonShock,
    CostAndTime,
    PortfolioChances,
    RankCorrelation,
    Sampling,
)
from headwater.vocabulary.progress import Watcher, ignore

P80 = 0.8
Drawn = tuple[list[Plan], list[list[Block]], Task, Ties]
"""What `drawn_cases` returns."""
RANKED = 16_384
"""Draws that the rank correlation of cost and duration is taken over."""


def simulate(
    case: BusinessCase,
    *,
    option: str | None = None,
    practice: str | None = None,
    pack: str | None = None,
    correlations: Sequence[RankCorrelation] = (),
    shocks: Sequence[CommonShock] = (),
    draws: int = DRAWS,
    seed: int = 1,
    sampling: Sampling = "sobol",
    workers: int = 1,
    general: bool = False,
    watch: Watcher = ignore,
) -> CaseChances:
    """Draw everything uncertain in a case and say what its option may be worth.

    Parameters
    ----------
    option
        Id; None for the preferred option.
    correlations, shocks
        How quantities go together, by the name of an assumption, line or risk: besides what the
        case itself states, and before it where both speak of the same pair.
    draws
        At least; rounded up so that each of 16 blocks is a power of two.
    sampling
        "sobol": a scrambled Sobol sequence, a new scrambling each block; "random": plain draws.
    general
        Work every formula out for every draw, also where the case comes down to sums of products:
        the same draws and the same values within the tables of the fast way, only slower.

    Returns
    -------
    CaseChances
        Against business as usual. The same seed gives the same digits on any number of workers.

    Raises
    ------
    InputError
        If the case cannot be valued, a distribution cannot be made, or a name is not there.
    CancelledError
        If the watcher says so.
    """
    drawn = drawn_cases(
        [case], options=[option], practice=practice, pack=pack, correlations=correlations,
        shocks=shocks, draws=draws, seed=seed, sampling=sampling, workers=workers, general=general,
        watch=watch, shared=(), prefixed=False,
    )  # fmt: skip
    return _told_all(drawn, workers)[0]


def simulate_together(
    cases: Sequence[BusinessCase],
    *,
    practice: str | None = None,
    pack: str | None = None,
    correlations: Sequence[RankCorrelation] = (),
    shocks: Sequence[CommonShock] = (),
    shared: Sequence[str] = (),
    draws: int = DRAWS,
    seed: int = 1,
    sampling: Sampling = "sobol",
    workers: int = 1,
    general: bool = False,
    watch: Watcher = ignore,
) -> PortfolioChances:
    """Draw several cases at once, so that what strikes them together does.

    Parameters
    ----------
    correlations, shocks
        By "case: name" (ids and names as written), besides those of the cases. Shocks that several
        cases call by the same name are one shock.
    shared
        Names of assumptions that are one quantity in every case that has them (inflation, say):
        one draw serves all. Their distributions must be the same.

    Raises
    ------
    InputError
        As `simulate`; if cases have different money, or a shared assumption differs.
    """
    if not cases:
        raise InputError("there are no cases to simulate; give at least one")
    units = {each.money for each in cases}
    if len(units) > 1:
        named = ", ".join(sorted(each.label for each in units))
        raise InputError(f"the cases are in different money ({named}); bring them to one first")
    drawn = drawn_cases(
        sorted(cases, key=lambda each: each.id), options=[None] * len(cases), practice=practice,
        pack=pack, correlations=correlations, shocks=shocks, draws=draws, seed=seed,
        sampling=sampling, workers=workers, general=general, watch=watch, shared=shared,
        prefixed=True,
    )  # fmt: skip
    _, blocks, _, ties = drawn
    found = _told_all(drawn, workers)
    npv = [np.sum([each.npv for each in block], axis=0) for block in blocks]
    cost = [np.sum([each.cost for each in block], axis=0) for block in blocks]
    apart = float(np.sqrt(sum(each.npv.deviation.value**2 for each in found)))
    return PortfolioChances(
        cases={each.case: each for each in found},
        npv=spread_of(npv),
        cost=spread_of(cost),
        loss=probability([each < 0 for each in npv]),
        apart=apart,
        shocks=ties.struck,
        doubts=tuple(dict.fromkeys(sentence for each in found for sentence in each.doubts)),
    )


def _told_all(drawn: Drawn, workers: int) -> list[CaseChances]:
    return at_once(
        _told_one, range(len(drawn[0])), shared=drawn, workers=workers, stage="sorting",
        threads=True,
    )  # fmt: skip


def _told_one(drawn: Drawn, at: int) -> CaseChances:
    plans, blocks, task, ties = drawn
    own = [block[at] for block in blocks]
    return _told(plans[at], own, task, ties, told_way(task.compiled[at]))


def _told(
    plan: Plan,
    blocks: Sequence[Block],
    task: Task,
    ties: Ties,
    way: str,
) -> CaseChances:
    value = value_case(plan.case, practice=task.practice, pack=task.pack)
    npv = [each.npv for each in blocks]
    cost = [each.cost for each in blocks]
    months = [each.duration for each in blocks if each.duration is not None]
    central = value.of(plan.option.id)
    doubts = [*task.mixed.doubts, *ties.doubts, *plan.doubts]
    if central is not None:
        doubts += [*central.doubts]
    if plan.usual is None:
        doubts.append("There is no business as usual to compare with: the values stand alone.")
    return CaseChances(
        case=plan.case.id,
        option=plan.option.id,
        against=plan.usual.id if plan.usual else "",
        money=plan.case.money,
        draws=task.size * len(blocks),
        blocks=len(blocks),
        seed=task.seed,
        sampling=task.sampling,
        npv=spread_of(npv),
        benefit=spread_of([each.benefit for each in blocks]),
        cost=spread_of(cost),
        loss=probability([each < 0 for each in npv]),
        worst_tenth=worst_tenth(npv),
        duration=spread_of(months) if months else None,
        together=_together(cost, months) if months else None,
        quantities={each.name: _shape(each.kind, each.marginal.name) for each in plan.quantities},
        ties=told_ties(plan.case),
        way=way,
        digest=sha256(np.concatenate(npv).tobytes()).hexdigest(),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _shape(kind: str, shape: str) -> str:
    said: Mapping[str, str] = {
        "line": f"ratio of actual to stated, {shape}",
        "event": "happens or not",
        "impact": f"ratio of the impact, {shape}",
    }
    return said.get(kind, shape)


def _together(cost: Sequence[Array], months: Sequence[Array]) -> CostAndTime:
    all_cost, all_months = np.concatenate(cost), np.concatenate(months)
    some = max(1, RANKED // len(cost))  # of each block: enough for two digits
    few_cost = np.concatenate([each[:some] for each in cost])
    few_months = np.concatenate([each[:some] for each in months])
    dear, long = quantile(all_cost, P80), quantile(all_months, P80)
    inside = [(c <= dear) & (m <= long) for c, m in zip(cost, months, strict=True)]
    varies = np.ptp(few_cost) > 0 and np.ptp(few_months) > 0
    ranks = float(np.corrcoef(rankdata(few_cost), rankdata(few_months))[0, 1]) if varies else 0.0
    return CostAndTime(dear, long, probability(inside), ranks)
