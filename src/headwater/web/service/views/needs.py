"""Pages of the register of needs. Each view: find, check the form, act, show."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from headwater.errors import ConflictError, InputError
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.organization.versions import VersionForm
from headwater.web.service.actions import logic, merging
from headwater.web.service.actions import needs as actions
from headwater.web.service.forms import (
    AnswerForm,
    EvidenceForm,
    FilterForm,
    FirstEvidenceForm,
    MergeForm,
    NeedForm,
    ReasonForm,
)
from headwater.web.service.models import Evidence, Merge, Need

A_PAGE = 50
FIELDS = (
    *("title", "for_whom", "lacking", "unit", "owner", "owner_name", "urgency", "urgency_reason"),
    *("needed_by", "found_by", "found_on"),
)


@require_GET
@readers_only
def needs(request: Request) -> HttpResponse:
    """Show the register, filtered, the newest first."""
    wanted = FilterForm(request.GET).wanted()
    found = Need.objects.select_related("unit", "owner").annotate(facts=Count("evidence"))
    found = found.order_by("-number")  # grouping forgets the usual order
    state = wanted["state"] or "open"
    if state != "all":
        found = found.filter(state=state)
    elif not wanted["q"]:
        found = found.standing()
    if wanted["found"]:
        found = found.filter(found_by=wanted["found"])
    if wanted["unit"]:
        found = found.filter(unit=wanted["unit"])
    if wanted["evidence"]:
        found = found.filter(facts__gt=0) if wanted["evidence"] == "yes" else found.filter(facts=0)
    if wanted["answer"]:
        found = found.exclude(answer=Need.Answer.PROJECT)
    if wanted["q"]:
        q = wanted["q"]
        words = Q(title__icontains=q) | Q(for_whom__icontains=q) | Q(lacking__icontains=q)
        number = q.strip().upper().removeprefix("N-")
        found = found.filter(words | Q(number=int(number)) if number.isdecimal() else words)
    shown = Paginator(found, A_PAGE).get_page(wanted["page"])
    told = {
        "page": shown,
        "wanted": wanted,
        "state": state,
        "counts": _counts(),
        "any": Need.objects.exists(),
        "query": _query(request),
    }
    return render(request, "service/needs.html", told)


@require_http_methods(["GET", "POST"])
@readers_only
def record(request: Request) -> HttpResponse:
    """Begin a session with what is lacking (GET); write the need (POST)."""
    check_can(request.user, "record_needs")
    given = request.POST or None
    form = NeedForm(given, initial={"found_on": timezone.localdate(), "owner": request.user.pk})
    facts = FirstEvidenceForm(given, prefix="evidence")
    if given and all([form.is_valid(), facts.is_valid()]):
        fact = facts.cleaned_data
        evidence = [actions.Fact(fact["text"], fact["source"], fact["day"])] if fact["text"] else []
        try:
            made = actions.record_need(
                **form.cleaned_data,
                objectives=request.POST.getlist("objectives"),
                evidence=evidence,
                by=request.user,
            )
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made.label} is in the register.")
            return redirect("service:session", made.pk, "problem")
    told = {"form": form, "facts": facts, "ticked": request.POST.getlist("objectives")}
    return render(request, "service/record_need.html", told, status=422 if given else 200)


@require_GET
@readers_only
def need(request: Request, pk: int) -> HttpResponse:
    """Show everything that is known of one need."""
    return _one(request, _found(pk))


@require_http_methods(["GET", "POST"])
@readers_only
def change(request: Request, pk: int) -> HttpResponse:
    """Show the need as a form (GET); write what was changed (POST)."""
    check_can(request.user, "record_needs")
    found = _found(pk)
    form = NeedForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})
    form.fields["found_on"].required = True
    ticked = found.objectives
    if form.is_bound:
        ticked = request.POST.getlist("objectives")
        if form.is_valid():
            try:
                actions.change_need(
                    need=found,
                    version=_version(request),
                    **form.cleaned_data,
                    objectives=ticked,
                    by=request.user,
                )
            except (InputError, ConflictError) as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{found.label} was saved.")
                return redirect("service:need", pk)
    told = {"need": found, "form": form, "ticked": ticked}
    status = 422 if form.is_bound else 200
    return render(request, "service/change_need.html", told, status=status)


@require_POST
def add_evidence(request: Request, pk: int) -> HttpResponse:
    """Add a fact with its source and day."""
    found = _found(pk)
    form = EvidenceForm(request.POST)
    if form.is_valid():
        try:
            actions.add_evidence(need=found, **form.cleaned_data, by=request.user)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The evidence was added.")
            return redirect("service:need", pk)
    check_can(request.user, "record_needs")
    return _one(request, found, status=422, evidence_form=form)


@require_POST
def remove_evidence(request: Request, pk: int, evidence: int) -> HttpResponse:
    """Take evidence out."""
    held = get_object_or_404(Evidence.objects.select_related("need"), pk=evidence, need=pk)
    actions.remove_evidence(evidence=held, by=request.user)
    messages.success(request, "The evidence was taken out; the need's history keeps it.")
    return redirect("service:need", pk)


@require_POST
def answer(request: Request, pk: int) -> HttpResponse:
    """Say what answered the need."""
    found = _found(pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_need(need=found, **form.cleaned_data, by=request.user)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{found.label}: {found.get_state_display().lower()}.")
            return redirect("service:need", pk)
    check_can(request.user, "record_needs")
    return _one(request, found, status=422, answer_form=form)


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Open an answered need again."""
    found = _found(pk)
    actions.reopen_need(need=found, reason=_reason(request), by=request.user)
    messages.success(request, f"{found.label} is open again.")
    return redirect("service:need", pk)


