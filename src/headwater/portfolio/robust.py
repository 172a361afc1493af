"""How often each project is among the portfolios that nothing beats, whatever the weights."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headwater.errors import InputError
from headwater.numeric.statistics import wilson_interval
from headwater.portfolio import wording
from headwater.portfolio.listing import listed
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.sampling import Sample, sample
from headwater.vocabulary.portfolio import Optimum, Problem, RobustSet
from headwater.vocabulary.progress import Watcher, ignore

Rows = NDArray[np.integer[Any]]
MOST_RIVALS = 5_000
"""Contested projects beyond which nobody's rival is sought."""
FEWEST_DRAWS = 100
MOST_SAMPLED = 100_000_000
"""Draws x candidates x rows at most, as long as the fewest draws are kept."""
LEAST_RISE = 0.02
"""A rival's share must rise by at least this much where the other is absent."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """Portfolios as rows of 0/1, and samples where they were too many to list."""

    portfolios: Rows
    samples: tuple[Sample, ...]


def robust(
    problem: Problem,
    *,
    seed: int = 1,
    watch: Watcher = ignore,
    most_portfolios: int = 200_000,
    draws: int = 1000,
    optimum: Optimum | None = None,
) -> RobustSet:
    """Find all portfolios that no other allowed one dominates; share of them, by project.

    One portfolio dominates another when it is worth at least as much for every weight in the
    hull of the vertices and every value in its range, and more for some [liesio2007]_. Values
    of common projects cancel. Portfolios of equal value are all kept.

    Where costs are ranges or unknown, the question is asked twice, with every use at its low
    end (unknown: 0) and at its high end (unknown: cannot be chosen), and the portfolios of
    both are pooled, each counted once.

    Parameters
    ----------
    seed
        Of the starts and, where sampled, of the draws.
    most_portfolios
        Above so many the set is sampled instead of listed.
    draws
        How many opinions are drawn then; fewer, but at least 100, for very large problems.
    optimum
        What `optimum` found, if it is known already: where weights, values and uses leave
        nothing open and nothing ties with it, it is the whole set.

    Returns
    -------
    RobustSet
        `exact` says whether every such portfolio was listed; if not, doubts say how sure the
        shares are.

    Raises
    ------
    InfeasibleError
        If no portfolio is allowed with uses at their high ends.
    InputError
        If a rule lacks its number, or fewer than one draw is asked for.
    """
    if draws < 1 or most_portfolios < 1:
        raise InputError("at least one draw and one portfolio must be allowed")
    high = compile_model(problem)
    cases = [high, compile_model(problem, case="low")] if _uncertain_use(problem) else [high]
    found = _only(cases, optimum) or _listed(cases, seed, watch, most_portfolios)
    if found is None:
        found = _sampled(cases, seed, watch, draws)
    shares = found.portfolios.mean(axis=0)
    return RobustSet(
        core_index={each: float(share) for each, share in zip(high.ids, shares, strict=True)},
        count=len(found.portfolios),
        exact=not found.samples,
        doubts=(*_case_doubts(len(cases)), *_sample_doubts(found)),
        rivals=_rivals(high.ids, found.portfolios),
    )


def _uncertain_use(problem: Problem) -> bool:
    return any(
        use is None or not use.is_point
        for candidate in problem.candidates
        for use in candidate.uses.values()
    )


def _only(cases: list[Model], optimum: Optimum | None) -> _Listed | None:
    """Return the one best portfolio where nothing is open and nothing ties with it."""
    model = cases[0]
    is_open = len(cases) > 1 or len(model.vertices) > 1 or (model.lows < model.highs).any()
    if optimum is None or is_open or optimum.gap > 0 or optimum.ties != ():
        return None
    chosen = set(optimum.chosen)
    return _Listed(np.array([[each in chosen for each in model.ids]], dtype=np.uint8), ())


def _listed(cases: list[Model], seed: int, watch: Watcher, most: int) -> _Listed | None:
    """Return all portfolios of all cases, or None when there are too many."""
    found = []
    for model in cases:
        portfolios = listed(model, seed=seed, watch=watch, most=most)
        if portfolios is None:
            return None
        found.append(portfolios)
    pooled = np.unique(np.concatenate(found), axis=0)
    return _Listed(pooled, ()) if len(pooled) <= most else None


def _sampled(cases: list[Model], seed: int, watch: Watcher, draws: int) -> _Listed:
    size = cases[0].size * max(1, len(cases[0].limit_rows) + len(cases[0].rule_rows))
    each = -(-min(draws, max(FEWEST_DRAWS, MOST_SAMPLED // max(1, size))) // len(cases))
    samples = tuple(
        sample(model, seed=seed, draws=each, path=number, watch=watch)
        for number, model in enumerate(cases)
    )
    return _Listed(np.concatenate([one.portfolios for one in samples]), samples)


def _case_doubts(cases: int) -> tuple[str, ...]:
    if cases == 1:
        return ()
    return (
        "Some costs are ranges or unknown: portfolios were sought with all of them at the low "
        "end (unknown ones at 0) and with all at the high end (unknown ones left out), and "
        "pooled.",
    )


def _sample_doubts(known: _Listed) -> tuple[str, ...]:
    if not known.samples:
        return ()
    draws = len(known.portfolios)
    half = wilson_interval(draws // 2, draws)
    sure = wilson_interval(draws, draws).low
    found = [
        f"There are too many portfolios that nothing beats to list them all, so {draws:,} "
        f"opinions were drawn at random from all the weights and values that the ranges allow, "
        f"and the best portfolio found for each: a share near half is known to within "
        f"{wording.part((half.high - half.low) / 2)}, and a project in all of them would be in at "
        f"least {wording.part(sure)} of all such draws (95% confidence). A project in none of "
        f"them may still belong to some portfolio that nothing beats."
    ]
    unproved = sum(one.unproved for one in known.samples)
    if unproved:
        gap = max(one.gap for one in known.samples)
        found.append(
            f"In {unproved:,} of these draws the best portfolio was not proved: it may fall "
            f"short of the highest value by up to {wording.part(gap, digits=2)}."
        )
    return tuple(found)


def _rivals(ids: tuple[str, ...], portfolios: Rows) -> dict[str, str]:
    """Return for each contested project the one whose share rises most where it is absent."""
    count, inside = len(portfolios), portfolios.sum(axis=0, dtype=np.int64)
    contested = np.flatnonzero((inside > 0) & (inside < count))
    if contested.size > MOST_RIVALS:
        return {}
    rows = portfolios[:, contested].astype(np.float32)
    both, each = (rows.T @ rows).astype(np.float64), inside[contested]
    found: dict[str, str] = {}
    for at, position in enumerate(contested):
        rise = (each - both[at]) / (count - each[at]) - both[at] / each[at]
        rise[at] = 0.0
        best = int(np.argmax(np.round(rise, 9)))
        if rise[best] > LEAST_RISE:
            found[ids[position]] = ids[contested[best]]
    return found
