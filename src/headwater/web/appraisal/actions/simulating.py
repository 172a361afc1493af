"""Chances of a case: simulated in the queue, with progress and a way to cancel."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from headwater import appraisal
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import CaseChances
from headwater.vocabulary.appraisal_drivers import Drivers
from headwater.vocabulary.appraisal_options import OptionsCompared
from headwater.vocabulary.appraisal_rights_value import RightValue
from headwater.vocabulary.appraisal_value import CaseRange
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.appraisal.models import CaseVersion
from headwater.web.runs import actions as runs
from headwater.web.runs.models import Run, State

KIND = "case_chances"
SEED = 1
EDITION = 3
"""Of what a run answers: a run of an earlier edition is asked for anew."""
MOST_KEPT = 128
KEPT: dict[str, tuple[tuple[str, CaseRange], ...]] = {}
"""Ranges by the digest of a version's content, which they follow from alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a finished run found: chances, what drives them, options side by side, rights."""

    chances: CaseChances
    drive: Drivers
    compared: OptionsCompared | None
    rights: tuple[RightValue, ...]


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


def answer_of(run: Run | None) -> Answer | None:
    """Return what a finished run found; None while there is none."""
    if run is None or run.state != State.DONE:
        return None
    compared = run.result["options"]
    return Answer(
        from_json(CaseChances, run.result["chances"]),
        from_json(Drivers, run.result["drivers"]),
        from_json(OptionsCompared, compared) if compared else None,
        tuple(from_json(RightValue, each) for each in run.result["rights"]),
    )


def ranges_of(version: CaseVersion) -> dict[str, CaseRange]:
    """Return how far each option's figures may lie, one thing at a time; worked out once."""
    return dict(_ranges(version))


def work(inputs: dict[str, Any], watch: Watcher) -> dict[str, Any]:
    """Do the work of a run: chances, what drives them, options side by side, rights."""
    case = from_json(BusinessCase, inputs["case"])
    seed = inputs["seed"]
    chances = appraisal.simulate(case, seed=seed, watch=watch)
    found = appraisal.drivers(case, seed=seed, watch=watch)
    try:
        compared = to_json(appraisal.compare_options(case, seed=seed, watch=watch))
    except InputError:  # a case of business as usual alone has nothing to compare
        compared = None
    rights = appraisal.value_rights(case, seed=seed, watch=watch)
    return {
        "chances": to_json(chances),
        "drivers": to_json(found),
        "options": compared,
        "rights": to_json(rights),
    }


def address(run: Run) -> str:
    """Return the address of the page that shows what the run found."""
    return reverse("appraisal:case", args=[run.inputs["page"]]) + "#chances"


def _inputs(version: CaseVersion) -> dict[str, Any]:
    return {"case": version.record, "seed": SEED, "page": version.case_id, "edition": EDITION}


def _ranges(version: CaseVersion) -> tuple[tuple[str, CaseRange], ...]:
    """Work the ranges out, or take them from those of the same content."""
    if version.digest not in KEPT:
        record, value = version.said, version.valued
        KEPT[version.digest] = tuple(
            (each.option, appraisal.case_range(record, value=value, option=each.option))
            for each in value.options
            if each.role != "business_as_usual"
        )
        while len(KEPT) > MOST_KEPT:
            KEPT.pop(next(iter(KEPT)))
    return KEPT[version.digest]
