"""Which facts to find out next, what each could change, and where to stop asking."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from headwater.portfolio import wording
from headwater.portfolio.asking_items import Item
from headwater.portfolio.asking_line import STAGE, Lined, lined
from headwater.portfolio.flips.changed import with_candidate
from headwater.portfolio.grids import Integers
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.solver import Solver
from headwater.vocabulary.explanation import Worth
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Ask, AskingLine, Candidate, Optimum, Problem
from headwater.vocabulary.progress import Progress, Watcher, ignore
from headwater.vocabulary.units import Interval

MINUTES: Mapping[str, float] = {"score": 1.0, "cost": 1.0, "weight": 1.0}
"""Minutes that an answer takes where nothing else is said: all alike."""
MOST_LISTED = 60
MOST_LISTED_LARGE = 20
LARGE = 300
"""Candidates from which fewer questions are listed, for each takes two solves."""
MOST_REST = 100
MOST_STEPS = 1_000_000
SMALL = 1e-6
"""Part of the portfolio's value below which an average worth is nothing: it is an estimate."""


def questions(
    problem: Problem,
    optimum: Optimum,
    *,
    minutes: Mapping[str, float] = MINUTES,
    watch: Watcher = ignore,
) -> tuple[tuple[Ask, ...], AskingLine]:
    """Rank what is not known by what knowing it is worth to the choice, and draw the line.

    For each question above the line (at most 60; 20 from 300 projects) the recommended
    portfolio is found again at both extreme answers, all else as expected: what differs is
    what the answer alone moves.

    Parameters
    ----------
    minutes
        Of people's time that an answer takes, for "score", "cost" and "weight".

    Returns
    -------
    asks, line
        Most worth a minute first, on average, then in the worst case; and where to stop.
    """
    found = lined(problem, optimum, minutes=minutes, watch=watch)
    most = MOST_LISTED if len(problem.candidates) < LARGE else MOST_LISTED_LARGE
    listed = found.above[:most]
    if not listed:
        return (), _line(found, 0)
    model = compile_model(problem)
    current = model.positions(optimum.chosen)
    asks = []
    for number, (item, worth) in enumerate(listed):
        watch(Progress(STAGE, fraction=number / len(listed)))
        asks.append(_asked(model, current, item, worth, SMALL * abs(optimum.value)))
    return tuple(asks), _line(found, len(listed))


def _asked(model: Model, current: Integers, item: Item, worth: Worth, least: float) -> Ask:
    lower, upper = _extremes(model.problem, item)
    low = _best(compile_model(lower), (current,))
    high = _best(compile_model(upper), (low, current))
    swung = [model.names[model.ids[at]] for at in range(model.size) if low[at] != high[at]]
    ends = _ends(model.problem, item)
    return Ask(
        about=item.about,
        text=item.text,
        why=_why(item, ends, swung),
        swing=len(swung),
        project=item.project,
        criterion=item.criterion,
        kind=item.kind,
        expected=worth.expected if worth.expected > least else 0.0,
        worst=worth.worst,
        minutes=worth.minutes,
        low=None if ends is None else ends.low,
        high=None if ends is None else ends.high,
    )


def _why(item: Item, ends: Interval | None, swung: Sequence[str]) -> str:
    if not swung:
        return "Alone it moves no project; with other answers it can."
    count = len(swung)
    moves = "1 project enters or leaves" if count == 1 else f"{count} projects enter or leave"
    if ends is None:
        between = "If it took little"
    elif item.kind == "weight":
        between = (
            f"Between {wording.part(ends.low, digits=0)} and {wording.part(ends.high, digits=0)}"
        )
    else:
        between = f"Between {wording.amount(ends.low)} and {wording.amount(ends.high)}"
    names = wording.listed(swung, most=4)
    return f"{between}, {moves} the recommended portfolio: {names}."


def _ends(problem: Problem, item: Item) -> Interval | None:
    """Return the ends of what is possible; None where nothing is known, or several amounts are."""
    if item.kind == "weight":
        return problem.weights.range_of(item.criterion)
    candidate = next(each for each in problem.candidates if each.id == item.project)
    if item.kind == "score":
        return candidate.values[item.criterion]
    open_ = [use for use in candidate.uses.values() if use is None or not use.is_point]
    return open_[0] if len(open_) == 1 else None


