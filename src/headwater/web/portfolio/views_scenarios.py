"""Pages of scenarios: the tree, making one, one scenario, two side by side. Find, act, show."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from headwater.errors import ConflictError, HeadwaterError, InputError
from headwater.vocabulary.decision import Decision as Decided
from headwater.vocabulary.scenario import Change
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.models import Decision, Scenario
from headwater.web.portfolio.views_comparing import shown
from headwater.web.projects.permissions import readers_only
from headwater.web.runs.models import Run

KINDS = (
    ("budget_percent", "Budgets change by %", "blank for all, or one budget"),
    ("limit_amount", "A limit is", "a budget or a capacity"),
    ("capacity_by", "Capacity changes by", "a role"),
    ("cost_percent", "Costs change by %", "a project, blank for all"),
    ("value_percent", "Benefits change by %", "a project, blank for all"),
    ("score", "A score is", "project on criterion"),
    ("weight", "A weight is, in %", "a criterion"),
    ("weights", "The weights of one leader", "a leader"),
    ("slip", "Slips by periods", "a project"),
    ("force_in", "Must be chosen", "a project"),
    ("remove", "Is not on offer", "a project"),
)
"""Kind, its words, and what it is about."""

FEWEST_ROWS, MOST_ROWS, MORE = 2, 12, 3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form of changes, as typed."""

    kind: str
    about: str
    number: str


@require_GET
@readers_only
def scenarios(request: Request, pk: UUID) -> HttpResponse:
    """Show the scenarios of a run as they grow from each other."""
    return _tree(request, _run(pk))


@require_GET
@readers_only
def new_scenario(request: Request, pk: UUID) -> HttpResponse:
    """Show the form of a scenario; ready templates fill it in."""
    return _form(request, _run(pk), request.GET)


@require_POST
def make_scenario(request: Request, pk: UUID) -> HttpResponse:
    """Make a scenario of what was typed, or show more lines to type in."""
    check_can(request.user, "run")
    run, sent = _run(pk), request.POST
    if "more" in sent:
        return _form(request, run, sent)
    try:
        made = actions.make_scenario(
            run=run,
            changes=_changes(run, sent),
            name=sent.get("name", ""),
            note=sent.get("note", ""),
            parent=_parent(run, sent.get("parent", "")),
            key=_key(sent),
            by=request.user,
        )
    except (InputError, ConflictError) as error:
        return _form(request, run, sent, error=error)
    messages.success(request, f"The scenario “{made.name}” is kept.")
    return redirect("portfolio:scenario", made.pk)


@require_GET
@readers_only
def scenario(request: Request, number: int) -> HttpResponse:
    """Show a scenario: what is different, what is best then, and why."""
    found = _scenario(number)
    return render(request, "portfolio/scenario.html", _told(found, request.user))


@require_POST
def rename_scenario(request: Request, number: int) -> HttpResponse:
    """Give a scenario another name or note."""
    check_can(request.user, "run")
    found = _scenario(number)
    name, note = request.POST.get("name", ""), request.POST.get("note", "")
    try:
        actions.rename_scenario(scenario=found, name=name, note=note, by=request.user)
    except (InputError, ConflictError) as error:
        context = _told(found, request.user) | {
            "wrong": str(error),
            "typed": {"name": name, "note": note},
        }
        return render(request, "portfolio/scenario.html", context, status=error.http_status)
    return redirect("portfolio:scenario", found.pk)


@require_POST
def put_away(request: Request, number: int) -> HttpResponse:
    """Put a scenario away with all that grows from it, or bring it back."""
    check_can(request.user, "run")
    found = _scenario(number)
    away = request.POST.get("away", "1") == "1"
    try:
        actions.put_away(scenario=found, away=away, by=request.user)
    except ConflictError as error:
        messages.error(request, str(error))
        return redirect("portfolio:scenario", found.pk)
    messages.success(request, f"“{found.name}” was {'put away' if away else 'brought back'}.")
    return redirect("portfolio:scenarios", found.run_id)


@require_POST
def carry_over(request: Request, pk: UUID) -> HttpResponse:
    """Make the scenarios of an earlier run again on this one."""
    check_can(request.user, "run")
    run = _run(pk)
    source = get_object_or_404(Decision, pk=_uuid(request.POST.get("source", "")))
    made, said = actions.carry_over(source=source, run=run, by=request.user)
    messages.success(request, f"{len(made)} brought over, each solved anew.")
    for each in said[:5]:
        messages.warning(request, each)
    return redirect("portfolio:scenarios", run.pk)


