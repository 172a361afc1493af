"""Agreement between judges: intraclass correlations, and Krippendorff's alpha with gaps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from headwater.errors import InputError
from headwater.numeric.polytope import Floats
from headwater.vocabulary.units import Interval

Level = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True, slots=True)
class Intraclass:
    """Six intraclass correlations of one table, after McGraw and Wong.

    `one` treats judges as drawn anew for each item, `agreement` as the same for all and their
    differences of level as disagreement, `consistency` leaves these differences out; each for
    a single judge and (`mean_`) for the mean of all. `interval` is the 95% one of `agreement`.
    """

    one: float
    agreement: float
    consistency: float
    mean_one: float
    mean_agreement: float
    mean_consistency: float
    interval: Interval


def intraclass(table: Sequence[Sequence[float]]) -> Intraclass | None:
    """Return the intraclass correlations of ratings without gaps.

    Parameters
    ----------
    table
        One row an item (n >= 2), one number a judge (k >= 2).

    Returns
    -------
    Intraclass | None
        None where every rating is the same.

    Raises
    ------
    InputError
        If there are fewer than two items or judges, or rows differ in length.

    Notes
    -----
    From the mean squares of a two-way analysis of variance [shrout1979]_; the interval is that
    of McGraw and Wong for absolute agreement [mcgraw1996]_.
    """
    ratings = _whole(table)
    items, judges = ratings.shape
    grand = ratings.mean()
    between = judges * ((ratings.mean(axis=1) - grand) ** 2).sum() / (items - 1)
    across = items * ((ratings.mean(axis=0) - grand) ** 2).sum() / (judges - 1)
    total = ((ratings - grand) ** 2).sum()
    rest = total - between * (items - 1) - across * (judges - 1)
    error = max(0.0, float(rest)) / ((items - 1) * (judges - 1))
    inside = ((ratings - ratings.mean(axis=1, keepdims=True)) ** 2).sum() / (items * (judges - 1))
    if total <= 0:
        return None
    lift = judges * (across - error) / items
    agreement = (between - error) / (between + (judges - 1) * error + lift)
    return Intraclass(
        one=float((between - inside) / (between + (judges - 1) * inside)),
        agreement=float(agreement),
        consistency=float((between - error) / (between + (judges - 1) * error)),
        mean_one=float((between - inside) / between) if between else -np.inf,
        mean_agreement=float((between - error) / (between + (across - error) / items)),
        mean_consistency=float((between - error) / between) if between else -np.inf,
        interval=_interval(float(agreement), float(between), float(across), error, items, judges),
    )


def alpha(judges: Sequence[Sequence[float | None]], *, level: Level = "ordinal") -> float | None:
    """Return Krippendorff's alpha of ratings with gaps: 1 agrees, 0 is chance.

    Parameters
    ----------
    judges
        One row a judge, one rating or None an item.
    level
        What differences between ratings mean. "ratio" needs ratings that are not negative.

    Returns
    -------
    float | None
        None where no item was rated twice, or all ratings are the same.

    Raises
    ------
    InputError
        If rows differ in length.

    Notes
    -----
    1 - observed / expected disagreement over all pairs of ratings of the same item, each item
    weighted by 1 / (its ratings - 1) [krippendorff2011]_.
    """
    if len({len(row) for row in judges}) != 1:
        raise InputError("alpha needs one rating, or a gap, of every judge for every item")
    units = [[each for each in column if each is not None] for column in zip(*judges, strict=True)]
    units = [unit for unit in units if len(unit) > 1]
    values = sorted({value for unit in units for value in unit})
    if len(values) < 2:
        return None
    pairs = np.zeros((len(values), len(values)))
    for unit in units:
        counts = np.array([unit.count(value) for value in values], dtype=float)
        pairs += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    totals = pairs.sum(axis=1)
    gaps = _gaps(np.array(values, dtype=float), totals, level)
    expected = np.outer(totals, totals) - np.diag(totals)
    chance = float((expected * gaps).sum()) / (totals.sum() - 1)
    return 1 - float((pairs * gaps).sum()) / chance if chance > 0 else None


def _gaps(values: Floats, totals: Floats, level: Level) -> Floats:
    """Squared differences between values, shape (v, v)."""
    if level == "ordinal":
        ranks = np.cumsum(totals) - totals / 2
        return np.asarray((ranks[:, None] - ranks[None, :]) ** 2)
    difference = values[:, None] - values[None, :]
    kinds: dict[Level, Callable[[], Floats]] = {
        "nominal": lambda: (difference != 0).astype(float),
        "interval": lambda: np.asarray(difference**2),
        "ratio": lambda: _relative(difference, values),
    }
    return kinds[level]()


def _relative(difference: Floats, values: Floats) -> Floats:
    whole = values[:, None] + values[None, :]
    return np.divide(difference, whole, out=np.zeros_like(difference), where=whole > 0) ** 2


def _whole(table: Sequence[Sequence[float]]) -> Floats:
    if len(table) < 2 or len({len(row) for row in table}) != 1 or len(table[0]) < 2:
        raise InputError("agreement needs two or more judges on the same two or more items")
    ratings = np.array(table, dtype=float)
    if not np.isfinite(ratings).all():
        raise InputError("agreement needs finite numbers; use alpha where ratings are missing")
    return ratings


def _interval(
    agreement: float, between: float, across: float, error: float, items: int, judges: int
) -> Interval:
    from scipy.stats import f  # slow to import

    if agreement >= 1 or error <= 0:
        return Interval(min(agreement, 1.0), 1.0)
    a = judges * agreement / (items * (1 - agreement))
    b = 1 + judges * agreement * (items - 1) / (items * (1 - agreement))
    top = (a * across + b * error) ** 2
    freedom = top / (
        (a * across) ** 2 / (judges - 1) + (b * error) ** 2 / ((items - 1) * (judges - 1))
    )
    upper, lower = f.ppf(0.975, items - 1, freedom), f.ppf(0.975, freedom, items - 1)
    spread = judges * across + (judges * items - judges - items) * error
    low = items * (between - upper * error) / (upper * spread + items * between)
    high = items * (lower * between - error) / (spread + items * lower * between)
    return Interval(float(low), float(high))
