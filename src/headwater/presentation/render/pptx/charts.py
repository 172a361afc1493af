"""Native charts, editable in PowerPoint, in the house's colours and signs."""

from collections.abc import Callable, Sequence
from math import log
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Pt

from headwater.presentation.palette import LIGHT
from headwater.presentation.render import measure
from headwater.presentation.render.pptx import chart_data, drawing, number_formats
from headwater.vocabulary.report import Axis, Chart, Point, Series

SIZE = 11.0
TITLE_HEIGHT = 20.0
KINDS = {
    "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    "ranges": XL_CHART_TYPE.BAR_STACKED,
    "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "scatter": XL_CHART_TYPE.XY_SCATTER,
    "line": XL_CHART_TYPE.XY_SCATTER_LINES,
}
MARKERS = {
    "start": XL_MARKER_STYLE.CIRCLE,
    "contested": XL_MARKER_STYLE.TRIANGLE,
    "stop": XL_MARKER_STYLE.SQUARE,
}
NAME_WIDTH, NAME_HEIGHT = 0.33, 0.06  # room of a name in a scatter, as shares of it
MOST_LABELLED = 6  # columns in a group of three series that still leave room for numbers


def add(slide: Any, chart: Chart, box: drawing.Box) -> None:
    """Draw a chart with its title above it."""
    left, top, width, height = box
    title = measure.clip(chart.title, width, SIZE + 1, lines=1, bold=True)
    drawing.words(
        slide, title, (left, top, width, TITLE_HEIGHT), size=SIZE + 1, ink=LIGHT.muted, bold=True
    )
    data: CategoryChartData | XyChartData
    data, workbook = (
        chart_data.dots(chart)
        if chart.kind in ("scatter", "line")
        else chart_data.categories(chart)
    )
    bars = chart.kind in ("bars", "ranges")
    tall = (
        min(height - TITLE_HEIGHT, 44.0 + 36.0 * len(chart.categories))
        if bars
        else (height - TITLE_HEIGHT)
    )
    frame = slide.shapes.add_chart(
        KINDS[chart.kind], Pt(left), Pt(top + TITLE_HEIGHT), Pt(width), Pt(tall), data
    )
    chart_data.finish(frame, chart, workbook)
    drawing.describe(frame, f"{chart.title}. {chart.y.title}".strip())
    native = frame.chart
    native.has_title = False
    native.font.size, native.font.name = Pt(SIZE), "Arial"
    native.font.color.rgb = drawing.colour(LIGHT.ink)
    {"bars": _bars, "ranges": _ranges, "columns": _columns, "scatter": _scatter, "line": _line}[
        chart.kind
    ](native, chart)


def _bars(native: Any, chart: Chart) -> None:
    native.has_legend = False
    _lying(native)
    plot = native.plots[0]
    plot.gap_width = 55
    for series, drawn in zip(chart.series, plot.series, strict=True):
        _fill(drawn, LIGHT.tones[series.tone].fill)
    _label(plot, chart, XL_LABEL_POSITION.OUTSIDE_END)
    axis = native.value_axis
    axis.has_major_gridlines = False  # kept, unseen: some programs drop the ends of a hidden axis
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.fill.background()
    most = max((p.y for each in chart.series for p in each.points), default=1.0)
    least = min(0.0, *(p.y for each in chart.series for p in each.points))
    room = 0.16 * (max(most, 0.0) - least)  # for the numbers at the ends
    axis.minimum_scale = least - room if least < 0 else 0.0
    axis.maximum_scale = most + room if most > 0 else 1.0
    if len(chart.series) > 1:
        plot.overlap = 100  # what pulls either way stands on one line
        _legend(native)


