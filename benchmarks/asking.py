"""How few answers settle a choice: `python -m benchmarks.asking [quick] [PORTFOLIOS]`.

Random portfolios of 40 projects with a known truth are asked in the order of the next best
question until no answer can change the choice any more. Printed are the shares of all open
questions that were answered until the recommended portfolio was the one of full information
(for good), and until that was proved, beside other orders of asking.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median, quantiles
from time import perf_counter

import numpy as np

from headwater.numeric.polytope import vertices
from headwater.portfolio import optimum
from headwater.portfolio.asking import next_question
from headwater.portfolio.asking_items import Item, items
from headwater.portfolio.settling import settled
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Limit, Problem
from headwater.vocabulary.units import Interval

PROJECTS, CRITERIA, BUDGET = 40, 3, "total budget"
BLANK, RANGED = 0.15, 0.55
"""Shares of the scores that are blank (anything from 0 to 10) and that are ranges; the rest is
known, and so are 60 % of the costs. Ranges are 10 to 30 % to either side, the truth anywhere in
them."""

Order = Callable[[Problem, list[Item]], Item | None]


@dataclass
class World:
    """What is known so far, and the truth."""

    problem: Problem
    scores: dict[tuple[str, str], float]
    costs: dict[str, float]
    weights: dict[str, float]
    answered: dict[str, float]

    @classmethod
    def made(cls, seed: int) -> "World":
        """Make a portfolio by seed: lognormal costs, scores 0 to 10, half the money there."""
        random = np.random.default_rng(seed)
        names = tuple(f"criterion {k + 1}" for k in range(CRITERIA))
        scores: dict[tuple[str, str], float] = {}
        costs: dict[str, float] = {}
        candidates = []
        for number in range(PROJECTS):
            id_ = f"p{number:02d}"
            known = {}
            for name in names:
                known[name], scores[id_, name] = _score(random)
            cost = round(float(random.lognormal(3, 0.6)), 1)
            use = Interval.point(cost)
            if random.random() < 0.4:
                use = Interval(round(cost * 0.8, 1), round(cost * 1.2, 1))
            costs[id_] = float(round(random.uniform(use.low, use.high), 2))
            costs[id_] = min(max(costs[id_], use.low), use.high)
            candidates.append(Candidate(id_, f"Project {number}", known, {BUDGET: use}))
        budget = round(0.5 * sum(costs.values()), 1)
        draws = np.sort(random.exponential(size=CRITERIA))[::-1]
        weights = dict(zip(names, (draws / draws.sum()).tolist(), strict=True))
        problem = Problem(
            tuple(candidates), _weights(names, {}), (Limit(BUDGET, "budget", budget),)
        )
        return cls(problem, scores, costs, weights, {})

    def answer(self, item: Item) -> None:
        """Learn the truth of one item."""
        if item.kind == "weight":
            self.answered[item.criterion] = self.weights[item.criterion]
            names = self.problem.weights.criteria
            self.problem = replace(self.problem, weights=_weights(names, self.answered))
            return
        changed = []
        for each in self.problem.candidates:
            if each.id == item.project and item.kind == "cost":
                each = replace(each, uses={BUDGET: Interval.point(self.costs[each.id])})
            elif each.id == item.project:
                truth = Interval.point(self.scores[each.id, item.criterion])
                each = replace(each, values={**each.values, item.criterion: truth})
            changed.append(each)
        self.problem = replace(self.problem, candidates=tuple(changed))


def _score(random: np.random.Generator) -> tuple[Interval, float]:
    score = round(float(random.uniform(1, 9)), 1)
    draw = random.random()
    if draw < BLANK:
        known = Interval(0.0, 10.0)
    elif draw < BLANK + RANGED:
        half = float(random.uniform(0.1, 0.3))
        known = Interval(round(score * (1 - half), 2), round(min(10.0, score * (1 + half)), 2))
    else:
        known = Interval.point(score)
    return known, float(random.uniform(known.low, known.high))


def _weights(names: tuple[str, ...], known: dict[str, float]) -> WeightSet:
    """All weights in the order of the names (the first counts most), some of them known."""
    rows, limits = [], []
    for number in range(len(names) - 1):
        row = np.zeros(len(names))
        row[number], row[number + 1] = -1, 1
        rows.append(row)
        limits.append(0.0)
    for name, weight in known.items():
        row = np.zeros(len(names))
        row[names.index(name)] = 1
        rows += [row, -row]
        limits += [weight + 1e-12, -weight + 1e-12]
    found = vertices(np.array(rows), np.array(limits))
    ends = [tuple((each / each.sum()).tolist()) for each in found]
    centre = np.mean(ends, axis=0)
    return WeightSet(names, tuple(ends), tuple((centre / centre.sum()).tolist()))


def best_question(problem: Problem, open_: list[Item]) -> Item | None:
    """Ask in the product's order; stop where it says that nothing can change the choice."""
    found = next_question(problem, optimum(problem, ties=False), most=1)
    if not found.questions:
        return None
    first = found.questions[0]
    return next(
        each
        for each in open_
        if (each.kind, each.project, each.criterion) == (first.kind, first.project, first.criterion)
    )


