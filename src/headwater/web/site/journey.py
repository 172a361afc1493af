"""The journey from a sheet to a decision, as steps: which are done, and which comes next."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Model, QuerySet
from django.urls import reverse

from headwater.web.judgement.models import Sheet
from headwater.web.organization.permissions import can
from headwater.web.portfolio.models import Decision
from headwater.web.projects.models import Project
from headwater.web.strategy.models import Objective


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is for, what is there, and where to go on.

    `there` says what is there already; '' while it is not done. `next` marks the one step
    whose button is the page's main one.
    """

    title: str
    sentence: str
    verb: str
    address: str
    there: str
    next: bool


def steps(user: User | AnonymousUser) -> list[Step]:
    """Return the steps that the person may see; the first undone one is next, else the last."""
    projects = _count(Project.objects.present(), "project", "projects")
    edits = can(user, "edit_projects") and not projects
    offered = [
        (
            "Bring the projects",
            "One sheet with names and costs is enough; everything else makes the answer sharper.",
            *(("Upload a sheet", "intake:upload") if edits else ("See projects", "projects:table")),
            projects,
        ),
        (
            "Say what they are for",
            "Link projects to the objectives of the strategy, and see which nobody serves.",
            "Objectives and links",
            "strategy:objectives",
            _count(Objective.objects.all(), "objective", "objectives"),
        ),
        (
            "Hear what the leaders value",
            "Rankings, ranges and blanks are welcome: nobody needs to know an exact weight.",
            "What leaders value",
            "judgement:values",
            _count(Sheet.objects.all(), "leader has been heard", "leaders have been heard"),
        ),
        (
            "Decide",
            "What to start, to contest and to stop, with a reason for each and what to ask next.",
            "Go to the portfolio",
            "portfolio:latest",
            _count(Decision.kept.all(), "decision worked out", "decisions worked out"),
        ),
    ]
    undone = [title for title, *_, there in offered if not there]
    first = undone[0] if undone else offered[-1][0]
    return [
        Step(title, sentence, verb, reverse(page), there, next=title == first)
        for title, sentence, verb, page, there in offered
    ]


def _count(rows: "QuerySet[Model]", one: str, many: str) -> str:
    number = rows.count()
    return f"{number:,} {one if number == 1 else many}" if number else ""
