"""Answering a question of a run on its page. Each view: find, check the form, act, show."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.portfolio import Ask
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.portfolio import actions
from headwater.web.portfolio.actions import answering
from headwater.web.portfolio.forms import AnswerForm
from headwater.web.portfolio.models import Decision
from headwater.web.projects.permissions import readers_only
from headwater.web.projects.templatetags.figures import typed


@require_http_methods(["GET", "POST"])
@readers_only
def answer(request: Request, pk: UUID, at: int) -> HttpResponse:
    """Show the form of one question; take its answer into the list, and run again if asked."""
    run = get_object_or_404(Decision.kept.select_related("by"), pk=pk)
    try:
        ask = answering.question(run=run, at=at)
    except InputError:
        raise Http404 from None
    if request.method == "GET":
        return _shown(request, run, at, ask)
    check_can(request.user, "edit_projects")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise InputError("The answer could not be read: reload the page and type it again.")
    text = form.cleaned_data["text"]
    try:
        found = answering.answer(
            run=run, at=at, text=text, version=form.cleaned_data["version"], by=request.user
        )
    except (InputError, ConflictError) as error:
        told: dict[str, Any] = {"wrong": str(error), "text": text}
        return _shown(request, run, at, ask, status=error.http_status, **told)
    if "again" in request.POST:
        return redirect("runs:show", answering.run_again(run=run, by=request.user).pk)
    messages.success(request, f"Saved: {found.title} of {found.project}. Run again to see it.")
    return redirect(f"{reverse('portfolio:show', args=[run.pk])}#ask")


def _shown(
    request: Request, run: Decision, at: int, ask: Ask, *, status: int = 200, **more: Any
) -> HttpResponse:
    found = answering.answerable(ask)
    context = {
        "run": run,
        "at": at,
        "ask": ask,
        "found": found,
        "listed": answering.row_of(ask),
        "text": typed(found.now) if found else "",
        "decision": actions.decision_of(run),
        **more,
    }
    fragment = request.headers.get("HX-Request") == "true"
    template = "portfolio/_answer.html" if fragment else "portfolio/answer.html"
    return render(request, template, context, status=status)
