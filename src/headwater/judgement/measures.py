"""Measures of agreement, each with what it says in plain words and how far to trust it."""

from collections.abc import Mapping, Sequence

import numpy as np

from headwater.judgement.consensus import Concordance, kendall, similarity, word_of
from headwater.judgement.reliability import alpha, intraclass
from headwater.numeric.streams import stream
from headwater.vocabulary.agreement import Measure

FEWEST_FOR_CHANCE = 5
"""People below which no chance is stated: with fewer, a high figure says little either way."""

LARGE_SAMPLE = 8
"""Items from which chi-squared is used; with fewer, rankings are shuffled."""

SHUFFLES = 4_999

STRENGTHS = ((0.2, "hardly"), (0.4, "weakly"), (0.6, "moderately"), (0.8, "strongly"))


def of_weights(weights: Mapping[str, Mapping[str, float]]) -> tuple[Measure, ...]:
    """Measure how far people's weights of the same criteria agree; nothing for one person.

    Concordance of their rankings (Kendall's W), and similarity of the weights (Goepel).
    """
    people = sorted(weights)
    if len(people) < 2 or len(weights[people[0]]) < 2:
        return ()
    criteria = sorted(weights[people[0]])
    rows = [[weights[each][name] for name in criteria] for each in people]
    ranked = kendall([[-round(value, 9) for value in row] for row in rows])
    close = similarity(rows)
    return (
        _concordance(ranked, rows),
        Measure(
            "similarity",
            close,
            f"The weights resemble each other to {close:.0%}, which is {word_of(close)}: 100% "
            "means the same weights, 0% that each person puts nearly all on another criterion.",
        ),
    )


def of_scores(scores: Mapping[str, Mapping[str, float | None]]) -> tuple[Measure, ...]:
    """Measure how far judges' scores of the same items agree; gaps are allowed.

    Krippendorff's alpha in any case; the intraclass correlations where nothing is missing.
    """
    judges = sorted(scores)
    items = sorted({item for said in scores.values() for item in said})
    if len(judges) < 2 or len(items) < 2:
        return ()
    rows = [[scores[judge].get(item) for item in items] for judge in judges]
    reliable = alpha(rows, level="interval")
    measures = [Measure("alpha", reliable, _alpha(reliable))]
    full = [[value for value in row if value is not None] for row in rows]
    if all(len(row) == len(items) for row in full):
        found = intraclass([list(column) for column in zip(*full, strict=True)])
        if found is not None:
            measures += [
                Measure(
                    "one judge",
                    found.agreement,
                    f"{max(0.0, found.agreement):.0%} of the differences between scores are "
                    f"differences between the items ({max(0.0, found.interval.low):.0%} to "
                    f"{max(0.0, found.interval.high):.0%}); the rest is who judged.",
                ),
                Measure(
                    "mean of the judges",
                    found.mean_agreement,
                    f"For the mean of these {len(judges)} judges that is "
                    f"{max(0.0, found.mean_agreement):.0%}.",
                ),
            ]
    return tuple(measures)


def chance(rows: Sequence[Sequence[float]], *, seed: int = 0) -> float | None:
    """Return how often rankings made by chance agree at least as well; None for few people.

    Parameters
    ----------
    rows
        One row of scores a person.

    Returns
    -------
    float | None
        None for fewer than five people, or where everybody ties everything. From eight items on
        by chi-squared with n - 1 degrees of freedom, else by 4,999 shuffles of each row.
    """
    found = kendall(rows)
    if found is None or len(rows) < FEWEST_FOR_CHANCE:
        return None
    return (
        chi_squared_chance(found) if len(rows[0]) >= LARGE_SAMPLE else _shuffled(rows, found, seed)
    )


def chi_squared_chance(found: Concordance) -> float:
    """Return the large-sample chance of a concordance at least as high [kendall1939]_."""
    from scipy.stats import chi2  # slow to import

    return float(chi2.sf(found.chi_squared, found.degrees))


def _shuffled(rows: Sequence[Sequence[float]], found: Concordance, seed: int) -> float:
    from scipy.stats import rankdata  # slow to import

    ranks = rankdata(np.array(rows, dtype=float), axis=1)
    random = stream(seed)
    sums = sum(random.permuted(np.tile(row, (SHUFFLES, 1)), axis=1) for row in ranks)
    spread = ((sums - np.mean(sums, axis=1, keepdims=True)) ** 2).sum(axis=1)
    own = float(((ranks.sum(axis=0) - ranks.sum(axis=0).mean()) ** 2).sum())
    return (1 + int((spread >= own - 1e-9).sum())) / (SHUFFLES + 1)


def _concordance(ranked: Concordance | None, rows: Sequence[Sequence[float]]) -> Measure:
    if ranked is None:
        text = "Nobody ranks one criterion above another, so rankings cannot agree or differ."
        return Measure("concordance", None, text)
    how = next((word for limit, word in STRENGTHS if ranked.w < limit), "very strongly")
    likely = chance([[-value for value in row] for row in rows])
    by_chance = ""
    if likely is not None:
        by_chance = (
            " Rankings made by chance would seldom agree so well."
            if likely < 0.05
            else " Rankings made by chance could well agree as much."
        )
    text = f"People {how} agree on the order of the criteria (0 not at all, 1 alike).{by_chance}"
    return Measure("concordance", ranked.w, text)


def _alpha(value: float | None) -> str:
    if value is None:
        return "No two judges scored the same item differently or at all, so nothing can be said."
    if value < 0:
        return (
            "Judges differ more than chance would make them: they may read the scale differently."
        )
    how = "too little to rely on" if value < 0.667 else "enough for first conclusions"
    how = how if value < 0.8 else "enough to rely on"
    return f"Judges agree {how} (0 is what chance gives, 1 is always)."