def widest(problem: Problem, open_: list[Item]) -> Item | None:
    """Ask the widest range first, whatever it decides; stop at the same proof."""
    if settled(problem, optimum(problem, ties=False)).settled:
        return None
    by_id = {each.id: each for each in problem.candidates}
    weights = dict(zip(problem.weights.criteria, problem.weights.centre, strict=True))

    def width(item: Item) -> float:
        if item.kind == "weight":
            return 100.0
        if item.kind == "cost":
            use = by_id[item.project].uses[BUDGET]
            return 0.0 if use is None else (use.high - use.low) / 20
        span = by_id[item.project].values[item.criterion]
        return weights[item.criterion] * (span.high - span.low)

    return max(open_, key=lambda each: (width(each), each.about))


def at_random(problem: Problem, open_: list[Item]) -> Item | None:
    """Ask in an order that means nothing; stop at the same proof."""
    if settled(problem, optimum(problem, ties=False)).settled:
        return None
    return min(open_, key=lambda each: hash_of(each.about))


def hash_of(words: str) -> int:
    """Return a fixed scramble of words."""
    from hashlib import sha256

    return int.from_bytes(sha256(words.encode()).digest()[:8], "big")


def run(seed: int, order: Order) -> tuple[float, float, int]:
    """Return the shares answered until the choice was right for good, and until it was proved."""
    world = World.made(seed)
    everything = list(items(world.problem))
    total = len(everything)
    full = World.made(seed)
    for item in everything:
        full.answer(item)
    truth = set(optimum(full.problem, ties=False).chosen)
    right: list[bool] = []
    while True:
        open_ = list(items(world.problem))
        right.append(set(optimum(world.problem, ties=False).chosen) == truth)
        chosen = order(world.problem, open_) if open_ else None
        if chosen is None:
            break
        world.answer(chosen)
    asked = len(right) - 1
    if not right[-1]:
        print(f"  seed {seed}: settled on a portfolio that is not the one of full information")
    wrong = [number for number, each in enumerate(right) if not each]
    reached = wrong[-1] + 1 if wrong else 0
    return reached / total, asked / total, total


def main() -> None:
    """Print medians over random portfolios."""
    quick = "quick" in sys.argv
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    portfolios = numbers[0] if numbers else 20 if quick else 200
    print(f"{portfolios} random portfolios of {PROJECTS} projects, {CRITERIA} ranked criteria")
    orders: list[tuple[str, Order, int]] = [
        ("next best question", best_question, portfolios),
        ("widest range first", widest, max(1, portfolios // 5)),
        ("any order", at_random, max(1, portfolios // 5)),
    ]
    for title, order, count in orders:
        started = perf_counter()
        found = [run(seed, order) for seed in range(count)]
        spent = perf_counter() - started
        print(f"  {title}, {count} portfolios, {median(f[2] for f in found):.0f} open questions:")
        for number, words in enumerate(("the choice is right for good", "no answer can change it")):
            shares = [each[number] for each in found]
            tenth = quantiles(shares, n=10)[-1] if count > 1 else shares[0]
            goal = "  (goal: at most 30 %)" if order is best_question and number == 0 else ""
            print(
                f"    {words} after {median(shares):.1%} of the answers (median), "
                f"{tenth:.1%} (90 in 100){goal}"
            )
        print(
            f"    {spent / sum(max(1, round(f[1] * f[2])) for f in found) * 1000:.0f} ms an answer"
        )


if __name__ == "__main__":
    main()
