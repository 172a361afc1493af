"""Signals of gaming and drift around a decision, from what its workbook and its past hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import TypeAlias

from headwater import portfolio
from headwater.journey import worth
from headwater.portfolio.framing import BENEFIT, frame, worth_of_score
from headwater.portfolio.signals import (
    LEVEL,
    bunching,
    creep,
    influence,
    late_edits,
    mandatory_share,
    sponsors,
    together,
)
from headwater.portfolio.sizing import sizes_of
from headwater.vocabulary.decision import Call, Decision
from headwater.vocabulary.portfolio import Candidate, Problem
from headwater.vocabulary.progress import Watcher, ignore
from headwater.vocabulary.signals import Edit, Listing, Score, Signal, Watch
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Workbook

SHEET = "the list"
NO_LINE = "there is no cut line, for all or none are chosen."
SECONDS = 20.0
"""For each choice without one leader."""
SCORED = "score on "
"""How the field of an edit begins that changed a score."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is known beside a workbook.

    Attributes
    ----------
    before
        The tables of the cycle before; None where there are none.
    edits
        Changes of "cost", "benefit" and "score on X", with the window they fell into as ISO 8601.
    scores
        Who gave which score in this cycle, where that is known.
    name, name_before
        What the two cycles are called.
    usual
        Share of mandatory projects that is usual, 0 to 1; None where none is stated.
    """

    before: Workbook | None = None
    edits: tuple[Edit, ...] = ()
    opened: str = ""
    closed: str = ""
    scores: tuple[Score, ...] = ()
    usual: float | None = None
    name: str = "now"
    name_before: str = "before"


def signals(
    workbook: Workbook,
    decision: Decision,
    past: Past | None = None,
    *,
    budget: float | None,
    level: float = LEVEL,
    leaders: bool = True,
    watch: Watcher = ignore,
) -> tuple[Watch, tuple[str, ...]]:
    """Look for every signal that the data allow, under one false-alarm level.

    Parameters
    ----------
    leaders
        Whether to solve again without each leader in turn; the others take no solving. Without
        it the signals are the same, but fewer share the level: a first look, not the last.

    Returns
    -------
    watch, not_looked
        The signals, strongest first; and in whole sentences what could not be looked at.
    """
    known = past or Past()
    model, group, _ = worth(workbook)
    problem = frame(workbook, model, weights=group.weights, budget=budget)[0]
    looks: tuple[tuple[str, Look], ...] = (
        ("Bunching above the cut line", lambda: (_bunching(decision),)),
        ("Late edits", lambda: _late(workbook, decision, problem, known)),
        ("Sponsors above the panel", lambda: _sponsors(known)),
        ("The share of mandatory projects", lambda: _mandatory(workbook, known)),
        ("Scale creep", lambda: _creep(workbook, known)),
        ("The influence of one leader", lambda: _influence(workbook, decision, budget, watch)),
    )
    if not leaders:
        looks = looks[:-1]
    found: list[Signal] = []
    missing = []
    for what, look in looks:
        try:
            found += look()
        except _NotLookedError as reason:
            missing.append(f"{what}: {reason}")
    return together(found, level=level), tuple(missing)


Look: TypeAlias = Callable[[], tuple[Signal, ...]]


class _NotLookedError(Exception):
    """The data for one kind of signal are not there; its text says which."""


def _bunching(decision: Decision) -> Signal:
    totals = {
        each.id: total
        for each in decision.projects
        if not each.mandatory and (total := _total_of(each)) is not None
    }
    funded = {each.id for each in decision.projects if each.chosen} & set(totals)
    if not funded or len(funded) == len(totals):
        raise _NotLookedError(NO_LINE)
    return bunching(totals, funded=funded)


def _total_of(call: Call) -> float | None:
    """Return what a project is ranked by: value for money; None where its cost says nothing."""
    if call.cost is None or call.cost.high <= 0:
        return None
    return call.value.middle / call.cost.high


def _late(
    workbook: Workbook, decision: Decision, problem: Problem, past: Past
) -> tuple[Signal, ...]:
    calls = {each.id: each for each in decision.projects}
    edits = [
        each
        for each in past.edits
        if each.project in calls and _total_of(calls[each.project]) is not None
    ]
    if not edits:
        raise _NotLookedError("no edit of a cost, benefit or score is on record for this round.")
    ranked = [(each.chosen, _total_of(each)) for each in calls.values()]
    inside = sorted(total for chosen, total in ranked if chosen and total is not None)
    outside = sorted(total for chosen, total in ranked if not chosen and total is not None)
    if not inside or not outside:
        raise _NotLookedError(NO_LINE)
    totals = _Totals(workbook, problem, calls)
    return (
        late_edits(
            edits,
            opened=past.opened,
            closed=past.closed,
            line=_cut(inside, outside),
            total=totals.without,
        ),
    )


def _cut(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return the total with the fewest projects on its wrong side, the lowest of equals."""
    everything = sorted({*inside, *outside})
    wrong = {
        line: sum(each < line for each in inside) + sum(each >= line for each in outside)
        for line in everything
    }
    return min(everything, key=lambda line: (wrong[line], line))


