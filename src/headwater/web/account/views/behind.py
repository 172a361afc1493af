"""The records behind any figure, on one page for customer, maturity, statement and path."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from headwater.vocabulary.service_figures import ServiceFigure
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.web.account.actions import customer, maturity
from headwater.web.account.gather import Gathered
from headwater.web.organization.request import Request

A_PAGE = 100
COUNTS = ("counts", "does not")


@dataclass(frozen=True, slots=True)
class Listed:
    """What stands above the records: the figure as people write it, and what is doubtful."""

    title: str
    value: str = ""
    interval: str = ""
    text: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One record behind a figure: its name, its page, and whether it counts."""

    name: str
    address: str
    counts: bool


def records(
    request: Request,
    *,
    found: Gathered,
    figure: ServiceFigure,
    back: tuple[str, str],
    query: str = "",
    unit: MoneyUnit | None = None,
) -> HttpResponse:
    """Show the records behind a figure, each leading to its page."""
    value = worded(figure.value, figure, unit)
    text = "" if figure.text.rstrip(".") == value else figure.text
    top = Listed(figure.title, value, between(figure.interval, figure), text, figure.doubts)
    ids = (figure.records, figure.rest)
    return listed(request, found=found, top=top, ids=ids, back=back, query=query)


def listed(
    request: Request,
    *,
    found: Gathered,
    top: Listed,
    ids: tuple[Sequence[str], Sequence[str]],
    back: tuple[str, str],
    query: str = "",
    words: tuple[str, str] = COUNTS,
) -> HttpResponse:
    """Show records page by page: those that count first. Only those of the page are named.

    `words` are said of those that count and of those that do not.
    """
    every = [(each, True) for each in ids[0]] + [(each, False) for each in ids[1]]
    page = Paginator(every, A_PAGE).get_page(request.GET.get("page"))
    told = {
        "top": top,
        "page": page,
        "entries": [Entry(customer.called(e, found), found.address(e), yes) for e, yes in page],
        "both": bool(ids[0]) and bool(ids[1]),
        "words": words,
        "back": back,
        "query": query,
    }
    return render(request, "account/records.html", told)


def worded(value: float | None, figure: ServiceFigure, unit: MoneyUnit | None = None) -> str:
    """Write a value in the unit of its figure; a dash where nothing is known."""
    if value is None:
        return "–"
    if figure.unit == "money" and unit is not None:
        return unit.show(value)
    return maturity.shown(value, figure)


def between(found: Interval | None, figure: ServiceFigure) -> str:
    """Write the interval of a figure, its unit once where it is days; "" where it has none."""
    if found is None:
        return ""
    low, high = worded(found.low, figure), worded(found.high, figure)
    return f"{low.removesuffix('s').removesuffix(' day')} to {high}"
