"""Share of mandatory: does the label grow beyond what is usual, by count and by cost?"""

from math import fsum

import numpy as np
from numpy.typing import NDArray

from headwater.errors import InputError
from headwater.numeric.statistics import wilson_interval
from headwater.numeric.streams import stream
from headwater.portfolio.signals.chance import DRAWS, SLACK, drawn
from headwater.portfolio.signals.family import LEVEL, judged, odds
from headwater.vocabulary.signals import Evidence, Listing, Signal

COUNT, COST = "share of projects called mandatory", "share of cost called mandatory"
USUAL_COUNT = (
    "Number of mandatory projects against the stated usual share: exact one-sided binomial test "
    "with mid-p."
)
USUAL_COST = (
    "Cost of mandatory projects against the stated usual share: one-sided test with the label "
    "drawn at random for each project at that share."
)
EARLIER_COUNT = (
    "Number of mandatory projects against the earlier cycle: Fisher's exact one-sided test with "
    "mid-p."
)
EARLIER_COST = (
    "Share of the cost that is mandatory against the earlier cycle: one-sided permutation test "
    "over projects."
)
DOUBTS = (
    "A new law may make more projects mandatory: ask for the clause, the date and the penalty.",
)
CARRIED = "Projects that run through both cycles count in both, which makes the test cautious."


def mandatory_share(
    now: Listing,
    *,
    usual: float | None = None,
    earlier: Listing | None = None,
    level: float = LEVEL,
    seed: int = 0,
) -> tuple[Signal, ...]:
    """Compare the share of mandatory projects with a stated usual share and an earlier cycle.

    Parameters
    ----------
    usual
        The share that is usual here, above 0 and below 1; None where none is stated.
    earlier
        The cycle before; None where there is none.
    level
        False-alarm level of all signals returned, together.

    Returns
    -------
    tuple of Signal
        By count and by cost, against each of the two that was given.

    Raises
    ------
    InputError
        If neither is given, a usual share is out of range, or a cycle lists no projects.
    """
    if usual is None and earlier is None:
        raise InputError("a share of mandatory needs the usual share or an earlier cycle beside it")
    if usual is not None and not 0 < usual < 1:
        raise InputError(
            f"the usual share of mandatory is {usual:g}; give a number between 0 and 1"
        )
    if not now.costs or (earlier is not None and not earlier.costs):
        raise InputError("a cycle without projects has no share of mandatory")
    signals = []
    if usual is not None:
        signals += [_count_usual(now, usual), _cost_usual(now, usual, seed)]
    if earlier is not None:
        signals += [_count_earlier(now, earlier), _cost_earlier(now, earlier, seed)]
    return judged(signals, level=level)


def _count_usual(now: Listing, usual: float) -> Signal:
    from scipy.stats import binom

    hits, size = len(set(now.mandatory)), len(now.costs)
    chance = float(min(1.0, binom.sf(hits, size, usual) + 0.5 * binom.pmf(hits, size, usual)))
    text = (
        f"{hits} of {size} projects ({hits / size * 100:.0f}%) are called mandatory, where "
        f"{usual * 100:.0f}% is usual; {odds(chance)}."
    )
    return _signal(COUNT, text, USUAL_COUNT, now, chance, hits / size)


def _cost_usual(now: Listing, usual: float, seed: int) -> Signal:
    costs, flags = _arrays(now)
    share = _share(costs, flags)
    if costs.sum() == 0:
        return _signal(COST, "No project has a cost, so no share of cost.", USUAL_COST, now)
    labels = stream(seed, 1).random((DRAWS, costs.size)) < usual
    hits = (labels @ costs >= flags @ costs - SLACK * costs.sum()).sum()
    chance = float((hits + 1) / (DRAWS + 1))
    text = (
        f"{share * 100:.0f}% of the cost is called mandatory, where {usual * 100:.0f}% is "
        f"usual; {odds(chance)}."
    )
    return _signal(COST, text, USUAL_COST, now, chance, share)


def _count_earlier(now: Listing, earlier: Listing) -> Signal:
    from scipy.stats import hypergeom

    hits, size = len(set(now.mandatory)), len(now.costs)
    before, of_before = len(set(earlier.mandatory)), len(earlier.costs)
    law = hypergeom(size + of_before, hits + before, size)
    chance = float(min(1.0, law.sf(hits) + 0.5 * law.pmf(hits)))
    text = (
        f"{hits} of {size} projects ({hits / size * 100:.0f}%) are called mandatory, after "
        f"{before} of {of_before} ({before / of_before * 100:.0f}%) in {_called(earlier)}; "
        f"{odds(chance)}."
    )
    return _signal(COUNT, text, EARLIER_COUNT, now, chance, hits / size, earlier)


def _cost_earlier(now: Listing, earlier: Listing, seed: int) -> Signal:
    (costs, flags), (old_costs, old_flags) = _arrays(now), _arrays(earlier)
    if costs.sum() == 0 or old_costs.sum() == 0:
        text = "A cycle has no costs, so no share of cost."
        return _signal(COST, text, EARLIER_COST, now, earlier=earlier)
    share, before = _share(costs, flags), _share(old_costs, old_flags)
    pool = np.concatenate([costs, old_costs])
    marked = np.concatenate([costs * flags, old_costs * old_flags])
    ours = drawn(costs.size, old_costs.size, seed=seed)
    one, one_marked = pool[ours].sum(axis=1), marked[ours].sum(axis=1)
    rest, rest_marked = pool.sum() - one, marked.sum() - one_marked
    with np.errstate(invalid="ignore", divide="ignore"):
        gaps = one_marked / one - rest_marked / rest
    hits = (np.nan_to_num(gaps) >= share - before - SLACK).sum()
    chance = float((hits + 1) / (DRAWS + 1))
    text = (
        f"{share * 100:.0f}% of the cost is called mandatory, after {before * 100:.0f}% in "
        f"{_called(earlier)}; {odds(chance)}."
    )
    return _signal(COST, text, EARLIER_COST, now, chance, share, earlier)


def _arrays(listing: Listing) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return costs and labels (0 or 1) in an order that only they decide."""
    ordered = set(listing.mandatory)
    pairs = sorted((cost, each in ordered) for each, cost in listing.costs.items())
    return np.array([cost for cost, _ in pairs]), np.array([float(flag) for _, flag in pairs])


def _share(costs: NDArray[np.float64], flags: NDArray[np.float64]) -> float:
    whole = fsum(costs)
    return fsum(costs * flags) / whole if whole else 0.0


def _called(listing: Listing) -> str:
    return f"cycle {listing.cycle}" if listing.cycle else "the earlier cycle"


def _signal(
    about: str,
    text: str,
    test: str,
    now: Listing,
    chance: float | None = None,
    estimate: float | None = None,
    earlier: Listing | None = None,
) -> Signal:
    rows = [{"project": each, "cost": now.costs[each]} for each in sorted(set(now.mandatory))]
    interval = wilson_interval(len(set(now.mandatory)), len(now.costs)) if about == COUNT else None
    evidence = Evidence(
        test, tuple(rows), p=chance, estimate=estimate, interval=interval, unit="share, 0 to 1"
    )
    carried = earlier is not None and set(earlier.costs) & set(now.costs)
    doubts = (*DOUBTS, CARRIED) if carried else DOUBTS
    return Signal("mandatory", about, "none", text, evidence, doubts)