@require_GET
@readers_only
def export_scenarios(request: Request, pk: UUID) -> HttpResponse:
    """Give the tree out as JSON, as `headwater compare --tree` reads it."""
    text = json.dumps(actions.exported(_run(pk)), indent=2, ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="scenarios.json"'
    return response


def _run(pk: UUID) -> Decision:
    return get_object_or_404(Decision.kept.select_related("by"), pk=pk)


def _scenario(number: int) -> Scenario:
    return get_object_or_404(Scenario.objects.select_related("run", "parent"), pk=number)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _key(sent: QueryDict) -> UUID:
    found = _uuid(sent.get("key", ""))
    return found if found.int else uuid4()


def _tree(request: Request, run: Decision) -> HttpResponse:
    decision = actions.decision_of(run)
    earlier = (
        Run.objects.light()
        .filter(scenarios__put_away_at=None, scenarios__isnull=False)
        .exclude(pk=run.pk)
        .distinct()
        .order_by("-number")
    )
    grown = actions.grown(run=run, by=request.user)
    cells = [f"{each}-{row.pk}" for row in actions.flat(grown.nodes) for each in ("worth", "moves")]
    context = {
        "run": run,
        "decision": decision,
        "nodes": grown.nodes,
        "look": grown.look,
        "cells": cells,
        "away": Scenario.objects.light().filter(run=run).exclude(put_away_at=None),
        "earlier": list(earlier[:20]),
        "ready": actions.templates_of(run),
        "chosen": sum(each.chosen for each in decision.projects),
        "latest": actions.latest(),
    }
    return render(request, "portfolio/scenarios.html", context)


def _form(
    request: Request, run: Decision, sent: QueryDict, *, error: HeadwaterError | None = None
) -> HttpResponse:
    check_can(request.user, "run")
    decision = actions.decision_of(run)
    rows = _rows(sent)
    wanted = len(rows) + (MORE if "more" in sent else 0)
    rows += [Row("", "", "")] * (min(max(wanted, FEWEST_ROWS), MOST_ROWS) - len(rows))
    ready = actions.templates_of(run)
    context = {
        "run": run,
        "decision": decision,
        "rows": rows,
        "kinds": KINDS,
        "ready": ready,
        "names": _known(decision),
        "given": {each: sent.get(each, "") for each in ("name", "note", "parent")},
        "parents": [
            (node.scenario, "\N{EM SPACE}" * (node.depth - 1)) for node in _flat(actions.tree(run))
        ],
        "can_grow": len(rows) < MOST_ROWS,
        "key": sent.get("key") or uuid4(),
        "wrong": str(error) if error else "",
    }
    status = error.http_status if error else 200
    return render(request, "portfolio/scenario_form.html", context, status=status)


def _rows(sent: QueryDict) -> list[Row]:
    columns = (sent.getlist(name) for name in ("kind", "about", "number"))
    rows = [Row(*each) for each in zip(*columns, strict=False)]
    return [each for each in rows if each.kind or each.about.strip() or each.number.strip()][
        :MOST_ROWS
    ]


def _changes(run: Decision, sent: QueryDict) -> list[Change]:
    found = []
    for number, row in enumerate(_rows(sent), start=1):
        try:
            if not row.kind:
                raise InputError("choose what is different")
            found.append(
                actions.change_typed(run=run, kind=row.kind, about=row.about, number=row.number)
            )
        except InputError as error:
            raise InputError(f"Line {number}: {error}") from None
    return found


def _parent(run: Decision, typed: str) -> Scenario | None:
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 17:
        raise InputError("Choose what it grows from out of the list.")
    found = Scenario.objects.select_related("parent").filter(run=run, pk=int(typed)).first()
    if found is None:
        raise InputError("What it grows from is not there any more; choose again.")
    return found


def _known(decision: Decided) -> list[str]:
    """Return what a line can be about: projects, limits, roles, criteria, leaders."""
    found = [each.name for each in decision.projects]
    for each in decision.limits:
        found += [each.name, each.role]
    for weight in decision.weights:
        found += [weight.criterion, *weight.by_leader]
    return sorted({each for each in found if each}, key=str.casefold)[:4_000]


def _flat(nodes: tuple[actions.Node, ...]) -> list[actions.Node]:
    return [found for each in nodes for found in (each, *_flat(each.then))]


def _told(found: Scenario, by: User) -> dict[str, Any]:
    run = found.run
    decision = actions.decision_of(run)
    branch = actions.branch_of(found)
    names = {each.id: each.name for each in decision.projects}
    costs = {each.id: each.cost for each in decision.projects}
    context: dict[str, Any] = {
        "scenario": found,
        "run": run,
        "decision": decision,
        "branch": branch,
        "line": actions.lineage(found),
        "children": Scenario.objects.light().filter(parent=found, put_away_at=None),
        "costs": costs,
        "typed": {"name": found.name, "note": found.note},
    }
    if branch.against_start is not None:
        compared = actions.compare_sides(one=f"run:{run.pk}", other=f"scenario:{found.pk}", by=by)
        told = compared.found or branch.against_start
        context |= {"look": compared.look} | shown(told, names, decision.limits)
        known = {*told.doubts, *branch.against_start.doubts}
        context["stands"] = actions.stands_of(found)
        context["cautions"] = [each for each in branch.doubts if each not in known]
    return context
