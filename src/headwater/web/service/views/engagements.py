"""Pages of engagements: the board, the timeline, one engagement. Find, check, act, show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from headwater.errors import InputError
from headwater.vocabulary.service import MEASURES
from headwater.web.organization.doors import readers_only
from headwater.web.organization.permissions import check_can
from headwater.web.organization.request import Request
from headwater.web.service.actions import clocks
from headwater.web.service.actions import engagements as actions
from headwater.web.service.forms_work import AskForm
from headwater.web.service.models import Clock, Engagement, Offering
from headwater.web.service.views.faces import TITLES, WORDS

COLUMNS = (
    ("Asked", ("asked", "triaged")),
    ("Agreed", ("agreed",)),
    ("At work", ("working",)),
    ("Delivered", ("delivered",)),
    ("Accepted, recognized", ("accepted", "recognized")),
)
A_COLUMN = 30  # cards; older ones are in the list
A_PAGE = 50
MOST_LANES = 40


@dataclass(frozen=True, slots=True)
class Badge:
    """One clock on a card: the word, its tone, and when it is due."""

    title: str
    word: str
    tone: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """One engagement on the board, with the clock that matters most now."""

    engagement: Engagement
    badge: Badge | None


@require_GET
@readers_only
def board(request: Request) -> HttpResponse:
    """Show open engagements by stage, each with its most urgent clock."""
    now = timezone.now()
    columns = []
    for title, stages in COLUMNS:
        found = with_clocks().filter(stage__in=stages).order_by("-since")
        rows = list(found[: A_COLUMN + 1])
        cards = [Card(each, badge(each.clocks.all(), now)) for each in rows[:A_COLUMN]]
        columns.append({"title": title, "cards": cards, "more": len(rows) > A_COLUMN})
    told = {
        "columns": columns,
        "alarms": clocks.alarms(at=now, most=6),
        "any": Engagement.objects.exists(),
        "offered": Offering.objects.filter(is_retired=False).exists(),
    }
    return render(request, "service/board.html", told)


@require_GET
@readers_only
def listed(request: Request) -> HttpResponse:
    """List engagements behind a figure: by service, measure, outcome, stage or words."""
    now = timezone.now()
    found = with_clocks()
    given = {name: request.GET.get(name, "")[:200] for name in ("offering", "measure", "outcome")}
    given |= {name: request.GET.get(name, "")[:200] for name in ("stage", "q")}
    if given["offering"]:
        found = found.filter(offering__offering__key=given["offering"])
    if given["measure"] in MEASURES:
        found = found.filter(pk__in=_with_outcome(given["measure"], given["outcome"], now))
    if given["stage"] == "open":
        found = found.open()
    elif given["stage"] in Engagement.Stage.values:
        found = found.filter(stage=given["stage"])
    if given["q"]:
        found = found.filter(_words(given["q"]))
    page = Paginator(found.order_by("-opened", "-number"), A_PAGE).get_page(request.GET.get("page"))
    cards = [Card(each, badge(each.clocks.all(), now)) for each in page]
    told = {
        "page": page,
        "cards": cards,
        "given": given,
        "stages": Engagement.Stage.choices,
        "query": _query(request),
    }
    return render(request, "service/engagements.html", told)


@require_GET
@readers_only
def timeline(request: Request) -> HttpResponse:
    """Show the latest engagements as lanes from request to delivery, with the same as a table."""
    rows = list(with_clocks().order_by("-opened")[:MOST_LANES])
    return render(request, "service/timeline.html", {"chart": lanes(rows, timezone.now())})


@require_http_methods(["GET", "POST"])
@readers_only
def ask(request: Request) -> HttpResponse:
    """Show the form for a request (GET); write it (POST)."""
    check_can(request.user, "ask_service")
    initial = {
        "offering": request.GET.get("offering", "")[:80],
        "need": request.GET.get("need", "")[:20],
        "customer": request.user.pk,
    }
    before = _before(request)
    if before is not None:
        initial |= {
            "need": before.need_id,
            "customer": before.customer_id,
            "customer_name": before.customer_name,
            "unit": before.unit_id,
            "title": before.title,
            "follows": before.pk,
        }
    form = AskForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = actions.ask(**form.cleaned_data, by=request.user)
        except InputError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made.label} is asked for; the clock runs.")
            return redirect("service:engagement", made.pk)
    status = 422 if form.is_bound else 200
    return render(request, "service/ask.html", {"form": form, "before": before}, status=status)


def _before(request: Request) -> Engagement | None:
    """Return the engagement that hands over, where the form is about a hand-over."""
    given = (request.POST if request.method == "POST" else request.GET).get("follows", "")
    if not given.isascii() or not given.isdigit() or len(given) > 12:
        return None
    return Engagement.objects.filter(pk=int(given)).first()


def _words(q: str) -> Q:
    """Return the condition of engagements with these words in title or customer."""
    first, _, last = q.strip().partition(" ")
    seated = Q(customer__first_name__icontains=q) | Q(customer__last_name__icontains=last or q)
    if last:
        seated = Q(customer__first_name__icontains=q) | (
            Q(customer__first_name__icontains=first) & Q(customer__last_name__icontains=last)
        )
    return seated | Q(title__icontains=q) | Q(customer_name__icontains=q)


def with_clocks() -> Any:
    """Return engagements with what lists show, their clocks among it."""
    kept = Prefetch("clocks", Clock.objects.order_by("pk"))
    return Engagement.objects.whole().prefetch_related(kept)


def badge(kept: Iterable[Clock], now: datetime) -> Badge | None:
    """Return the clock that matters most: one that is late, then the next one due."""
    found = []
    for clock in kept:
        outcome = clocks.outcome_at(clock, now)
        if clock.state in ("stopped", "withdrawn"):
            continue
        key = clock.state if outcome == "open" and clock.state != "running" else outcome
        word, tone = WORDS[key]
        found.append((outcome != "breached", clock.due or now, clock, word, tone, key))
    found = [each for each in found if each[5] != "waiting"]
    if not found:
        return None
    _, _, clock, word, tone, _ = min(found, key=lambda each: (each[0], each[1]))
    return Badge(TITLES[clock.measure], word, tone, clock.due)


@dataclass(frozen=True, slots=True)
class Lane:
    """One engagement drawn from request to delivery, on an axis of `AXIS` units."""

    engagement: Engagement
    start: float
    width: float
    due: float | None
    word: str
    tone: str
    ended: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Lanes:
    """The drawing: a lane each, the days below it, and where today is."""

    lanes: tuple[Lane, ...]
    ticks: tuple[datetime, ...]
    now: float


AXIS, LEAST = 1000.0, 4.0


def lanes(rows: list[Engagement], now: datetime) -> Lanes | None:
    """Lay out engagements over time; None where there are none."""
    if not rows:
        return None
    first = min(each.opened for each in rows)
    dues = [_delivery(each) for each in rows]
    last = max([now, *(each.due for each in dues if each is not None and each.due)])
    span = max((last - first).total_seconds(), 86_400.0)

    def across(at: datetime) -> float:
        return round((at - first).total_seconds() / span * AXIS, 1)

    found = []
    for each, clock in zip(rows, dues, strict=True):
        ended = each.delivered_at or (None if each.is_open else each.since)
        outcome = clocks.outcome_at(clock, now) if clock else "none"
        due = clock.due if clock else None
        start = min(across(each.opened), AXIS - LEAST)
        word, tone = WORDS[outcome]
        found.append(
            Lane(
                engagement=each,
                start=start,
                width=max(across(ended or now) - start, LEAST),
                due=across(due) if due else None,
                word=word,
                tone=tone,
                ended=ended,
                due_at=due,
            )
        )
    ticks = tuple(first + (last - first) * part / 3 for part in range(4))
    return Lanes(tuple(found), ticks, across(now))


def _delivery(engagement: Engagement) -> Clock | None:
    return next((each for each in engagement.clocks.all() if each.measure == "delivery"), None)


def _with_outcome(measure: str, outcome: str, now: datetime) -> Any:
    rows = Clock.objects.filter(measure=measure).exclude(state="waiting")
    late = clocks.breached_rows(now)
    if outcome == "breached":
        rows = rows.filter(late)
    elif outcome == "open":
        rows = rows.filter(outcome="open").exclude(late)
    elif outcome in ("met", "none"):
        rows = rows.filter(outcome=outcome)
    elif outcome == "settled":
        rows = rows.filter(Q(outcome="met") | late)
    elif outcome:
        raise Http404
    return rows.values("engagement")


def _query(request: Request) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode() + ("&" if kept else "")


def found(pk: int) -> Engagement:
    """Return an engagement with what its page shows."""
    return get_object_or_404(Engagement.objects.whole().select_related("follows"), pk=pk)
