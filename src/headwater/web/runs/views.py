"""Pages of the runs: the list, one run with its progress, and the button that stops it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from headwater.web.organization.permissions import can, check_can
from headwater.web.organization.request import Request
from headwater.web.runs import actions, registry, worker_sign
from headwater.web.runs.models import Run, State

RUNS_A_PAGE = 25


@require_GET
def list_runs(request: Request) -> HttpResponse:
    """List all runs, newest first."""
    check_can(request.user, "read")
    page = Paginator(Run.objects.light(), RUNS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "runs/list.html", {"page": page})


@require_GET
def show(request: Request, run_id: UUID) -> HttpResponse:
    """Show one run."""
    check_can(request.user, "read")
    return render(request, "runs/run.html", _told(request, _find(run_id)))


@require_GET
def live(request: Request, run_id: UUID) -> HttpResponse:
    """Answer with the fragment that shows how far the run is."""
    check_can(request.user, "read")
    return render(request, "runs/_run.html", _told(request, _find(run_id)))


@require_POST
def cancel(request: Request, run_id: UUID) -> HttpResponse:
    """Stop the run, and show it."""
    actions.cancel(run=_find(run_id), by=request.user)
    if request.headers.get("HX-Request") == "true":
        return render(request, "runs/_run.html", _told(request, _find(run_id)))
    return redirect("runs:show", run_id)


def _find(run_id: UUID) -> Run:
    return get_object_or_404(Run.objects.light(), pk=run_id)


def _told(request: Request, run: Run) -> dict[str, object]:
    waiting = run.state == State.QUEUED
    return {
        "run": run,
        "before": Run.objects.open().filter(created__lt=run.created).count() if waiting else 0,
        "result_url": registry.result_url(run) if run.state == State.DONE else "",
        "may_cancel": run.is_open and can(request.user, "run"),
        "worker_missing": run.is_open and not worker_sign.is_alive(),
    }
