"""The table of projects: show a page of it, add a project, take an edit back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from headwater.errors import InputError
from headwater.web.organization.request import Request
from headwater.web.projects import actions
from headwater.web.projects.forms import AddForm, FilterForm
from headwater.web.projects.models import ProjectList
from headwater.web.projects.permissions import readers_only
from headwater.web.projects.views.grid import grid

HERE = "projects:table"


@require_GET
@readers_only
def table(request: Request) -> HttpResponse:
    """Show a page of the table, filtered and sorted as the address says."""
    return _shown(request)


@require_POST
def add(request: Request) -> HttpResponse:
    """Add a project; what was typed comes back with the error when it cannot be used."""
    form = AddForm(request.POST)
    form.is_valid()
    typed = {name: request.POST.get(name, "") for name in form.fields}
    try:
        made = actions.add(**typed, by=request.user)
    except InputError as error:
        return _shown(request, status=422, adding=typed, wrong=str(error))
    messages.success(request, f"{made.name} was added.")
    return redirect("projects:project", made.pk)


@require_POST
def undo(request: Request) -> HttpResponse:
    """Take the person's last edit back, and say which one it was."""
    edit = actions.undo(by=request.user)
    said = {"changed": "is as it was", "added": "was taken off", "removed": "is back"}
    messages.success(request, f"{edit.project.name} {said[edit.kind]}.")
    return redirect(back_to(request))


def back_to(request: Request) -> str:
    """Return the address in this site that the form came from; the table otherwise."""
    address = request.POST.get("back", "")
    if address.startswith("/") and url_has_allowed_host_and_scheme(address, None):
        return address
    return HERE


def _shown(request: Request, *, status: int = 200, **more: Any) -> HttpResponse:
    listed = ProjectList.current()
    found = grid(listed, FilterForm(request.GET).wanted())
    last = actions.last_edit(by=request.user)
    context = {"grid": found, "listed": listed, "last_edit": last, **more}
    return render(request, "projects/table.html", context, status=status)
