"""Charts as small SVG that fits any width: places are percentages, letters keep their size."""

from collections.abc import Iterator
from itertools import pairwise

from headwater.presentation.render.html.markup import Markup, element, text
from headwater.presentation.render.html.scales import Scale, scale, short
from headwater.presentation.wording import bare_money, number, percent
from headwater.vocabulary.report import Axis, Chart, Point, Series

HEIGHT = 360.0
BAR = 18.0
MOST_LABEL = 22
SHAPES = {  # about (0, 0), one for each call
    "start": "M-5.5 0A5.5 5.5 0 1 0 5.5 0A5.5 5.5 0 1 0-5.5 0Z",
    "contested": "M0-6.5L6.2 5L-6.2 5Z",
    "stop": "M-5-5H5V5H-5Z",
}


def draw(chart: Chart, key: str) -> Markup:
    """Draw a chart; each mark says its name and numbers when it is pointed at."""
    if chart.kind in ("bars", "ranges"):
        return _lying(chart)
    field = _columns(chart, key) if chart.kind == "columns" else _dots(chart, key)
    return element("div", _legend(chart, key), field)


def say(value: float, axis: Axis) -> str:
    """Write a number of an axis in full."""
    return {"percent": percent, "money": bare_money}.get(axis.kind, number)(value)


def _tone(series: Series) -> str:
    return series.tone or "plain"


def _title(content: str) -> Markup:
    return element("title", text(content))


def _lying(chart: Chart) -> Markup:
    """One row a category: its words, its bar, its number; no axis to look up."""
    points = [(each, point) for each in chart.series for point in each.points]
    ends = [max(p.y, p.high if p.high is not None else p.y) for _, p in points]
    most = max([*ends, 1e-9])
    rows = []
    for series, point in points:
        shown = _range(point, most, chart.y) if chart.kind == "ranges" else _bar(point, most)
        rows.append(
            element(
                "li",
                element("span", text(point.label), class_="name", dir="auto"),
                element(
                    "svg",
                    *shown,
                    class_=f"bar {_tone(series)}",
                    height=BAR,
                    aria_hidden="true",
                    focusable="false",
                ),
                element("span", text(_said(point, chart)), class_="said"),
                title=point.note or None,
            )
        )
    return element("ul", *rows, class_="bars")


def _bar(point: Point, most: float) -> Iterator[Markup]:
    wide = max(0.0, point.y / most * 100)
    yield element("rect", y=2, width=f"{wide:.2f}%", height=BAR - 4, class_="fill")


def _range(point: Point, most: float, axis: Axis) -> Iterator[Markup]:
    low = (point.y if point.low is None else point.low) / most * 100
    high = (point.y if point.high is None else point.high) / most * 100
    centre = point.y / most * 100
    yield element("line", x1="0", x2="100%", y1=BAR / 2, y2=BAR / 2, class_="track")
    wide = max(high - low, 0.4)
    yield element("rect", x=f"{low:.2f}%", y=3, width=f"{wide:.2f}%", height=BAR - 6, class_="fill")
    at = f"{centre:.2f}%"
    yield element("line", x1=at, x2=at, y1=0, y2=BAR, class_="centre")


def _said(point: Point, chart: Chart) -> str:
    if chart.kind == "bars" or point.low is None or point.high is None:
        return say(point.y, chart.y)
    if point.low == point.high:
        return say(point.low, chart.y)
    low, high = say(point.low, chart.y), say(point.high, chart.y)
    return f"{low}–{high}, central {say(point.y, chart.y)}"


def _dots(chart: Chart, key: str) -> Markup:
    points = [point for each in chart.series for point in each.points]
    places = [p.x for p in points] + [marker.x for marker in chart.markers]
    across = scale(places, logarithmic=chart.x.logarithmic)
    up = scale([p.y for p in points])
    marks = [*_grid(across, up, chart)]
    for marker in chart.markers:
        marks += _marker(marker.label, across.place(marker.x))
    for place, series in enumerate(chart.series):
        drawn = [*_joined(series, across, up)] if chart.kind == "line" else []
        drawn += (_dot(point, series, chart, across, up) for point in series.points)
        group = f"s{place} {_tone(series)}"
        marks.append(element("g", *drawn, class_=group, data_series=place))
    return _field(chart, key, up, marks)


def _dot(point: Point, series: Series, chart: Chart, across: Scale, up: Scale) -> Markup:
    said = (
        f"{point.label}: {chart.y.title} {say(point.y, chart.y)}, "
        f"{chart.x.title} {say(point.x, chart.x)}"
    )
    if series.tone:
        said = f"{said} ({series.name})"
    shape = SHAPES.get(series.tone, SHAPES["start"])
    return element(
        "svg",
        element("path", _title(said), d=shape, class_="mark"),
        x=f"{across.place(point.x) * 100:.2f}%",
        y=f"{_down(up, point.y):.1f}",
    )


def _down(up: Scale, value: float) -> float:
    return HEIGHT * (1 - up.place(value))


