"""Sponsor above panel: do people score the projects they sponsor higher than others score them?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from headwater.portfolio.signals.chance import flipped, gap_interval, mean_interval, shuffled
from headwater.portfolio.signals.family import LEVEL, judged, odds
from headwater.portfolio.signals.panels import above_others, cells_of, mean, spans_of
from headwater.vocabulary.signals import Evidence, Score, Signal

ALL = "all sponsors"
LEAST_SPONSORS = 5
LEAST_OWN = 3
"""Projects that one person sponsors, and as many that they do not, for a signal of their own."""
UNIT = "part of the scale"
TOGETHER = (
    "Each sponsor's scores of their own projects above the panel's, less the same on projects "
    "they do not sponsor: one-sided sign-flip test over sponsors."
)
ALONE = (
    "One person's scores above the panel's, on projects they sponsor against projects they do "
    "not: one-sided permutation test over projects."
)
DOUBTS = ("A sponsor may score higher because they know the project better than the panel does.",)


def sponsors(
    scores: Sequence[Score],
    *,
    cycle: str = "",
    spans: Mapping[str, float] | None = None,
    level: float = LEVEL,
    seed: int = 0,
) -> tuple[Signal, ...]:
    """Compare sponsors' scores of their own projects with the panel's scores of the same.

    Parameters
    ----------
    scores
        Of one cycle or of several, of which one is looked at.
    spans
        Length of the scale of each criterion (9 for 1 to 10); where it is not stated, the range
        that all given scores use.
    level
        False-alarm level of all signals returned, together.

    Returns
    -------
    tuple of Signal
        One for all sponsors, then one for each who sponsors 3 projects or more and scored as
        many others. Estimates are parts of the scale: 0.1 is one point on a scale 10 long.

    Raises
    ------
    InputError
        If a scorer has two scores in one cell at the same time.

    Notes
    -----
    What a scorer gives to other people's projects, above the panel, is their general
    generosity; it is taken off, so a generous scorer does not count as a partial one.
    """
    gaps = above_others(cells_of(scores, cycle), spans_of(scores, spans))
    own: dict[str, list[tuple[str, float]]] = defaultdict(list)
    others: dict[str, list[float]] = defaultdict(list)
    for (scorer, project), (gap, is_sponsor) in gaps.items():
        if is_sponsor:
            own[scorer].append((project, gap))
        else:
            others[scorer].append(gap)
    signals = [_all(own, others, seed)]
    signals += [
        _one(scorer, own[scorer], others[scorer], seed)
        for scorer in sorted(own)
        if min(len(own[scorer]), len(others[scorer])) >= LEAST_OWN
    ]
    return judged(signals, level=level)


def _all(
    own: Mapping[str, Sequence[tuple[str, float]]], others: Mapping[str, Sequence[float]], seed: int
) -> Signal:
    rows, excess, bare = [], [], 0
    for scorer in sorted(own):
        above = mean([gap for _, gap in own[scorer]])
        usual = mean(others[scorer]) if others.get(scorer) else 0.0
        bare += not others.get(scorer)
        excess.append(above - usual)
        rows.append(
            {"scorer": scorer, "own": above, "elsewhere": usual, "projects": len(own[scorer])}
        )
    if len(excess) < LEAST_SPONSORS or not any(excess):
        text = (
            "Sponsors and panels gave the same scores."
            if len(excess) >= LEAST_SPONSORS
            else f"Whether sponsors score above the panel was not tested: it takes "
            f"{LEAST_SPONSORS} sponsors who scored beside a panel, and there are {len(excess)}."
        )
        return Signal("sponsor", ALL, "none", text, Evidence(TOGETHER, tuple(rows)), DOUBTS)
    chance, interval = flipped(excess, seed=seed), mean_interval(excess)
    reach = f" ({interval.low * 100:.0f} to {interval.high * 100:.0f}%)" if interval else ""
    text = (
        f"{len(excess)} sponsors score their own projects {_side(mean(excess))} the panel, on "
        f"average by {abs(mean(excess)) * 100:.0f}% of the scale{reach}; {odds(chance)}."
    )
    doubts = list(DOUBTS)
    if bare:
        doubts.append(
            f"{bare} of the sponsors scored no other project, so their general generosity could "
            f"not be taken off."
        )
    evidence = Evidence(
        TOGETHER, tuple(rows), p=chance, estimate=mean(excess), interval=interval, unit=UNIT
    )
    return Signal("sponsor", ALL, "none", text, evidence, tuple(doubts))


def _one(
    scorer: str, own: Sequence[tuple[str, float]], others: Sequence[float], seed: int
) -> Signal:
    gaps = [gap for _, gap in own]
    excess = mean(gaps) - mean(others)
    chance = shuffled(gaps, others, seed=seed) if len({*gaps, *others}) > 1 else 1.0
    text = (
        f"{scorer} scores the {len(own)} projects they sponsor {_side(excess)} the panel by "
        f"{abs(excess) * 100:.0f}% of the scale, compared with {len(others)} they do not; "
        f"{odds(chance)}."
    )
    evidence = Evidence(
        ALONE,
        tuple({"project": project, "above the panel": gap} for project, gap in sorted(own)),
        p=chance,
        estimate=excess,
        interval=gap_interval(gaps, others),
        unit=UNIT,
    )
    return Signal("sponsor", scorer, "none", text, evidence, DOUBTS)


def _side(excess: float) -> str:
    return "above" if excess >= 0 else "below"
