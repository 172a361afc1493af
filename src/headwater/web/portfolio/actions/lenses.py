"""Other looks at a decision: equal shares beside it, and signals around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from headwater.errors import InputError
from headwater.vocabulary.decision import Decision as DecisionRecord
from headwater.vocabulary.fairness import Fairness
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.signals import Edit, Score, Watch
from headwater.vocabulary.workbook import Workbook
from headwater.web.judgement.actions.scoring import scores_given
from headwater.web.organization.models import name_of
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import looking
from headwater.web.portfolio.actions.deciding import decision_of
from headwater.web.portfolio.models import Decision
from headwater.web.projects.models import Edit as EditRow
from headwater.web.projects.models import Project, held
from headwater.web.runs.models import Run

FAIR, SIGNALS = "fair_share", "signals"
"""Kinds of look."""
MOST_EDITS = 20_000
OVERALL = "overall"
"""What a score is about where a workshop asked for no criterion."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The signals of a run, what could not be looked at, and the run it was compared with.

    `watch` is None until anything was looked at; while the look goes on, `missing` may name what
    is still to come.
    """

    watch: Watch | None
    missing: tuple[str, ...]
    before: Run | None
    look: Run


@dataclass(frozen=True, slots=True)
class Shared:
    """Equal shares beside the decision; None until worked out."""

    found: Fairness | None
    look: Run


def fair_share(*, run: Run, limit: str = "", by: User) -> Shared:
    """Hold a decision against equal shares over units and over leaders.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If the run has no decision, or no such budget.
    """
    check_can(by, "read")
    budgets = [each.name for each in decision_of(run).limits if each.kind == "budget"]
    if limit and limit not in budgets:
        known = ", ".join(budgets)
        raise InputError(f"There is no budget {limit!r} in this run; there are: {known}.")
    look = looking.look(kind=FAIR, run=run, asked={"limit": limit}, title="Equal shares", by=by)
    found = looking.found_in(look)
    return Shared(from_json(Fairness, found["fairness"]) if found else None, look)


def fair_share_work(inputs: dict[str, Any], watch: Watcher) -> dict[str, Any]:
    """Share the budget out; called in the worker process."""
    from headwater import lenses  # with the solvers: slow to import

    workbook, decision, budget = _kept(inputs, inputs["of"])
    found = lenses.fair_share(workbook, decision, budget=budget, limit=inputs["asked"]["limit"])
    return {"fairness": to_json(found)}


def earlier(run: Run) -> list[Run]:
    """Return the runs before this one whose data were different, newest first."""
    found = Decision.kept.filter(number__lt=run.number).only("pk", "number", "title", "created")
    own = run.inputs["digest"]
    return list(found.exclude(inputs__digest=own)[:20])


def signals(*, run: Run, before: Run | None = None, usual: float | None = None, by: User) -> Seen:
    """Look for signals of gaming and drift in a decision, beside an earlier one if there is one.

    Parameters
    ----------
    before
        The run of the cycle before; None for no comparison.
    usual
        Share of mandatory projects that is usual, above 0 and below 1; None where none is stated.

    Raises
    ------
    NotAllowedError
        If the person may not read here.
    InputError
        If the run has no decision, or a usual share is no share.
    """
    check_can(by, "read")
    if usual is not None and not 0 < usual < 1:
        raise InputError("The usual share of mandatory projects lies between 0 and 100%.")
    rows = _edit_rows(run, before)
    asked = {
        "runs": [str(before.pk)] if before else [],
        "edits": to_json([edit for row in rows for edit in _edits(row)]),
        "scores": to_json(_scores(run)),
        "opened": (rows[0].at if before is None and rows else (before or run).created).isoformat(),
        "closed": run.created.isoformat(),
        "usual": usual,
        "name": f"{run.number}: {run.title}",
        "name_before": f"{before.number}: {before.title}" if before else "",
    }
    look = looking.look(kind=SIGNALS, run=run, asked=asked, title="Signals", by=by)
    found = looking.found_in(look)
    watch = from_json(Watch, found["watch"]) if found else None
    return Seen(watch, tuple(found.get("missing", ())), before, look)


def signals_work(inputs: dict[str, Any], watch: Watcher) -> Iterator[dict[str, Any]]:
    """Look at what is quickly seen, then at each leader's influence; in the worker process."""
    from headwater import lenses  # with the solvers: slow to import
    from headwater.lenses.signals import Past

    workbook, decision, budget = _kept(inputs, inputs["of"])
    asked = inputs["asked"]
    past = Past(
        before=_kept(inputs, asked["runs"][0])[0] if asked["runs"] else None,
        edits=from_json(tuple[Edit, ...], asked["edits"]),
        scores=from_json(tuple[Score, ...], asked["scores"]),
        **{name: asked[name] for name in ("opened", "closed", "usual", "name", "name_before")},
    )
    for solve in (False, True):
        found, missing = lenses.signals(
            workbook, decision, past, budget=budget, leaders=solve, watch=watch
        )
        yield {"watch": to_json(found), "missing": list(missing)}


def _kept(inputs: dict[str, Any], pk: str) -> tuple[Workbook, DecisionRecord, float | None]:
    kept = inputs["kept"][pk]
    workbook = from_json(Workbook, kept["inputs"]["workbook"])
    return workbook, from_json(DecisionRecord, kept["result"]), kept["inputs"]["budget"]


def _scores(run: Run) -> list[Score]:
    """Return who scored which project of a run by name in a workshop, up to the run."""
    ids = {each.name: each.id for each in decision_of(run).projects}
    sponsors = {
        row.key: {each.strip().casefold() for each in (row.sponsor, row.sponsor_email)} - {""}
        for row in Project.objects.exclude(sponsor="", sponsor_email="")
    }
    return [
        Score(
            project=project,
            criterion=given.criterion or OVERALL,
            scorer=given.person,
            value=given.value,
            cycle=f"{run.number}: {run.title}",
            at=given.at.isoformat(),
            is_sponsor=not sponsors.get(project, set()).isdisjoint(
                {given.person.casefold(), given.email.casefold()}
            ),
        )
        for given in scores_given(until=run.created)
        if (project := ids.get(given.project)) is not None
    ]


def _edit_rows(run: Run, before: Run | None) -> list[EditRow]:
    """Return the changes of this round, oldest first: since the earlier run, or all before it."""
    found = EditRow.objects.filter(kind="changed", undone=False, at__lte=run.created)
    if before is not None:
        found = found.filter(at__gte=before.created)
    newest = found.select_related("project", "by").order_by("-at", "-pk")[:MOST_EDITS]
    return list(reversed(newest))


def _edits(row: EditRow) -> list[Edit]:
    """Return what one change did to the numbers that a choice rests on."""
    made = []
    for path, after in row.after.items():
        group, colon, label = path.partition(":")
        if colon and group == "scores":
            pair = _middle(row.before.get(path)), _middle(after)
            made.append((f"score on {label}", *pair))
        elif path in ("cost_high", "benefit_high"):
            field = path.removesuffix("_high")
            made.append((field, row.before.get(path), after))
    who = name_of(row.by) if row.by else "nobody on record"
    return [
        Edit(row.project.key, field, before, after, row.at.isoformat(), who)
        for field, before, after in made
        if before != after
    ]


def _middle(plain: float | list[float] | None) -> float | None:
    found = held(plain)
    return None if found is None else found.middle
