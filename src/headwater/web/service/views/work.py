"""One engagement: its page, each thing that can happen to it, its clocks with their events."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.service import MEASURES, Target
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import can, check_can
from headwater.web.organization.request import Request
from headwater.web.service import forms_work as work
from headwater.web.service.actions import calendars, clocks, events, feedback, working
from headwater.web.service.models import Agreement, Engagement
from headwater.web.service.views.acts import ACTS, APART, Act
from headwater.web.service.views.engagements import found as find
from headwater.web.service.views.faces import TITLES, Face, face


@require_GET
@readers_only
def engagement(request: Request, pk: int) -> HttpResponse:
    """Show one engagement: where it stands, its clocks, its playbook, what was said."""
    return _page(request, find(pk))


@require_POST
def act(request: Request, pk: int, name: str) -> HttpResponse:
    """Do one of the things that can happen to an engagement."""
    doing = ACTS.get(name)
    if doing is None:
        raise Http404
    found = find(pk)
    form = _form(doing, found, request.POST)
    try:
        if form.is_valid():
            doing.action(engagement=found, by=request.user, **_values(name, form))
            messages.success(request, doing.done)
            return redirect("service:engagement", pk)
        check_can(request.user, doing.may)  # the refusal comes before the faults of the form
    except (InputError, ConflictError) as error:
        form.add_error(None, str(error))
        return _page(request, find(pk), status=error.http_status, name=name, form=form)
    return _page(request, find(pk), status=422, name=name, form=form)


@require_POST
def ask_customer(request: Request, pk: int) -> HttpResponse:
    """Make a link to the one question, and show it this once."""
    found = find(pk)
    form = work.QuestionForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    made = feedback.ask_customer(engagement=found, name=name, by=request.user)
    return _page(
        request, found, asked=request.build_absolute_uri(made.path), asked_name=made.asking.name
    )


@require_GET
@readers_only
def clock(request: Request, pk: int, measure: str) -> HttpResponse:
    """Show one clock with every stretch that counted or did not, and every event behind it."""
    found = find(pk)
    if measure not in MEASURES:
        raise Http404
    shown = next((each for each in _faces(found) if each.reading.measure == measure), None)
    if shown is None:
        raise Http404
    ids = set(shown.reading.events)
    behind = [each for each in found.events.all() if f"event:{each.pk}" in ids]
    told = {"engagement": found, "face": shown, "events": behind, "title": TITLES[measure]}
    return render(request, "service/clock.html", told)


def _page(
    request: Request,
    found: Engagement,
    *,
    status: int = 200,
    name: str = "",
    form: forms.Form | None = None,
    **more: Any,
) -> HttpResponse:
    possible = events.possible(found)
    offered = []
    for key, each in ACTS.items():
        if each.kind in possible and can(request.user, each.may) and key not in APART:
            offered.append((key, each, form if key == name and form else _form(each, found, None)))
    steps = found.offering.said.steps
    done = working.done_steps(found)
    history = list(found.events.all())
    values = list(found.values.select_related("engagement__offering__offering"))
    told = {
        "engagement": found,
        "faces": _faces(found),
        "track": _track(found),
        "next": next(((k, a, f) for k, a, f in offered if a.primary), None),
        "others": [(k, a, f) for k, a, f in offered if not a.primary],
        "tried": name,
        "tried_form": form,
        "steps": [
            {"number": number, "step": step, "done": done.get(number)}
            for number, step in enumerate(steps, 1)
        ],
        "may_step": "step_done" in possible and can(request.user, "work_engagements"),
        "values": values,
        "sums": feedback.value_of(values),
        "value_form": form if name == "value" and form else work.ValueForm(),
        "complaint_form": form if name == "complain" and form else work.ComplaintForm(),
        "complaints": found.complaints.all(),
        "answers": found.feedback.select_related("asking__seen_by", "in_session_of"),
        "askings": found.askings.select_related("by"),
        "question_form": work.QuestionForm(initial={"name": found.asked_by}),
        "events": history,
        "paused_why": next((e.reason for e in reversed(history) if e.kind == "paused"), ""),
        "followed_by": found.followed_by.all(),
        "may_charter": "chartered" in possible,
        **more,
    }
    return render(request, "service/engagement.html", told, status=status)


def _faces(found: Engagement) -> list[Face]:
    """Recompute the clocks from the events, now."""
    readings = clocks.readings(found, at=timezone.now())
    keys = {each.sla for each in readings}
    agreements = {each.key: each.said for each in Agreement.objects.filter(key__in=keys)}
    hours = calendars.records([each.calendar for each in readings])
    return [face(each, agreements.get(each.sla), hours[each.calendar]) for each in readings]


def _track(found: Engagement) -> list[dict[str, Any]]:
    """Return the stages in their order, with when each was reached."""
    kinds = ("requested", "responded", "agreed", "started", "delivered", "accepted", "recognized")
    stages = ("asked", "triaged", "agreed", "working", "delivered", "accepted", "recognized")
    reached = {each.kind: each.at for each in found.events.all()}
    labels = dict(Engagement.Stage.choices)
    here = stages.index(found.stage) if found.stage in stages else -1
    return [
        {
            "title": labels[stage],
            "at": reached.get(kind) if place <= here else None,
            "here": place == here,
            "done": place < here,
        }
        for place, (stage, kind) in enumerate(zip(stages, kinds, strict=True))
    ]


def _form(doing: Act, found: Engagement, sent: Any) -> forms.Form:
    if issubclass(doing.form, work.LevelsForm):
        held: dict[str, Target] = {each.measure: each for each in _levels(found)}
        return doing.form(sent, held=held)
    return doing.form(sent)


def _levels(found: Engagement) -> tuple[Target, ...]:
    """Return what is promised now: by its last agreement, else by the catalogue."""
    last = found.events.exclude(sla="").order_by("-at", "-pk").first()
    agreement = Agreement.objects.filter(key=last.sla).first() if last else None
    return agreement.said.targets if agreement else found.offering.said.levels


def _values(name: str, form: forms.Form) -> dict[str, Any]:
    given = dict(form.cleaned_data)
    if isinstance(form, work.LevelsForm):
        levels = form.levels()
        for measure in MEASURES:
            given.pop(measure)
        if name == "promise" and levels is None:
            raise InputError("Nothing is different from what is promised now.")
        given["levels"] = levels
    if name == "start":
        given.pop("reason")
    if name == "recognize":
        given["kind"] = "recognized"
    return given
