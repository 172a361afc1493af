"""The scenarios of a run go on improving beside the page, until each is proved or time is up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from headwater.vocabulary.portfolio import Optimum
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.scenario import Scenario as Told
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import looking
from headwater.web.portfolio.actions.deciding import decision_of
from headwater.web.portfolio.actions.scenarios import (
    Node,
    branch_of,
    changes_of,
    flat,
    lineage,
    tree,
)
from headwater.web.portfolio.actions.standing import TREE, Stands, bests, stands
from headwater.web.portfolio.models import Decision, Scenario
from headwater.web.runs.models import Run

KIND = TREE


@dataclass(frozen=True, slots=True)
class Grown:
    """The scenarios of a run where they stand, and the look that goes on improving them.

    `look` is None where all of them were proved at once.
    """

    nodes: tuple[Node, ...]
    look: Run | None


def grown(*, run: Run, by: User) -> Grown:
    """Return the tree of a run, and let what is not proved yet go on improving.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    """
    check_can(by, "read")
    nodes = tree(run)
    still = sorted(each.pk for each in flat(nodes) if each.feasible and each.gap)
    if not still:
        return Grown(nodes, None)
    look = looking.look(kind=KIND, run=run, asked={"scenarios": still}, title="Scenarios", by=by)
    return Grown(tree(run), look)


def stands_of(scenario: Scenario) -> Stands:
    """Say where one scenario stands."""
    run = scenario.run
    return stands(lineage(scenario), bests(run), decision_of(run))[scenario.pk]


def listed(run: Run) -> list[tuple[Scenario, Stands]]:
    """Return all scenarios of a run, those put away too, in the order in which they were made."""
    rows = list(Scenario.objects.light().filter(run=run).order_by("number"))
    found = stands(rows, bests(run), decision_of(run))
    return [(each, found[each.pk]) for each in rows]


def fill(inputs: dict[str, Any]) -> dict[str, Any]:
    """Add the changes of the scenarios and the best found for each before; in the worker."""
    filled = looking.fill(inputs)
    wanted = inputs["asked"]["scenarios"]
    rows = Scenario.objects.select_related("parent").filter(pk__in=wanted)
    before = bests(Decision.kept.get(pk=inputs["of"]))
    return filled | {
        "lines": {
            str(row.pk): [to_json(Told(each.name, changes_of(each))) for each in lineage(row)]
            for row in rows
        },
        "known": {str(row.pk): to_json(before.get(row.pk) or _kept(row)) for row in rows},
    }


def work(inputs: dict[str, Any], watch: Watcher) -> Iterator[dict[str, Any]]:
    """Improve them, round by round; called in the worker process."""
    from headwater.portfolio.scenarios import improve  # slow to import

    case = looking.case_in(inputs)
    lines = {key: from_json(tuple[Told, ...], line) for key, line in inputs["lines"].items()}
    known = {key: from_json(Optimum, best) for key, best in inputs["known"].items()}
    for found in improve(case.problem, lines, known=known, watch=watch):
        yield {"best": {key: to_json(best) for key, best in found.items()}}


def _kept(row: Scenario) -> Optimum:
    """Return what was found when the scenario was made."""
    branch = branch_of(row)
    value = branch.value or 0.0
    bound = value + branch.gap * abs(value)
    return Optimum(branch.chosen, value, bound, branch.gap, "best found", None, branch.doubts)
