"""Scale creep: do the same people give the same criteria other scores than a cycle before?"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from headwater.portfolio.signals.chance import flipped, gap_interval, mean_interval
from headwater.portfolio.signals.family import LEVEL, judged, odds
from headwater.portfolio.signals.panels import Cell, cells_of, mean, spans_of
from headwater.vocabulary.signals import Evidence, Score, Signal

ALL = "all scorers"
LEAST = 5
"""Projects in each cycle (or in both, for pairs) for a test."""
UNIT = "part of the scale"
PAIRED = (
    "The same projects, criteria and scorers in both cycles, the change averaged by project: "
    "two-sided sign-flip test over projects."
)
UNPAIRED = (
    "Projects of the two cycles, scored by the same people on the same criteria: two-sided "
    "Mann-Whitney test."
)
DOUBTS_PAIRED = ("A project may truly have become better or worse between the cycles.",)
DOUBTS_UNPAIRED = (
    "Too few projects were scored in both cycles, so other projects are compared: they may be "
    "truly better or worse.",
)


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
        Where 5 or more projects were scored in both cycles they are paired, otherwise the
        cycles' projects are compared by ranks. Scorers with too few projects get no signal.
    """
    lengths = spans_of(scores, spans)
    new = {cell: each for cell, each in cells_of(scores, now).items() if lengths[cell[1]] > 0}
    old = {cell: each for cell, each in cells_of(scores, before).items() if lengths[cell[1]] > 0}
    shared = {cell[1:] for cell in new} & {cell[1:] for cell in old}  # criterion, scorer
    scaled = [
        {cell: each.value / lengths[cell[1]] for cell, each in cells.items() if cell[1:] in shared}
        for cells in (new, old)
    ]
    signals = [_compared(ALL, scaled[0], scaled[1], seed)]
    for scorer in sorted({who for _, who in shared}):
        mine = [{c: value for c, value in cells.items() if c[2] == scorer} for cells in scaled]
        signals.append(_compared(scorer, mine[0], mine[1], seed))
    kept = [each for each in signals if each.about == ALL or each.evidence.p is not None]
    return judged(kept, level=level)


def _compared(
    about: str, new: Mapping[Cell, float], old: Mapping[Cell, float], seed: int
) -> Signal:
    changes: dict[str, list[float]] = defaultdict(list)
    for cell in sorted(set(new) & set(old)):
        changes[cell[0]].append(new[cell] - old[cell])
    if len(changes) >= LEAST:
        return _paired(about, {each: mean(found) for each, found in changes.items()}, seed)
    levels = _levels(new, old)
    if min(len(levels[0]), len(levels[1])) >= LEAST:
        return _unpaired(about, levels[0], levels[1])
    text = (
        f"Whether scores of {about} drift was not tested: fewer than {LEAST} projects were "
        f"scored in each cycle by the same people on the same criteria."
    )
    return Signal("creep", about, "none", text, Evidence(PAIRED), DOUBTS_PAIRED)


def _paired(about: str, changes: Mapping[str, float], seed: int) -> Signal:
    values = list(changes.values())
    chance, interval = flipped(values, seed=seed, both=True), mean_interval(values)
    reach = f" ({interval.low * 100:+.0f} to {interval.high * 100:+.0f} %)" if interval else ""
    text = (
        f"{_subject(about)} {_moved(mean(values))} on {len(values)} projects scored in both "
        f"cycles{reach}; {odds(chance)}."
    )
    rows = tuple({"project": each, "change": changes[each]} for each in sorted(changes))
    evidence = Evidence(PAIRED, rows, p=chance, estimate=mean(values), interval=interval, unit=UNIT)
    return Signal("creep", about, "none", text, evidence, DOUBTS_PAIRED)


def _unpaired(about: str, new: Mapping[str, float], old: Mapping[str, float]) -> Signal:
    from scipy.stats import mannwhitneyu

    ours, theirs = sorted(new.values()), sorted(old.values())
    same = len({*ours, *theirs}) == 1
    chance = 1.0 if same else float(mannwhitneyu(ours, theirs, alternative="two-sided").pvalue)
    gap, interval = mean(ours) - mean(theirs), gap_interval(ours, theirs)
    reach = f" ({interval.low * 100:+.0f} to {interval.high * 100:+.0f} %)" if interval else ""
    text = (
        f"{_subject(about)} {_moved(gap)} between {len(theirs)} projects before and "
        f"{len(ours)} now{reach}; {odds(chance)}."
    )
    rows = [{"project": each, "cycle": "now", "level": new[each]} for each in sorted(new)]
    rows += [{"project": each, "cycle": "before", "level": old[each]} for each in sorted(old)]
    evidence = Evidence(UNPAIRED, tuple(rows), p=chance, estimate=gap, interval=interval, unit=UNIT)
    return Signal("creep", about, "none", text, evidence, DOUBTS_UNPAIRED)


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


def _moved(change: float) -> str:
    way = "rose" if change >= 0 else "fell"
    return f"{way} by {abs(change) * 100:.0f} % of the scale"
