"""What it would take to turn a decision's answer on one project: asked of the engine, and kept."""

from dataclasses import replace
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.cache import cache

from headwater.errors import InputError
from headwater.vocabulary.explanation import WhatItTakes
from headwater.vocabulary.portfolio import Optimum
from headwater.vocabulary.shapes import from_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions.deciding import decision_of
from headwater.web.runs.models import Run

SECONDS = 2.0
"""Of solving: a page waits for it. What is not settled by then is said to be open."""
LONGER = 10.0
"""Of solving, where somebody chose to wait for what two seconds did not settle."""
KEPT = 24 * 3600  # seconds; a finished run never changes, so neither do its answers


def what_it_takes(*, run: Run, project: str, longer: bool = False, by: User) -> WhatItTakes:
    """Find the smallest change of cost, value and budget that turns the answer on a project.

    Each change is solved again. The weights are left out: they would take too long for a page.
    Where nobody has said what projects are worth, a change of value would mean nothing, and is
    left out too.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If the run has no decision, or no project of it bears the id.
    """
    check_can(by, "read")
    key = f"takes:{run.pk}:{sha256(project.encode('utf-8', 'surrogatepass')).hexdigest()}"
    kept: WhatItTakes | None = cache.get(key)
    if kept is not None:
        return kept
    found = _found(run, project, LONGER if longer else SECONDS)
    if is_settled(found):
        cache.set(key, found, KEPT)
    return found


def is_settled(found: WhatItTakes) -> bool:
    """Say whether time sufficed for every change; what did not is worth another, longer try."""
    return found.displaces.proved and all(each.resolution for each in found.changes)


def _found(run: Run, project: str, seconds: float) -> WhatItTakes:
    from headwater import refusing  # with the solvers: slow to import
    from headwater.portfolio.flips import what_it_takes as engine
    from headwater.refusing.words import states_worth

    decision = decision_of(run)
    if all(each.id != project for each in decision.projects):
        raise InputError(f"{run} has no project with the id {project!r}.")
    best = Optimum(
        chosen=tuple(sorted(each.id for each in decision.projects if each.chosen)),
        value=decision.value,
        bound=decision.bound,
        gap=decision.gap,
        status="optimal" if decision.status == "optimal" else "best found",
        ties=decision.ties,
    )
    workbook = from_json(Workbook, run.inputs["workbook"])
    found = engine(
        refusing.problem_of(workbook, budget=run.inputs["budget"]),
        best,
        project,
        time_limit=seconds,
        money=decision.money,
        weights=False,
    )
    return found if states_worth(decision) else _without_value(found)


def _without_value(found: WhatItTakes) -> WhatItTakes:
    return replace(found, changes=tuple(each for each in found.changes if each.kind != "value"))
