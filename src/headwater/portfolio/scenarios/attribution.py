"""Which group of inputs moved the answer: the mean over all orders of replacing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import fsum

from headwater.errors import InfeasibleError
from headwater.portfolio.optimum import optimum
from headwater.portfolio.scenarios.mixtures import Pair
from headwater.vocabulary.portfolio import Optimum
from headwater.vocabulary.progress import Progress, Watcher
from headwater.vocabulary.scenario import Cause

STAGE = "Finding out which input moved it"


@dataclass(frozen=True, slots=True)
class Attribution:
    """What of the change of value, and of each project's move, is due to each group.

    `value` is empty where no order of replacing leads through allowed problems only.
    """

    value: tuple[Cause, ...]
    moves: dict[str, tuple[Cause, ...]]
    doubts: tuple[str, ...] = ()


def attribute(
    pair: Pair,
    before: Optimum,
    after: Optimum,
    *,
    time_limit: float,
    watch: Watcher,
) -> Attribution:
    """Replace the groups that moved one by one, in every order, and take the mean [shapley1953]_.

    A group's part is the mean over all orders of what its turn changes. In each order the
    turns add up to the whole, so the parts do too. At most 2**6 problems are solved. Orders
    that lead through a problem where nothing is allowed are left out.
    """
    groups = pair.moved
    solved = _solved(pair, groups, before, after, time_limit, watch)
    orders = [order for order in permutations(groups) if _passes(order, solved)]
    if not orders:
        doubt = (
            "Which input moved it cannot be told: one by one, the changes lead through choices "
            "where nothing is allowed.",
        )
        return Attribution((), {}, doubt if groups else ())
    worth = {key: best.value for key, best in solved.items() if best is not None}
    changed = set(before.chosen) ^ set(after.chosen)
    moves = {
        each: _parts(orders, {k: float(each in b.chosen) for k, b in solved.items() if b})
        for each in sorted(changed)
    }
    return Attribution(_parts(orders, worth), moves, _doubts(groups, orders, solved))


def _solved(
    pair: Pair,
    groups: Sequence[str],
    before: Optimum,
    after: Optimum,
    time_limit: float,
    watch: Watcher,
) -> dict[frozenset[str], Optimum | None]:
    found: dict[frozenset[str], Optimum | None] = {frozenset(): before, frozenset(groups): after}
    sets = [frozenset(s) for size in range(1, len(groups)) for s in combinations(groups, size)]
    for number, taken in enumerate(sets):
        watch(Progress(STAGE, fraction=number / len(sets)))
        try:
            found[taken] = optimum(
                pair.mixture(taken), watch=watch, time_limit=time_limit, ties=False
            )
        except InfeasibleError:
            found[taken] = None
    return found


def _passes(order: Sequence[str], solved: dict[frozenset[str], Optimum | None]) -> bool:
    return all(solved[frozenset(order[:count])] is not None for count in range(len(order) + 1))


def _parts(
    orders: Sequence[Sequence[str]], worth: dict[frozenset[str], float]
) -> tuple[Cause, ...]:
    found = []
    for group in sorted(orders[0]):
        turns = []
        for order in orders:
            earlier = frozenset(order[: list(order).index(group)])
            turns.append(worth[earlier | {group}] - worth[earlier])
        found.append(Cause(group, fsum(turns) / len(orders)))
    return tuple(sorted(found, key=lambda cause: (-abs(cause.part), cause.group)))


def _doubts(
    groups: Sequence[str],
    orders: Sequence[Sequence[str]],
    solved: dict[frozenset[str], Optimum | None],
) -> tuple[str, ...]:
    doubts = []
    if None in solved.values():
        doubts.append(
            f"Some changes alone would leave nothing allowed: the parts are means over the "
            f"{len(orders)} orders of the {len(groups)} changes that avoid it."
        )
    if any(best is not None and best.status != "optimal" for best in solved.values()):
        doubts.append(
            "Not every step was proved best in the time allowed, so what is due to which input "
            "is an estimate."
        )
    return tuple(doubts)
