"""What the customer says: the one question by link, satisfaction, complaints."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.organization.doors import readers_only
from headwater.web.organization.models import Organization
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.service.actions import feedback as actions
from headwater.web.service.forms_work import AnswerQuestionForm, ComplaintForm, DoneForm
from headwater.web.service.models import Asking, Complaint, Feedback, ValueStatement

A_PAGE = 30


@login_not_required
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the one question (GET); take the answer, which uses the link up (POST)."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    asking = actions.open_asking(secret=secret, address=address, session_of=request.user)
    in_office = actions.in_office(request.user) is not None
    form = AnswerQuestionForm(request.POST if request.method == "POST" else None)
    accepts = asking.may_accept and asking.engagement.stage == "delivered"
    if not accepts:
        del form.fields["accepts"]
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                actions.answer(asking=asking, **form.cleaned_data, session_of=request.user)
            except (InputError, ConflictError) as error:
                form.add_error(None, str(error))
                status = error.http_status
            else:
                return _show(request, "service/answered.html", asking)
    return _show(
        request, "service/answer.html", asking, form=form, status=status, in_office=in_office
    )


@require_GET
@readers_only
def satisfaction(request: Request) -> HttpResponse:
    """Show how the customer feels about what it got, with every answer behind the figure."""
    rows = Feedback.objects.select_related("engagement__offering__offering", "in_session_of")
    values = ValueStatement.objects.select_related("engagement__offering__offering")
    found = actions.contentment()
    ends = (found.interval.low, found.interval.high) if found.interval else (None, None)
    told = {
        "found": found,
        **{
            name: points(value)
            for name, value in zip(("net", "net_low", "net_high"), (found.net, *ends), strict=True)
        },
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "sums": actions.value_of(list(values)),
        "values": values.order_by("-on", "-pk")[:A_PAGE],
        "complaints": Complaint.objects.select_related("engagement", "unit", "done_by")[:A_PAGE],
        "waiting": Asking.objects.filter(used=None).count(),
        "complaint_form": ComplaintForm(),
        "query": "",
    }
    return render(request, "service/satisfaction.html", told)


@require_POST
def complain(request: Request) -> HttpResponse:
    """Write down a complaint that is about no single engagement."""
    check_can(request.user, "ask_service")
    form = ComplaintForm(request.POST)
    if not form.is_valid():
        raise InputError("Say what it is about, and who said it.")
    actions.complain(**form.cleaned_data, by=request.user)
    messages.success(request, "The complaint is written down.")
    return redirect("service:satisfaction")


@require_POST
def settle(request: Request, pk: int) -> HttpResponse:
    """Write down what was done about a complaint."""
    check_can(request.user, "work_engagements")
    form = DoneForm(request.POST)
    if not form.is_valid():
        raise InputError("Say what was done, in a sentence.")
    found = get_object_or_404(Complaint, pk=pk)
    actions.settle_complaint(complaint=found, done=form.cleaned_data["done"], by=request.user)
    messages.success(request, "Written down.")
    return redirect("service:satisfaction")


def points(share: float | None) -> str:
    """Write a net score in points, -100 to 100, with its sign."""
    return "" if share is None else f"{100 * share:+.0f}".replace("-", "\u2212")


def _show(
    request: HttpRequest,
    template: str,
    asking: Asking,
    *,
    form: AnswerQuestionForm | None = None,
    status: int = 200,
    in_office: bool = False,
) -> HttpResponse:
    served = Organization.objects.first()
    told = {
        "asking": asking,
        "engagement": asking.engagement,
        "form": form,
        "in_office": in_office,
        "served": served.name if served else "",
    }
    return render(request, template, told, status=status)
