"""Pages of chains: the customer's one clock over every service that took part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.service.actions import chains as actions
from headwater.web.service.forms_work import WholeForm
from headwater.web.service.models import Engagement
from headwater.web.service.views.faces import WORDS, lasting, shown

A_PAGE = 20
WIDE = 1000.0
UNPROMISED = {"stopped": ("delivered", "plain"), "withdrawn": ("withdrawn", "quiet-tone")}


@dataclass(frozen=True, slots=True)
class Row:
    """A chain as lists show it: the customer's clock in a word."""

    chain: actions.Chain
    word: str
    tone: str
    used: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar, in a box of `WIDE`: `kind` is work, still or gap."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One link on the time axis, with what its table row says."""

    link: actions.Link
    pieces: tuple[Piece, ...]
    waited: str
    took: str
    word: str
    tone: str
    held_by: str


@require_GET
@readers_only
def chains(request: Request) -> HttpResponse:
    """List the chains, each with the customer's one clock."""
    page = Paginator(actions.roots(), A_PAGE).get_page(request.GET.get("page"))
    rows = [row(each) for each in actions.read_all(list(page))]
    return render(request, "service/chains.html", {"page": page, "rows": rows, "query": ""})


@require_GET
@readers_only
def chain(request: Request, pk: int) -> HttpResponse:
    """Show one chain: the customer's clock, each link on one time axis, who holds it now."""
    found = get_object_or_404(Engagement, pk=pk)
    if found.follows_id is not None:
        return redirect("service:chain", actions.root_of(found).pk)
    return _page(request, found)


@require_POST
def promise(request: Request, pk: int) -> HttpResponse:
    """Promise one delivery for the whole."""
    check_can(request.user, "triage")
    found = get_object_or_404(Engagement, pk=pk)
    form = WholeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    actions.promise_whole(engagement=found, **form.cleaned_data, by=request.user)
    messages.success(request, "The promise holds for the whole chain, from its first request.")
    return redirect("service:chain", actions.root_of(found).pk)


def row(found: actions.Chain) -> Row:
    """Lay out one chain for a list."""
    clock = found.reading.clock
    word, tone = WORDS[shown(clock)]
    if found.whole is None:
        word, tone = UNPROMISED.get(clock.state, ("nothing promised", "quiet-tone"))
    return Row(found, word, tone, lasting(clock.used_seconds, found.hours))


def _page(
    request: Request, found: Engagement, *, form: WholeForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    whole = actions.read(actions.root_of(found), at=now)
    clock, zone = whole.reading.clock, ZoneInfo(whole.hours.zone)
    first = whole.links[0].step.asked
    last = clock.stopped or now
    ends = max([last, *(each.step.ended or now for each in whole.links)])
    if clock.due is not None:
        ends = max(ends, clock.due)
    across = _Axis(first, ends)
    told = {
        "row": row(whole),
        "chain": whole,
        "clock": clock,
        "bar": min(clock.used_seconds / clock.target_seconds, 1.0) * 100
        if clock.target_seconds
        else None,
        "target": whole.whole.target("delivery") if whole.whole else None,
        "due": clock.due.astimezone(zone) if clock.due else None,
        "due_x": across.x(clock.due) if clock.due else None,
        "customer": _customer(whole, across, last),
        "bars": [_bar(each, whole, across, now) for each in whole.links],
        "ticks": [each.astimezone(zone) for each in across.ticks()],
        "zone": whole.hours.zone,
        "form": form or WholeForm(),
    }
    with timezone.override(zone):
        return render(request, "service/chain.html", told, status=status)


@dataclass(frozen=True, slots=True)
class _Axis:
    """The one time axis that all bars share."""

    first: datetime
    last: datetime

    @property
    def span(self) -> timedelta:
        return max(self.last - self.first, timedelta(hours=1))

    def x(self, at: datetime) -> float:
        return round(min(max((at - self.first) / self.span, 0.0), 1.0) * WIDE, 1)

    def piece(self, start: datetime, end: datetime, kind: str) -> Piece:
        begin = self.x(start)
        return Piece(begin, max(round(self.x(end) - begin, 1), 2.0), kind)

    def ticks(self) -> list[datetime]:
        return [self.first + self.span * part / 3 for part in range(4)]


def _customer(whole: actions.Chain, across: _Axis, last: datetime) -> tuple[Piece, ...]:
    """Draw the customer's clock: it runs from the first request, and stands still for them."""
    still = [each for each in whole.reading.clock.stretches if each.why != "running"]
    first = whole.links[0].step.asked
    return (
        across.piece(first, last, "work"),
        *(across.piece(each.start, each.end, "still") for each in still),
    )


def _bar(link: actions.Link, whole: actions.Chain, across: _Axis, now: datetime) -> Bar:
    step = link.step
    pieces = []
    before = _before(link, whole.links)
    if before is not None and before < step.asked:
        pieces.append(across.piece(before, step.asked, "gap"))
    end = step.ended or now
    pieces.append(across.piece(step.asked, end, "work"))
    if step.own is not None:
        pieces += [
            across.piece(each.start, min(each.end, end), "still")
            for each in step.own.stretches
            if each.why != "running" and each.start < end
        ]
    word, tone = WORDS[shown(step.own)] if step.own else ("nothing promised", "quiet-tone")
    return Bar(
        link=link,
        pieces=tuple(pieces),
        waited=lasting(step.handed_over, whole.hours) if step.handed_over else "",
        took=lasting(step.seconds, whole.hours),
        word=word,
        tone=tone,
        held_by=_held_by(link),
    )


def _before(link: actions.Link, links: Sequence[actions.Link]) -> datetime | None:
    follows = link.engagement.follows_id
    return next((each.step.ended for each in links if each.engagement.pk == follows), None)


def _held_by(link: actions.Link) -> str:
    """Say who must act now; "" where it is over."""
    if link.step.ended is not None:
        return ""
    if link.step.waits_for == "customer":
        return f"{link.engagement.asked_by}, the customer"
    if link.step.waits_for == "supplier":
        return "a supplier"
    return link.engagement.led_by or "nobody yet: it is not taken in"
