"""The journey from a sheet to a decision, as steps: which are done, and which comes next."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import AnonymousUser, User
from django.urls import NoReverseMatch, reverse

from headwater.web.organization.permissions import can


@dataclass(frozen=True, slots=True)
class Step:
    """One step, its page, and whether something is there already."""

    title: str
    sentence: str
    verb: str
    address: str
    done: bool
    next: bool = False


STEPS = (
    (
        "Bring the projects",
        "One sheet with names and costs is enough; everything else makes the answer sharper.",
        "Upload a sheet",
        "intake:upload",
        "edit_projects",
        ("projects", "Project"),
    ),
    (
        "Say what they are for",
        "Link projects to the objectives of the strategy, and see which objective nobody serves.",
        "Objectives and links",
        "strategy:objectives",
        "read",
        ("strategy", "Objective"),
    ),
    (
        "Hear what the leaders value",
        "Rankings, ranges and blanks are welcome: nobody needs to know an exact weight.",
        "What leaders value",
        "judgement:values",
        "read",
        ("judgement", "Judgement"),
    ),
    (
        "Decide",
        "What to start, to contest and to stop, with a reason for each and what to ask next.",
        "Go to the portfolio",
        "portfolio:latest",
        "read",
        ("portfolio", "Decision"),
    ),
)
"""Title, sentence, verb, page, the action it takes, and the model whose rows mean it is done."""


def steps(user: User | AnonymousUser) -> list[Step]:
    """Return the steps that the person may take; the first undone one is next."""
    found: list[Step] = []
    waiting = True
    for title, sentence, verb, page, action, model in STEPS:
        address = _address(page)
        done = _has_rows(*model)
        if not address or not (can(user, action) or done):
            continue
        found.append(Step(title, sentence, verb, address, done, next=waiting and not done))
        waiting = waiting and done
    return found


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _has_rows(room: str, model: str) -> bool:
    try:
        return apps.get_model(room, model)._default_manager.exists()
    except LookupError:
        return False
