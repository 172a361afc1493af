"""From many leaders' judgements to the weights of the group, without averaging away dissent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from headwater.errors import InputError, TooLargeError
from headwater.judgement.ballots import ballots, matched, plain
from headwater.judgement.methods import METHODS
from headwater.judgement.points import from_stated
from headwater.judgement.weight_sets import (
    WIDENED,
    simpler,
    weight_set,
    whole_simplex,
)
from headwater.numeric.polytope import Floats, extreme_points
from headwater.vocabulary.judgement import GroupPriorities, Priorities, WeightSet
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement

MOST_VERTICES = 64
"""Extreme points that the group's set may have: each one makes the search for portfolios longer."""

NOBODY = (
    "Nobody has said what matters more: every weighting of the criteria is allowed, "
    "and the central one weighs them equally."
)
WIDENED_FOR = (
    "The answers of {leaders} leave so much open that a somewhat wider set of weights was used "
    "for them, which leaves none of them out."
)
WIDENED_TOGETHER = (
    "The leaders' weights together have too many extreme points; a somewhat wider set was used, "
    "which leaves none of them out."
)
UNUSED = "The weights stated with the objectives were not used, because leaders gave judgements."


def weigh(
    criteria: Sequence[str],
    judgements: Sequence[Judgement],
    stated: Mapping[str, Interval | None] | None = None,
) -> GroupPriorities:
    """Find the weights that the leaders together allow.

    Parameters
    ----------
    criteria
        Names of the n criteria, n >= 1, no two alike.
    judgements
        All leaders' answers; each leader by one method.
    stated
        Weights without judgements behind them (of objectives, say): used only where there are
        no judgements. Any unit, ranges allowed; they are made to sum to 1.

    Returns
    -------
    GroupPriorities
        Its weights are the convex hull of all leaders' own sets, its centre the mean of their
        centres: one leader, one voice. At most 64 extreme points (or n): beyond that the sets
        with the most, then the hull, are widened, which leaves no allowed weights out; a
        doubt says so. Without judgements: the stated weights, else every weighting.
        All doubts are in the result's own `doubts`.

    Raises
    ------
    InputError
        If there is no criterion or two bear the same name, or answers or stated weights do
        not fit the criteria or their method.
    """
    names = _checked(criteria)
    found = ballots(names, judgements)
    if found:
        group = together(
            {each.leader: METHODS[each.method].priorities(names, each.answers) for each in found}
        )
        if stated and any(weight is not None for weight in stated.values()):
            group = replace(group, doubts=(*group.doubts, UNUSED))
    else:
        group = _without_judgements(names, stated or {})
    return _in_order(group, criteria)


def _checked(criteria: Sequence[str]) -> tuple[str, ...]:
    """Put the criteria into an order of their own, so that the given one changes nothing."""
    if not criteria:
        raise InputError("there are no criteria to weigh; name at least one")
    if len({plain(each) for each in criteria}) != len(criteria):
        twice = sorted(a for a in criteria if sum(plain(a) == plain(b) for b in criteria) > 1)
        raise InputError(f"two criteria bear the same name: {', '.join(twice)}; rename one")
    return tuple(sorted(criteria, key=lambda each: (plain(each), each)))


def together(by_leader: Mapping[str, Priorities]) -> GroupPriorities:
    """Join leaders' priorities over the same criteria, in the same order, into the group's.

    The hull of their sets, the mean of their centres, and all doubts; see `weigh`.
    """
    criteria = next(iter(by_leader.values())).weights.criteria
    sets = {leader: np.array(each.weights.vertices) for leader, each in by_leader.items()}
    hull, doubts = _hull(sets)
    centre = np.mean([each.weights.centre for each in by_leader.values()], axis=0)
    told = [f"{leader}: {doubt}" for leader, each in by_leader.items() for doubt in each.doubts]
    alone = (
        (f"Only {next(iter(by_leader))} has said what matters more.",)
        if len(by_leader) == 1
        else ()
    )
    return GroupPriorities(weight_set(criteria, hull, centre), by_leader, (*alone, *told, *doubts))


def _hull(sets: Mapping[str, Floats]) -> tuple[Floats, tuple[str, ...]]:
    """Join the leaders' sets; widen the largest, one by one, while there are too many points."""
    size = next(iter(sets.values())).shape[1]
    most = max(MOST_VERTICES, size)
    quota = max(size, MOST_VERTICES // len(sets))
    remaining = dict(sets)
    hull = _few(remaining, most)
    widened: list[str] = []
    for leader in sorted(sets, key=lambda each: (-len(sets[each]), each)):
        if hull is not None or len(sets[leader]) <= quota:
            break
        remaining[leader] = simpler(sets[leader], most=quota)
        widened.append(leader)
        hull = _few(remaining, most)
    doubts = [WIDENED_FOR.format(leaders=", ".join(sorted(widened)))] if widened else []
    if hull is None:
        hull = simpler(np.vstack([*remaining.values()]), most=MOST_VERTICES)
        doubts.append(WIDENED_TOGETHER)
    return hull, tuple(doubts)


def _few(sets: Mapping[str, Floats], most: int) -> Floats | None:
    """Return the extreme points of all sets together; None where they are too many."""
    try:
        return extreme_points(np.vstack([*sets.values()]), most=most)
    except TooLargeError:
        return None


def _without_judgements(
    names: Sequence[str], stated: Mapping[str, Interval | None]
) -> GroupPriorities:
    known: dict[str, Interval | None] = {}
    for name, weight in stated.items():
        criterion = matched(name, names, what="criterion", place="stated weights")
        if criterion in known:
            raise InputError(f"the weight of {criterion!r} is stated twice; keep one")
        known[criterion] = weight
    if any(weight is not None for weight in known.values()):
        weights, doubts = from_stated(names, known)
        weights, more = _few_enough(weights)
        return GroupPriorities(weights, {}, (*doubts, *more))
    return GroupPriorities(whole_simplex(names), {}, (NOBODY,) if len(names) > 1 else ())


def _few_enough(weights: WeightSet) -> tuple[WeightSet, tuple[str, ...]]:
    vertices = np.array(weights.vertices)
    if len(vertices) <= max(MOST_VERTICES, vertices.shape[1]):
        return weights, ()
    hull = simpler(vertices, most=MOST_VERTICES)
    return weight_set(weights.criteria, hull, np.array(weights.centre)), (WIDENED,)


def _in_order(group: GroupPriorities, criteria: Sequence[str]) -> GroupPriorities:
    by_leader = {
        leader: replace(each, weights=_permuted(each.weights, criteria))
        for leader, each in group.by_leader.items()
    }
    return replace(group, weights=_permuted(group.weights, criteria), by_leader=by_leader)


def _permuted(weights: WeightSet, criteria: Sequence[str]) -> WeightSet:
    places = [weights.criteria.index(criterion) for criterion in criteria]
    return WeightSet(
        criteria=tuple(criteria),
        vertices=tuple(tuple(row[place] for place in places) for row in weights.vertices),
        centre=tuple(weights.centre[place] for place in places),
        doubts=weights.doubts,
    )
