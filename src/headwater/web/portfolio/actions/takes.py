"""What it would take to turn a decision's answer on one project: asked of the engine, and kept."""

from dataclasses import replace
from hashlib import sha256

from django.contrib.auth.models import User
from django.core.cache import cache

from headwater.errors import InputError
from headwater.vocabulary.explanation import WhatItTakes
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions.cases import case_of
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
    from headwater.portfolio.flips import what_it_takes as engine  # slow to import
    from headwater.refusing.words import states_worth

    case = case_of(run)
    if project not in case.names:
        raise InputError(f"{run} has no project with the id {project!r}.")
    found = engine(
        case.problem,
        case.best,
        project,
        time_limit=seconds,
        money=case.decision.money,
        weights=False,
    )
    return found if states_worth(case.decision) else _without_value(found)


def _without_value(found: WhatItTakes) -> WhatItTakes:
    return replace(found, changes=tuple(each for each in found.changes if each.kind != "value"))
