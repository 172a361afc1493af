"""How long it takes to join many people's judgements, and what trade-off pairs cost in questions.

`python -m benchmarks.judgement`: CPU times (median of 5) for growing groups with the fitted
exponent; the number of questions of each adaptive and fixed method until weights are narrow;
and, where the data are at hand, 218 real ratio judgements.
"""

import csv
import sys
from collections.abc import Callable
from math import log
from pathlib import Path
from statistics import median
from time import process_time

import numpy as np

from headwater.judgement import consensus, weigh
from headwater.judgement.aggregate import together
from headwater.judgement.methods import ratio, swing, tradeoff
from headwater.judgement.opinions import opinions
from headwater.vocabulary.ballot import Answers
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement

REAL = Path(__file__).parents[1] / "../shared/data/pairwise_ratio_judgements"
GOAL = 0.050
CRITERIA = 50
SIZES = (125, 250, 500, 1_000)


def main() -> int:
    """Print the tables; return 1 where 1,000 people by 50 criteria take longer than the goal."""
    slow = False
    for name, work in (
        ("join 1,000 people's weights into the group's", join),
        ("the same, and how far they agree", agree),
        ("from single answers to the group's weights", everything),
        ("groups of opinion", camps),
    ):
        times = [timed(work(size)) for size in SIZES]
        growth = log(times[-1] / times[0]) / log(SIZES[-1] / SIZES[0])
        shown = "  ".join(
            f"{size}: {each * 1e3:.1f} ms" for size, each in zip(SIZES, times, strict=True)
        )
        print(f"{name}, {CRITERIA} criteria\n  {shown}   grows as people ^ {growth:.2f}")
        slow = slow or (work is join and times[-1] > GOAL)
    print(f"goal: {SIZES[-1]} people joined in {GOAL * 1e3:.0f} ms: {'MISSED' if slow else 'met'}")
    questions()
    real()
    return int(slow)


def timed(work: Callable[[], object]) -> float:
    """Return the median CPU seconds of five runs after one to warm up."""
    times = []
    for _ in range(6):
        began = process_time()
        work()
        times.append(process_time() - began)
    return median(times[1:])


def points(size: int) -> np.ndarray:
    return np.random.default_rng(size).integers(1, 101, (size, CRITERIA)).astype(float)


def names() -> tuple[str, ...]:
    return tuple(f"criterion {number:02}" for number in range(CRITERIA))


def single(size: int) -> dict:
    return {
        f"person {number:04}": swing.priorities(
            names(),
            {(name,): Interval.point(each) for name, each in zip(names(), row, strict=True)},
        )
        for number, row in enumerate(points(size).tolist())
    }


def join(size: int) -> Callable[[], object]:
    ready = single(size)
    return lambda: together(ready)


def agree(size: int) -> Callable[[], object]:
    ready = single(size)
    return lambda: consensus(together(ready))


def everything(size: int) -> Callable[[], object]:
    said = [
        Judgement(f"person {number:04}", "swing", name, None, Interval.point(each))
        for number, row in enumerate(points(size).tolist())
        for name, each in zip(names(), row, strict=True)
    ]
    return lambda: weigh(names(), said)


def camps(size: int) -> Callable[[], object]:
    rows = points(size) / points(size).sum(axis=1, keepdims=True)
    weights = {
        f"person {number:04}": dict(zip(names(), row, strict=True))
        for number, row in enumerate(rows.tolist())
    }
    return lambda: opinions(weights)


def questions() -> None:
    """Print how many trade-off questions it takes until no weight is open by more than 0.10."""
    print("trade-off pairs until no weight is open by more than 0.10 (20 made leaders each)")
    for size in (3, 5, 7):
        counts = [asked(size, seed) for seed in range(20)]
        print(
            f"  {size} criteria: median {median(counts):.0f}, most {max(counts)}; comparing every "
            f"pair takes {size * (size - 1) // 2}"
        )


def asked(size: int, seed: int) -> int:
    criteria = tuple(f"c{number}" for number in range(size))
    drawn = np.random.default_rng([seed, size]).dirichlet(np.ones(size)).tolist()
    weights = dict(zip(criteria, drawn, strict=True))
    answers: dict[tuple[str, ...], Interval | None] = {}
    count = 0
    while found := tradeoff.questions(criteria, answers):
        one, other = found[0].items
        true = min(max(weights[one] / weights[other], tradeoff.LOW), tradeoff.HIGH)
        fitting = [o for o in found[0].options if o.value and o.value.low <= true <= o.value.high]
        answers[fitting[-1].key] = fitting[-1].value
        count += 1
    return count


def real() -> None:
    """Print what six researchers' ratios say, where the open data are at hand."""
    if not REAL.exists():
        print("real ratio judgements: the data are not here")
        return
    rows = list(csv.DictReader((REAL / "ratio_comparisons.csv").open()))
    for rater in sorted({row["rater"] for row in rows}):
        own = [row for row in rows if row["rater"] == rater]
        items = tuple(sorted({row[side] for row in own for side in ("item_a", "item_b")}))
        said: Answers = {
            (row["item_b"], row["item_a"]): Interval.point(float(row["ratio_b_over_a_as_entered"]))
            for row in own
        }
        found = ratio.priorities(items, said)
        off = "no check" if found.inconsistency is None else f"{np.exp(found.inconsistency):.1f}"
        spread = max(found.weights.centre) / min(found.weights.centre)
        print(
            f"  {rater}: {len(said)} ratios of {len(items)} items, 1 to {spread:,.0f} apart; a "
            f"typical answer is off by a factor of {off}"
        )


if __name__ == "__main__":
    sys.exit(main())
