"""Looks at what a run found: worked out as runs of their own, streamed in, kept by what was asked.

A look is kept under the fingerprint of what it looks at and of what was asked, so the second
view of it, by anybody, only reads. What the run itself keeps is not kept again: the worker adds
it to the inputs before the work starts.
"""

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User

from headwater.errors import InputError
from headwater.vocabulary.decision import Decision as DecisionRecord
from headwater.vocabulary.shapes import from_json
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions.cases import Case, case_from
from headwater.web.portfolio.models import Decision
from headwater.web.runs import actions as runs
from headwater.web.runs.models import Run

FIRST, PROOF = 2.0, 60.0
"""Seconds of solving for a first answer, and for the one that is meant to stay."""


def look(*, kind: str, run: Run, asked: Mapping[str, Any], title: str, by: User) -> Run:
    """Return the look that answers this question of a run; start it where nobody asked before.

    Parameters
    ----------
    asked
        The question as plain JSON; other runs that it is about stand under "runs", by id.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    """
    check_can(by, "read")
    return runs.find_or_start(
        kind=kind, title=f"{title}, run {run.number}", inputs=_inputs(run, asked), by=by
    )


def kept(*, kind: str, run: Run, asked: Mapping[str, Any]) -> Run | None:
    """Return the look that answers this question of a run, where somebody asked for it before."""
    return runs.find(kind=kind, inputs=_inputs(run, asked))


def _inputs(run: Run, asked: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "of": str(run.pk),
        "digest": run.input_digest,
        "asked": dict(asked),
        "version": version("headwater"),
    }


def fill(inputs: dict[str, Any]) -> dict[str, Any]:
    """Add what the runs keep that a look is about: called in the worker, with the database.

    Raises
    ------
    InputError
        If one of them is not there any more.
    """
    wanted = {inputs["of"], *inputs["asked"].get("runs", ())}
    found = {str(each.pk): each for each in Decision.kept.filter(pk__in=wanted)}
    if missing := wanted - set(found):
        raise InputError(f"The run {min(missing)} that this looks at is not there any more.")
    kept = {pk: {"inputs": each.inputs, "result": each.result} for pk, each in found.items()}
    return inputs | {"kept": kept}


def case_in(inputs: Mapping[str, Any], pk: str = "") -> Case:
    """Return the case that filled inputs hold: the one looked at, or another of them."""
    pk = pk or inputs["of"]
    kept = inputs["kept"][pk]
    return case_from(UUID(pk), kept["inputs"], from_json(DecisionRecord, kept["result"]))


def found_in(look: Run) -> Mapping[str, Any]:
    """Return what a look has found so far; empty while there is nothing."""
    return look.result or {}
