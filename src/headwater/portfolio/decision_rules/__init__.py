"""Recommend one portfolio out of all that could be best, by a rule that says what it asks for."""

import math
from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.portfolio.decision_rules.measures import Yardstick, table
from headwater.portfolio.decision_rules.solved import Found, maximin, minimax_regret
from headwater.portfolio.grids import Floats, Integers
from headwater.portfolio.listing import listed
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.optimum import optimum, unknown_doubts
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.recommendation import DECISION_RULES, DecisionRule, Recommendation

Way: TypeAlias = Literal["solve", "list"]
EQUAL = 1e-9
"""Relative difference below which two measures of a rule count as equal."""
MEANINGS: dict[DecisionRule, str] = {
    "maximin": (
        "Best worst case: of all portfolios, the one whose value under the least favourable "
        "weights and values is highest."
    ),
    "minimax_regret": (
        "Least regret: of all portfolios, the one that can fall least behind whatever turns out "
        "to have been the best choice."
    ),
    "expected_value": (
        "Highest expected value: of all portfolios, the one worth most under the central weights "
        "and the middle of each range."
    ),
}


def recommend(
    problem: Problem,
    *,
    rule: DecisionRule,
    by: Way = "solve",
    time_limit: float = 60.0,
    most_portfolios: int = 20_000,
    watch: Watcher = ignore,
) -> Recommendation:
    """Recommend one portfolio by a rule; of equals the one worth most at the centre.

    Use of limits counts at the high end of its range, as in `optimum`. What is still equal
    then is settled as there: least use of the first limit, fewest projects, alphabet.

    Parameters
    ----------
    rule
        maximin [wald1950]_, minimax_regret [savage1951]_ or expected_value.
    by
        "solve": by mixed-integer programs, without listing the set. "list": by comparing all
        non-dominated portfolios. Both recommend the same.
    time_limit
        Seconds for the programs; when they end early, status and gap say so.
    most_portfolios
        Above so many "list" is refused.

    Raises
    ------
    InfeasibleError
        If no portfolio is allowed.
    InputError
        If the rule is unknown, or there are too many portfolios to list.
    """
    if rule not in DECISION_RULES:
        raise InputError(f"there is no rule {rule!r}; the rules are {', '.join(DECISION_RULES)}")
    if by not in ("solve", "list"):
        raise InputError(f"a recommendation is found by 'solve' or by 'list', not by {by!r}")
    model = compile_model(problem)
    yardstick = Yardstick(model, time_limit=time_limit)
    if by == "list" and model.size:
        rows = listed(model, watch=watch, most=most_portfolios)
        if rows is None:
            raise InputError(
                f"more than {most_portfolios:,} portfolios are not dominated: too many to "
                f"compare one by one; recommend by 'solve' instead"
            )
        return _answer(rule, yardstick, _picked(yardstick, rows, rule), len(rows))
    central = _central(problem, model, time_limit, watch)
    if model.size == 0 or rule == "expected_value":
        return _answer(rule, yardstick, central, None)
    seek = maximin if rule == "maximin" else minimax_regret
    found = seek(yardstick, central.x, time_limit=time_limit, watch=watch)
    return _answer(rule, yardstick, found, None)


def _central(problem: Problem, model: Model, time_limit: float, watch: Watcher) -> Found:
    best = optimum(problem, time_limit=time_limit, watch=watch, ties=False)
    x = model.with_synergies(model.positions(best.chosen))
    proved = best.status == "optimal"
    return Found(x, proved, best.bound - best.value, proved)


def _picked(yardstick: Yardstick, rows: Integers, rule: DecisionRule) -> Found:
    model = yardstick.model
    worst, centre, regret = table(yardstick, rows)
    first = {"maximin": worst, "minimax_regret": -regret, "expected_value": centre}[rule]
    rows = _highest(rows, (first, centre), _scale(yardstick))
    if model.limit_rows:
        row = model.limit_rows[0]
        used = rows[:, row.columns] @ row.coefficients
        rows = rows[used == used.min()]
    rows = rows[rows.sum(axis=1) == rows.sum(axis=1).min()]
    chosen = max(rows.tolist())
    return Found(model.with_synergies(np.array(chosen, np.int64)), True, 0.0, True)


def _highest(rows: Integers, aims: Sequence[Floats], scale: float) -> Integers:
    kept = np.arange(len(rows))
    for aim in aims:
        kept = kept[aim[kept] >= aim[kept].max() - EQUAL * scale]
    return rows[kept]


def _scale(yardstick: Yardstick) -> float:
    sizes = np.maximum(np.abs(yardstick.lows), np.abs(yardstick.highs)).sum(axis=1)
    gains = np.abs(yardstick.model.gains).sum() if yardstick.model.gains.size else 0.0
    return float(sizes.max(initial=0.0) + gains)


def _answer(
    rule: DecisionRule, yardstick: Yardstick, found: Found, portfolios: int | None
) -> Recommendation:
    model, x = yardstick.model, found.x
    regret, most = (0.0, 0.0) if model.size == 0 else _regrets(yardstick, x)
    chosen = model.portfolio(x)
    worst, centre, best = yardstick.worst(x), yardstick.centre(x), yardstick.best(x)
    known = math.isclose(regret, most, rel_tol=EQUAL, abs_tol=EQUAL * _scale(yardstick))
    return Recommendation(
        rule=rule,
        meaning=MEANINGS[rule],
        chosen=chosen,
        worst=worst,
        centre=centre,
        best=best,
        regret=regret if known else None,
        status="optimal" if found.proved else "best found",
        gap=found.gap,
        portfolios=portfolios,
        text=_text(rule, len(chosen), worst, centre, regret if known else None),
        doubts=(*unknown_doubts(model), *_doubts(yardstick, found, regret, most, known=known)),
    )


def _regrets(yardstick: Yardstick, x: Integers) -> tuple[float, float]:
    return yardstick.regret(x), yardstick.most_regret(x)


def _text(rule: DecisionRule, count: int, worst: float, centre: float, regret: float | None) -> str:
    projects = "one project" if count == 1 else f"{count} projects"
    show = wording.amount
    if rule == "maximin":
        return (
            f"The best worst case has {projects}: worth at least {show(worst)} under all weights "
            f"and values that are allowed, and {show(centre)} at the centre."
        )
    if rule == "minimax_regret":
        behind = "" if regret is None else f" at most {show(regret)}"
        return (
            f"The least regret has {projects}: it can fall{behind} behind the best choice, "
            f"and is worth {show(centre)} at the centre."
        )
    return (
        f"The highest expected value has {projects}: worth {show(centre)} at the centre, and at "
        f"least {show(worst)} under all weights and values that are allowed."
    )


def _doubts(
    yardstick: Yardstick, found: Found, regret: float, most: float, *, known: bool
) -> list[str]:
    doubts = []
    if yardstick.ranges:
        doubts.append(
            "Some values are ranges: the worst case counts all of them at their low ends at "
            "once; regret counts a project that two portfolios share the same in both."
        )
    if not found.proved:
        doubts.append(
            "Time ran out before this was proved: by its own measure another portfolio may be "
            "better" + (f" by up to {wording.amount(found.gap)}." if found.gap else ".")
        )
    elif not found.settled:
        doubts.append("Other portfolios may do as well by this rule; time ran out to settle it.")
    if not known:
        doubts.append(
            f"The regret was not proved: it lies between {wording.amount(regret)} and "
            f"{wording.amount(most)}."
        )
    return doubts


__all__ = ["MEANINGS", "recommend"]