def _joined(series: Series, across: Scale, up: Scale) -> Iterator[Markup]:
    ordered = sorted(series.points, key=lambda p: p.x)
    for one, other in pairwise(ordered):
        yield element(
            "line",
            x1=f"{across.place(one.x) * 100:.2f}%",
            y1=f"{_down(up, one.y):.1f}",
            x2=f"{across.place(other.x) * 100:.2f}%",
            y2=f"{_down(up, other.y):.1f}",
            class_="joined",
        )


def _grid(across: Scale, up: Scale, chart: Chart) -> Iterator[Markup]:
    for tick in up.ticks:
        at = f"{_down(up, tick):.1f}"
        yield element("line", x1="0", x2="100%", y1=at, y2=at, class_="rule")
    for tick in across.ticks:
        at = f"{across.place(tick) * 100:.2f}%"
        yield element("line", x1=at, x2=at, y1=HEIGHT, y2=HEIGHT + 5, class_="tick")
        yield element("text", text(short(tick, chart.x)), x=at, y=HEIGHT + 20, class_="across")
    yield element("text", text(chart.x.title), x="50%", y=HEIGHT + 42, class_="across title")


def _marker(label: str, place: float) -> Iterator[Markup]:
    at = f"{place * 100:.2f}%"
    yield element("line", x1=at, x2=at, y1=0, y2=HEIGHT, class_="marker")
    side = "end" if place > 0.5 else "start"
    offset = "-6" if place > 0.5 else "6"
    yield element("text", text(label), x=at, y=HEIGHT - 10, dx=offset, class_=f"said {side}")


def _columns(chart: Chart, key: str) -> Markup:
    values = [point.y for each in chart.series for point in each.points]
    up = scale(values)
    marks = [
        element(
            "line", x1="0", x2="100%", y1=f"{_down(up, t):.1f}", y2=f"{_down(up, t):.1f}",
            class_="rule",
        )
        for t in up.ticks
    ]  # fmt: skip
    group = 100 / len(chart.categories)
    each_wide = group * 0.8 / len(chart.series)
    for place, series in enumerate(chart.series):
        at = {name: number for number, name in enumerate(chart.categories)}
        drawn = [
            _column(point, series, chart, up, group * (at[point.label] + 0.1) + place * each_wide,
                    each_wide)
            for point in series.points
        ]  # fmt: skip
        marks.append(element("g", *drawn, class_=_tone(series), data_series=place))
    many = len(chart.categories) > 4
    for number_, name in enumerate(chart.categories):
        marks.append(_category(name, group * (number_ + 0.5), slanted=many))
    return _field(chart, key, up, marks)


def _column(
    point: Point, series: Series, chart: Chart, up: Scale, left: float, wide: float
) -> Markup:
    top, bottom = _down(up, max(point.y, 0)), _down(up, min(point.y, 0))
    said = f"{point.label}, {series.name}: {say(point.y, chart.y)}"
    return element(
        "rect",
        _title(said),
        x=f"{left:.2f}%",
        width=f"{wide * 0.92:.2f}%",
        y=f"{top:.1f}",
        height=f"{max(bottom - top, 0.5):.1f}",
        class_="mark fill",
    )


def _category(name: str, at: float, *, slanted: bool) -> Markup:
    shown = name if len(name) <= MOST_LABEL else name[: MOST_LABEL - 1] + "…"
    words = element(
        "text",
        text(shown),
        transform="rotate(-38)" if slanted else None,
        class_="end" if slanted else "across",
    )
    return element("svg", words, x=f"{at:.2f}%", y=HEIGHT + (14 if slanted else 20))


def _field(chart: Chart, key: str, up: Scale, marks: list[Markup]) -> Markup:
    """Put the numbers of the upright axis beside the field of marks."""
    ticks = (
        element("text", text(short(tick, chart.y)), x=46, y=f"{_down(up, tick) + 4:.1f}")
        for tick in up.ticks
    )
    title = chart.y.title if chart.y.title != chart.title else ""
    return element(
        "div",
        element("p", text(title), class_="up") if title else text(""),
        element("svg", *ticks, class_="axis", width=52, height=HEIGHT, aria_hidden="true"),
        element("svg", *marks, class_="field", height=HEIGHT, role="img",
                aria_labelledby=f"{key}-title"),
        class_=f"plot {chart.kind}",
        id=f"{key}-plot",
    )  # fmt: skip


def _legend(chart: Chart, key: str) -> Markup:
    if len(chart.series) < 2:
        return text("")
    buttons = []
    for place, series in enumerate(chart.series):
        shape = SHAPES.get(series.tone, SHAPES["stop"])
        mark = element(
            "svg",
            element("path", d=shape, transform="translate(7 7)", class_="mark"),
            width=14,
            height=14,
            aria_hidden="true",
        )
        buttons.append(
            element(
                "button",
                mark,
                text(f"{series.name}"),
                type="button",
                aria_pressed="true",
                class_=_tone(series),
                data_plot=f"{key}-plot",
                data_toggle=place,
            )
        )
    return element("div", *buttons, class_="legend", role="group", aria_label="Show or hide")
