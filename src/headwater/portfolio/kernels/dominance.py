"""Which points are dominated: blocks of 64 compared by byte ranks, the few survivors exactly.

A point has conditions first (what it leaves of resources, what rules it has met), then values;
more is better in each. One dominates another when it is nowhere worse beyond the tolerance and,
in some value, better beyond it. With ranges of values, common projects cancel: only what the
other has beyond the first counts at its best against it.
"""

import numpy as np
from numpy.typing import NDArray

from headwater.numeric.compiled import compiled

Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Bits = NDArray[np.uint64]
LEAST = -(2**62)


@compiled
def spread_order(points: Integers, first: int) -> Integers:
    """Return an order of the columns in which neighbours are alike: median splits to 64."""
    count = points.shape[1]
    order = np.arange(count)
    stack = [(0, count)]
    while len(stack) > 0:
        low, high = stack.pop()
        size = high - low
        if size <= 64:
            continue
        step = max(1, size // 64)
        widest, most = first, -1.0
        for row in range(first, points.shape[0]):
            total, squares, number = 0.0, 0.0, 0
            for at in range(low, high, step):
                x = float(points[row, order[at]])
                total += x
                squares += x * x
                number += 1
            variance = squares / number - (total / number) ** 2
            scale = abs(total / number) + 1.0
            if variance / (scale * scale) > most:
                most = variance / (scale * scale)
                widest = row
        half = ((size // 2 + 63) // 64) * 64
        if half >= size:
            half = size // 2
        part = order[low:high].copy()
        keys = np.empty(size, np.int64)
        for at in range(size):
            keys[at] = -points[widest, part[at]]
        order[low:high] = part[np.argsort(keys, kind="mergesort")]
        stack.append((low, low + half))
        stack.append((low + half, high))
    return order


@compiled
def _rank(cuts: Integers, row: int, x: int) -> int:
    place = 0
    step = 128
    while step > 0:
        if cuts[row, place + step - 1] <= x:
            place += step
        step >>= 1
    return place


@compiled
def ranked(points: Integers) -> tuple[Integers, Bytes, Bytes]:
    """Return cut points (rows, 256), byte ranks by block, and the highest ranks of blocks."""
    rows, count = points.shape
    blocks = (count + 63) // 64
    groups = (blocks + 63) // 64
    cuts = np.full((rows, 256), 2**62, np.int64)
    ranks = np.zeros((blocks, rows, 64), np.uint8)
    tops = np.zeros((groups, rows, 64), np.uint8)
    for row in range(rows):
        sample = np.unique(points[row, :: max(1, count // 8192)])
        size = sample.size
        if size <= 255:
            cuts[row, :size] = sample
        else:
            place, last = 0, LEAST
            for number in range(1, 256):
                cut = sample[number * size // 256]
                if cut > last:
                    cuts[row, place] = cut
                    place += 1
                    last = cut
        for at in range(count):
            ranks[at >> 6, row, at & 63] = _rank(cuts, row, points[row, at])
        for block in range(blocks):
            top = np.uint8(0)
            for lane in range(64):
                top = max(top, ranks[block, row, lane])
            tops[block >> 6, row, block & 63] = top
    return cuts, ranks, tops


@compiled
def _beats(
    points: Integers,
    mine: Bits,
    at: int,
    other: Integers,
    theirs: Bits,
    of: int,
    conditions: int,
    tolerance: int,
    width: Integers,
    extra: Integers,
) -> bool:
    """Say whether column `at` of points dominates column `of` of other, exactly."""
    for row in range(conditions):
        if points[row, at] < other[row, of]:
            return False
    vertices, projects = width.shape
    if projects == 0:
        better = False
        for row in range(conditions, points.shape[0]):
            difference = points[row, at] - other[row, of]
            if difference < -tolerance:
                return False
            if difference > tolerance:
                better = True
        return better
    count = 0
    for project in range(projects):
        word, bit = project >> 6, np.uint64(project & 63)
        if (theirs[of, word] & ~mine[at, word]) >> bit & np.uint64(1):
            extra[count] = project
            count += 1
    better = False
    for vertex in range(vertices):
        risk = 0
        for number in range(count):
            risk += width[vertex, extra[number]]
        low, high = conditions + vertex, conditions + vertices + vertex
        if points[low, at] - other[low, of] - risk < -tolerance:
            return False
        if points[high, at] - other[high, of] + risk > tolerance:
            better = True
    return better


@compiled
def dominated(
    points: Integers,
    masks: Bits,
    cuts: Integers,
    ranks: Bytes,
    tops: Bytes,
    other: Integers,
    other_masks: Bits,
    conditions: int,
    tolerance: int,
    width: Integers,
    out: NDArray[np.bool_],
) -> int:
    """Mark in `out` which columns of `other` some column of `points` dominates.

    Parameters
    ----------
    points, other
        Shape (conditions + values, count). With ranges: low values, then high values.
    masks, other_masks
        Shape (count, words): the chosen projects as bits.
    cuts, ranks, tops
        Of `points`, from `ranked`.
    width
        Shape (vertices, projects): high less low value; (0, 0) without ranges.

    Returns
    -------
    int
        Blocks compared: the work done, whatever the machine.
    """
    rows, count = points.shape
    groups, blocks = tops.shape[0], ranks.shape[0]
    wanted = np.zeros(rows, np.uint8)
    fine_block = np.zeros(64, np.bool_)
    fine = np.zeros(64, np.bool_)
    extra = np.zeros(max(1, width.shape[1]), np.int64)
    work = 0
    for of in range(other.shape[1]):
        for row in range(rows):
            slack = tolerance if row >= conditions else 0
            wanted[row] = _rank(cuts, row, other[row, of] - slack)
        beaten = False
        for group in range(groups):
            work += 1
            for lane in range(64):
                fine_block[lane] = tops[group, 0, lane] >= wanted[0]
            for row in range(1, rows):
                for lane in range(64):
                    fine_block[lane] &= tops[group, row, lane] >= wanted[row]
            for lane in range(min(64, blocks - group * 64)):
                if not fine_block[lane]:
                    continue
                work += 1
                block = group * 64 + lane
                for place in range(64):
                    fine[place] = ranks[block, 0, place] >= wanted[0]
                for row in range(1, rows):
                    for place in range(64):
                        fine[place] &= ranks[block, row, place] >= wanted[row]
                for place in range(min(64, count - block * 64)):
                    if fine[place]:
                        beaten = _beats(
                            points, masks, block * 64 + place, other, other_masks, of,
                            conditions, tolerance, width, extra,
                        )  # fmt: skip
                        work += width.shape[1] >> 3
                        if beaten:
                            break
                if beaten:
                    break
            if beaten:
                break
        out[of] = beaten
    return work
