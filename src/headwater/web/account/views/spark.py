"""Small drawings of a figure's course: a line, its interval, and what the next level asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from headwater.vocabulary.service_figures import FigureCourse, FigurePoint, FigureUnit

WIDTH, HEIGHT, EDGE = 240.0, 72.0, 6.0


@dataclass(frozen=True, slots=True)
class Spark:
    """Marks in a box of 240 by 72: dots (x, y), the path through them, the band around it.

    `wanted` is the height of what is asked; None where no rule of the next level asks for it.
    """

    line: str
    band: str
    dots: tuple[tuple[float, float], ...]
    wanted: float | None


def spark(course: FigureCourse, *, wanted: float | None = None) -> Spark | None:
    """Lay a course out; None where no point says anything."""
    points = course.points
    known = [
        (place, each.value) for place, each in enumerate(points) if each.value is not None
    ]  # fmt: skip
    if not known:
        return None
    low, high = _ends(course.figure.unit, points, wanted)

    def x(place: int) -> float:
        return round(EDGE + place * (WIDTH - 2 * EDGE) / max(1, len(points) - 1), 1)

    def y(value: float) -> float:
        share = (min(max(value, low), high) - low) / (high - low)
        return round(HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE), 1)

    dots = tuple((x(place), y(value)) for place, value in known)
    spans = [(x(p), each.interval) for p, each in enumerate(points) if each.interval]
    upper = [f"{at},{y(span.high)}" for at, span in spans]
    lower = [f"{at},{y(span.low)}" for at, span in reversed(spans)]
    return Spark(
        line="M" + " L".join(f"{at},{height}" for at, height in dots),
        band=f"M{' L'.join((*upper, *lower))} Z" if len(spans) > 1 else "",
        dots=dots,
        wanted=y(wanted) if wanted is not None else None,
    )


def _ends(
    unit: FigureUnit, points: Sequence[FigurePoint], wanted: float | None
) -> tuple[float, float]:
    """Return the ends of the scale: whole for a share or a score, from 0 for anything else."""
    if unit == "share":
        return 0.0, 1.0
    if unit == "score":
        return -1.0, 1.0
    given = [each.value for each in points if each.value is not None]
    given += [each.interval.high for each in points if each.interval]
    given += [wanted] if wanted is not None else []
    return min(0.0, *given), max(1.0, *given)