@require_POST
def propose_merge(request: Request, pk: int) -> HttpResponse:
    """Propose to merge the need into another; its owner is asked."""
    found = _found(pk)
    check_can(request.user, "record_needs")
    form = MergeForm(request.POST)
    try:
        if not form.is_valid():
            raise InputError("Choose the need to merge into, and say why in a sentence.")
        made = merging.propose_merge(need=found, **form.cleaned_data, by=request.user)
    except InputError as error:
        return _one(request, found, status=error.http_status, merge_wrong=str(error))
    who = found.owned_by or "its owner"
    messages.success(request, f"Proposed: {made}. {who} has to agree.")
    return redirect("service:need", pk)


@require_POST
def answer_merge(request: Request, pk: int, merge: int) -> HttpResponse:
    """Take the owner's answer to a proposal."""
    found = get_object_or_404(Merge.objects.select_related("need", "into"), pk=merge, need=pk)
    agreed = request.POST.get("agreed") == "yes"
    words = request.POST.get("words", "")[:500]
    try:
        merging.answer_merge(merge=found, agreed=agreed, words=words, by=request.user)
    except InputError as error:
        return _one(request, _found(pk), status=error.http_status, merge_wrong=str(error))
    messages.success(request, "Merged." if agreed else "The proposal was declined.")
    return redirect("service:need", found.into_id if agreed else pk)


def _one(request: Request, found: Need, *, status: int = 200, **more: Any) -> HttpResponse:
    asked = found.merges.filter(state=Merge.State.ASKED).select_related("into").first()
    told = {
        "need": found,
        "evidence": found.evidence.select_related("by"),
        "events": found.events.all(),
        "near": actions.near(found) if found.is_open else (),
        "near_doubt": actions.DOUBT,
        "merge": asked,
        "may_consent": asked is not None and merging.may_consent(asked, request.user),
        "taken_in": found.merged.all(),
        "engagements": found.engagements.select_related("offering__offering"),
        "drawing": logic.drawing(found),
        "next_part": logic.next_part(found),
        "doubts": logic.doubts(found),
        "evidence_form": EvidenceForm(initial={"day": timezone.localdate()}),
        "answer_form": AnswerForm(initial={"answered_on": timezone.localdate()}),
        **more,
    }
    return render(request, "service/need.html", told, status=status)


def _found(pk: int) -> Need:
    rows = Need.objects.select_related("unit", "owner", "merged_into", "by")
    return get_object_or_404(rows, pk=pk)


def _counts() -> dict[str, int]:
    """Return how many needs there are in each state, in one query."""
    counted: dict[str, int] = Need.objects.aggregate(
        open=Count("pk", filter=Q(state=Need.State.OPEN)),
        answered=Count("pk", filter=Q(state=Need.State.ANSWERED)),
        without=Count("pk", filter=Q(state=Need.State.ANSWERED) & ~Q(answer=Need.Answer.PROJECT)),
        office=Count("pk", filter=Q(found_by=Need.Found.OFFICE) & ~Q(state=Need.State.MERGED)),
        standing=Count("pk", filter=~Q(state=Need.State.MERGED)),
        merged=Count("pk", filter=Q(state=Need.State.MERGED)),
    )
    return counted


def _query(request: Request) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode() + ("&" if kept else "")


def _reason(request: Request) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise InputError("Say why, in a sentence.")
    reason: str = form.cleaned_data["reason"]
    return reason


def _version(request: Request) -> int:
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise InputError("The form could not be read: reload the page and fill it in again.")
    version: int = form.cleaned_data["version"]
    return version
