"""Pages of charters. Each view: find, check the form, act, show."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from headwater.errors import ConflictError, InputError
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.presentation import actions_charter as actions
from headwater.web.presentation.forms import CharterForm
from headwater.web.presentation.views import file_response
from headwater.web.projects.permissions import readers_only
from headwater.web.service.models import Charter, Engagement


@require_http_methods(["GET", "POST"])
@readers_only
def issue_charter(request: Request, pk: int) -> HttpResponse:
    """Show what a charter would say, and what is missing (GET); issue it (POST)."""
    check_can(request.user, "work_engagements")
    rows = Engagement.objects.whole().select_related("need__owner")
    engagement = get_object_or_404(rows, pk=pk)
    projects = actions.projects_to_charter(engagement)
    initial = {"issued": timezone.localdate(), "name": engagement.title}
    form = CharterForm(request.POST or None, projects=projects, initial=initial)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                made = actions.issue_charter(
                    engagement=engagement, **form.cleaned_data, by=request.user
                )
            except (InputError, ConflictError) as error:
                form.add_error(None, str(error))
                status = error.http_status
            else:
                messages.success(request, f"{made} was issued.")
                return redirect("presentation:charter", made.number)
    day = max(timezone.localdate(), engagement.need.found_on) if engagement.need else None
    preview = actions.gathered(
        engagement,
        project=None,
        title=engagement.title,
        issued=day or timezone.localdate(),
        number=Charter.objects.count() + 1,
    )
    told = {"engagement": engagement, "form": form, "charter": preview}
    return render(request, "presentation/issue_charter.html", told, status=status)


@require_GET
@readers_only
def charter(request: Request, number: int) -> HttpResponse:
    """Show a charter as it was issued, with its files."""
    rows = Charter.objects.select_related("engagement", "need", "by")
    found = get_object_or_404(rows, number=number)
    told = {"issued": found, "charter": actions.record_of(found)}
    return render(request, "presentation/charter.html", told)


@require_GET
def charter_file(request: Request, number: int, ending: str) -> HttpResponse:
    """Give a charter as a file."""
    if ending not in actions.ENDINGS:
        raise Http404
    found = get_object_or_404(Charter, number=number)
    return file_response(*actions.charter_file(charter=found, ending=ending, by=request.user))
