"""What somebody learns of one person from everything that hidden rounds publish.

`python -m benchmarks.reidentification [rounds [worlds]]`: made groups of 5 to 12 people with
answers that hang together, judged three times; the attacker knows every publication, the way
people answer and move, everybody's leaning, their own answers and one colleague's, and weighs
all worlds that fit by their probability. Printed by group size: how often they name the one who
stands farthest from the rest, with and without the publications, and how often they guess one
person's answer, beside their guess about somebody just like that person who took no part.
"""

import sys
from dataclasses import dataclass
from time import process_time
from typing import Literal

import numpy as np

from headwater.judgement.publication import FLOOR, SPREADS, detail, subgroups
from headwater.numeric.streams import stream
from headwater.vocabulary.publication import Scale

Floats = np.ndarray
How = Literal["rules", "exact", "two figures"]
LEVELS = 17
STEPS = np.arange(LEVELS) - LEVELS // 2
SCALE = Scale(1 / 9, 9, ratio=True)
PLACES = np.array([SCALE.place(float(abs(s) + 1) ** np.sign(s)) for s in STEPS])
MIDDLES = np.linspace(-6, 6, 13)  # where a group may lean, in steps of the scale
WEIGHTS = np.exp(-0.5 * (MIDDLES / 3) ** 2) / np.exp(-0.5 * (MIDDLES / 3) ** 2).sum()
SCATTER, LEANING, STAYING, ROUNDS = 2.2, 1.0, 0.6, 3
ENOUGH, MOST = 50, 400_000  # worlds that fit; worlds drawn before giving up


@dataclass(frozen=True, slots=True)
class Learnt:
    """Chances of being right: naming who stands apart, and guessing one answer."""

    apart_before: float
    apart_after: float
    answer_of_twin: float
    answer: float
    sure: float  # 1 where one set of answers alone fits


