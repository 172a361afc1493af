"""Answers a question of a run where it stands: the fact goes into the list of projects."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from headwater.errors import InputError
from headwater.vocabulary.portfolio import Ask
from headwater.vocabulary.shapes import JOIN
from headwater.vocabulary.units import Interval
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions.deciding import decision_of, rationalize
from headwater.web.projects import actions as projects
from headwater.web.projects.models import Project, ProjectList, held
from headwater.web.runs.models import Run

BENEFIT = "benefit"


@dataclass(frozen=True, slots=True)
class Answerable:
    """A question with the cell that its answer goes into.

    Attributes
    ----------
    project
        The row of the list as it is now.
    field
        As `projects.actions.change` takes it ("cost", "score:safety").
    title, now
        What the cell is called, and what it holds.
    """

    ask: Ask
    project: Project
    field: str
    title: str
    now: Interval | None


def question(*, run: Run, at: int) -> Ask:
    """Return a question of a run by its place, counted from 0.

    Raises
    ------
    InputError
        If the run has no decision, or fewer questions.
    """
    asks = decision_of(run).questions
    if at >= len(asks):
        raise InputError(f"{run} has {len(asks)} questions; there is no number {at + 1}.")
    return asks[at]


def row_of(ask: Ask) -> Project | None:
    """Return the project that a question is about, as the list has it now."""
    if not ask.project:
        return None
    return Project.objects.present().filter(key=ask.project).first()


def answerable(ask: Ask) -> Answerable | None:
    """Return the cell that a question is about; None where its answer is given elsewhere."""
    row = row_of(ask)
    if row is None:
        return None
    if ask.kind == "score":
        return _score(ask, row)
    return _use(ask, row) if ask.kind == "cost" else None


def _score(ask: Ask, row: Project) -> Answerable | None:
    if ask.criterion in ProjectList.current().criteria:
        now = held(row.scores.get(ask.criterion))
        return Answerable(ask, row, f"score:{ask.criterion}", ask.criterion, now)
    if ask.criterion == BENEFIT:
        return Answerable(ask, row, BENEFIT, "Benefit", row.benefit)
    return None


def _use(ask: Ask, row: Project) -> Answerable | None:
    """Take the cost first where it is open, then the first open period, then need."""
    if _is_open(row.cost):
        return Answerable(ask, row, "cost", "Cost", row.cost)
    for period, plain in sorted(row.costs_by_period.items()):
        if _is_open(held(plain)):
            return Answerable(ask, row, f"period:{period}", f"Cost in {period}", held(plain))
    for need, plain in sorted(row.capacity.items()):
        if _is_open(held(plain)):
            title = need.replace(JOIN, ", ")
            return Answerable(ask, row, f"capacity:{need}", title, held(plain))
    return None


def _is_open(value: Interval | None) -> bool:
    return value is None or not value.is_point


@transaction.atomic
def answer(*, run: Run, at: int, text: str, version: int, by: User) -> Answerable:
    """Put an answer into the list, by the way of every other edit, so that it can be undone.

    Raises
    ------
    NotAllowedError
        If the person may not edit projects.
    InputError
        If the question is answered elsewhere, nothing was typed, or it does not fit.
    ConflictError
        If somebody changed the same cell since `version` was shown.
    """
    check_can(by, "edit_projects")
    ask = question(run=run, at=at)
    found = answerable(ask)
    if found is None:
        raise InputError("This question is not answered here any more; reload the page.")
    if not text.strip():
        raise InputError("Write an answer: a number, or a narrower range such as 3..4.")
    projects.change(project=found.project, field=found.field, text=text, version=version, by=by)
    detail = {"about": ask.about, "field": found.field, "run": str(run.pk)}
    audit.record("projects.question.answered", target=found.project, by=by, detail=detail)
    return found


def run_again(*, run: Run, by: User) -> Run:
    """Start a run like this one on what is kept now.

    Raises
    ------
    NotAllowedError
        If the person may not start runs.
    """
    budget = run.inputs["budget"]
    return rationalize(
        budget="" if budget is None else repr(budget),
        seed=run.inputs["seed"],
        title=run.inputs["title"],
        by_size=bool(run.inputs["workbook"].get("sized_by")),
        by=by,
    )
