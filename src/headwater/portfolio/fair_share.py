"""Method of equal shares: what a proportional rule would choose, beside the optimum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import ceil, isfinite

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
        What each voter had to spend in the end, in the unit of the costs.
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
    step: float = 1.0,
) -> FairShare:
    """Give every voter the same money, and buy what its supporters can pay for.

    Parameters
    ----------
    costs
        By project id, none negative and in one unit.
    satisfaction
        By voice (a unit, a leader, a ballot), what each project gives it; dimensionless, 0 or
        absent where it gains nothing. For approvals counted by money, give the project's cost.
    budget
        In the unit of the costs.
    voters
        How many voters speak with each voice; 1 where not given.
    steps
        With 0 the plain rule, which may leave money unspent. Otherwise the completion "add
        one": every voter's share is raised by `step` at most `steps` times, and the last
        outcome before the first that the budget cannot pay counts; nothing is added after it.
    step
        What a raise adds to each voter's share, in the unit of the costs, above 0.

    Raises
    ------
    InputError
        If there is no voter; a cost, a satisfaction, the budget or a number of voters is
        negative or not finite; or a satisfaction names a project without a cost.

    Notes
    -----
    A project is bought at the least price rho per point such that the sum over its supporters
    of min(money left, rho x satisfaction) covers its cost; the project with the least rho goes
    first, among equals the cheaper one, then the first in alphabetical order
    [petersPierczynskiSkowron2021]_.
    """
    election = _Election(costs, satisfaction, voters or {})
    if not (isfinite(budget) and budget >= 0 and isfinite(step) and step > 0):
        raise InputError("equal shares need a budget of 0 or more and a step above 0")
    first = share = budget / float(election.size.sum())
    bought, left, short = election.buy(share)
    number = 0
    while len(bought) < len(election.floor):
        number += max(1, ceil(short / step * (1 - TIE))) if election.apart else 1
        if number > steps:
            break
        bigger = election.buy(first + number * step)
        if election.cost_of(bigger[0]) > budget * (1 + TIE):
            break
        share, (bought, left, short) = first + number * step, bigger
    paid = (share - left) * election.size
    return FairShare(
        chosen=tuple(election.ids[each] for each in bought),
        spent=election.cost_of(bought),
        paid=dict(zip(election.voices, paid.tolist(), strict=True)),
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


class _Election:
    """Costs and gains in canonical order; `buy` runs the rule for one size of share.

    `apart` says that no project has two supporting voices, so that each voice buys alone.
    """

    def __init__(
        self,
        costs: Mapping[str, float],
        satisfaction: Mapping[str, Mapping[str, float]],
        voters: Mapping[str, int],
    ) -> None:
        self.ids, self.voices = sorted(costs), sorted(satisfaction)
        self.size = np.array([voters.get(voice, 1) for voice in self.voices], dtype=float)
        self.price = np.array([costs[each] for each in self.ids], dtype=float)
        position = {each: at for at, each in enumerate(self.ids)}
        backers: list[list[tuple[int, float]]] = [[] for _ in self.ids]
        for number, voice in enumerate(self.voices):
            for each, gain in satisfaction[voice].items():
                if not (isfinite(gain) and gain >= 0):
                    raise InputError("equal shares take no negative cost or satisfaction")
                if gain > 0 and each not in position:
                    raise InputError(f"{voice!r} gains from {each!r}, which has no cost")
                if gain > 0 and self.size[number] > 0:
                    backers[position[each]].append((number, gain))
        self._check()
        self.backs = [np.array([who for who, _ in found], dtype=np.intp) for found in backers]
        self.gains = [np.array([gain for _, gain in found]) for found in backers]
        self.floor = {  # what a point costs when nobody runs out of money: never less
            at: self.price[at] / float((gain * self.size[who]).sum())
            for at, (who, gain) in enumerate(zip(self.backs, self.gains, strict=True))
            if who.size
        }
        self.apart = all(who.size <= 1 for who in self.backs)

    def _check(self) -> None:
        if not (np.isfinite(self.price).all() and (self.price >= 0).all()):
            raise InputError("equal shares take no negative cost or satisfaction")
        if (self.size < 0).any() or not self.size.sum() > 0:
            raise InputError("equal shares need at least one voter, and no negative number of them")

    def cost_of(self, bought: Sequence[int]) -> float:
        """Return the cost of these projects (positions), whatever their order."""
        return float(self.price[sorted(bought)].sum())

    def buy(self, share: float) -> tuple[list[int], Array, float]:
        """Run the rule once: the projects bought in order, and each voice's money left.

        Last, the least that a voter lacked when a project could not be paid; where voices are
        apart, no smaller raise of the share changes what is bought, so such raises are skipped.
        """
        money = np.full(len(self.size), share)
        queue = [(floor, at) for at, floor in self.floor.items()]
        heapify(queue)
        bought: list[int] = []
        short = float("inf")
        while queue:
            near: list[tuple[float, int]] = []
            least = float("inf")
            while queue and queue[0][0] <= least * (1 + TIE):
                _, at = heappop(queue)
                rho = self._price_per_point(at, money)
                if isfinite(rho):  # what cannot be paid now never can be
                    near.append((rho, at))
                    least = min(least, rho)
                else:
                    short = min(short, self._shortfall(at, money))
            if not near:
                break
            equal = [each for each in near if each[0] <= least * (1 + TIE)]
            rho, best = min(equal, key=lambda each: (self.price[each[1]], each[1]))
            who = self.backs[best]
            money[who] -= np.minimum(money[who], rho * self.gains[best])
            bought.append(best)
            for each in near:
                if each[1] != best:
                    heappush(queue, each)  # a price per point never falls while money is spent
        return bought, money, short

    def _shortfall(self, at: int, money: Array) -> float:
        who = self.backs[at]
        size = self.size[who]
        return float((self.price[at] - (money[who] * size).sum()) / size.sum())

    def _price_per_point(self, at: int, money: Array) -> float:
        """Least rho with sum size x min(money, rho x gain) = cost; infinite if they cannot pay."""
        who, gain, cost = self.backs[at], self.gains[at], float(self.price[at])
        if who.size == 1:
            alone = float(money[who[0]] * self.size[who[0]])
            return self.floor[at] if alone >= cost * (1 - TIE) else float("inf")
        size, left = self.size[who], money[who]
        if float((left * size).sum()) < cost * (1 - TIE):
            return float("inf")
        until = left / gain
        order = np.argsort(until, kind="stable")  # who runs out first
        spent = np.concatenate([[0.0], np.cumsum((left * size)[order])[:-1]])
        points = np.cumsum((gain * size)[order][::-1])[::-1]
        rho = (cost - spent) / points
        enough = rho <= until[order] * (1 + TIE)
        return float(rho[int(np.argmax(enough))]) if enough.any() else float(until.max())
