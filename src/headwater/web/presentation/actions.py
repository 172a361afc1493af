"""The papers of a decision: the only file here that asks the engine for them."""

from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction

from headwater import presentation
from headwater.errors import InputError
from headwater.vocabulary.shapes import to_text
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import decision_of, noted
from headwater.web.runs.models import Run

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper: its name in the address, its file, and how pages call it."""

    name: str
    file: str
    kind: str
    title: str
    sentence: str


PAPERS = {
    paper.name: paper
    for paper in (
        Paper(
            "deck",
            "board.pptx",
            f"{OFFICE}.presentationml.presentation",
            "Board deck",
            "Starts with the decision and its price; charts can be edited, notes trace numbers.",
        ),
        Paper(
            "workbook",
            "portfolio.xlsx",
            f"{OFFICE}.spreadsheetml.sheet",
            "Workbook",
            "Every project with its call and reason, for people who live in spreadsheets.",
        ),
        Paper(
            "report",
            "report.html",
            "text/html; charset=utf-8",
            "Report",
            "One page that opens anywhere, with interactive charts.",
        ),
        Paper(
            "decision",
            "decision.json",
            "application/json",
            "Decision file",
            "Everything for a machine; it can be recomputed and compared.",
        ),
    )
}


@transaction.atomic
def paper(*, run: Run, name: str, by: User) -> tuple[Paper, bytes]:
    """Make one paper of a finished run's decision.

    Raises
    ------
    NotAllowedError
        If the person may not take papers away.
    InputError
        If there is no such paper, or the run has no decision.
    """
    check_can(by, "download")
    if name not in PAPERS:
        raise InputError(f"There is no paper {name!r}; choose one of {', '.join(PAPERS)}.")
    decision = replace(decision_of(run), overrides=noted(run))
    if name == "deck":
        content = presentation.deck(decision)
    elif name == "workbook":
        content = presentation.workbook(decision)
    elif name == "report":
        content = presentation.page(decision).encode()
    else:
        content = to_text(decision).encode()
    audit.record("presentation.paper.taken", target=run, by=by, detail={"paper": name})
    return PAPERS[name], content
