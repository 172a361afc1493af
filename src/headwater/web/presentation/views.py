"""Pages of the papers. Each view: find, act, show."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from headwater.web.organization.request import Request
from headwater.web.portfolio import actions as portfolio
from headwater.web.portfolio.models import Decision
from headwater.web.presentation import actions, actions_letters
from headwater.web.projects.permissions import readers_only
from headwater.web.runs.models import Run


@require_GET
@readers_only
def papers(request: Request, pk: UUID) -> HttpResponse:
    """Show which papers a decision leaves with."""
    return papers_page(request, get_object_or_404(Decision, pk=pk))


@require_GET
def download(request: Request, pk: UUID, name: str) -> HttpResponse:
    """Give one paper as a file."""
    run = get_object_or_404(Decision, pk=pk)
    if name not in actions.PAPERS:
        raise Http404
    paper, content = actions.paper(run=run, name=name, by=request.user)
    return file_response(paper, content)


def papers_page(request: Request, run: Run, *, status: int = 200, **more: Any) -> HttpResponse:
    """Show the papers of a decision, and the form that prepares the letters to sponsors."""
    decision = portfolio.decision_of(run)
    person = request.user
    context = {
        "run": run,
        "papers": actions.PAPERS.values(),
        "headline": portfolio.headline(decision),
        "refused": sum(not each.chosen for each in decision.projects),
        "overruled": actions_letters.overruled(run),
        "packs": actions_letters.packs_of(run),
        "given": {"review": "", "contact": contact_of(person.get_full_name(), person.email)},
        **more,
    }
    return render(request, "presentation/papers.html", context, status=status)


def contact_of(name: str, email: str) -> str:
    """Write a contact the way people do: "Dev <dev@rivermouth.example>"; "" without an address."""
    return f"{name} <{email}>".strip() if email else ""


def file_response(paper: actions.Paper, content: bytes) -> HttpResponse:
    """Answer with a file to keep, which the browser neither opens nor guesses about."""
    headers = {
        "Content-Disposition": f'attachment; filename="{paper.file}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=paper.kind, headers=headers)