def main(rounds: int = 10_000, worlds: int = 6_000) -> int:
    """Print one line a size; return 1 where naming gains more than a percentage point."""
    worst = 0.0
    began = process_time()
    sizes = range(FLOOR, 13)
    for size in sizes:
        mean = average(size, -(-rounds // len(sizes)), worlds=worlds)
        gain = mean["apart_after"] - mean["apart_before"]
        worst = max(worst, gain)
        print(f"{size:2} people: {told(mean)}", flush=True)
    for how in ("two figures", "exact"):
        mean = average(FLOOR, max(20, rounds // 200), worlds=worlds, how=how)
        print(f" {FLOOR} people, without the rules ({how}): {told(mean)}", flush=True)
    print(f"{rounds} rounds, {process_time() - began:.0f} s CPU; largest gain {worst:+.2%}")
    return int(worst > 0.01)


def average(size: int, rounds: int, *, worlds: int, how: How = "rules") -> dict[str, float]:
    """Return the means over so many groups of one size."""
    learnt = [attack(size, seed, worlds=worlds, how=how) for seed in range(rounds)]
    return {
        name: float(np.mean([getattr(each, name) for each in learnt])) for name in Learnt.__slots__
    }


def told(mean: dict[str, float]) -> str:
    """Say it in a line."""
    gain = mean["apart_after"] - mean["apart_before"]
    return (
        f"who stands apart {mean['apart_before']:.1%} -> {mean['apart_after']:.1%} ({gain:+.2%}); "
        f"an answer {mean['answer_of_twin']:.1%} -> {mean['answer']:.1%} "
        f"({mean['answer'] - mean['answer_of_twin']:+.2%}); one set of answers fits "
        f"{mean['sure']:.2%}"
    )


def attack(size: int, seed: int, *, worlds: int, how: How = "rules") -> Learnt:
    """Play one group through three rounds and attack it; `how` it is published."""
    random = stream(seed, size)
    leaning = random.normal(0, LEANING, size)
    tables = [_table(each) for each in leaning]
    middle = random.choice(len(MIDDLES), p=WEIGHTS)
    truth = np.array([random.choice(LEVELS, p=table[middle]) for table in tables])
    likely = WEIGHTS * tables[0][:, truth[0]] * tables[1][:, truth[1]]
    middles = random.choice(len(MIDDLES), size=worlds, p=likely / likely.sum())
    first = np.stack([_drawn(table, middles, random) for table in tables[2:]], axis=1)
    twin = _drawn(tables[2], middles, random)
    parts = _division(leaning)
    now, real, fits = first, truth, np.ones(worlds, dtype=bool)
    for _ in range(ROUNDS):
        whole = np.concatenate([np.broadcast_to(real[:2], (worlds, 2)), now], axis=1)
        shown = _published(whole, parts, how=how)
        fits &= (shown == _published(real[None], parts, how=how)[0]).all(axis=1)
        towards = (
            int(np.abs(PLACES - PLACES[real].mean()).argmin()) if how != "rules" else _seen(real)
        )
        real, now = _moved(real, towards, random), _moved(now, towards, random)
    apart = _farthest(first, truth[:2])
    # the first half of the worlds chooses the guess, the other half says how often it is right
    half = np.arange(worlds) < worlds // 2
    if min((fits & half).sum(), (fits & ~half).sum()) < ENOUGH and worlds < MOST:
        return attack(size, seed, worlds=4 * worlds, how=how)
    if not (fits & half).any() or not (fits & ~half).any():
        return Learnt(_best(apart, half), 1.0, _best(_marks(twin), half), 1.0, 1.0)
    sets = {tuple(sorted(each)) for each in first[fits][:200].tolist()}
    return Learnt(
        apart_before=_best(apart, half),
        apart_after=_best(apart[fits], half[fits]),
        answer_of_twin=_best(_marks(twin)[fits], half[fits]),
        answer=_best(_marks(first[:, 0])[fits], half[fits]),
        sure=float(len(sets) == 1),
    )


def _table(leaning: float) -> Floats:
    """Chance of each level for a person, by the group's middle: shape (middles, levels)."""
    raw = np.exp(-0.5 * ((STEPS - MIDDLES[:, None] - leaning) / SCATTER) ** 2)
    return raw / raw.sum(axis=1, keepdims=True)


def _drawn(table: Floats, middles: Floats, random: np.random.Generator) -> Floats:
    edges = table.cumsum(axis=1)[:, :-1][middles]
    return (random.random(len(middles))[:, None] > edges).sum(axis=1)


def _moved(levels: Floats, towards: int, random: np.random.Generator) -> Floats:
    step = np.sign(towards - levels).astype(int)
    return np.where(random.random(levels.shape) > STAYING, levels + step, levels)


def _seen(levels: Floats) -> int:
    """Return the level in the middle of the part that was published."""
    parts = detail(len(levels)).parts
    part = min(int(PLACES[levels].mean() * parts + 1e-9), parts - 1)
    return int(np.abs(PLACES - (part + 0.5) / parts).argmin())


def _division(leaning: Floats) -> list[Floats]:
    """Parts that are published beside the whole: those who lean one way, and the other."""
    sides = {"below": np.flatnonzero(leaning < 0), "above": np.flatnonzero(leaning >= 0)}
    shown = subgroups({name: len(each) for name, each in sides.items()}).shown
    return [np.arange(len(leaning)), *(sides[name] for name in shown)]


def _published(levels: Floats, parts: list[Floats], *, how: How) -> Floats:
    """Everything that is published of each world, one row a world."""
    columns = []
    for members in parts:
        places = PLACES[levels[:, members]]
        mean, deviation = places.mean(axis=1), places.std(axis=1)
        if how == "exact":
            columns += [np.round(mean, 9), np.round(deviation, 9)]
            continue
        if how == "two figures":
            middle = np.exp((2 * mean - 1) * np.log(9))
            tenth = 10 ** (np.floor(np.log10(middle)) - 1)
            bands = np.digitize(deviation, [0.06, 0.13, 0.23])
            columns += [np.round(np.round(middle / tenth) * tenth, 9), bands]
            continue
        found = detail(len(members))
        columns.append(np.minimum((mean * found.parts + 1e-9).astype(int), found.parts - 1))
        if found.spread:
            columns.append(np.digitize(deviation, [limit for limit, _ in SPREADS]))
    return np.stack(columns, axis=1)


def _farthest(others: Floats, known: Floats) -> Floats:
    """Who of the others stands farthest from the mean of all; ties share."""
    places = PLACES[others]
    mean = (places.sum(axis=1) + PLACES[known].sum()) / (others.shape[1] + len(known))
    far = np.abs(places - mean[:, None])
    most = far >= far.max(axis=1, keepdims=True) - 1e-9
    return most / most.sum(axis=1, keepdims=True)


def _marks(levels: Floats) -> Floats:
    return np.eye(LEVELS)[levels]


def _best(marks: Floats, half: Floats) -> float:
    return float(marks[~half].mean(axis=0)[marks[half].mean(axis=0).argmax()])


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))
