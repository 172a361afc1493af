"""How clocks, attainment and levels are written in a terminal, and events in a CSV file."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from headwater.errors import InputError
from headwater.vocabulary.service import ClockReading, ServiceEvent
from headwater.vocabulary.service_figures import Attainment, LadderStanding

HEADINGS = ("id", "engagement", "event", "at", "agreement", "calendar", "reason", "waits for",
            "clock", "by")  # fmt: skip


def hours(seconds: int) -> str:
    """Write business time: '3 h 05 min'."""
    sign = "-" if seconds < 0 else ""
    whole, rest = divmod(abs(seconds), 3600)
    return f"{sign}{whole:,} h {rest // 60:02d} min"


def clock_lines(
    clocks: Iterable[ClockReading], *, zone: str, detailed: bool = False
) -> Iterator[str]:
    """Write clocks, a line each; in detail with their stretches and moments."""
    from headwater.service.zones import zone as known

    here = known(zone)

    def when(at: datetime | None) -> str:
        return at.astimezone(here).strftime("%Y-%m-%d %H:%M") if at else "-"

    for each in clocks:
        due = f", due {when(each.due)}" if each.due else ""
        if each.state == "paused":
            due = ", no due moment while it stands still"
        yield (
            f"{each.engagement}  {each.measure:<8}  {each.outcome:<8} {each.state:<9} "
            f"{hours(each.used_seconds)} of {hours(each.target_seconds)}{due}"
        )
        for doubt in each.doubts:
            yield f"    {doubt}"
        if not detailed:
            continue
        for stretch in each.stretches:
            counted = hours(stretch.seconds) if stretch.why == "running" else "not counted"
            yield (
                f"    {when(stretch.start)} to {when(stretch.end)}  {counted:<14} {stretch.why} "
                f"({stretch.calendar})"
            )
        for moment in each.moments:
            to = f", tell {moment.to}" if moment.to else ""
            yield f"    {moment.kind} at {moment.share:.0%}: {when(moment.at)}{to}"
        yield f"    from {', '.join(each.events)}"


def attainment_lines(found: Iterable[Attainment]) -> Iterator[str]:
    """Write attainment, a line each, with doubts below."""
    for each in found:
        name = f"{each.name or 'all'}, {each.measure}"
        if each.share is None or each.interval is None:
            yield f"{name}: nothing was settled, {len(each.open)} open"
            continue
        yield (
            f"{name}: {each.share:.1%} kept ({len(each.met):,} of {each.settled:,}; 95 % interval "
            f"{each.interval.low:.1%} to {each.interval.high:.1%}), goal {each.objective:.0%}: "
            f"{each.verdict}; {each.budget.used:,.0f} of {each.budget.allowed:,.1f} misses "
            f"allowed; {len(each.open):,} open"
        )
        for doubt in each.doubts:
            yield f"    {doubt}"


def standing_lines(found: LadderStanding) -> Iterator[str]:
    """Write a level, its figures, and what would raise it."""
    title = found.at.title if found.at else "Below the first rung"
    meaning = f": {found.at.meaning}" if found.at else ""
    yield f"{title}{meaning} ({found.ladder.title}, edition {found.ladder.edition})"
    yield ""
    for figure in found.figures:
        yield f"  {figure.title}: {figure.text or figure.value}"
    if found.next:
        yield ""
        yield f"Next: {found.next.title}. {found.next.meaning}"
        for hold in found.holds:
            yield f"  {hold}"
    if found.doubts:
        yield ""
        yield from found.doubts


def write_events(events: Iterable[ServiceEvent], path: Path) -> None:
    """Write events as the table that `headwater service` reads."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            for each in events:
                writer.writerow(
                    (each.id, each.engagement, each.kind, each.at.isoformat(), each.sla,
                     each.calendar, each.reason, each.waits_for, each.clock, each.by)
                )  # fmt: skip
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error
