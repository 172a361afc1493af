"""Pages of overrides: the price first, then the ledger. Each view: find, check, act, show."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from headwater.errors import ConflictError, HeadwaterError, InfeasibleError, InputError
from headwater.vocabulary.override import CycleTotal, PricedOverride
from headwater.vocabulary.shapes import from_json
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.actions import overriding
from headwater.web.portfolio.forms import ConfirmForm, OverrideForm, UndoForm
from headwater.web.portfolio.models import Decision, OverrideEntry
from headwater.web.projects.permissions import readers_only
from headwater.web.runs.models import Run

KINDS = (
    ("force_in", "Force in", "It must be chosen."),
    ("force_out", "Force out", "It must not be chosen."),
    ("exempt", "Exempt", "What it takes counts against no limit."),
    ("reorder", "Put behind", "It may be chosen only if another project is."),
)
"""Kind, its words, and what it means."""

REFUSALS = (InputError, ConflictError, InfeasibleError)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the ledger with its names; `share` is of the value, `overrun` by limit."""

    entry: OverrideEntry
    words: str
    name: str
    other: str
    displaced: tuple[str, ...]
    entered: tuple[str, ...]
    overrun: tuple[tuple[str, float], ...]
    share: float | None


@dataclass(frozen=True, slots=True)
class Cycle:
    """A cycle of the ledger: its lines, newest first, and what those standing cost."""

    total: CycleTotal
    lines: tuple[Line, ...]


@require_GET
@readers_only
def overrides(request: Request, pk: UUID) -> HttpResponse:
    """Show the ledger of a run, and the form that asks for a price."""
    return _shown(request, _found(pk))


@require_POST
def price_override(request: Request, pk: UUID) -> HttpResponse:
    """Show what an order would displace and cost; nothing is written."""
    check_can(request.user, "run")
    run = _found(pk)
    form = OverrideForm(request.POST)
    try:
        order = form.order()
        price = actions.price_override(run=run, **order, by=request.user)
    except REFUSALS as error:
        return _asked_again(request, run, error, given=_typed(request))
    if price.order is None:
        return redirect("portfolio:priced", run.pk, price.look.pk)
    return _shown(request, run, given=order, price=price, key=uuid4())


@require_GET
@readers_only
def priced(request: Request, pk: UUID, look: UUID) -> HttpResponse:
    """Show the price that a look works out, or how far it is."""
    run = _found(pk)
    kept = get_object_or_404(Run, pk=look, kind=overriding.KIND, inputs__of=str(run.pk))
    try:
        price = actions.price_in(run=run, look=kept, by=request.user)
    except ConflictError as error:
        return _asked_again(request, run, error, given=_given(kept))
    return _shown(request, run, given=_given(kept), price=price, key=uuid4())


def _given(look: Run) -> dict[str, str]:
    """Return an order as its form holds it."""
    order = look.inputs["asked"]["orders"][-1]
    words = {name: order[name] for name in ("kind", "project", "reason", "cycle")}
    return words | {"other": order.get("behind", "")}


@require_POST
def confirm_override(request: Request, pk: UUID) -> HttpResponse:
    """Record an order whose price was shown."""
    check_can(request.user, "run")
    run = _found(pk)
    form = ConfirmForm(request.POST)
    try:
        order = form.order()
        entry = actions.confirm_override(
            run=run,
            **order,
            key=form.cleaned_data["key"],
            version=form.cleaned_data["version"],
            by=request.user,
        )
    except REFUSALS as error:
        return _asked_again(request, run, error, given=_typed(request))
    messages.success(request, f"Override {entry.number} is in the ledger.")
    return redirect("portfolio:overrides", run.pk)


@require_POST
def undo_override(request: Request, pk: UUID, number: int) -> HttpResponse:
    """Mark an order as undone; its line stays."""
    check_can(request.user, "run")
    run = _found(pk)
    get_object_or_404(OverrideEntry, run=run, number=number)
    form = UndoForm(request.POST)
    try:
        if not form.is_valid():
            raise InputError("The reason is too long to be read; shorten it.")
        reason = form.cleaned_data["reason"]
        actions.undo_override(run=run, number=number, reason=reason, by=request.user)
    except REFUSALS as error:
        undoing = {"number": number, "reason": request.POST.get("reason", ""), "wrong": str(error)}
        return _shown(request, run, status=error.http_status, undoing=undoing)
    messages.success(request, f"Override {number} was undone; its line stays in the ledger.")
    return redirect("portfolio:overrides", run.pk)


def _found(pk: UUID) -> Decision:
    return get_object_or_404(Decision.kept.select_related("by"), pk=pk)


def _typed(request: Request) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in OverrideForm.base_fields}


def _asked_again(
    request: Request, run: Decision, error: HeadwaterError, *, given: dict[str, str]
) -> HttpResponse:
    return _shown(request, run, status=error.http_status, given=given, wrong=str(error))


def _shown(
    request: Request,
    run: Decision,
    *,
    status: int = 200,
    given: dict[str, str] | None = None,
    price: actions.Price | None = None,
    **more: Any,
) -> HttpResponse:
    decision = actions.decision_of(run)
    names = {each.id: each.name for each in decision.projects}
    found = actions.standing(run, decision)
    lines = [_line(each, names, decision.value) for each in reversed(actions.ledger(run))]
    cycles = [
        Cycle(total, tuple(line for line in lines if line.entry.cycle == total.cycle))
        for total in reversed(found.cycles)
    ]
    context = {
        "run": run,
        "decision": decision,
        "standing": found,
        "cycles": cycles,
        "kinds": KINDS,
        "choices": sorted(names.items(), key=lambda each: (each[1].casefold(), each[0])),
        "given": given or _blank(request),
        "price": price,
        "look": price.look if price else None,
        "moved": _moved(price.order, names) if price and price.order else None,
        "overrun": tuple(price.order.overrun.items()) if price and price.order else (),
        **more,
    }
    return render(request, "portfolio/overrides.html", context, status=status)


def _blank(request: Request) -> dict[str, str]:
    blank = dict.fromkeys(OverrideForm.base_fields, "")
    year = str(timezone.localdate().year)
    return blank | {"project": request.GET.get("project", ""), "cycle": year}


def _line(entry: OverrideEntry, names: dict[str, str], value: float) -> Line:
    priced = from_json(PricedOverride, entry.priced)
    out, entered = _moved(priced, names)
    return Line(
        entry=entry,
        words=next((words for kind, words, _ in KINDS if kind == entry.kind), entry.kind),
        name=names.get(entry.project, entry.project),
        other=names.get(entry.other, entry.other),
        displaced=out,
        entered=entered,
        overrun=tuple(priced.overrun.items()) if entry.kind == "exempt" else (),
        share=entry.value_lost / abs(value) if value else None,
    )


def _moved(
    priced: PricedOverride, names: dict[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of what comes out and of what comes in."""
    return (
        tuple(names.get(each, each) for each in priced.displaced),
        tuple(names.get(each, each) for each in priced.entered),
    )
