"""How far leaders agree: Kendall's concordance of rankings, Goepel's similarity of weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Literal

import numpy as np

from headwater.errors import InputError
from headwater.numeric.polytope import Floats
from headwater.vocabulary.judgement import Consensus, GroupPriorities

SCALE_END = 9.0
"""The largest ratio that one criterion is thought to have over another (Saaty's scale)."""

Word = Literal["very low", "low", "moderate", "high", "very high"]
WORDS: tuple[tuple[float, Word], ...] = (
    (0.50, "very low"),
    (0.65, "low"),
    (0.75, "moderate"),
    (0.85, "high"),
)
FEW = 3


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W, and chi-squared = m (n - 1) W with its n - 1 degrees of freedom."""

    w: float
    chi_squared: float
    degrees: int


def kendall(scores: Sequence[Sequence[float]]) -> Concordance | None:
    """Return Kendall's coefficient of concordance, corrected for ties.

    Parameters
    ----------
    scores
        One row a judge (m >= 2), one number an item (n >= 2); only the order within a row
        counts, equal numbers share a rank.

    Returns
    -------
    Concordance | None
        W is 1 when all judges rank alike; None when every judge ties every item.

    Raises
    ------
    InputError
        If there are fewer than two judges or items, or rows differ in length.

    Notes
    -----
    W = 12 S / (m^2 (n^3 - n) - m sum T), S the squared deviations of the items' rank sums,
    T = sum (t^3 - t) over the ties of a judge [kendall1939]_. Chi-squared is a large-sample
    figure: with a handful of leaders it is a description, not a test.
    """
    from scipy.stats import rankdata  # slow to import

    table = _table(scores)
    judges, items = table.shape
    ranks = rankdata(table, axis=1)
    sums = ranks.sum(axis=0)
    squares = float(((sums - sums.mean()) ** 2).sum())
    ties = sum(float((counts**3 - counts).sum()) for counts in map(_tie_counts, ranks))
    whole = judges**2 * (items**3 - items) - judges * ties
    if whole <= 0:
        return None
    w = 12 * squares / whole
    return Concordance(w, judges * (items - 1) * w, items - 1)


def similarity(weights: Sequence[Sequence[float]]) -> float:
    """Return Goepel's consensus indicator of weight vectors, 0 (opposed) to 1 (the same).

    Parameters
    ----------
    weights
        One row a judge (m >= 1), each summing to 1 over the same n >= 2 criteria.

    Raises
    ------
    InputError
        If there are fewer than two criteria, or a row is no set of weights.

    Notes
    -----
    S* = (exp(-H_beta) - c) / (1 - c), where H_beta is the entropy of the mean weights less
    the mean entropy of the weights, and c = exp(H_min) / n with H_min the entropy of the
    sharpest weights on Saaty's scale, 9 to 1 against all others [goepel2018]_. Weights that
    are sharper still (a criterion of weight 0, say) could fall below 0; they count as 0.
    """
    table = _table(weights, judges=1)
    if np.any(table < 0) or not np.allclose(table.sum(axis=1), 1):
        raise InputError("weights must not be negative and must sum to 1 for each leader")
    size = table.shape[1]
    beta = _entropy(table.mean(axis=0)) - float(np.mean([_entropy(row) for row in table]))
    sharpest = np.array([SCALE_END] + [1.0] * (size - 1)) / (size + SCALE_END - 1)
    floor = exp(_entropy(sharpest)) / size
    return float(min(1.0, max(0.0, (exp(-beta) - floor) / (1 - floor))))


def consensus(group: GroupPriorities) -> Consensus | None:
    """Say how far the leaders' central weights agree; None for one leader or one criterion."""
    if len(group.by_leader) < 2 or len(group.weights.criteria) < 2:
        return None
    centres = [each.weights.centre for each in group.by_leader.values()]
    shared = similarity(centres)
    ranked = kendall([[round(-weight, 9) for weight in row] for row in centres])
    doubts = []
    if len(centres) < FEW:
        doubts.append("Two leaders are few to speak of consensus; read it as a description.")
    if any(len(each.weights.vertices) > 1 for each in group.by_leader.values()):
        doubts.append(
            "Some leaders left ranges or blanks; their agreement is measured at the centre "
            "of what they allow."
        )
    return Consensus(
        leaders=len(centres),
        similarity=shared,
        word=word_of(shared),
        concordance=ranked.w if ranked else None,
        doubts=tuple(doubts),
    )


def word_of(value: float) -> Word:
    """Return the word for a similarity: below 50% very low, up to very high [goepel2018]_."""
    return next((word for limit, word in WORDS if value < limit), "very high")


def _table(rows: Sequence[Sequence[float]], judges: int = 2) -> Floats:
    if len(rows) < judges or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        raise InputError(f"agreement needs {judges} or more leaders on the same 2 or more criteria")
    table = np.array(rows, dtype=float)
    if not np.isfinite(table).all():
        raise InputError("agreement needs finite numbers")
    return table


def _tie_counts(ranks: Floats) -> Floats:
    return np.unique(ranks, return_counts=True)[1].astype(float)


def _entropy(weights: Floats) -> float:
    return -sum(float(weight) * log(weight) for weight in weights if weight > 0)