def _ranges(native: Any, chart: Chart) -> None:
    native.has_legend = False
    _lying(native)
    plot = native.plots[0]
    plot.gap_width, plot.overlap = 70, 100
    hidden, lower, upper = plot.series
    hidden.format.fill.background()
    shade = LIGHT.tones[""]
    for drawn, fill in ((lower, shade.fill), (upper, "9DB6CE")):
        _fill(drawn, fill)
        drawn.format.line.color.rgb = drawing.colour(LIGHT.ink)
        drawn.format.line.width = Pt(0.75)
    axis = native.value_axis
    axis.minimum_scale = 0
    axis.major_unit = 0.1 if max(p.high or p.y for p in chart.series[0].points) > 0.2 else 0.05
    _axis(axis, chart.y, [1.0])
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    axis.has_title = False


def _lying(native: Any) -> None:
    """Turn the order of the bars, so that the first stands on top."""
    axis = native.category_axis
    axis.reverse_order = True
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = drawing.colour(LIGHT.rule)
    axis.tick_labels.font.size = Pt(SIZE)


def _columns(native: Any, chart: Chart) -> None:
    _legend(native)
    plot = native.plots[0]
    plot.gap_width, plot.overlap = 70, -6
    for series, drawn in zip(chart.series, plot.series, strict=True):
        _fill(drawn, LIGHT.tones[series.tone].fill)
    if len(chart.categories) <= MOST_LABELLED:
        _label(plot, chart, XL_LABEL_POSITION.OUTSIDE_END)
    axis = native.category_axis
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = drawing.colour(LIGHT.muted)
    heights = [p.y for each in chart.series for p in each.points]
    if min(heights, default=0.0) >= 0:
        native.value_axis.minimum_scale = 0
    else:
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _axis(native.value_axis, Axis("", chart.y.kind), heights)


def _scatter(native: Any, chart: Chart) -> None:
    _legend(native)
    spots = _spots([point for each in chart.series for point in each.points], chart)
    for series, drawn in zip(chart.series, native.plots[0].series, strict=True):
        drawn.format.line.fill.background()
        drawn.marker.style = MARKERS.get(series.tone, XL_MARKER_STYLE.CIRCLE)
        drawn.marker.size = 8 if len(series.points) < 300 else 5
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = drawing.colour(LIGHT.tones[series.tone].fill)
        drawn.marker.format.line.color.rgb = drawing.colour(LIGHT.paper)
        drawn.marker.format.line.width = Pt(0.5)
        _name_highest(drawn, series, chart, spots)
    _axes(native, chart)


def _name_highest(
    drawn: Any, series: Series, chart: Chart, spots: list[tuple[float, float]]
) -> None:
    """Write the name beside the dot of highest value, where there is room without dots."""
    place = max(range(len(series.points)), key=lambda each: series.points[each].y)
    point = series.points[place]
    (across, up), *_ = _spots([point], chart)
    near = [x - across for x, y in spots if abs(y - up) < NAME_HEIGHT and x != across]
    if not any(0 < away < NAME_WIDTH for away in near) and across < 1 - NAME_WIDTH:
        position, written = XL_LABEL_POSITION.RIGHT, across + NAME_WIDTH / 2
    elif not any(-NAME_WIDTH < away < 0 for away in near) and across > NAME_WIDTH:
        position, written = XL_LABEL_POSITION.LEFT, across - NAME_WIDTH / 2
    else:
        return
    spots.append((written, up))
    label = drawn.points[place].data_label
    label.position = position
    paragraph = label.text_frame.paragraphs[0]
    text = measure.clip(point.label, 150.0, SIZE - 1, lines=1)
    drawing.write(paragraph, text, size=SIZE - 1, ink=LIGHT.tones[series.tone].ink)


def _spots(points: Sequence[Point], chart: Chart) -> list[tuple[float, float]]:
    """Where dots stand, each way from 0 to 1 between the smallest and the largest of the chart."""
    every = [each for series in chart.series for each in series.points]
    along: Callable[[float], float] = log if chart.x.logarithmic else float

    def parts(values: list[float], ends: list[float]) -> list[float]:
        low, high = min(ends), max(ends)
        return [(each - low) / (high - low) if high > low else 0.0 for each in values]

    across = parts([along(p.x) for p in points], [along(p.x) for p in every])
    return list(zip(across, parts([p.y for p in points], [p.y for p in every]), strict=True))


