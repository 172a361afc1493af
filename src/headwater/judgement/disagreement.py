"""Where leaders differ: the range of each weight, over all and for each leader."""

from headwater.vocabulary.decision import WeightRange
from headwater.vocabulary.judgement import GroupPriorities

CLEAR = 0.10
"""Centres this far apart (10 points of 100) are worth a sentence."""


def weight_ranges(group: GroupPriorities) -> tuple[WeightRange, ...]:
    """Give the least, the central and the greatest weight of each criterion, and each leader's.

    In the order of the group's criteria; weights are shares from 0 to 1.
    """
    return tuple(
        WeightRange(
            criterion=criterion,
            low=group.weights.range_of(criterion).low,
            high=group.weights.range_of(criterion).high,
            centre=group.weights.centre[place],
            by_leader={
                leader: each.weights.range_of(criterion) for leader, each in group.by_leader.items()
            },
        )
        for place, criterion in enumerate(group.weights.criteria)
    )


def spread(group: GroupPriorities) -> dict[str, float]:
    """Say how far apart the leaders' central weights lie on each criterion, 0 to 1.

    Largest first, then by name; 0 everywhere for fewer than two leaders.
    """
    found = {}
    for place, criterion in enumerate(group.weights.criteria):
        centres = [each.weights.centre[place] for each in group.by_leader.values()]
        found[criterion] = max(centres) - min(centres) if centres else 0.0
    return dict(sorted(found.items(), key=lambda item: (-round(item[1], 12), item[0])))


def disagreements(group: GroupPriorities, *, most: int = 3) -> tuple[str, ...]:
    """Tell in sentences who gives a criterion most and who least, where that differs clearly."""
    sentences: list[str] = []
    for criterion, gap in spread(group).items():
        if gap < CLEAR or len(sentences) == most:
            break
        place = group.weights.criteria.index(criterion)
        centres = sorted(
            (round(each.weights.centre[place], 12), leader)
            for leader, each in group.by_leader.items()
        )
        (least, low), (greatest, high) = centres[0], centres[-1]
        sentences.append(
            f"Leaders differ on {criterion}: {high} gives it {greatest:.0%} of the weight, "
            f"{low} {least:.0%}."
        )
    return tuple(sentences)
