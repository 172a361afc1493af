"""Scale creep: do the same people give the same criteria other scores than a cycle before?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from headwater.portfolio.signals.chance import flipped, gap_interval, mean_interval
from headwater.portfolio.signals.family import LEVEL, judged, odds
from headwater.portfolio.signals.panels import Cell, above_others, cells_of, mean, spans_of
from headwater.vocabulary.signals import Evidence, Score, Signal
from headwater.vocabulary.units import Interval

ALL = "all scorers"
LEAST = 5
"""Projects in each cycle for a test."""
LEAST_PAIRS = 8
"""Projects in both cycles, from which on pairs are used: fewer could hardly ever warn."""
UNIT = "part of the scale"
PAIRED = (
    "The same projects, criteria and scorers in both cycles, the change averaged by project: "
    "two-sided sign-flip test over projects."
)
UNPAIRED = (
    "Projects of the two cycles, scored by the same people on the same criteria: two-sided "
    "Mann-Whitney test."
)
BESIDE_PANEL = (
    "How far one person's scores lie above the panel's on each project, in the one cycle and in "
    "the other: two-sided Mann-Whitney test over projects."
)
DOUBTS_PAIRED = ("A project may truly have become better or worse between the cycles.",)
DOUBTS_UNPAIRED = (
    "Too few projects were scored in both cycles, so other projects are compared: they may be "
    "truly better or worse.",
)
DOUBTS_BESIDE = ("Only a drift apart from the others shows here: it may be the others who moved.",)


def creep(
    scores: Sequence[Score],
    *,
    now: str,
    before: str,
    spans: Mapping[str, float] | None = None,
    level: float = LEVEL,
    seed: int = 0,
) -> tuple[Signal, ...]:
    """Compare scores between two cycles, for all scorers together and for each of them.

    Parameters
    ----------
    scores
        Of both cycles; only scorers and criteria that occur in both are compared.
    now, before
        The cycles.
    spans
        Length of the scale of each criterion; where it is not stated, the range that all given
        scores use.
    level
        False-alarm level of all signals returned, together.

    Returns
    -------
    tuple of Signal
        The estimate is the mean change as a part of the scale, above 0 where scores rose.
        For all together, projects scored in both cycles are paired where there are 8 or more;
        otherwise the cycles' projects are compared by ranks. A scorer is compared with the
        panel of each project, so that better projects do not look like drift, and alone where
        there was no panel. Who drifts apart surely is taken out of the panels of the others,
        and out of all together. Scorers with too few projects get no signal.
    """
    lengths = spans_of(scores, spans)
    new = {cell: each for cell, each in cells_of(scores, now).items() if lengths[cell[1]] > 0}
    old = {cell: each for cell, each in cells_of(scores, before).items() if lengths[cell[1]] > 0}
    shared = {cell[1:] for cell in new} & {cell[1:] for cell in old}  # criterion, scorer
    rest = [{cell: e for cell, e in cells.items() if cell[1:] in shared} for cells in (new, old)]
    found, apart = _apart(rest, lengths, level)
    for scorer in sorted({who for _, who in shared} - {each.about for each in found}):
        own = [{c: each for c, each in cells.items() if c[2] == scorer} for cells in rest]
        found.append(_compared(scorer, *_scaled(own, lengths), seed))
    others = [{c: each for c, each in cells.items() if c[2] not in apart} for cells in rest]
    together = _compared(ALL, *_scaled(others, lengths), seed)
    if apart:
        doubts = (*together.doubts, f"Left out: {', '.join(apart)}, apart from the others.")
        together = replace(together, doubts=doubts)
    kept = [each for each in found if each.evidence.p is not None]
    return judged([together, *sorted(kept, key=lambda each: each.about)], level=level)


def _apart(
    cycles: Sequence[Mapping[Cell, Score]], lengths: Mapping[str, float], level: float
) -> tuple[list[Signal], tuple[str, ...]]:
    """Compare each scorer with the panels in both cycles, the one furthest apart first.

    Who is apart beyond chance is taken out of the panels before the others are compared, so
    that they do not seem to move the other way; at most half of the scorers are. Returns a
    signal for everybody with a panel, and the names of those taken out.
    """
    signals: list[Signal] = []
    while True:
        tables = [above_others(cells, lengths) for cells in cycles]
        done = {each.about for each in signals}
        found = []
        for scorer in sorted({who for _, _, who in cycles[0]} - done):
            gaps = [
                {p: gap for (who, p), (gap, own) in table.items() if who == scorer and not own}
                for table in tables
            ]
            if min(len(each) for each in gaps) >= LEAST:
                found.append(_ranked(scorer, gaps[0], gaps[1], BESIDE_PANEL, DOUBTS_BESIDE))
        first = min(found, key=lambda each: (each.evidence.p, each.about), default=None)
        most = (len(found) + len(done)) // 2
        chance = level / (len(found) + 1)
        if first is None or (first.evidence.p or 0.0) > chance or len(done) >= most:
            return signals + found, tuple(sorted(done))
        signals.append(first)
        cycles = [{c: e for c, e in cells.items() if c[2] != first.about} for cells in cycles]


def _scaled(
    cycles: Sequence[Mapping[Cell, Score]], lengths: Mapping[str, float]
) -> tuple[dict[Cell, float], dict[Cell, float]]:
    new, old = (
        {cell: each.value / lengths[cell[1]] for cell, each in cells.items()} for cells in cycles
    )
    return new, old


def _compared(
    about: str, new: Mapping[Cell, float], old: Mapping[Cell, float], seed: int
) -> Signal:
    changes: dict[str, list[float]] = defaultdict(list)
    for cell in sorted(set(new) & set(old)):
        changes[cell[0]].append(new[cell] - old[cell])
    if len(changes) >= LEAST_PAIRS:
        return _paired(about, {each: mean(found) for each, found in changes.items()}, seed)
    levels = _levels(new, old)
    if min(len(levels[0]), len(levels[1])) >= LEAST:
        return _ranked(about, levels[0], levels[1], UNPAIRED, DOUBTS_UNPAIRED)
    text = (
        f"Whether scores of {about} drift was not tested: fewer than {LEAST} projects were "
        f"scored in each cycle by the same people on the same criteria."
    )
    return Signal("creep", about, "none", text, Evidence(PAIRED), DOUBTS_PAIRED)


def _paired(about: str, changes: Mapping[str, float], seed: int) -> Signal:
    values = list(changes.values())
    chance, interval = flipped(values, seed=seed, both=True), mean_interval(values)
    text = (
        f"{_subject(about)} {_moved(mean(values))} on {len(values)} projects scored in both "
        f"cycles{_reach(interval)}; {odds(chance)}."
    )
    rows = tuple({"project": each, "change": changes[each]} for each in sorted(changes))
    evidence = Evidence(PAIRED, rows, p=chance, estimate=mean(values), interval=interval, unit=UNIT)
    return Signal("creep", about, "none", text, evidence, DOUBTS_PAIRED)


def _ranked(
    about: str,
    new: Mapping[str, float],
    old: Mapping[str, float],
    test: str,
    doubts: tuple[str, ...],
) -> Signal:
    from scipy.stats import mannwhitneyu

    ours, theirs = sorted(new.values()), sorted(old.values())
    same = len({*ours, *theirs}) == 1
    chance = 1.0 if same else float(mannwhitneyu(ours, theirs, alternative="two-sided").pvalue)
    gap, interval = mean(ours) - mean(theirs), gap_interval(ours, theirs)
    beside = ", beside the panel's," if test == BESIDE_PANEL else ""
    text = (
        f"{_subject(about)}{beside} {_moved(gap)} between {len(theirs)} projects before and "
        f"{len(ours)} now{_reach(interval)}; {odds(chance)}."
    )
    rows = [{"project": each, "cycle": "now", "level": new[each]} for each in sorted(new)]
    rows += [{"project": each, "cycle": "before", "level": old[each]} for each in sorted(old)]
    evidence = Evidence(test, tuple(rows), p=chance, estimate=gap, interval=interval, unit=UNIT)
    return Signal("creep", about, "none", text, evidence, doubts)


def _levels(
    new: Mapping[Cell, float], old: Mapping[Cell, float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Return each project's mean score, less what its scorers usually give on its criteria."""
    usual: dict[tuple[str, str], list[float]] = defaultdict(list)
    for cells in (new, old):
        for (_, criterion, scorer), value in sorted(cells.items()):
            usual[criterion, scorer].append(value)
    norm = {key: mean(found) for key, found in usual.items()}
    levels: list[dict[str, float]] = []
    for cells in (new, old):
        found: dict[str, list[float]] = defaultdict(list)
        for (project, criterion, scorer), value in sorted(cells.items()):
            found[project].append(value - norm[criterion, scorer])
        levels.append({project: mean(each) for project, each in found.items()})
    return levels[0], levels[1]


def _subject(about: str) -> str:
    return "Scores of all scorers together" if about == ALL else f"Scores of {about}"


def _reach(interval: Interval | None) -> str:
    if interval is None:
        return ""
    return f" ({round(interval.low * 100):+d} to {round(interval.high * 100):+d}%)"


def _moved(change: float) -> str:
    way = "rose" if change >= 0 else "fell"
    return f"{way} by {abs(change) * 100:.0f}% of the scale"