def _line(native: Any, chart: Chart) -> None:
    native.has_legend = False
    drawn = list(native.plots[0].series)
    for line in drawn[: len(chart.series)]:
        line.smooth = False
        line.format.line.color.rgb = drawing.colour(LIGHT.tones["start"].fill)
        line.format.line.width = Pt(2.5)
        line.marker.style, line.marker.size = XL_MARKER_STYLE.CIRCLE, 6
        line.marker.format.fill.solid()
        line.marker.format.fill.fore_color.rgb = drawing.colour(LIGHT.tones["start"].fill)
        line.marker.format.line.color.rgb = drawing.colour(LIGHT.paper)
    for marker, line in zip(chart.markers, drawn[len(chart.series) :], strict=True):
        line.smooth = False
        line.format.line.color.rgb = drawing.colour(LIGHT.ink)
        line.format.line.width = Pt(1.25)
        line.format.line.dash_style = MSO_LINE.DASH
        line.marker.style = XL_MARKER_STYLE.NONE
        label = line.points[1].data_label
        right = _spots([Point("", 0.0, x=marker.x)], chart)[0][0] > 0.5
        label.position = XL_LABEL_POSITION.LEFT if right else XL_LABEL_POSITION.RIGHT
        drawing.write(label.text_frame.paragraphs[0], marker.label, size=SIZE, bold=True)
    _axes(native, chart)


def _axes(native: Any, chart: Chart) -> None:
    across, up = native.category_axis, native.value_axis
    heights = [p.y for each in chart.series for p in each.points]
    _axis(across, chart.x, [p.x for each in chart.series for p in each.points])
    across.has_major_gridlines = False
    _axis(up, chart.y, heights)
    if min(heights) >= 0:
        up.minimum_scale = 0
    if chart.x.logarithmic:
        scaling = across._element.find(qn("c:scaling"))
        base = etree.Element(qn("c:logBase"))
        base.set("val", "10")
        scaling.insert(0, base)
    elif min(p.x for each in chart.series for p in each.points) >= 0:
        across.minimum_scale = 0


def _axis(axis: Any, said: Axis, values: Sequence[float]) -> None:
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = drawing.colour("E6EAEE")
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.format.line.color.rgb = drawing.colour(LIGHT.rule)
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(SIZE)
    axis.tick_labels.font.color.rgb = drawing.colour(LIGHT.muted)
    axis.tick_labels.number_format = number_formats.axis(
        said.kind, values, logarithmic=said.logarithmic
    )
    axis.tick_labels.number_format_is_linked = False
    if said.title:
        axis.has_title = True
        title = measure.clip(said.title, 300.0, SIZE, lines=1)
        drawing.write(axis.axis_title.text_frame.paragraphs[0], title, size=SIZE, ink=LIGHT.muted)


def _legend(native: Any) -> None:
    native.has_legend = True
    native.legend.position = XL_LEGEND_POSITION.TOP
    native.legend.include_in_layout = False
    native.legend.font.size = Pt(SIZE)


def _fill(drawn: Any, hexadecimal: str) -> None:
    drawn.invert_if_negative = False
    drawn.format.fill.solid()
    drawn.format.fill.fore_color.rgb = drawing.colour(hexadecimal)


def _label(plot: Any, chart: Chart, position: Any) -> None:
    plot.has_data_labels = True
    labels = plot.data_labels
    values = [p.y for each in chart.series for p in each.points]
    labels.number_format = number_formats.label(chart.y.kind, values)
    labels.number_format_is_linked = False
    labels.position = position
    labels.show_value = True
    labels.font.size = Pt(SIZE)
    labels.font.color.rgb = drawing.colour(LIGHT.ink)