class _Totals:
    """Value for money of a project with some of its fields set back."""

    def __init__(self, workbook: Workbook, problem: Problem, calls: Mapping[str, Call]) -> None:
        self._workbook, self._calls = workbook, calls
        self._candidates = {each.id: each for each in problem.candidates}
        self._projects = {each.id: each for each in workbook.projects}
        self._weights = dict(zip(problem.weights.criteria, problem.weights.centre, strict=True))

    def without(self, project: str, back: Mapping[str, float | None]) -> float:
        call, candidate = self._calls[project], self._candidates[project]
        cost = call.cost.high if call.cost else 0.0
        values = {name: each.middle for name, each in candidate.values.items()}
        for field, before in back.items():
            if field == "cost":
                cost = before if before else cost
            elif field == BENEFIT and BENEFIT in values:
                values[BENEFIT] = self._benefit(project, candidate, before)
            elif (name := field.removeprefix(SCORED)) in values and field != name:
                values[name] = self._score(project, name, before)
        return fsum(self._weights[name] * value for name, value in values.items()) / cost

    def _benefit(self, project: str, candidate: Candidate, before: float | None) -> float:
        """Scale the value with the benefit, a fixed part of it; a blank counts as nothing."""
        now = self._projects[project].benefit
        if before is None or now is None or now.middle == 0:
            return 0.0
        return candidate.values[BENEFIT].middle * before / now.middle

    def _score(self, project: str, criterion: str, before: float | None) -> float:
        plain = replace(self._workbook, sized_by="")
        size = sizes_of(self._workbook)[project].middle
        return size * worth_of_score(plain, criterion, self._middle(criterion, before))

    def _middle(self, criterion: str, before: float | None) -> float:
        """Let a blank count as the middle of what is stated."""
        if before is not None:
            return before
        stated = [e.scores[criterion] for e in self._workbook.projects if e.scores.get(criterion)]
        middles = [each.middle for each in stated if each is not None]
        return fsum(middles) / max(1, len(middles))


def _sponsors(past: Past) -> tuple[Signal, ...]:
    if not past.scores:
        raise _NotLookedError(
            "a list holds one score for a project and criterion, not who gave it. Score projects "
            "by name in a workshop, or bring the scores by person."
        )
    if not any(each.is_sponsor for each in past.scores):
        raise _NotLookedError(
            f"{len({each.scorer for each in past.scores})} people scored projects by name, and "
            f"none of them is the sponsor of one they scored."
        )
    return sponsors(past.scores, cycle=past.name)


def _mandatory(workbook: Workbook, past: Past) -> tuple[Signal, ...]:
    if past.before is None and past.usual is None:
        raise _NotLookedError("there is no earlier cycle, and no usual share was stated.")
    earlier = None if past.before is None else _listing(past.before, past.name_before)
    return mandatory_share(_listing(workbook, past.name), usual=past.usual, earlier=earlier)


def _listing(workbook: Workbook, cycle: str) -> Listing:
    costs = {each.id: each.cost.high for each in workbook.projects if each.cost is not None}
    ordered = tuple(
        sorted(each.id for each in workbook.projects if each.mandatory and each.id in costs)
    )
    return Listing(cycle, costs, ordered)


def _creep(workbook: Workbook, past: Past) -> tuple[Signal, ...]:
    if past.before is None:
        raise _NotLookedError("there is no earlier cycle to compare with.")
    both = set(workbook.criteria) & set(past.before.criteria)
    if not both:
        raise _NotLookedError("no score column is in both cycles.")
    now, before = past.name, past.name_before
    scores = [*_scores(workbook, both, now), *_scores(past.before, both, before)]
    found = creep(scores, now=now, before=before)
    return tuple(each for each in found if each.about != SHEET)  # one scorer: all are the same


def _scores(workbook: Workbook, criteria: set[str], cycle: str) -> list[Score]:
    """Return the scores of a list as those of one scorer; lower is better counts the other way."""
    found = []
    for project in workbook.projects:
        for name in sorted(criteria):
            score: Interval | None = project.scores.get(name)
            if score is not None:
                sign = -1 if name in workbook.lower_is_better else 1
                found.append(Score(project.id, name, SHEET, sign * score.middle, cycle))
    return found


def _influence(
    workbook: Workbook, decision: Decision, budget: float | None, watch: Watcher
) -> tuple[Signal, ...]:
    leaders = sorted({each.leader for each in workbook.judgements})
    if len(leaders) < 2:
        raise _NotLookedError("fewer than two leaders have said what they value.")
    solve = _without(workbook, budget, watch)
    chosen = {each.id for each in decision.projects if each.chosen}
    return influence(leaders, chosen=chosen, solve=solve)


def _without(
    workbook: Workbook, budget: float | None, watch: Watcher
) -> Callable[[str], tuple[str, ...]]:
    def solve(leader: str) -> tuple[str, ...]:
        kept = tuple(each for each in workbook.judgements if each.leader != leader)
        rest = replace(workbook, judgements=kept)
        model, group, _ = worth(rest)
        problem = frame(rest, model, weights=group.weights, budget=budget)[0]
        found = portfolio.optimum(problem, watch=watch, time_limit=SECONDS, ties=False)
        return found.chosen

    return solve
