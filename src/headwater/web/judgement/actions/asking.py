"""The next best question, live: what is worth asking next, and when to stop asking."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from headwater.errors import ConflictError, InputError, NotAllowedError
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.judgement.actions.announcing import announce
from headwater.web.judgement.actions.values import gather
from headwater.web.judgement.models import Workshop
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.states import State
from headwater.web.projects.models import ProjectList
from headwater.web.runs import actions as runs
from headwater.web.runs.models import Run
from headwater.web.runs.models import State as RunState

KIND = "asking"
MOST_ASKS = 3


@transaction.atomic
def find_next_question(*, workshop: Workshop, by: User) -> Run:
    """Start a run on what is kept now that says what to ask next; the console shows it.

    Raises
    ------
    NotAllowedError
        If the person does not facilitate the workshop.
    InputError
        If no project is on the list.
    """
    check_can_conduct(by, workshop)
    workbook = gather()
    if not workbook.projects:
        raise InputError("There are no projects to choose from yet: bring a sheet first.")
    inputs = {"workbook": to_json(workbook), "budget": ProjectList.current().budget}
    run = runs.start(kind=KIND, title=workshop.title, inputs=inputs, by=by)
    Workshop.objects.filter(pk=workshop.pk).update(asking=run)
    announce(workshop, "asking", wide=False)
    return run


def ask_again(workshop: Workshop, by: User) -> None:
    """Look anew after answers were taken over, where the workshop lets itself be led by it."""
    kept = Workshop.objects.get(pk=workshop.pk)
    if kept.asking_id is None or kept.state != State.OPEN:
        return
    try:
        find_next_question(workshop=kept, by=by)
    except (ConflictError, InputError, NotAllowedError):
        return  # what was taken over stands; the console still offers to look again


def work(inputs: dict[str, Any], watch: Watcher) -> dict[str, Any]:
    """Compute a run of this kind from its inputs; called in the worker process."""
    return found(from_json(Workbook, inputs["workbook"]), inputs["budget"], watch)


def found(workbook: Workbook, budget: float | None, watch: Watcher) -> dict[str, Any]:
    """Return what to ask next, in order of worth, and the line after which to stop."""
    from headwater import journey

    asks, line = journey.what_to_ask(workbook, budget=budget, watch=watch)
    names = {each.id: each.name for each in workbook.projects}
    return {
        "asks": [
            {**to_json(each), "name": names.get(each.project, "")} for each in asks[:MOST_ASKS]
        ],
        "open": len(asks),
        "line": to_json(line),
    }


def address(run: Run) -> str:
    """Return the address of the console that shows what the run found."""
    workshop = Workshop.objects.filter(asking=run).first()
    return reverse("judgement:console", args=[workshop.pk]) if workshop else ""


def asking_of(workshop: Workshop) -> dict[str, Any] | None:
    """Return what the workshop's run found, or how far it is; None where none was started."""
    run = workshop.asking
    if run is None:
        return None
    result = run.result if run.state == RunState.DONE else None
    pending = run.state in (RunState.QUEUED, RunState.RUNNING)
    return {"run": run, "pending": pending, "result": result}
