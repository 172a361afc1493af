"""The figures that the room keeps by itself: what a standard of the vision can be tied to.

A figure is always computed from records, never typed in; `records` says where they are shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Literal

from django.db.models import F, Q
from django.urls import reverse

from headwater.errors import InputError
from headwater.vocabulary.service import Measure
from headwater.web.service.actions import clocks, feedback
from headwater.web.service.models import Charter, Need

Unit = Literal["share", "days", "points"]
LIMITS: Mapping[Unit, tuple[int, int]] = {
    "share": (0, 100),
    "days": (0, 10_000),
    "points": (-100, 100),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a figure is now; `value` is None while there is nothing to compute it from.

    A share is 0 to 1; `of` says how many records it rests on.
    """

    value: float | None
    of: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by its key: how people call it, its unit, and whether more is better."""

    key: str
    title: str
    unit: Unit
    more_is_better: bool
    compute: Callable[[], Measured]
    page: str
    query: str = ""

    @property
    def records(self) -> str:
        """The address of the page that shows the records behind it."""
        return reverse(self.page) + self.query

    def show(self, value: float | None) -> str:
        """Write a value the way people do."""
        if value is None:
            return "nothing to measure yet"
        if self.unit == "share":
            return f"{value:.0%}"
        if self.unit == "days":
            return f"{value:.0f} {'day' if round(value) == 1 else 'days'}"
        return f"{value:+.0f}".replace("-", "\u2212")

    def range(self, measured: Measured) -> str:
        """Write the interval of a measured value in the figure's unit; "" where it has none."""
        if measured.low is None or measured.high is None:
            return ""
        return f"{self.show(measured.low)} to {self.show(measured.high)}"

    def read(self, text: str) -> float:
        """Read a wanted value as a person types it: "90%", "20 days", "30".

        Raises
        ------
        InputError
            If it is no number, or a share off 0 to 100 per cent.
        """
        plain = text.strip().lower().removesuffix("days").removesuffix("day")
        plain = plain.replace("%", "").replace("points", "").replace("\u2212", "-").strip()
        try:
            value = float(plain)
        except ValueError:
            raise InputError(f"{self.title}: {text!r} is no number.") from None
        limits = LIMITS[self.unit]
        if not limits[0] <= value <= limits[1]:
            raise InputError(f"{self.title}: write {limits[0]} to {limits[1]}, not {text.strip()}.")
        return value / 100 if self.unit == "share" else value

    def is_kept(self, value: float | None, wanted: float) -> bool | None:
        """Say whether the value keeps what is wanted; None while there is nothing to measure."""
        if value is None:
            return None
        return value >= wanted if self.more_is_better else value <= wanted


def _share(part: int, whole: int) -> Measured:
    return Measured(part / whole if whole else None, whole)


def _proactive() -> Measured:
    standing = Need.objects.standing()
    return _share(standing.filter(found_by=Need.Found.OFFICE).count(), standing.count())


def _without_project() -> Measured:
    answered = Need.objects.filter(state=Need.State.ANSWERED)
    return _share(answered.exclude(answer=Need.Answer.PROJECT).count(), answered.count())


def _with_evidence() -> Measured:
    standing = Need.objects.standing()
    with_some = standing.filter(~Q(evidence=None)).distinct().count()
    return _share(with_some, standing.count())


def _kept(measure: Measure) -> Callable[[], Measured]:
    def compute() -> Measured:
        found = clocks.tallied()["", measure]
        ends = (found.interval.low, found.interval.high) if found.interval else (None, None)
        return Measured(found.share, found.settled, *ends)

    return compute


def _net() -> Measured:
    found = feedback.contentment()
    if found.net is None or found.interval is None:
        return Measured(None, 0)
    return Measured(
        100 * found.net, found.answers, 100 * found.interval.low, 100 * found.interval.high
    )


def _with_need() -> Measured:
    issued = Charter.objects.all()
    earlier = issued.filter(need__found_on__lt=F("issued")).count()
    return _share(earlier, issued.count())


def _lead_days() -> Measured:
    found = [each.lead_days for each in Charter.objects.exclude(need=None).select_related("need")]
    days = [each for each in found if each is not None]
    return Measured(float(median(days)) if days else None, len(days))


FIGURES: Mapping[str, Figure] = {
    figure.key: figure
    for figure in (
        Figure(
            "proactive",
            "Needs that the office found by itself",
            "share",
            True,
            _proactive,
            "service:needs",
            "?state=all&found=office",
        ),
        Figure(
            "without-project",
            "Needs answered without a project",
            "share",
            True,
            _without_project,
            "service:needs",
            "?state=answered",
        ),
        Figure(
            "evidence",
            "Needs with dated evidence",
            "share",
            True,
            _with_evidence,
            "service:needs",
            "?state=all&evidence=yes",
        ),
        Figure(
            "response-kept",
            "Responses within what was promised",
            "share",
            True,
            _kept("response"),
            "service:engagements",
            "?measure=response&outcome=settled",
        ),
        Figure(
            "delivery-kept",
            "Deliveries within what was promised",
            "share",
            True,
            _kept("delivery"),
            "service:engagements",
            "?measure=delivery&outcome=settled",
        ),
        Figure(
            "decision-kept",
            "Decisions within what was promised",
            "share",
            True,
            _kept("decision"),
            "service:engagements",
            "?measure=decision&outcome=settled",
        ),
        Figure(
            "satisfaction",
            "Net score of the question after each delivery",
            "points",
            True,
            _net,
            "service:satisfaction",
        ),
        Figure(
            "charters-with-need",
            "Charters with an earlier dated need",
            "share",
            True,
            _with_need,
            "service:charters",
        ),
        Figure(
            "lead-time",
            "Days from need to charter, median",
            "days",
            False,
            _lead_days,
            "service:charters",
        ),
    )
}


def figure(key: str) -> Figure:
    """Return a figure by its key.

    Raises
    ------
    InputError
        If the system keeps no such figure.
    """
    try:
        return FIGURES[key]
    except KeyError:
        raise InputError(
            f"The system keeps no figure {key!r}; choose one of {', '.join(FIGURES)}."
        ) from None
