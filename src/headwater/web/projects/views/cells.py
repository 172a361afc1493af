"""One cell of the table at a time: open it, save it, say what is wrong with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from headwater.errors import ConflictError, HeadwaterError, InputError
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.projects import actions
from headwater.web.projects.forms import CellForm, VersionForm
from headwater.web.projects.models import Project, ProjectList
from headwater.web.projects.views.grid import Column, cell_of, columns, row_of
from headwater.web.projects.views.table import back_to


@require_http_methods(["GET", "POST"])
def cell(request: Request, pk: int) -> HttpResponse:
    """Open a cell for editing (GET) or save it (POST); a fragment is the whole row."""
    project = get_object_or_404(Project, pk=pk, removed=False)
    check_can(request.user, "edit_projects")
    if request.method == "GET":
        field = request.GET.get("field", "name")
        return _row(request, project, editing=field if "close" not in request.GET else "")
    form = CellForm(request.POST)
    if not form.is_valid():
        raise InputError("The cell could not be read: reload the page and type it again.")
    typed = form.cleaned_data
    try:
        project = actions.change(
            project=project,
            field=typed["field"],
            text=typed["text"],
            version=typed["version"],
            by=request.user,
        )
    except (InputError, ConflictError) as error:
        project.refresh_from_db()
        return _row(request, project, editing=typed["field"], text=typed["text"], error=error)
    if not _is_fragment(request):
        return redirect(back_to(request))
    return _row(request, project, saved=typed["field"])


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take a project off the list."""
    project = get_object_or_404(Project, pk=pk, removed=False)
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InputError("Reload the page and try again: the form had no version.")
    actions.remove(project=project, version=form.cleaned_data["version"], by=request.user)
    return redirect("projects:table")


def _row(
    request: Request,
    project: Project,
    *,
    editing: str = "",
    text: str | None = None,
    error: HeadwaterError | None = None,
    saved: str = "",
) -> HttpResponse:
    shown = columns(ProjectList.current(), with_benefit=Project.objects.with_benefit())
    column = next((each for each in shown if each.field == editing), None)
    if column is None and editing:
        column = Column(
            editing, editing.partition(":")[2] or editing.replace("_", " ").capitalize()
        )
    context = {
        "row": row_of(project, shown),
        "editing": editing,
        "text": text if text is not None else cell_of(project, column).text if column else "",
        "error": error,
        "saved": saved,
        "column": column,
        "project": project,
        "last_edit": actions.last_edit(by=request.user),
        "back": request.POST.get("back", "") or request.headers.get("Referer", ""),
    }
    template = "projects/_row.html" if _is_fragment(request) else "projects/cell.html"
    status = error.http_status if error else 200
    return render(request, template, context, status=status)


def _is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
