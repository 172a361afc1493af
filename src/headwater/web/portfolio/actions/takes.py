"""What it would take to turn a decision's answer on one project: a look, first in little time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User

from headwater.errors import InputError
from headwater.vocabulary.explanation import WhatItTakes
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import looking
from headwater.web.portfolio.actions.deciding import decision_of
from headwater.web.runs.models import Run

KIND = "takes"


@dataclass(frozen=True, slots=True)
class Taken:
    """What would turn the answer; None until anything is worked out."""

    found: WhatItTakes | None
    look: Run


def what_it_takes(*, run: Run, project: str, by: User) -> Taken:
    """Find the smallest change of cost, value, budget and weight that turns the answer.

    Each change is solved again. Where nobody has said what projects are worth, a change of value
    would mean nothing, and is left out.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If the run has no decision, or no project of it bears the id.
    """
    check_can(by, "read")
    name = next((e.name for e in decision_of(run).projects if e.id == project), None)
    if name is None:
        raise InputError(f"{run} has no project with the id {project!r}.")
    title = f"What would turn {name}"
    look = looking.look(kind=KIND, run=run, asked={"project": project}, title=title, by=by)
    return _taken(look)


def kept(*, run: Run, project: str) -> Taken | None:
    """Return what would turn the answer, where somebody asked for it before."""
    look = looking.kept(kind=KIND, run=run, asked={"project": project})
    return None if look is None else _taken(look)


def _taken(look: Run) -> Taken:
    found = looking.found_in(look)
    return Taken(from_json(WhatItTakes, found["takes"]) if found else None, look)


def work(inputs: dict[str, Any], watch: Watcher) -> Iterator[dict[str, Any]]:
    """Find it without the weights in little time, then with them; called in the worker process."""
    from headwater.portfolio.flips import what_it_takes as engine  # slow to import
    from headwater.refusing.words import states_worth

    case = looking.case_in(inputs)
    for seconds, weights in ((looking.FIRST, False), (looking.PROOF, True)):
        found = engine(
            case.problem,
            case.best,
            inputs["asked"]["project"],
            time_limit=seconds,
            money=case.decision.money,
            weights=weights,
            watch=watch,
        )
        if not states_worth(case.decision):
            found = replace(found, changes=tuple(e for e in found.changes if e.kind != "value"))
        yield {"takes": to_json(found)}
