"""The line below which no answer can change the choice, found rival by rival.

The strongest rival of the recommended portfolio names the facts that can turn their contest; these
go above the line and are held at what is expected of them. The next strongest rival names more,
until none is left: then all facts that are still open, together, cannot change the choice.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from headwater.numeric.milp import maximize
from headwater.portfolio.asking_items import Contest, Item, items
from headwater.portfolio.grids import Integers
from headwater.portfolio.model import Model, compile_model
from headwater.portfolio.settling import Threat, threat_at, verdict
from headwater.portfolio.solver import Solver
from headwater.vocabulary.explanation import Settled, Worth
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Candidate, Optimum, Problem
from headwater.vocabulary.progress import Progress, Watcher, ignore
from headwater.vocabulary.units import Interval

STAGE = "Finding out what to ask next"
MOST_STEPS = 2_000_000
"""Steps of the search for one rival; counted, not timed, so that the line is the same anywhere."""
MOST_NODES = 400
"""Nodes of the solver where the search does not settle it."""
MOST_SOLVES = 240
"""Rivals looked for in a list of up to a hundred projects; fewer in a longer one."""
LEAST_SOLVES = 24
MOST_VERTICES = 40


@dataclass(frozen=True, slots=True)
class Lined:
    """What is not known, above and below the line.

    Attributes
    ----------
    above
        What answers can change the choice: each fact with its worth, most worth a minute first.
    below
        Facts that all together cannot change the choice while those above come out as expected.
    settled
        Whether any answer can change the choice, and how much is at stake at most.
    proved
        Whether that holds for certain; where not, `below` is what no rival looked at turns on.
    rivals
        Rivals that were found.
    vertices, tried
        Vertices of the weights, and how many of them were tried.
    """

    above: tuple[tuple[Item, Worth], ...]
    below: tuple[Item, ...]
    settled: Settled
    proved: bool
    rivals: int
    vertices: int
    tried: int


def lined(
    problem: Problem,
    optimum: Optimum,
    *,
    minutes: Mapping[str, float],
    watch: Watcher = ignore,
    most_steps: int = MOST_STEPS,
    most_solves: int | None = None,
) -> Lined:
    """Put every fact that is not known above or below the line.

    Parameters
    ----------
    minutes
        That an answer takes, for "score", "cost" and "weight".
    most_steps, most_solves
        Work after which the line is given unproved; None for what suits the size of the list.

    Notes
    -----
    To hold a fact at its middle (a use at its high end, weights at their centre) keeps it within
    what is possible: what no answer can change with more facts open, none can change with fewer.
    So the line is the first place at which what is left is settled [boutilier2006]_. Weights
    hang together and are held all at once.
    """
    size = max(100, len(problem.candidates))
    left = most_solves or max(LEAST_SOLVES, MOST_SOLVES * 100 // size)
    return _Lining(problem, optimum, minutes, _Rivals(watch, most_steps, left)).run()


@dataclass
class _Rivals:
    """Looks for rivals, a counted amount of work each; `proved` says that none was missed."""

    watch: Watcher
    most_steps: int
    left: int
    proved: bool = True
    near: list[int] = field(default_factory=list)

    def worst(self, model: Model, chosen: Integers) -> tuple[Threat, int, int] | None:
        """Return the strongest rival over all vertices tried; how many there are and were tried."""
        tried = _spread(len(model.vertices), MOST_VERTICES)
        self.proved &= len(tried) == len(model.vertices)
        found = [(each, at) for at in tried if (each := self.at(model, chosen, at))]
        if not found:
            return None
        worst, at = max(found, key=lambda each: (each[0].regret, -each[1]))
        self.near = [at]
        return worst, len(model.vertices), len(tried)

    def any(self, model: Model, chosen: Integers) -> Threat | None:
        """Return a rival that beats the recommended portfolio at some vertex; None if none does."""
        tried = _spread(len(model.vertices), MOST_VERTICES)
        for at in dict.fromkeys([*(each for each in self.near if each in tried), *tried]):
            found = self.at(model, chosen, at)
            if found is not None and found.regret > 0:
                self.near = [at]
                return found
        return None

    def at(self, model: Model, chosen: Integers, vertex: int) -> Threat | None:
        """Return the strongest rival at a vertex, as far as the work reaches."""
        self.watch(Progress(STAGE))
        if self.left <= 0:
            self.proved = False
            return None
        self.left -= 1
        return threat_at(model, chosen, model.vertices[vertex], self._solve)

    def _solve(self, solver: Solver, cost: Integers) -> tuple[Integers, int]:
        found = solver.quick(cost, most_steps=self.most_steps)
        if found.proved:
            return found.x, found.value
        answer = maximize(solver.program, first=found.x, most_nodes=MOST_NODES)
        self.proved &= answer.proved
        return (found.x, found.value) if answer.x is None else (answer.x, answer.value)


def _spread(count: int, most: int) -> list[int]:
    """Return up to `most` of the numbers below `count`, evenly spread."""
    return sorted({at * count // min(count, most) for at in range(min(count, most))})


class _Lining:
    """One run: which facts are above the line so far, and what they are worth."""

    def __init__(
        self, problem: Problem, optimum: Optimum, minutes: Mapping[str, float], rivals: _Rivals
    ) -> None:
        self._problem, self._optimum = problem, optimum
        self._minutes, self._rivals = minutes, rivals
        self._open = list(items(problem))
        self._above: dict[Item, Worth] = {}
        self._round: dict[Item, int] = {}

    def run(self) -> Lined:
        """Go from rival to rival until none is left, or the work is spent."""
        model = compile_model(self._problem, case="low")
        first = self._rivals.worst(model, model.positions(self._optimum.chosen))
        if first is None:
            text = "Whether any answer can still change the choice was not looked into."
            unsure = Settled(settled=False, regret=0.0, rival=(), proved=False, text=text)
            return Lined((), tuple(self._open), unsure, False, 0, len(model.vertices), 0)
        threat: Threat | None = first[0]
        settled = verdict(self._problem, self._optimum, [first[0]])
        count = 0
        while threat is not None and threat.regret > 0:
            if not self._raise(threat, count):
                self._rivals.proved = False  # the recommended portfolio itself was not proved best
                break
            count += 1
            model = compile_model(held(self._problem, self._above), case="low")
            threat = self._rivals.any(model, model.positions(self._optimum.chosen))
        return Lined(
            above=tuple(sorted(self._above.items(), key=self._order)),
            below=tuple(each for each in self._open if each not in self._above),
            settled=replace(settled, proved=self._rivals.proved),
            proved=self._rivals.proved,
            rivals=count,
            vertices=first[1],
            tried=first[2],
        )

    def _order(self, each: tuple[Item, Worth]) -> tuple[float, float, int, str]:
        item, worth = each
        worst, expected = worth.per_minute
        return -expected, -worst, self._round[item], worth.about

    def _raise(self, threat: Threat, number: int) -> bool:
        """Put what this contest turns on above the line; say whether anything was open in it."""
        contest = Contest(self._problem, threat, self._minutes)
        fresh = [each for each in self._open if each not in self._above and turns_on(threat, each)]
        for each in [*self._above, *fresh]:
            found = contest.worth(each)
            before = self._above.get(each, found)
            self._above[each] = replace(
                found,
                expected=max(found.expected, before.expected),
                worst=max(found.worst, before.worst),
            )
            self._round.setdefault(each, number)
        return bool(fresh)


def turns_on(threat: Threat, item: Item) -> bool:
    """Say whether a contest can turn on a fact: it sets the two portfolios apart."""
    if item.kind == "weight":
        return True
    if item.kind == "cost":
        return bool(threat.rival[item.at])
    return bool(threat.chosen[item.at] != threat.rival[item.at])


def held(problem: Problem, facts: Collection[Item]) -> Problem:
    """Return the problem with some facts as they are now expected: the rest stay open."""
    scores = {(each.project, each.criterion) for each in facts if each.kind == "score"}
    uses = {each.project for each in facts if each.kind == "cost"}
    weights = problem.weights
    if any(each.kind == "weight" for each in facts):
        weights = WeightSet(weights.criteria, (weights.centre,), weights.centre)
    amounts = _beyond(problem) if uses else {}
    candidates = tuple(_held(each, scores, each.id in uses, amounts) for each in problem.candidates)
    return replace(problem, candidates=candidates, weights=weights)


def _held(
    candidate: Candidate,
    scores: Collection[tuple[str, str]],
    use: bool,
    beyond: Mapping[str, float],
) -> Candidate:
    values = {
        name: Interval.point(value.middle) if (candidate.id, name) in scores else value
        for name, value in candidate.values.items()
    }
    uses: dict[str, Interval | None] = dict(candidate.uses)
    for name, taken in candidate.uses.items() if use else ():
        most = taken.high if taken else 0.0 if candidate.mandatory else beyond[name]
        uses[name] = Interval.point(most)
    return replace(candidate, values=values, uses=uses)


def _beyond(problem: Problem) -> dict[str, float]:
    """Return, by limit, a use that nothing can pay: what is not known cannot be chosen now."""
    found = {}
    for limit in problem.limits:
        taken: Sequence[Interval | None] = [
            each.uses.get(limit.name) for each in problem.candidates
        ]
        sizes = [max(abs(use.low), abs(use.high)) for use in taken if use is not None]
        found[limit.name] = 2 * (float(np.sum(sizes)) + abs(limit.amount)) + 1.0
    return found
