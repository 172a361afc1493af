"""Chances of a case: simulated in the queue, with progress and a way to cancel."""

import hashlib
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from headwater import appraisal
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import CaseChances
from headwater.vocabulary.appraisal_drivers import Drivers
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.appraisal.models import CaseVersion
from headwater.web.runs import actions as runs
from headwater.web.runs.models import Run, State

KIND = "case_chances"
SEED = 1


def simulate(*, version: CaseVersion, by: User) -> Run:
    """Put the simulation of a version into the queue; one that was asked for already is given.

    Raises
    ------
    NotAllowedError
        If the person may not start computations.
    """
    found = run_of(version)
    if found is not None and (found.is_open or found.state == State.DONE):
        return found
    title = f"Chances of {version.case.title}, version {version.number}"
    return runs.start(kind=KIND, title=title, inputs=_inputs(version), by=by)


def run_of(version: CaseVersion) -> Run | None:
    """Return the newest run for the content of a version."""
    digest = hashlib.sha256(runs.canonical(_inputs(version)).encode()).hexdigest()
    return Run.objects.filter(kind=KIND, input_digest=digest).defer("inputs").first()


def chances_of(run: Run | None) -> tuple[CaseChances, Drivers] | None:
    """Return what a finished run found; None while there is none."""
    if run is None or run.state != State.DONE:
        return None
    return (
        from_json(CaseChances, run.result["chances"]),
        from_json(Drivers, run.result["drivers"]),
    )


def work(inputs: dict[str, Any], watch: Watcher) -> dict[str, Any]:
    """Do the work of a run: chances, then what drives them."""
    case = from_json(BusinessCase, inputs["case"])
    seed = inputs["seed"]
    chances = appraisal.simulate(case, seed=seed, watch=watch)
    found = appraisal.drivers(case, seed=seed, watch=watch)
    return {"chances": to_json(chances), "drivers": to_json(found)}


def address(run: Run) -> str:
    """Return the address of the page that shows what the run found."""
    return reverse("appraisal:case", args=[run.inputs["page"]]) + "#chances"


def _inputs(version: CaseVersion) -> dict[str, Any]:
    return {"case": version.record, "seed": SEED, "page": version.case_id}
