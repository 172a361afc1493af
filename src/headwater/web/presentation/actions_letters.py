"""Letters to the sponsors of a decision's refused projects: prepared as a run, written on request.

A run keeps what each sponsor is told as records; the documents are made of these when somebody
asks for one, so they are always the newest make of the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from headwater.errors import InputError
from headwater.presentation import packs
from headwater.presentation.methods import no_pack as method
from headwater.presentation.sections import letter as sections
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.refusal import Contact, Refusal, review_date
from headwater.vocabulary.report import Report
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import decision_of, ledger
from headwater.web.presentation.actions import OFFICE, Paper
from headwater.web.projects.models import Project
from headwater.web.runs import actions as runs
from headwater.web.runs.models import Run, State

KIND = "no_pack"
IN_ALL = 30 * 60.0
"""Seconds of solving for a pack: a thousand letters end well within the hour that a run has."""
WORD = f"{OFFICE}.wordprocessingml.document"
KINDS = {
    "docx": WORD,
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "eml": "message/rfc822",
    "zip": "application/zip",
}
"""What a browser is told that a file is, by the file's ending."""
ONE = ("docx", "pdf", "html", "eml")


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a pack: its name in the address, its file without ending, what it says."""

    key: str
    file: str
    label: str
    title: str
    refusal: Refusal

    @property
    def plain(self) -> dict[str, Any]:
        """What it says, as plain JSON."""
        made: dict[str, Any] = to_json(self.refusal)
        return made


@transaction.atomic
def prepare(*, run: Run, review: str = "", contact: str = "", by: User) -> Run:
    """Start a run that finds out what each sponsor of a decision is told.

    Parameters
    ----------
    review
        When the projects are looked at again, as YYYY-MM-DD; "" when no date is set.
    contact
        Whom to ask: "Dev, portfolio office <dev@rivermouth.example>"; may be "".

    Raises
    ------
    NotAllowedError
        If the person may not start runs.
    InputError
        If the run has no decision, every project is recommended, or the date is none or past.
    """
    check_can(by, "run")
    if all(each.chosen for each in decision_of(run).projects):
        raise InputError("Every project is recommended, so there is nobody to write to.")
    review = review.strip()
    if review and review_date(review) < timezone.localdate():
        raise InputError(f"{review} has passed; name a day to come, or leave the date out.")
    inputs = {
        "decision_run": str(run.pk),
        "decision": run.result,
        "workbook": run.inputs["workbook"],
        "budget": run.inputs["budget"],
        "review": review,
        "sponsors": _sponsors(),
        "contact": " ".join(contact.split()),
    }
    return runs.start(kind=KIND, title=f"Letters to sponsors: {run.title}", inputs=inputs, by=by)


def _sponsors() -> dict[str, list[str]]:
    """Return who put each project forward, as the list says now: a letter goes to today's."""
    rows = Project.objects.present().exclude(sponsor="", sponsor_email="")
    return {each.key: [each.sponsor, each.sponsor_email] for each in rows}


def work(inputs: dict[str, Any], watch: Watcher) -> dict[str, Any]:
    """Find out what each sponsor is told; called in the worker process."""
    from headwater import refusing  # with the solvers: only the worker needs them

    workbook = from_json(Workbook, inputs["workbook"])
    found = refusing.refusals(
        workbook,
        from_json(Decision, inputs["decision"]),
        refusing.problem_of(workbook, budget=inputs["budget"]),
        review=inputs["review"],
        sponsors={key: Contact(*each) for key, each in inputs.get("sponsors", {}).items()},
        contact=Contact.parse(inputs["contact"]),
        in_all=IN_ALL,
        watch=watch,
    )
    return {"refusals": to_json(found)}


def address(run: Run) -> str:
    """Return the address of the page that lists the letters."""
    return reverse("presentation:letters", args=[run.pk])


def packs_of(run: Run) -> list[Run]:
    """Return the runs that prepare letters for a decision, newest first."""
    found = Run.objects.light().filter(kind=KIND, inputs__decision_run=str(run.pk))
    return list(found.order_by("-number"))


def overruled(run: Run) -> int:
    """Return how many overrides stand on a decision: the letters tell it as it was without."""
    return sum(each.undone_at is None for each in ledger(run))


def letters_of(pack: Run) -> tuple[Letter, ...]:
    """Return the letters of a finished pack: close calls first, then by name.

    Raises
    ------
    InputError
        If the run is not of this kind, or not done.
    """
    each_said = said(pack)
    return tuple(
        Letter(method.key(each), name, sections.label(each), sections.title(each), each)
        for each, name in zip(each_said, packs.names(each_said), strict=True)
    )


def letter_of(pack: Run, key: str) -> Letter | None:
    """Return one letter by its name in the address; None where there is none."""
    return next((each for each in letters_of(pack) if each.key == key), None)


def preview(letter: Letter) -> str:
    """Return a letter as its sponsor sees it: a page without scripts, nothing from elsewhere."""
    return _written(method.build(letter.refusal), "html").decode()


@transaction.atomic
def letter_file(*, pack: Run, letter: Letter, ending: str, by: User) -> tuple[Paper, bytes]:
    """Write one letter as docx, pdf, html or eml, to be taken away.

    Raises
    ------
    NotAllowedError
        If the person may not take papers away.
    InputError
        If there is no such format.
    """
    check_can(by, "download")
    if ending not in ONE:
        raise InputError(f"There is no letter as {ending!r}; choose one of {', '.join(ONE)}.")
    report = method.build(letter.refusal)
    content = _mailed(report, letter.refusal) if ending == "eml" else _written(report, ending)
    detail = {"project": letter.refusal.id, "format": ending}
    audit.record("presentation.letter.taken", target=pack, by=by, detail=detail)
    return _paper(f"{letter.file}.{ending}", ending, letter.title), content


def check_done(pack: Run) -> None:
    """Raise InputError unless the run has letters."""
    if pack.kind != KIND or pack.state != State.DONE:
        raise InputError(f"{pack} has no letters; it is {pack.get_state_display().lower()}.")


def said(pack: Run) -> tuple[Refusal, ...]:
    """Return what a finished pack says to each sponsor: close calls first, then by name.

    Raises
    ------
    InputError
        If the run is not of this kind, or not done.
    """
    check_done(pack)
    result: Mapping[str, Any] = pack.result
    return method.ordered(from_json(tuple[Refusal, ...], result["refusals"]))


def _written(report: Report, ending: str) -> bytes:
    from headwater.presentation.render import docx, pdf  # slow to import
    from headwater.presentation.render.html import letter

    if ending == "html":
        return letter.render(report).encode()
    return pdf.render(report) if ending == "pdf" else docx.render(report)


def _mailed(report: Report, refusal: Refusal) -> bytes:
    from headwater.presentation.render import mail

    return mail.render(
        report,
        to=refusal.sponsor_email,
        to_name=refusal.sponsor,
        reply_to=refusal.contact.reach,
    )


def _paper(file: str, ending: str, title: str) -> Paper:
    return Paper(name=ending, file=file, kind=KINDS[ending], title=title, sentence="")
