"""Method of equal shares: what a proportional rule would choose, beside the optimum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.errors import InputError

Array = NDArray[np.float64]
NAME = "fair_share"
TITLE = "Method of equal shares"
SOURCE = "petersPierczynskiSkowron2021"

TIE = 1e-9
"""Relative; two projects this near in price per point are equal, and the cheaper one is bought."""


@dataclass(frozen=True, slots=True)
class FairShare:
    """What equal shares buy.

    Attributes
    ----------
    chosen
        Ids in the order in which they were bought.
    spent
        Their cost, in the unit of the costs.
    paid
        What each voice paid, by voice, in the unit of the costs.
    share
        What each voice had to spend, in the unit of the costs.
    """

    chosen: tuple[str, ...]
    spent: float
    paid: Mapping[str, float]
    share: float


def equal_shares(
    costs: Mapping[str, float],
    satisfaction: Mapping[str, Mapping[str, float]],
    *,
    budget: float,
    voters: Mapping[str, int] | None = None,
    steps: int = 0,
) -> FairShare:
    """Give every voter the same money, and buy what its supporters can pay for.

    Parameters
    ----------
    costs
        By project id, above 0 and in one unit.
    satisfaction
        By voice (a unit, a leader, a ballot), what each project gives it; dimensionless, 0 or
        absent where it gains nothing. For approvals counted by money, give the project's cost.
    budget
        In the unit of the costs.
    voters
        How many voters speak with each voice; 1 where not given.
    steps
        With 0 the plain rule, which may leave money unspent. Otherwise the completion "add one":
        every voter's share is raised by one more unit at most `steps` times, and the last
        outcome that the budget can pay counts.

    Raises
    ------
    InputError
        If there is no voter, or a cost or a satisfaction is negative.

    Notes
    -----
    A project is bought at the least price rho per point such that the sum over its supporters
    of min(money left, rho x satisfaction) covers its cost; the project with the least rho goes
    first [petersPierczynskiSkowron2021]_.
    """
    ids = sorted(costs)
    voices = sorted(satisfaction)
    size = np.array([(voters or {}).get(voice, 1) for voice in voices], dtype=float)
    if not size.sum() > 0:
        raise InputError("equal shares need at least one voter")
    price = np.array([costs[each] for each in ids])
    gain = np.array([[satisfaction[voice].get(each, 0.0) for each in ids] for voice in voices])
    if (price < 0).any() or (gain < 0).any():
        raise InputError("equal shares take no negative cost or satisfaction")
    share = budget / float(size.sum())
    best = _buy(price, gain, size, share)
    for _ in range(steps):
        bigger = _buy(price, gain, size, share + 1)
        if float(price[bigger[0]].sum()) > budget * (1 + TIE):
            break
        share, best = share + 1, bigger
        if len(best[0]) == len(ids):
            break
    bought, left = best
    return FairShare(
        chosen=tuple(ids[each] for each in bought),
        spent=float(price[bought].sum()),
        paid={
            voice: float((share - money) * count)
            for voice, money, count in zip(voices, left, size, strict=True)
        },
        share=share,
    )


def preferred(
    one: Sequence[str],
    other: Sequence[str],
    satisfaction: Mapping[str, Mapping[str, float]],
    voters: Mapping[str, int] | None = None,
) -> int:
    """Count the voters who gain more from one set than from the other: positive for `one`."""
    balance = 0
    for voice, gains in satisfaction.items():
        first = sum(gains.get(each, 0.0) for each in one)
        second = sum(gains.get(each, 0.0) for each in other)
        balance += (voters or {}).get(voice, 1) * ((first > second) - (first < second))
    return balance


def _buy(price: Array, gain: Array, size: Array, share: float) -> tuple[list[int], Array]:
    """Run the rule once: the projects bought in order, and each voice's money left."""
    money = np.full(len(size), share)
    wanted = [each for each in range(len(price)) if (gain[:, each] > 0).any()]
    floor = np.zeros(len(price))  # a price per point never falls while money is spent
    bought: list[int] = []
    while wanted:
        best, least = -1, np.inf
        for each in sorted(wanted, key=lambda each: (floor[each], price[each], each)):
            if floor[each] > least * (1 + TIE):
                break
            rho = _price_per_point(price[each], gain[:, each], money, size)
            floor[each] = rho
            nearer = rho < least * (1 - TIE)
            if nearer or (rho <= least * (1 + TIE) and price[each] < price[best]):
                best, least = each, rho
        if not np.isfinite(least):
            break
        money = money - np.minimum(money, least * gain[:, best])
        bought.append(best)
        wanted = [each for each in wanted if each != best and np.isfinite(floor[each])]
    return bought, money


def _price_per_point(cost: float, gain: Array, money: Array, size: Array) -> float:
    """Least rho with sum size x min(money, rho x gain) = cost; infinite if they cannot pay."""
    backs = gain > 0
    money, gain, size = money[backs], gain[backs], size[backs]
    if float((money * size).sum()) < cost * (1 - TIE):
        return float("inf")
    order = np.argsort(money / gain, kind="stable")  # who runs out first
    spent = np.concatenate([[0.0], np.cumsum((money * size)[order])[:-1]])
    points = np.cumsum((gain * size)[order][::-1])[::-1]
    rho = (cost - spent) / points
    enough = rho <= (money / gain)[order] * (1 + TIE)
    return float(rho[int(np.argmax(enough))]) if enough.any() else float((money / gain).max())