def _extremes(problem: Problem, item: Item) -> tuple[Problem, Problem]:
    """Return the problem at the two extreme answers, all else as it is."""
    if item.kind == "weight":
        span = problem.weights.range_of(item.criterion)
        return (
            _with_weight(problem, item.criterion, span.low),
            _with_weight(problem, item.criterion, span.high),
        )
    candidate = next(each for each in problem.candidates if each.id == item.project)
    if item.kind == "score":
        value = candidate.values[item.criterion]
        return (
            _with_value(problem, candidate, item.criterion, value.low),
            _with_value(problem, candidate, item.criterion, value.high),
        )
    uses = {
        name: Interval.point(0 if use is None else use.low) for name, use in candidate.uses.items()
    }
    return with_candidate(problem, replace(candidate, uses=uses)), problem


def _with_weight(problem: Problem, criterion: str, weight: float) -> Problem:
    """Return the problem at the middle of the vertices where a weight is at its extreme."""
    column = problem.weights.criteria.index(criterion)
    ends = sorted(v for v in problem.weights.vertices if abs(v[column] - weight) <= 1e-9)
    middle = tuple(float(each) for each in np.array(ends).mean(axis=0))
    return replace(problem, weights=WeightSet(problem.weights.criteria, (middle,), middle))


def _with_value(problem: Problem, candidate: Candidate, criterion: str, value: float) -> Problem:
    values = {**candidate.values, criterion: Interval.point(value)}
    return with_candidate(problem, replace(candidate, values=values))


def _best(model: Model, starts: tuple[Integers, ...]) -> Integers:
    """Return the best portfolio; among equals, one of the `starts`, so that only need changes."""
    cost, _ = model.graded(model.middle_values)
    solver = Solver(model, cost)
    for start in starts:
        complete = model.with_synergies(start)
        if solver.program.allows(complete):
            solver.remember(complete)
    return solver.quick(cost, most_steps=MOST_STEPS).x[: model.size]


def _line(found: Lined, listed: int) -> AskingLine:
    above, below = len(found.above), len(found.below)
    return AskingLine(
        open=above + below,
        above=above,
        below=below,
        settled=found.settled.settled and found.proved,
        proved=found.proved,
        regret=found.settled.regret,
        text=_line_text(found, above, below),
        at_stake="" if found.settled.settled else found.settled.text,
        rest=tuple(each.about for each in found.below[:MOST_REST]),
        doubts=_line_doubts(found, listed),
    )


def _line_text(found: Lined, above: int, below: int) -> str:
    facts = "1 open fact" if below == 1 else f"{below} open facts"
    if not above + below:
        return "Everything is known, so there is nothing left to ask."
    if not found.proved:
        return "Where answers stop to matter was not proved; the order of the questions holds."
    if not above:
        return f"Stop asking: no answer to the {facts} can change the choice, alone or together."
    answers = "this answer" if above == 1 else f"these {above} answers"
    if not below:
        each = "The one open fact" if above == 1 else f"Each of the {above} open facts"
        return f"{each} can still change the choice, so there is no place to stop asking yet."
    others = f"The other {below} open facts, even together,"
    rest = "The other open fact" if below == 1 else others
    return (
        f"Stop here: after {answers} nothing more needs asking. {rest} cannot change the choice, "
        f"as long as what is above comes out as now expected; the line is drawn again at the next "
        f"run."
    )


def _line_doubts(found: Lined, listed: int) -> tuple[str, ...]:
    doubts = []
    if len(found.above) > listed:
        doubts.append(
            f"The first {listed} of {len(found.above)} questions that can change the choice are "
            f"listed, those worth most a minute."
        )
    if found.tried < found.vertices:
        doubts.append(
            f"Rivals were looked for at {found.tried} of the {found.vertices} extreme weights."
        )
    if not found.proved:
        doubts.append(
            f"{found.rivals} rivals of the recommended portfolio were found before the work "
            f"allowed was spent, or it was not proved best; more may matter than is listed."
        )
    if found.above:
        doubts.append(
            "What an answer is worth on average is estimated from the prices of the relaxed "
            "problem: good for an order, not for a sum."
        )
    return tuple(doubts)
