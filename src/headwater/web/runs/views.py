"""Pages of the runs: the list, one run with its progress, and the button that stops it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
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
    looks = request.GET.get("looks") == "1"
    runs = Run.objects.light() if looks else Run.objects.light().exclude(kind__in=registry.beside())
    page = Paginator(runs, RUNS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "runs/list.html", {"page": page, "looks": looks})


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
    return redirect(_back(request) or reverse("runs:show", args=[run_id]))


@require_POST
def again(request: Request, run_id: UUID) -> HttpResponse:
    """Start a run that was stopped or failed anew, and show how far it is."""
    run = actions.again(run=_find(run_id), by=request.user)
    return redirect(_back(request) or reverse("runs:show", args=[run.pk]))


def _back(request: Request) -> str:
    """Return the page of ours to go back to, where the form named one."""
    page = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return page if ours else ""


def _find(run_id: UUID) -> Run:
    return get_object_or_404(Run.objects.light(), pk=run_id)


def _said_so_far(run: Run) -> list[str]:
    """Return what a run that is not done says of its result so far, where it says something."""
    if run.state not in (State.RUNNING, State.CANCELLED, State.FAILED):
        return []
    result = Run.objects.values_list("result", flat=True).get(pk=run.pk)
    said = result.get("said", []) if isinstance(result, dict) else []
    return [str(each) for each in said]


def _told(request: Request, run: Run) -> dict[str, object]:
    waiting = run.state == State.QUEUED
    return {
        "run": run,
        "said": _said_so_far(run),
        "before": Run.objects.open().filter(created__lt=run.created).count() if waiting else 0,
        "result_url": registry.result_url(run) if run.state == State.DONE else "",
        "may_cancel": run.is_open and can(request.user, registry.may(run)),
        "may_retry": run.state in (State.FAILED, State.CANCELLED)
        and can(request.user, registry.may(run)),
        "worker_missing": run.is_open and not worker_sign.is_alive(),
    }
