"""Starts a run, and reads what a run found."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from headwater import manifest
from headwater.errors import InputError
from headwater.presentation import facts
from headwater.presentation.sections import opening
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.judgement.actions import gather
from headwater.web.organization.models import AuditEvent
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.models import KIND
from headwater.web.portfolio.models import Decision as Kept
from headwater.web.projects import actions as projects
from headwater.web.projects.models import Budget, Project, ProjectList
from headwater.web.runs import actions as runs
from headwater.web.runs.models import Run, State

MOST_SEED = 2**31 - 1
DATA = ("projects.", "strategy.", "judgement.", "intake.")
"""How the names of audit events begin that tell of a change of what a run takes in."""


def assemble() -> Workbook:
    """Return everything that is kept, as the one record that a run takes in."""
    return gather()


@transaction.atomic
def rationalize(
    *, budget: str, seed: int = 1, title: str = "", by_size: bool = False, by: User
) -> Run:
    """Start a run on what is kept now; the run keeps its own copy of it.

    `budget` is the total as people write it ("3.6bn"), in the list's unit where it names none;
    blank where only the budgets by period limit the choice. With `by_size` scores count in
    proportion to the cost of a project.

    Raises
    ------
    NotAllowedError
        If the person may not start runs.
    InputError
        If there are no projects, nothing limits them, or the budget is no positive amount.
    """
    check_can(by, "run")
    if not Project.objects.present().exists():
        raise InputError("There are no projects yet: bring a sheet, or add one, and come back.")
    listed = ProjectList.current()
    amount = projects.money(budget, unit=listed.money, what="total budget")
    if amount is None and not Budget.objects.exists():
        raise InputError("Nothing limits the choice: write a total budget.")
    if amount is not None and amount <= 0:
        raise InputError(f"A budget must be more than zero: {budget!r}. Write what can be spent.")
    if not 0 <= seed <= MOST_SEED:
        raise InputError(f"A seed is a whole number from 0 to {MOST_SEED:,}.")
    workbook = replace(assemble(), sized_by="cost" if by_size else "")
    title = title.strip() or listed.title or "Portfolio"
    inputs = {
        "workbook": to_json(workbook),
        "digest": manifest.digest(workbook),
        "budget": amount,
        "seed": seed,
        "title": title,
    }
    return runs.start(kind=KIND, title=title, inputs=inputs, by=by)


def work(inputs: dict[str, Any], watch: Watcher) -> dict[str, Any]:
    """Compute a run of this kind from its inputs; called in the worker process."""
    from headwater import journey  # with the solvers: only the worker needs them

    decision = journey.rationalize(
        from_json(Workbook, inputs["workbook"]),
        budget=inputs["budget"],
        seed=inputs["seed"],
        title=inputs["title"],
        watch=watch,
    )
    plain: dict[str, Any] = to_json(decision)
    return plain


def address(run: Run) -> str:
    """Return the address of the page that shows what the run found."""
    return reverse("portfolio:show", args=[run.pk])


def latest() -> Run | None:
    """Return the newest run that is done, or None."""
    return Kept.kept.select_related("by").first()


def decision_of(run: Run) -> Decision:
    """Return what a finished run found.

    Raises
    ------
    InputError
        If the run is not of this kind, or not done.
    """
    if run.kind != KIND or run.state != State.DONE:
        raise InputError(f"{run} has no decision to show; it is {run.get_state_display().lower()}.")
    return from_json(Decision, run.result)


def is_stale(run: Run) -> bool:
    """Say whether projects, objectives, judgements or limits have changed since the run.

    What was changed and changed back is as it was. Where nothing was written since, nothing
    needs to be compared.
    """
    since = AuditEvent.objects.filter(at__gte=run.created)
    changes = [name for name in since.values_list("name", flat=True) if name.startswith(DATA)]
    return bool(changes) and bool(run.inputs["digest"] != manifest.digest(assemble()))


def headline(decision: Decision) -> str:
    """Say the decision and its price in one sentence: the one that the deck begins with."""
    return opening.title(decision)


def proof(decision: Decision) -> str:
    """Say how far the recommended portfolio is proved, in the deck's words."""
    return opening.proof(decision)


def provenance(decision: Decision) -> tuple[tuple[str, str], ...]:
    """Return the manifest as (what, value) pairs for reading."""
    return facts.flat(decision.manifest)
