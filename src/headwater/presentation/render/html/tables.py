"""Tables as HTML: every number keeps its exact value beside the way it is written."""

from headwater.presentation.palette import SIGNS
from headwater.presentation.render.html.markup import Markup, behind, element, text
from headwater.presentation.wording import cell
from headwater.vocabulary.report import Cell, Column, Table
from headwater.vocabulary.units import Interval

NUMBERS = ("money", "number", "percent")


def table(shown: Table, key: str, name: str = "") -> Markup:
    """Write a table in a region that scrolls sideways; searchable ones get a tool bar.

    `name` is what a listener hears of it; without one, the first headings.
    """
    head = (_head(column, shown.searchable) for column in shown.columns)
    body = (
        element(
            "tr",
            *(
                _cell(value, column, link, first=place == 0)
                for place, (value, column, link) in enumerate(
                    zip(row, shown.columns, links, strict=True)
                )
            ),
        )
        for row, links in zip(shown.rows, _links(shown), strict=True)
    )
    titles = ", ".join(column.title for column in shown.columns[:3] if column.title)
    grid = element(
        "div",
        element(
            "table",
            element("thead", element("tr", *head)),
            element("tbody", *body),
            id=key,
        ),
        class_="scroll",
        role="region",
        tabindex="0",
        aria_label=f"Table: {name or titles}",
    )
    parts = [grid]
    if shown.caption:
        parts.insert(0, element("p", text(shown.caption)))
    if shown.note:
        parts.append(element("p", text(shown.note), class_="small"))
    if not shown.searchable:
        return element("div", *parts, class_="table")
    return element("div", _tools(shown, key), *parts, class_="table searchable")


def _links(shown: Table) -> tuple[tuple[str, ...], ...]:
    return shown.links or tuple(("",) * len(row) for row in shown.rows)


def _head(column: Column, sortable: bool) -> Markup:
    number = "num" if column.kind in NUMBERS else None
    title = text(column.title) if column.title else element("span", text("Number"), class_="unseen")
    if not sortable:
        return element("th", title, scope="col", class_=number)
    button = element("button", title, type="button", class_="sort")
    return element("th", button, scope="col", class_=number, aria_sort="none")


def _cell(value: Cell, column: Column, link: str, *, first: bool) -> Markup:
    written = cell(value, column)
    if column.kind == "call" and isinstance(value, str) and value in SIGNS:
        mark = element("span", text(SIGNS[value]), class_="sign", aria_hidden="true")
        badge = element("span", mark, text(written), class_=f"call {value}")
        return element("td", badge, data_value=value)
    if column.kind in NUMBERS:
        low, high = _ends(value)
        return element("td", behind(link, written), class_="num", data_value=low, data_high=high)
    if first:
        return element("th", behind(link, written), scope="row", dir="auto")
    return element(
        "td", behind(link, written), dir="auto", class_="wide" if column.share >= 2 else None
    )


def _ends(value: Cell) -> tuple[str | None, str | None]:
    if isinstance(value, Interval):
        return repr(value.low), None if value.is_point else repr(value.high)
    return (repr(value), None) if isinstance(value, float | int) else (None, None)


def _tools(shown: Table, key: str) -> Markup:
    box = element(
        "label",
        element("span", text("Search")),
        element("input", type="search", autocomplete="off", data_search=key),
    )
    calls = [column.kind for column in shown.columns]
    buttons = []
    if "call" in calls:
        place = calls.index("call")
        found = [row[place] for row in shown.rows]
        for name in ("", *SIGNS):
            mark = element("span", text(SIGNS.get(name, "")), class_="sign", aria_hidden="true")
            many = len(found) if not name else found.count(name)
            buttons.append(
                element(
                    "button",
                    mark if name else text(""),
                    text(f"{name.capitalize() or 'All'} {many:,}"),
                    type="button",
                    data_filter=key,
                    data_call=name,
                    aria_pressed="true" if not name else "false",
                    class_=f"filter {name}".strip(),
                )
            )
    return element(
        "div",
        box,
        element("div", *buttons, class_="filters", role="group", aria_label="Show only"),
        element("p", text(f"{len(shown.rows):,} shown"), role="status", data_count=key),
        class_="tools",
        hidden=True,
    )
