"""What is worth talking about: a run that solves the portfolio again under each view.

Its inputs hold nothing that is not public in the room: named answers where the mode shows names,
else only the published parts of the scale.
"""

from math import sqrt
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.progress import Progress, Watcher
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.judgement.actions import asking
from headwater.web.judgement.actions.publishing import judgements
from headwater.web.judgement.actions.values import gather, values
from headwater.web.judgement.models import Round
from headwater.web.judgement.permissions import check_can_conduct
from headwater.web.judgement.states import FEWEST, Mode, State
from headwater.web.projects.models import ProjectList
from headwater.web.runs import actions as runs
from headwater.web.runs.models import Run
from headwater.web.runs.models import State as RunState

KIND = "disagreement"
MINUTES = 45
LEAST_MINUTES, MOST_MINUTES = 5, 600
MOST_WEIGHT = 0.95


@transaction.atomic
def find_what_matters(*, round: Round, minutes: int = MINUTES, by: User) -> Run:
    """Start a run that says which differences of a revealed round change the choice.

    Raises
    ------
    ConflictError
        If the round was not revealed.
    InputError
        If it was not about criteria, nothing was published of it, or no project is on the list.
    """
    check_can_conduct(by, round.item.workshop)
    kept = Round.objects.select_related("item__workshop").get(pk=round.pk)
    if kept.state != State.REVEALED:
        raise ConflictError("Reveal the answers first; until then nobody may know how they differ.")
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise InputError(f"Minutes to share out are {LEAST_MINUTES} to {MOST_MINUTES}.")
    published = kept.published or {}
    if kept.frozen["kind"] != "criteria" or not published.get("weights"):
        raise InputError("Only published answers about criteria can be held against the choice.")
    workbook = gather()
    if not workbook.projects:
        raise InputError("There are no projects to choose from yet: bring a sheet first.")
    weighed = set(values().criteria)
    if weighed and not weighed <= set(kept.frozen["subjects"]):
        raise InputError(
            f"The choice weighs {', '.join(sorted(weighed))}; this round asked about "
            f"{', '.join(kept.frozen['subjects'])}. Judge what the choice weighs."
        )
    inputs: dict[str, Any] = {"budget": ProjectList.current().budget, "minutes": minutes}
    if kept.mode == Mode.NAMED:
        people = [
            {"name": each.participant.name, "answers": each.answers}
            for each in kept.ballots.select_related("participant")
        ]
        inputs["judgements"] = to_json(judgements(kept, people, []))
    else:
        inputs["spans"] = {
            each["criterion"]: [each["low"], min(each["high"], MOST_WEIGHT)]
            for each in published["weights"]
            if each["low"] is not None
        }
    inputs["workbook"] = to_json(workbook)
    run = runs.start(kind=KIND, title=kept.item.workshop.title, inputs=inputs, by=by)
    Round.objects.filter(pk=kept.pk).update(matters=run)
    return run


def work(inputs: dict[str, Any], watch: Watcher) -> dict[str, Any]:
    """Compute a run of this kind from its inputs; called in the worker process."""
    from headwater import judgement, lenses

    workbook = from_json(Workbook, inputs["workbook"])
    budget, minutes = inputs["budget"], inputs["minutes"]
    watch(Progress("Choosing again under each view"))
    if "judgements" in inputs:
        plain = to_json(workbook) | {"judgements": inputs["judgements"]}
        workbook = from_json(Workbook, plain)
        agenda = lenses.disagreement(workbook, budget=budget, minutes=minutes)
    else:
        spans = {name: (low, high) for name, (low, high) in inputs["spans"].items()}
        workbook = _with_spans(workbook, spans)
        middles = {name: sqrt(low * high) for name, (low, high) in spans.items()}
        base = {name: middle / sum(middles.values()) for name, middle in middles.items()}
        agenda = judgement.hidden_agenda(
            spans,
            base,
            lenses.chooser(workbook, budget=budget),
            answered=FEWEST,
            minutes=minutes,
        )
    return {"agenda": to_json(agenda), **asking.found(workbook, budget, watch)}


def _with_spans(workbook: Workbook, spans: dict[str, tuple[float, float]]) -> Workbook:
    """Return the workbook with the published ranges as what all together said."""
    said = [
        {"leader": "Together", "method": "rating", "left": name, "right": None,
         "answer": [100 * low, 100 * high]}
        for name, (low, high) in spans.items()
    ]  # fmt: skip
    return from_json(Workbook, to_json(workbook) | {"judgements": said})


def address(run: Run) -> str:
    """Return the address of the console that shows what the run found."""
    found = Round.objects.select_related("item").filter(matters=run).first()
    if found is None:
        return ""
    return reverse("judgement:console", args=[found.item.workshop_id]) + f"?item={found.item_id}"


def matters_of(round: Round | None) -> dict[str, Any] | None:
    """Return what the round's run found, or how far it is; None where none was started."""
    if round is None or round.matters is None:
        return None
    run = round.matters
    result = run.result if run.state == RunState.DONE else None
    pending = run.state in (RunState.QUEUED, RunState.RUNNING)
    return {"run": run, "pending": pending, "result": result}
