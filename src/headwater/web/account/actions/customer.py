"""The customer at a glance, laid out for pages: figures written as people write them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from headwater.service.glance import glance
from headwater.service.ladder import shown
from headwater.vocabulary.service_figures import ServiceFigure
from headwater.vocabulary.service_glance import Glance, GlancePart, MonthBar
from headwater.vocabulary.units import MoneyUnit
from headwater.web.account.gather import Gathered, gathered
from headwater.web.service.models import Complaint


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure as a page shows it: its value, its range, and the page of its records."""

    figure: ServiceFigure
    value: str
    note: str
    page: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A month drawn: heights in units of a box 36 high, and where it stands."""

    month: MonthBar
    x: float
    y: float
    height: float
    rest_y: float
    rest_height: float
    page: str


@dataclass(frozen=True, slots=True)
class SeenPart:
    """A part as the page shows it; `latest` are names with pages."""

    part: GlancePart
    main: Seen
    figures: tuple[Seen, ...]
    bars: tuple[Bar, ...]
    latest: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a figure, or behind one month of a part (`figure` is None then).

    `counting` and `others` are ids of records, and `words` what is said of each of the two.
    """

    title: str
    found: Gathered
    counting: tuple[str, ...]
    others: tuple[str, ...]
    figure: ServiceFigure | None = None
    words: tuple[str, str] = ("counts", "does not")

    @property
    def records(self) -> tuple[tuple[str, str], ...]:
        """Those that count, each by name and page."""
        return _named(self.counting, self.found)

    @property
    def rest(self) -> tuple[tuple[str, str], ...]:
        """Those that could count and do not, each by name and page."""
        return _named(self.others, self.found)


BOX, WIDE, GAP = 36.0, 12.0, 4.0


def at_a_glance(*, at: datetime | None = None) -> tuple[Glance, Gathered]:
    """Read the record of work and count the four parts."""
    now = at or timezone.now()
    found = gathered(at=now)
    day = now.date()
    return found.once(("glance", day), lambda: _glanced(found, day)), found


def _glanced(found: Gathered, day: date) -> Glance:
    complaints = [
        (f"complaint:{pk}", on, done is not None)
        for pk, on, done in Complaint.objects.values_list("pk", "on", "done_at").order_by("pk")
    ]
    return glance(found.record, today=day, complaints=complaints)


def parts(glanced: Glance, found: Gathered) -> tuple[SeenPart, ...]:
    """Lay the four parts out."""
    laid = []
    for part in glanced.parts:
        seen = tuple(see(each, found.record.money) for each in part.figures)
        latest = tuple(
            (called(each, found), page) for each in part.latest if (page := found.address(each))
        )
        laid.append(SeenPart(part, seen[0], seen[1:], bars(part), latest))
    return tuple(laid)


def see(figure: ServiceFigure, money: MoneyUnit) -> Seen:
    """Write a figure the way people do, with its 95% interval and the page of its records."""
    return Seen(figure, written(figure.value, figure, money), _range(figure, money),
                reverse("account:figure", args=[figure.key]))  # fmt: skip


def written(value: float | None, figure: ServiceFigure, money: MoneyUnit) -> str:
    """Write a value in the unit of a figure."""
    if value is None:
        return "\N{EN DASH}"
    if figure.unit == "money":
        return money.show(value, 0)
    if figure.unit == "score":
        return f"{100 * value:+.0f}".replace("-", "\N{MINUS SIGN}")
    return shown(value, figure).replace(" %", "%")


def _range(figure: ServiceFigure, money: MoneyUnit) -> str:
    if figure.interval is None:
        return figure.text
    low, high = (written(each, figure, money) for each in
                 (figure.interval.low, figure.interval.high))  # fmt: skip
    return f"of {figure.number}; 95%: {low} to {high}" if figure.unit == "share" else (
        f"95%: {low} to {high}"
    )  # fmt: skip


def bars(part: GlancePart) -> tuple[Bar, ...]:
    """Draw the months as bars, in a box 36 high."""
    most = max((each.number for each in part.months), default=0) or 1
    found = []
    for place, month in enumerate(part.months):
        height, rest = (BOX * len(each) / most for each in (month.records, month.rest))
        page = f"{reverse('account:figure', args=[part.key])}?month={month.start:%Y-%m}"
        found.append(Bar(month, place * (WIDE + GAP), BOX - height, height,
                         BOX - height - rest, rest, page))  # fmt: skip
    return tuple(found)


def behind(key: str, month: str = "", *, at: datetime | None = None) -> Behind | None:
    """Return what stands behind a figure, or behind one month of a part; None if unknown."""
    glanced, found = at_a_glance(at=at)
    part = glanced.part(key)
    if part is not None:
        bar = next((each for each in part.months if f"{each.start:%Y-%m}" == month), None)
        if bar is None:
            return None
        words = (part.counts, part.others)
        title = f"{part.title}, {bar.start:%B %Y}"
        return Behind(title, found, bar.records, bar.rest, words=words)
    figure = glanced.figure(key)
    if figure is None:
        return None
    return Behind(figure.title, found, figure.records, figure.rest, figure)


def called(record_id: str, found: Gathered) -> str:
    """Return what people call a record, with what was said where it is an answer."""
    kind, _, name = record_id.partition(":")
    if kind == "feedback":
        said = next((each for each in found.record.feedback if each.id == name), None)
        if said is not None and said.comment:
            mark = f"{said.score} of 10: " if said.score is not None else ""
            return f"{mark}{said.comment}"
    return found.name(record_id)


def _named(ids: tuple[str, ...], found: Gathered) -> tuple[tuple[str, str], ...]:
    return tuple((found.name(each), found.address(each)) for each in ids)
