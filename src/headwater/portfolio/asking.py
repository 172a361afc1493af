"""What to ask next, in order of worth per minute, and the line after which to stop asking."""

from collections.abc import Mapping
from math import isfinite

from headwater.errors import InputError
from headwater.portfolio.asking_items import Contest, items
from headwater.portfolio.flips.solves import Solves, UnsettledError
from headwater.portfolio.settling import STAGE, threats, verdict
from headwater.vocabulary.explanation import Asking, Settled, Worth
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Watcher, ignore

MINUTES: Mapping[str, float] = {"score": 1.0, "cost": 1.0, "weight": 1.0}
"""Minutes that an answer takes where nothing else is said: all alike."""


def next_question(
    problem: Problem,
    optimum: Optimum,
    *,
    most: int = 8,
    minutes: Mapping[str, float] = MINUTES,
    watch: Watcher = ignore,
    time_limit: float = 30.0,
) -> Asking:
    """Rank what is not known by what knowing it is worth to the choice, per minute.

    The recommended portfolio is held against its strongest rival in the world most in the
    rival's favour; only what sets these two apart can settle that contest, so it is asked
    first [boutilier2006]_: what is worth most on average a minute, then what could move the
    two apart the most.

    Parameters
    ----------
    optimum
        What is recommended now.
    most
        How many questions to return.
    minutes
        That an answer takes, for "score", "cost" and "weight".

    Returns
    -------
    Asking
        Without questions where no answer can change the choice any more. `worst` is exact for
        scores; for costs and weights, and `expected` throughout, they are estimates from the
        prices of the relaxed problem: good for an order, not for a sum.

    Raises
    ------
    InputError
        If minutes are missing or not positive.
    """
    _check(minutes)
    solves = Solves(watch=watch, time_limit=time_limit, stage=STAGE)
    open_ = tuple(items(problem))
    try:
        found = threats(problem, optimum, solves)
    except UnsettledError:
        text = "Whether any answer can still change the choice was not settled in the time."
        unsure = Settled(settled=False, regret=0.0, rival=(), proved=False, text=text)
        return Asking(optimum.chosen, unsure, (), len(open_), text)
    state = verdict(problem, found)
    if state.settled:
        return Asking(optimum.chosen, state, (), len(open_), state.text)
    contest = Contest(problem, found[0], minutes)
    ranked = sorted((contest.worth(each) for each in open_), key=_order)
    questions = tuple(each for each in ranked if each.worst > 0 or each.expected > 0)[:most]
    return Asking(
        chosen=optimum.chosen,
        settled=state,
        questions=questions,
        open=len(open_),
        text=f"{state.text} {questions[0].text}" if questions else state.text,
        doubts=(
            "What answers are worth on average, and what costs and weights are worth, is "
            "estimated from the prices of the relaxed problem.",
        ),
    )


def _order(each: Worth) -> tuple[bool, float, float, str]:
    """Put first what the contest turns on, by average worth, then by the worst case."""
    worst, expected = each.per_minute
    return worst <= 0, -expected, -worst, each.about


def _check(minutes: Mapping[str, float]) -> None:
    for kind in MINUTES:
        given = minutes.get(kind)
        if given is None or not (isfinite(given) and given > 0):
            raise InputError(f"say how many minutes an answer about a {kind} takes, above 0")
