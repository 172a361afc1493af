"""Pages of the papers. Each view: find, act, show."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from headwater.web.organization.request import Request
from headwater.web.portfolio import actions as portfolio
from headwater.web.portfolio.models import Decision
from headwater.web.presentation import actions
from headwater.web.projects.permissions import readers_only


@require_GET
@readers_only
def papers(request: Request, pk: UUID) -> HttpResponse:
    """Show which papers a decision leaves with."""
    run = get_object_or_404(Decision, pk=pk)
    context = {
        "run": run,
        "papers": actions.PAPERS.values(),
        "headline": portfolio.headline(portfolio.decision_of(run)),
    }
    return render(request, "presentation/papers.html", context)


@require_GET
def download(request: Request, pk: UUID, name: str) -> HttpResponse:
    """Give one paper as a file."""
    run = get_object_or_404(Decision, pk=pk)
    if name not in actions.PAPERS:
        raise Http404
    paper, content = actions.paper(run=run, name=name, by=request.user)
    return file_response(paper, content)


def file_response(paper: actions.Paper, content: bytes) -> HttpResponse:
    """Answer with a file to keep, which the browser neither opens nor guesses about."""
    headers = {
        "Content-Disposition": f'attachment; filename="{paper.file}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=paper.kind, headers=headers)
