"""What limits the choice: budgets, capacities and rules."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.organization.request import Request
from headwater.web.projects import actions
from headwater.web.projects.forms import KIND_WORDS, LimitForm, RuleForm, VersionForm
from headwater.web.projects.models import Budget, Capacity, Project, ProjectList, Rule
from headwater.web.projects.permissions import readers_only

HERE = "projects:limits"
UNREADABLE = "The form could not be read: reload the page and fill it in again."


@require_GET
@readers_only
def limits(request: Request) -> HttpResponse:
    """Show budgets, capacities and rules, each with its form."""
    return _shown(request)


@require_POST
def set_limit(request: Request, what: str) -> HttpResponse:
    """Set the total budget, a period's budget or a role's capacity; blank takes it away."""
    form = LimitForm(request.POST)
    if not form.is_valid():
        raise InputError(UNREADABLE)
    typed = form.cleaned_data
    given = {"text": typed["amount"], "version": typed["version"], "by": request.user}
    try:
        if what == "total":
            actions.set_budget(**given)
        elif what == "period":
            actions.set_period_budget(period=typed["period"], **given)
        else:
            actions.set_capacity(role=typed["role"], period=typed["period"], **given)
    except (InputError, ConflictError) as error:
        status = error.http_status
        return _shown(request, status=status, what=what, typed=typed, wrong=str(error))
    messages.success(request, "The limit was saved.")
    return redirect(HERE)


@require_POST
def add_rule(request: Request) -> HttpResponse:
    """Add a rule; projects may be named by id or by name."""
    form = RuleForm(request.POST)
    try:
        if not form.is_valid():
            raise InputError("A rule needs its kind, a project and at least one other.")
        given = form.cleaned_data
        actions.add_rule(
            kind=given["kind"],
            project=given["project"],
            other=given["other"],
            value=given["value"],
            version=given["version"],
            by=request.user,
        )
    except (InputError, ConflictError) as error:
        typed = request.POST
        return _shown(request, status=error.http_status, what="rule", typed=typed, wrong=str(error))
    messages.success(request, "The rule was added.")
    return redirect(HERE)


@require_POST
def remove_rule(request: Request, pk: int) -> HttpResponse:
    """Take a rule away."""
    rule = get_object_or_404(Rule, pk=pk)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InputError(UNREADABLE)
    actions.remove_rule(rule=rule, version=form.cleaned_data["version"], by=request.user)
    messages.success(request, "The rule was removed.")
    return redirect(HERE)


def _shown(request: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    names = dict(Project.objects.values_list("key", "name"))
    rules = [
        {
            "pk": rule.pk,
            "kind": KIND_WORDS[rule.kind],
            "project": names.get(rule.project, rule.project),
            "other": [names.get(key, key) for key in rule.other],
            "value": rule.value,
        }
        for rule in Rule.objects.order_by("pk")
    ]
    context = {
        "listed": ProjectList.current(),
        "budgets": Budget.objects.order_by("period"),
        "capacities": Capacity.objects.order_by("role", "period"),
        "rules": rules,
        "kinds": KIND_WORDS.items(),
        "projects": Project.objects.present().order_by("name").values_list("key", "name"),
        **more,
    }
    return render(request, "projects/limits.html", context, status=status)
