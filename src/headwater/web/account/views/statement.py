"""The account statement: what the organization got in a quarter, every number with its records."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from headwater.errors import InputError
from headwater.vocabulary.service_figures import Attainment, ServiceFigure
from headwater.vocabulary.service_statement import AccountStatement, ServiceLine
from headwater.web.account.actions import statement as actions
from headwater.web.account.gather import Gathered, gathered
from headwater.web.account.views.behind import between, records, worded
from headwater.web.organization.doors import readers_only
from headwater.web.organization.request import Request
from headwater.web.presentation.views import file_response

NOTES = {
    "needs_heard": ("needs_found", "found by the office"),
    "delivered": ("accepted", "accepted"),
    "decisions_taken": ("decisions_reversed", "reversed"),
}
"""Under each large number: the key of the small one, and its words."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that leads to its records; `address` is "" where it rests on none."""

    title: str
    value: str
    address: str
    detail: str = ""
    beside: "Number | None" = None


@dataclass(frozen=True, slots=True)
class Row:
    """One service or promise, and its numbers."""

    title: str
    numbers: tuple[Number, ...]
    said: str = ""


@require_GET
@readers_only
def latest(request: Request) -> HttpResponse:
    """Lead to the statement of the last quarter that is over."""
    known = actions.periods(found=gathered(), today=timezone.localdate())
    return redirect("account:statement_of", slug(actions.usual(known)))


@require_GET
@readers_only
def statement(request: Request, period: str) -> HttpResponse:
    """Show the statement of a quarter."""
    found = gathered()
    told = _made(found, period)
    figures = actions.every_figure(told)
    known = actions.periods(found=found, today=timezone.localdate())

    def number(key: str, title: str = "", detail: str = "") -> Number:
        return _number(figures[key], told, title=title, detail=detail)

    page = {
        "statement": told,
        "headline": actions.headline(told),
        "period": slug(told.period),
        "running": told.period == known[0],
        "periods": [(each, slug(each)) for each in known],
        "large": _large(figures, told),
        "needs": [number("needs_answered"), number("needs_without_project", "without a project")],
        "money": [number(each.key) for each in told.money],
        "value": [number(each.key) for each in told.value],
        "promises": [_promise(each, number(f"kept.{each.measure}")) for each in told.promises],
        "services": [_service(each, figures, told) for each in told.services],
        "lessons": [(each, found.address(f"lesson:{each.id}")) for each in told.learnt],
        "endings": tuple(actions.KINDS),
        "any": any(each.number for each in figures.values()),
    }
    return render(request, "account/statement.html", page)


@require_GET
@readers_only
def figure(request: Request, period: str, key: str) -> HttpResponse:
    """List the records behind one number of a statement."""
    found = gathered()
    told = _made(found, period)
    behind = actions.every_figure(told).get(key)
    if behind is None:
        raise Http404(f"The statement has no number {key!r}.")
    back = (reverse("account:statement_of", args=[slug(told.period)]), f"Statement {told.period}")
    return records(request, found=found, figure=behind, back=back, unit=told.unit)


@require_GET
def statement_file(request: Request, period: str, ending: str) -> HttpResponse:
    """Give a statement as a file, whose numbers lead back here."""
    if ending not in actions.KINDS:
        raise Http404
    told = _made(gathered(), period)
    address = request.build_absolute_uri(reverse("account:statement_of", args=[slug(told.period)]))
    paper = actions.statement_file(statement=told, ending=ending, address=address, by=request.user)
    return file_response(*paper)


def slug(period: str) -> str:
    """Return a quarter as it stands in addresses: "2026-Q1"."""
    return period.replace(" ", "-")


def _made(found: Gathered, period: str) -> AccountStatement:
    try:
        return actions.made(found=found, period=period)
    except InputError as error:
        raise Http404(str(error)) from error


def _number(
    figure: ServiceFigure, told: AccountStatement, *, title: str = "", detail: str = ""
) -> Number:
    address = ""
    if figure.number:
        address = reverse("account:statement_figure", args=[slug(told.period), figure.key])
    value = worded(figure.value, figure, told.unit)
    return Number(title or figure.title, value, address, detail)


def _large(figures: dict[str, ServiceFigure], told: AccountStatement) -> list[Number]:
    found = []
    titles = {"delivered": "Services given", "satisfaction": "Net satisfaction"}
    for key in ("needs_heard", "delivered", "decisions_taken", "kept", "satisfaction"):
        each, detail, beside = figures[key], "", None
        if key in NOTES:
            small, words = NOTES[key]
            beside = _number(figures[small], told, title=words)
        else:
            detail = between(each.interval, each)
        made = _number(each, told, title=titles.get(key, ""))
        found.append(Number(made.title, made.value, made.address, detail, beside))
    return found


def _promise(found: Attainment, number: Number) -> Row:
    words = f"{found.objective:.0%} wanted: {found.verdict}"
    if found.open:
        words += f"; {len(found.open)} still open"
    span = found.interval
    detail = f"{span.low:.0%} to {span.high:.0%}" if span else ""
    count = f"{len(found.met)} of {found.settled}"
    shown = Number(number.title, number.value, number.address, f"{count}; {detail}".strip("; "))
    return Row(found.measure.capitalize(), (shown,), words)


def _service(line: ServiceLine, figures: dict[str, ServiceFigure], told: AccountStatement) -> Row:
    def each(step: str) -> Any:
        return _number(figures[f"{step}.{line.service}"], told)

    return Row(line.title, (each("opened"), each("delivered"), each("accepted")))
