"""Pages of the letters to sponsors. Each view: find, check the form, act, show."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.organization.request import Request
from headwater.web.portfolio.models import Decision
from headwater.web.presentation import actions_bundles, actions_letters
from headwater.web.presentation.actions_letters import Letter
from headwater.web.presentation.forms import LettersForm
from headwater.web.presentation.views import file_response, papers_page
from headwater.web.projects.permissions import readers_only
from headwater.web.runs.files import KEPT
from headwater.web.runs.models import Run, State

LETTERS_A_PAGE = 100
ALONE = "; ".join(
    (
        "sandbox",
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
"""A letter is shown as a document of its own: it runs nothing, loads nothing, reaches nothing."""


@require_POST
def prepare(request: Request, pk: UUID) -> HttpResponse:
    """Start the run that prepares the letters, and go to the page that shows how far it is."""
    run = get_object_or_404(Decision, pk=pk)
    form = LettersForm(request.POST)
    given = {name: request.POST.get(name, "") for name in form.fields}
    try:
        if not form.is_valid():
            raise InputError("A contact is at most 200 characters long, a date at most 20.")
        pack = actions_letters.prepare(run=run, **form.cleaned_data, by=request.user)
    except InputError as error:
        told = {"given": given, "wrong": str(error)}
        return papers_page(request, run, status=error.http_status, **told)
    return redirect("runs:show", pack.pk)


@require_GET
@readers_only
def letters(request: Request, pk: UUID) -> HttpResponse:
    """List the letters of a pack; one that is not done shows how far it is."""
    pack = get_object_or_404(Run.objects.select_related("by"), pk=pk, kind=actions_letters.KIND)
    if pack.state != State.DONE:
        return redirect("runs:show", pack.pk)
    decision_run = Run.objects.light().filter(pk=pack.inputs["decision_run"]).first()
    context = {
        "pack": pack,
        "page": Paginator(actions_letters.letters_of(pack), LETTERS_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "decision_run": decision_run,
        "overruled": actions_letters.overruled(decision_run) if decision_run else 0,
        "endings": actions_letters.ONE,
        "back": reverse("presentation:letters", args=[pk]),
        **bundled(pack),
    }
    return render(request, "presentation/letters.html", context)


@require_GET
@readers_only
def letter(request: Request, pk: UUID, key: str) -> HttpResponse:
    """Show one letter, as its sponsor will see it, with its files and its neighbours."""
    pack = _pack(pk)
    found = actions_letters.letters_of(pack)
    at = next((n for n, each in enumerate(found) if each.key == key), None)
    if at is None:
        raise Http404
    context = {
        "pack": pack,
        "letter": found[at],
        "before": found[at - 1] if at else None,
        "after": found[at + 1] if at + 1 < len(found) else None,
        "endings": actions_letters.ONE,
    }
    return render(request, "presentation/letter.html", context)


@require_GET
@readers_only
def sheet(request: Request, pk: UUID, key: str) -> HttpResponse:
    """Give the letter itself, to be shown in a frame of ours and shut off from everything."""
    headers = {
        "Content-Security-Policy": ALONE,
        "X-Frame-Options": "SAMEORIGIN",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(actions_letters.preview(_letter(_pack(pk), key)), headers=headers)


@require_GET
def letter_file(request: Request, pk: UUID, key: str, ending: str) -> HttpResponse:
    """Give one letter as a file."""
    pack = _pack(pk)
    if ending not in actions_letters.ONE:
        raise Http404
    paper, content = actions_letters.letter_file(
        pack=pack, letter=_letter(pack, key), ending=ending, by=request.user
    )
    return file_response(paper, content)


@require_GET
def pack_file(request: Request, pk: UUID, ending: str) -> HttpResponse:
    """Give all letters in one file; where it is not made yet, the page that offers it."""
    pack = _bundled(pk, ending)
    try:
        paper, content = actions_bundles.take(pack=pack, ending=ending, by=request.user)
    except ConflictError:
        return redirect("presentation:files", pack.pk)
    return file_response(paper, content)


@require_GET
@readers_only
def files(request: Request, pk: UUID) -> HttpResponse:
    """Show the files of a pack as they stand: a fragment where one is asked for, else a page."""
    pack = _light(pk)
    page = reverse("presentation:files", args=[pk])
    context = {"pack": pack, "back": page, **bundled(pack)}
    if request.headers.get("HX-Request") != "true":
        return render(request, "presentation/files.html", context)
    if urlsplit(request.headers.get("HX-Current-URL", "")).path != page:
        context["back"] = reverse("presentation:letters", args=[pk])
    return render(request, "presentation/_files.html", context)


@require_POST
def make_file(request: Request, pk: UUID, ending: str) -> HttpResponse:
    """Start to write a file, and show how far it is."""
    actions_bundles.make(pack=_bundled(pk, ending), ending=ending, by=request.user)
    return redirect("presentation:files", pk)


def bundled(pack: Run) -> dict[str, Any]:
    """Return what the part of a page that offers the files needs."""
    found = actions_bundles.bundles(pack)
    pending = next((each.run for each in found if each.run and each.run.is_open), None)
    return {"bundles": found, "pending": pending, "days": KEPT.days}


def _bundled(pk: UUID, ending: str) -> Run:
    if ending not in actions_bundles.TITLES:
        raise Http404
    return _light(pk)


def _light(pk: UUID) -> Run:
    done = Run.objects.light().filter(kind=actions_letters.KIND, state=State.DONE)
    return get_object_or_404(done, pk=pk)


def _pack(pk: UUID) -> Run:
    return get_object_or_404(Run, pk=pk, kind=actions_letters.KIND, state=State.DONE)


def _letter(pack: Run, key: str) -> Letter:
    found = actions_letters.letter_of(pack, key)
    if found is None:
        raise Http404
    return found
