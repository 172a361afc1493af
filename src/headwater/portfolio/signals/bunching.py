"""Bunching: more projects just above the cut line than a smooth spread of totals would put."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headwater.errors import InputError
from headwater.portfolio.signals.chance import finite
from headwater.portfolio.signals.family import LEVEL, judged, odds
from headwater.vocabulary.signals import Evidence, Signal
from headwater.vocabulary.units import Interval

Floats = NDArray[np.float64]

ABOUT = "the cut line"
LEAST = 20
"""Projects; with fewer the density near a line cannot be told."""
SPAN = 0.25
"""Half the width of the window around the line, in standard deviations of the totals."""
NARROW = 0.8
"""Part of Silverman's width for the smoothed density, so that two humps stay two."""
ROUNDING = 1e-12
"""Relative; totals that differ by no more are equal."""
FEWEST = 12
"""The window is widened until it holds this many projects."""
TEST = (
    "Projects just above the line against projects just below it, within one window: exact "
    "one-sided binomial test with mid-p; the share expected above comes from a smoothed density "
    "of all totals."
)
DOUBTS = (
    "Totals also gather above a line when people stop working on proposals that are clearly "
    "below it, or when scores are round numbers.",
)


@dataclass(frozen=True, slots=True)
class _Line:
    at: float
    gap: float  # half the empty distance around it that the choice of the line itself made
    settled: int  # projects next to the line, on each side, that define it
    misplaced: int = 0


def bunching(
    totals: Mapping[str, float],
    *,
    funded: Collection[str] | None = None,
    line: float | None = None,
    level: float = LEVEL,
) -> Signal:
    """Compare how many totals lie just above the cut line with how many lie just below.

    Parameters
    ----------
    totals
        What projects are ranked by (total score, value for money), by id; higher is better.
    funded
        Ids above the line. The line is then half way between the last funded project and the
        next; those two are left out of the counts because they define it.
    line
        A line that was announced beforehand, instead of `funded`; a total on it counts as above.
    level
        False-alarm level; see `together` for several signals at once.

    Raises
    ------
    InputError
        If neither or both of `funded` and `line` are given, or a total is not finite.

    Notes
    -----
    The density test of McCrary (2008) for few observations: within a narrow window the number
    above is binomial under any smooth density [mccrary2008]_ [frandsen2017]_.
    """
    if (funded is None) == (line is None):
        raise InputError("bunching needs the funded projects or the line, one of the two")
    finite([*totals.values(), *([] if line is None else [line])], "the totals")
    values = np.sort(np.array(list(totals.values()), dtype=float))
    cut = _Line(line, 0.0, 0) if line is not None else _line_of(totals, funded or ())
    spread = _spread(values)
    if cut is None or values.size < LEAST or spread <= _least(values):
        return _untested(values.size, cut)
    return judged([_tested(totals, values, cut, spread)], level=level)[0]


