"""End-to-end processes: a page each, registering, changing, ending and removing them."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.service_path import EndToEndProcess, ProcessReading
from headwater.web.account.actions import process_runs
from headwater.web.account.actions import processes as actions
from headwater.web.account.actions.transformation import Path
from headwater.web.account.forms_path import EndForm, ProcessChangeForm, ProcessForm
from headwater.web.account.models_path import Process
from headwater.web.account.views.path_forms import BACK, filled, seen_in
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.service.models import Offering

LAST = 8


@dataclass(frozen=True, slots=True)
class ProcessShown:
    """One process with the names of its steps and the last runs."""

    record: EndToEndProcess
    steps: tuple[tuple[str, str], ...]
    runs: tuple[tuple[ProcessReading, str], ...]
    kept: int
    settled: int


def process_shown(
    record: EndToEndProcess, path: Path, titles: dict[str, str]
) -> ProcessShown:  # fmt: skip
    """Lay out one process for the page of the path."""
    own = [each for each in path.runs if each.process == record.id]
    settled = [each for each in own if each.clock.outcome in ("met", "breached")]
    return ProcessShown(
        record,
        _named(record, titles),
        tuple(
            (each, reverse("service:engagement", args=[path.first[each.run]]))
            for each in own[-LAST:]
        ),
        sum(each.clock.outcome == "met" for each in settled),
        len(settled),
    )


@require_GET
@readers_only
def show_process(request: Request, key: str) -> HttpResponse:
    """Show one process: its steps, its promise, every run, and its editions."""
    return _page(request, _found(key))


@require_http_methods(["GET", "POST"])
@readers_only
def process(request: Request) -> HttpResponse:
    """Show the form of an end-to-end process (GET); register it (POST)."""
    check_can(request.user, "edit_catalogue")
    form = ProcessForm(request.POST or None)
    words = ("Register a process", "Several services in a chain, with one clock for the customer.")
    return filled(request, form, words, actions.register_process, form.given)


@require_http_methods(["GET", "POST"])
@readers_only
def change_process(request: Request, key: str) -> HttpResponse:
    """Show a process as a form (GET); write a new edition (POST)."""
    check_can(request.user, "edit_catalogue")
    found = _found(key)
    form = ProcessChangeForm(request.POST or None, process=found)
    act = partial(actions.change_process, process=found, seen=seen_in(request))
    words = (f"Change {found}", f"Saving writes edition {found.version + 1}; the ones before stay.")
    back = reverse("account:show_process", args=[key])
    return filled(request, form, words, act, form.given, version=found.version, back=back)


@require_POST
def end_process(request: Request, key: str) -> HttpResponse:
    """End a process, with a reason."""
    check_can(request.user, "edit_catalogue")
    found, form = _found(key), EndForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        made = actions.end_process(
            process=found, seen=seen_in(request), **form.cleaned_data, by=request.user
        )
    except (InputError, ConflictError) as error:
        form.add_error(None, str(error))
        return _page(request, found, form, status=error.http_status)
    messages.success(request, f"{made} has ended; its runs stay on record.")
    return redirect("account:show_process", key)


@require_POST
def resume_process(request: Request, key: str) -> HttpResponse:
    """Take up a process again that had ended."""
    check_can(request.user, "edit_catalogue")
    made = actions.resume_process(process=_found(key), seen=seen_in(request), by=request.user)
    messages.success(request, f"{made} is offered again.")
    return redirect("account:show_process", key)


@require_POST
def remove_process(request: Request, key: str) -> HttpResponse:
    """Remove a process on which no run rests."""
    check_can(request.user, "edit_catalogue")
    found = _found(key)
    actions.remove_process(process=found, seen=seen_in(request), by=request.user)
    messages.success(request, f"{found} was removed.")
    return redirect(BACK)


def _page(
    request: Request, found: Process, form: EndForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    chains = process_runs.chains_of([found], now)
    runs = process_runs.read(chains, now)
    titles = dict(Offering.objects.values_list("key", "title"))
    told = {
        "process": found,
        "steps": _named(found.record(), titles),
        "runs": [
            (reading, edition, reverse("service:engagement", args=[chain[0].pk]))
            for reading, (edition, chain) in zip(reversed(runs), reversed(chains), strict=True)
        ],
        "kept": sum(each.clock.outcome == "met" for each in runs),
        "settled": sum(each.clock.outcome in ("met", "breached") for each in runs),
        "history": actions.history(found),
        "form": form or EndForm(),
    }
    return render(request, "account/process.html", told, status=status)


def _named(record: EndToEndProcess, titles: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return each step by name, and the unit or region that gives it."""
    return tuple(
        (titles.get(each.service, each.service), each.unit or each.region) for each in record.steps
    )


def _found(key: str) -> Process:
    return get_object_or_404(Process.objects.select_related("owner", "agreement"), key=key)
