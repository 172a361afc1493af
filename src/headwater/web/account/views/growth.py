"""The growth plan: planning an initiative, changing it, dropping it, taking it up again."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from headwater.web.account.actions import growth as actions
from headwater.web.account.forms_path import GrowthForm, ReasonForm
from headwater.web.account.models_path import Growth
from headwater.web.account.views.path_forms import BACK, filled, seen_in
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request


@require_http_methods(["GET", "POST"])
@readers_only
def growth(request: Request) -> HttpResponse:
    """Show the form of a growth initiative (GET); plan it (POST)."""
    check_can(request.user, "work_engagements")
    form = GrowthForm(request.POST or None)
    words = ("Plan growth", "What the organization starts with what was freed.")
    return filled(request, form, words, actions.plan_growth, lambda: form.cleaned_data)


@require_http_methods(["GET", "POST"])
@readers_only
def change_growth(request: Request, number: int) -> HttpResponse:
    """Show an initiative as a form (GET); change it (POST)."""
    check_can(request.user, "work_engagements")
    found = _found(number)
    same = ("title", "objectives", "value", "starts")
    initial = {**{name: getattr(found, name) for name in same}, "owner": found.owner_name}
    form = GrowthForm(request.POST or None, initial=initial)
    words = (f"Change {found.label}", "What it said before stays in the audit trail.")
    act = partial(actions.change_growth, growth=found, seen=seen_in(request))
    return filled(request, form, words, act, lambda: form.cleaned_data, version=found.version)


@require_http_methods(["GET", "POST"])
@readers_only
def drop_growth(request: Request, number: int) -> HttpResponse:
    """Ask why an initiative is dropped (GET); drop it (POST)."""
    check_can(request.user, "work_engagements")
    found = _found(number)
    form = ReasonForm(request.POST or None)
    words = (f"Drop {found.label}", f"{found.title}: it stays on record and no longer counts.")
    act = partial(actions.drop_growth, growth=found, seen=seen_in(request))
    return filled(request, form, words, act, lambda: form.cleaned_data, version=found.version)


@require_POST
def resume_growth(request: Request, number: int) -> HttpResponse:
    """Put an initiative back on the plan."""
    check_can(request.user, "work_engagements")
    made = actions.resume_growth(growth=_found(number), seen=seen_in(request), by=request.user)
    messages.success(request, f"{made.label} is on the plan again.")
    return redirect(BACK)


def _found(number: int) -> Growth:
    return get_object_or_404(Growth, number=number)
