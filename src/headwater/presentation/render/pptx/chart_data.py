"""The workbook behind each chart, so that "Edit data" shows names and numbers, and no formula."""

from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.oxml.ns import qn

from headwater.presentation.render import measure
from headwater.presentation.render.xlsx import Book, put
from headwater.presentation.wording import percent
from headwater.vocabulary.report import Chart, Point

LABEL_ROOM, LABEL_SIZE, LABEL_LINES = 250.0, 11.0, 2
LABEL_UP = 0.1  # how far up its line the words of a marker stand
RANGE_PARTS = ("Lowest", "Lowest to central", "Central to highest")


def categories(chart: Chart) -> tuple[CategoryChartData, bytes]:
    """Return the data of a bar, range or column chart, and its workbook."""
    data = CategoryChartData(number_format="General")
    data.categories = labels = _labels(chart)
    for name, values in _series(chart):
        data.add_series(name, values)
    book = Book()
    sheet = book.sheet("Sheet1")
    for row, label in enumerate(labels, 1):
        put(sheet, row, 0, label)
    for column, (name, values) in enumerate(_series(chart), 1):
        put(sheet, 0, column, name)
        for row, value in enumerate(values, 1):
            put(sheet, row, column, value)
    sheet.set_column(0, 0, 44)
    return data, book.content()


def _labels(chart: Chart) -> list[str]:
    room = LABEL_ROOM if chart.kind != "columns" else 120.0
    found = []
    for label in chart.categories:
        text = measure.clip(label, room, LABEL_SIZE, lines=LABEL_LINES)
        if chart.kind == "ranges":
            point = _point(chart, label)
            text += f" ({_range(point)})"
        while text in found:  # two long names may be cut to the same words
            text += " "
        found.append(text)
    return found


def _point(chart: Chart, label: str) -> Point:
    return next(each for each in chart.series[0].points if each.label == label)


def _range(point: Point) -> str:
    low = point.y if point.low is None else point.low
    high = point.y if point.high is None else point.high
    return percent(low) if low == high else f"{percent(low)}–{percent(high)}"


def _series(chart: Chart) -> list[tuple[str, list[float | None]]]:
    if chart.kind == "ranges":
        points = [_point(chart, label) for label in chart.categories]
        lows = [p.y if p.low is None else p.low for p in points]
        highs = [p.y if p.high is None else p.high for p in points]
        parts: list[list[float | None]] = [
            [*lows],
            [p.y - low for p, low in zip(points, lows, strict=True)],
            [high - p.y for p, high in zip(points, highs, strict=True)],
        ]
        return list(zip(RANGE_PARTS, parts, strict=True))
    return [
        (
            each.name,
            [
                next((p.y for p in each.points if p.label == label), None)
                for label in chart.categories
            ],
        )
        for each in chart.series
    ]


def dots(chart: Chart) -> tuple[XyChartData, bytes]:
    """Return the data of a scatter or line chart, and its workbook with a name beside each dot.

    Every series has three columns of its own: name, x, y.
    """
    data = XyChartData(number_format="General")
    book = Book()
    sheet = book.sheet("Sheet1")
    for place, (name, points) in enumerate(_groups(chart)):
        series = data.add_series(name)
        left = 3 * place
        for column, title in enumerate(("Name", chart.x.title, name)):
            put(sheet, 0, left + column, title)
        for row, point in enumerate(points, 1):
            series.add_data_point(point.x, point.y)
            put(sheet, row, left, point.label)
            put(sheet, row, left + 1, point.x)
            put(sheet, row, left + 2, point.y)
        sheet.set_column(left, left, 44)
    return data, book.content()


def _groups(chart: Chart) -> list[tuple[str, list[Point]]]:
    groups = [(each.name, list(each.points)) for each in chart.series]
    heights = [p.y for _, points in groups for p in points]
    low, high = min(0.0, *heights), max(0.0, *heights)
    for marker in chart.markers:
        stops = (low, low + LABEL_UP * (high - low), high)
        groups.append((marker.label, [Point(marker.label, x=marker.x, y=stop) for stop in stops]))
    return groups


def finish(graphic: Any, chart: Chart, workbook: bytes) -> None:
    """Put the workbook made here in place of the one that was made on the way.

    The dots' references follow its columns. They all reach as far down as the longest series:
    LibreOffice drops a series that is shorter than a later one.
    """
    native = graphic.chart
    native.part.chart_workbook.update_from_xlsx_blob(workbook)
    if chart.kind not in ("scatter", "line"):
        return
    longest = max(len(points) for _, points in _groups(chart))
    for place, series in enumerate(native.plots[0].series):
        across, up = (_letters(3 * place + offset) for offset in (1, 2))
        references = {
            "c:tx": f"Sheet1!${up}$1",
            "c:xVal": f"Sheet1!${across}$2:${across}${longest + 1}",
            "c:yVal": f"Sheet1!${up}$2:${up}${longest + 1}",
        }
        for tag, reference in references.items():
            part = series._element.find(qn(tag))
            part.find(f".//{qn('c:f')}").text = reference
            if tag != "c:tx":
                part.find(f".//{qn('c:ptCount')}").set("val", str(longest))


def _letters(column: int) -> str:
    """Return the letters of a column counted from 0; no chart has more than 26 x 26."""
    first, second = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + second)
