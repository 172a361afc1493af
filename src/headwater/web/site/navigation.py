"""The main menu: a few groups of pages, in the order of the work.

To add an entry, put a `Page` into its group: the title, the name of its address, the action
without which it is not shown, and what else belongs to it: rooms ("presentation") or single
pages ("organization:units") that are to mark the entry as current although their address does
not begin with the entry's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Page:
    """An entry of the menu."""

    title: str
    name: str
    action: str = "read"
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Pages that belong together; the group's own link leads to the first one may see."""

    title: str
    pages: tuple[Page, ...]


NAVIGATION = (
    Group("Home", (Page("Home", "home", "", ("account:digest",)),)),
    Group(
        "Customer",
        (
            Page("At a glance", "account:customer"),
            Page(
                "The organization",
                "organization:about",
                also=(
                    *("organization:units", "organization:unit"),
                    *("organization:stakeholders", "organization:stakeholder"),
                ),
            ),
            Page("Service vision", "service:vision"),
            Page(
                "Account statement",
                "account:statement",
                also=("account:statement_of", "account:statement_figure"),
            ),
            Page("Maturity", "account:maturity", also=("account:maturity_figure",)),
            Page("Transformation", "account:transformation"),
        ),
    ),
    Group(
        "Services",
        (
            Page("Needs", "service:needs"),
            Page(
                "Engagements",
                "service:board",
                also=(
                    *("service:charters", "presentation:charter", "presentation:issue_charter"),
                    "account:take_over",
                ),
            ),
            Page("Catalogue", "service:catalogue"),
            Page("Service levels", "service:levels", also=("service:chains", "service:chain")),
            Page("Satisfaction", "service:satisfaction"),
        ),
    ),
    Group(
        "Facilitate",
        (
            Page("Workshops", "judgement:workshops"),
            Page("Decisions", "judgement:decisions"),
        ),
    ),
    Group(
        "Cases",
        (
            Page("Business cases", "appraisal:cases"),
            Page("Across cases", "appraisal:across"),
            Page("Bundles", "appraisal:bundles"),
        ),
    ),
    Group(
        "Rationalize",
        (
            Page("Projects", "projects:table", also=("intake",)),
            Page("Objectives", "strategy:objectives"),
            Page("What leaders value", "judgement:values"),
            Page("Portfolio", "portfolio:latest", also=("presentation",)),
            Page("Runs", "runs:list"),
        ),
    ),
    Group(
        "People",
        (
            Page("People", "organization:people", "manage_people", ("organization:organization",)),
            Page("Audit", "organization:audit", "read_audit"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the menu as one person sees it now."""

    title: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the menu as one person sees it now."""

    title: str
    address: str
    current: bool
    entries: tuple[Entry, ...]


def sections(*, path: str, view: str, may: Mapping[str, bool]) -> tuple[Section, ...]:
    """Return the groups with what the person may open; where they are is marked as current."""
    here = _current(path, view)
    found = []
    for group in NAVIGATION:
        entries = tuple(
            Entry(page.title, reverse(page.name), page.name == here)
            for page in group.pages
            if not page.action or may.get(page.action)
        )
        if entries:
            current = any(each.current for each in entries)
            found.append(Section(group.title, entries[0].address, current, entries))
    return tuple(found)


def _current(path: str, view: str) -> str:
    """Return the name of the entry that the page belongs to; "" where it belongs to none."""
    pages = [page for group in NAVIGATION for page in group.pages]
    room = view.partition(":")[0]
    for page in pages:
        if page.name == view or view in page.also:
            return page.name
    beginning = [page for page in pages if page.name != "home" and _holds(page, path)]
    if beginning:
        return max(beginning, key=lambda page: len(reverse(page.name))).name
    return next((page.name for page in pages if room in page.also), "")


def _holds(page: Page, path: str) -> bool:
    address = reverse(page.name)
    return path == address or path.startswith(address.rstrip("/") + "/")
