"""A finished run made ready to be asked: its problem, framed once and kept while it is asked."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from uuid import UUID

from headwater.errors import CancelledError
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.progress import Progress, Watcher
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
    made = _made(run)
    with _LOCK:
        _KEPT[key] = made
        while len(_KEPT) > MOST_KEPT:
            _KEPT.popitem(last=False)
    return made


def get_ready() -> None:
    """Load the engine and its compiled loops, so that the first what-if does not wait for them."""
    from headwater import portfolio

    portfolio.warm()


def until(seconds: float) -> Watcher:
    """Return a watcher that stops a computation when a person has waited long enough."""
    ends = monotonic() + seconds

    def watch(progress: Progress) -> None:
        if monotonic() > ends:
            raise CancelledError("It takes longer than a person waits.")

    return watch


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


def _made(run: Run) -> Case:
    from headwater import journey  # with the solvers: slow to import
    from headwater.portfolio.framing import frame

    decision = decision_of(run)
    workbook = from_json(Workbook, run.inputs["workbook"])
    model, group, _ = journey.worth(workbook)
    problem, _ = frame(workbook, model, weights=group.weights, budget=run.inputs["budget"])
    leaders = {leader: each.weights for leader, each in group.by_leader.items()}
    return Case(run.pk, workbook, problem, recommended(decision), decision, leaders)
