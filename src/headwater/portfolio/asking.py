"""What to ask next, in order of worth per minute, and whether to stop asking."""

from collections.abc import Mapping
from math import isfinite

from headwater.errors import InputError
from headwater.portfolio.asking_line import lined
from headwater.portfolio.questions import MINUTES
from headwater.vocabulary.explanation import Asking
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Watcher, ignore


def next_question(
    problem: Problem,
    optimum: Optimum,
    *,
    most: int = 8,
    minutes: Mapping[str, float] = MINUTES,
    watch: Watcher = ignore,
) -> Asking:
    """Rank what is not known by what knowing it is worth to the choice, per minute.

    The recommended portfolio is held against its strongest rivals, each in the world most in
    its favour; only what sets the two apart can settle such a contest [boutilier2006]_. Of
    these facts the one worth most on average a minute comes first, then what could move the
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
    found = lined(problem, optimum, minutes=minutes, watch=watch)
    open_ = len(found.above) + len(found.below)
    state = found.settled
    if not found.above:
        return Asking(optimum.chosen, state, (), open_, state.text)
    questions = tuple(worth for _, worth in found.above[:most])
    return Asking(
        chosen=optimum.chosen,
        settled=state,
        questions=questions,
        open=open_,
        text=f"{state.text} {questions[0].text}",
        doubts=(
            "What answers are worth on average, and what costs and weights are worth, is "
            "estimated from the prices of the relaxed problem.",
        ),
    )


def _check(minutes: Mapping[str, float]) -> None:
    for kind in MINUTES:
        given = minutes.get(kind)
        if given is None or not (isfinite(given) and given > 0):
            raise InputError(f"say how many minutes an answer about a {kind} takes, above 0")