def _line_of(totals: Mapping[str, float], funded: Collection[str]) -> _Line | None:
    """Return the line that puts fewest projects on the wrong side; the middle one of equals."""
    if missing := sorted(set(funded) - set(totals)):
        raise InputError(f"funded projects without a total: {', '.join(missing)}")
    inside = set(funded)
    ranked = sorted((total, each in inside) for each, total in totals.items())
    values = [total for total, _ in ranked]
    wrong = sum(not is_in for _, is_in in ranked)  # a line below all totals
    costs: list[tuple[int, int]] = []
    for at in range(len(ranked) - 1):
        wrong += 1 if ranked[at][1] else -1
        if values[at] < values[at + 1]:
            costs.append((wrong, at))
    if not costs or not inside or len(inside) == len(totals):
        return None
    fewest = min(costs)[0]
    best = [at for cost, at in costs if cost == fewest]
    at = best[len(best) // 2]
    middle = values[at] / 2 + values[at + 1] / 2
    return _Line(middle, values[at + 1] - middle, 1, fewest)


def _least(values: Floats) -> float:
    """Spread up to which totals count as equal: rounding, and what division could not bear."""
    return max(ROUNDING * float(np.abs(values).max(initial=0.0)), 1e-100)


def _spread(values: Floats) -> float:
    if values.size < 2:
        return 0.0
    low, high = np.quantile(values, [0.25, 0.75])
    deviation, quartiles = float(values.std(ddof=1)), float(high - low) / 1.349
    return min(deviation, quartiles) if quartiles > 0 else deviation


def _stand(count: int) -> str:
    return "1 project stands" if count == 1 else f"{count} projects stand"


def _tested(totals: Mapping[str, float], values: Floats, cut: _Line, spread: float) -> Signal:
    distances = np.sort(np.abs(values - cut.at))
    nearest = float(distances[min(FEWEST + 2 * cut.settled, values.size) - 1])
    reach = max(SPAN * spread, nearest)
    inside = np.abs(values - cut.at) <= reach
    above = int((inside & (values >= cut.at)).sum()) - cut.settled
    below = int((inside & (values < cut.at)).sum()) - cut.settled
    expected = _expected(values, cut, reach, spread)
    chance = _mid_p(above, above + below, expected)
    rows = [
        {"project": each, "total": total, "side": "above" if total >= cut.at else "below"}
        for each, total in sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        if abs(total - cut.at) <= reach
    ]
    return Signal(
        kind="bunching",
        about=ABOUT,
        strength="none",
        text=(
            f"{_stand(above)} just above the cut line and {below} just below it, where a smooth "
            f"spread would put {expected * 100:.0f}% above; {odds(chance)}. The line is at "
            f"{cut.at:.4g}, and near it is within {reach:.3g}."
        ),
        evidence=Evidence(
            test=TEST,
            rows=tuple(rows),
            p=chance,
            estimate=above / max(above + below, 1),
            interval=_share_interval(above, above + below),
            unit="share of the projects near the line that lie above it",
        ),
        doubts=(*DOUBTS, *_line_doubts(cut, reach, spread)),
    )


def _expected(values: Floats, cut: _Line, reach: float, spread: float) -> float:
    """Share of a smooth density's mass in the window that lies above the line."""
    from scipy.special import ndtr

    width = NARROW * 0.9 * spread * values.size**-0.2
    edges = cut.at + np.array([-reach, -cut.gap, cut.gap, reach])
    below_low, low, high, above_high = (
        float(ndtr((edge - values) / width).mean()) for edge in edges
    )
    above, below = max(above_high - high, 0.0), max(low - below_low, 0.0)
    return above / (above + below) if above + below > 0 else 0.5


def _mid_p(hits: int, trials: int, share: float) -> float:
    from scipy.stats import binom

    if trials == 0:
        return 1.0
    whole = binom.sf(hits, trials, share) + 0.5 * binom.pmf(hits, trials, share)
    return float(min(1.0, whole))


def _share_interval(hits: int, trials: int) -> Interval | None:
    from headwater.numeric.statistics import wilson_interval

    return wilson_interval(hits, trials) if trials else None


def _line_doubts(cut: _Line, reach: float, spread: float) -> Sequence[str]:
    doubts = []
    if cut.misplaced:
        doubts.append(
            f"{cut.misplaced} projects are funded below the line or refused above it; the line "
            f"is the one that fits the choice best."
        )
    if reach > 2 * SPAN * spread:
        doubts.append("So few projects lie near the line that the window had to be made wide.")
    return doubts


def _untested(size: int, cut: _Line | None) -> Signal:
    why = (
        f"{size} projects are too few to tell (at least {LEAST} are needed)"
        if size < LEAST
        else "no line divides these totals"
        if cut is None
        else "the totals do not differ"
    )
    text = f"Whether totals bunch above the cut line was not tested: {why}."
    return Signal("bunching", ABOUT, "none", text, Evidence(TEST), DOUBTS)
