"""A finished run made ready to be asked: its problem, framed once and kept while it is asked."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from threading import Lock
from typing import Any
from uuid import UUID

from headwater.vocabulary.decision import Decision
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.shapes import from_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.portfolio.actions.deciding import decision_of
from headwater.web.runs.models import Run

MOST_KEPT = 8
"""Cases kept at a time in a process that serves pages."""

_KEPT: OrderedDict[tuple[UUID, str], "Case"] = OrderedDict()
_LOCK = Lock()


@dataclass(frozen=True)
class Case:
    """What a run was asked and what it answered.

    Attributes
    ----------
    problem
        Exactly the one that the run solved.
    best
        What it recommends; ties as far as they were settled.
    leaders
        Weights by leader.
    """

    run: UUID
    workbook: Workbook
    problem: Problem
    best: Optimum
    decision: Decision
    leaders: Mapping[str, WeightSet]

    @property
    def names(self) -> Mapping[str, str]:
        """Name of each project, by id."""
        return {each.id: each.name for each in self.problem.candidates}


def case_of(run: Run) -> Case:
    """Return the case of a finished run; its inputs and result never change.

    Raises
    ------
    InputError
        If the run is not of this kind, or not done.
    """
    key = (run.pk, run.input_digest)
    with _LOCK:
        kept = _KEPT.get(key)
        if kept is not None:
            _KEPT.move_to_end(key)
            return kept
    made = case_from(run.pk, run.inputs, decision_of(run))
    with _LOCK:
        _KEPT[key] = made
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return made


def get_ready() -> None:
    """Load the engine and its compiled loops, so that the first what-if does not wait for them."""
    for each in ("lenses", "portfolio.flips", "portfolio.override", "portfolio.scenarios"):
        import_module(f"headwater.{each}")
    from headwater import portfolio

    portfolio.warm()


def recommended(decision: Decision) -> Optimum:
    """Return the portfolio that a decision recommends, as the engine takes it."""
    return Optimum(
        chosen=tuple(sorted(each.id for each in decision.projects if each.chosen)),
        value=decision.value,
        bound=decision.bound,
        gap=decision.gap,
        status="optimal" if decision.status == "optimal" else "best found",
        ties=decision.ties,
    )


def case_from(pk: UUID, inputs: Mapping[str, Any], decision: Decision) -> Case:
    """Frame a case from what a run was given and what it found; reads no database."""
    from headwater import journey  # with the solvers: slow to import
    from headwater.portfolio.framing import frame

    workbook = from_json(Workbook, inputs["workbook"])
    model, group, _ = journey.worth(workbook)
    problem, _ = frame(workbook, model, weights=group.weights, budget=inputs["budget"])
    leaders = {leader: each.weights for leader, each in group.by_leader.items()}
    return Case(pk, workbook, problem, recommended(decision), decision, leaders)
