"""Second opinions on what a run recommends: other decision rules, and a certificate."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from headwater.vocabulary.certificate import Certificate
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.recommendation import DECISION_RULES, Recommendation
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import looking
from headwater.web.runs.models import Run

RULES, CERTIFICATE = "rules", "certificate"
"""Kinds of look."""


@dataclass(frozen=True, slots=True)
class Advised:
    """What each decision rule recommends, as far as they are worked out."""

    found: tuple[Recommendation, ...]
    look: Run


@dataclass(frozen=True, slots=True)
class Certified:
    """The checks of what is recommended; None until the first are made."""

    found: Certificate | None
    look: Run


def other_rules(*, run: Run, by: User) -> Advised:
    """Recommend a portfolio by each decision rule, beside the one that the run recommends.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    """
    check_can(by, "read")
    look = looking.look(kind=RULES, run=run, asked={}, title="Other rules", by=by)
    found = looking.found_in(look).get("rules", [])
    return Advised(from_json(tuple[Recommendation, ...], found), look)


def rules_work(inputs: dict[str, Any], watch: Watcher) -> Iterator[dict[str, Any]]:
    """Recommend by one rule after another; called in the worker process."""
    from headwater.portfolio.decision_rules import recommend  # slow to import

    case = looking.case_in(inputs)
    found: list[Any] = []
    for rule in reversed(DECISION_RULES):  # what is quick first
        made = recommend(case.problem, rule=rule, time_limit=looking.PROOF, watch=watch)
        found.append(to_json(made))
        yield {"rules": list(found)}


def certified(*, run: Run, by: User) -> Certified:
    """Check what a run recommends in ways that share little with how it was found.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    """
    check_can(by, "read")
    look = looking.look(kind=CERTIFICATE, run=run, asked={}, title="Certificate", by=by)
    found = looking.found_in(look)
    return Certified(from_json(Certificate, found["certificate"]) if found else None, look)


def certificate_work(inputs: dict[str, Any], watch: Watcher) -> Iterator[dict[str, Any]]:
    """Count exactly and solve cold in little time, then longer and by another solver; worker."""
    from headwater.portfolio.certificate import certify  # slow to import

    case = looking.case_in(inputs)
    for seconds, second in ((looking.FIRST, False), (looking.PROOF, True)):
        found = certify(case.problem, case.best, second=second, time_limit=seconds, watch=watch)
        yield {"certificate": to_json(found)}
