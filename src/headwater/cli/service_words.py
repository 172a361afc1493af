"""How clocks, attainment and levels are written in a terminal, and events in a CSV file."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo
from pathlib import Path

from headwater.errors import InputError
from headwater.vocabulary.service import ClockReading, ServiceEvent
from headwater.vocabulary.service_figures import Attainment, LadderStanding, Satisfaction
from headwater.vocabulary.service_path import ProcessReading, SavingClaimed, SavingsLedger

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
        yield (
            f"{each.engagement}  {each.measure:<8}  {each.outcome:<8} {each.state:<9} "
            f"{_used(each)}{_due(each, here)}"
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


def attainment_lines(found: Iterable[Attainment], *, what: str = "") -> Iterator[str]:
    """Write attainment, a line each, with doubts below; `what` is promised, if not the measure."""
    for each in found:
        name = f"{each.name or 'all'}, {what or each.measure}"
        if each.share is None or each.interval is None:
            yield f"{name}: nothing was settled, {len(each.open)} open"
            continue
        yield (
            f"{name}: {each.share:.1%} kept ({len(each.met):,} of {each.settled:,}; 95% interval "
            f"{each.interval.low:.1%} to {each.interval.high:.1%}), goal {each.objective:.0%}: "
            f"{each.verdict}; {each.budget.used:,.0f} of {each.budget.allowed:,.1f} misses "
            f"allowed; {len(each.open):,} open"
        )
        for doubt in each.doubts:
            yield f"    {doubt}"


def chain_lines(
    found: ProcessReading, *, process: str, zone: str, detailed: bool = False
) -> Iterator[str]:
    """Write a run: the customer's clock, then each service with what lay before it."""
    from headwater.service.zones import zone as known

    here = known(zone)
    clock = found.clock
    head = f"{found.run}  {f'{process}  ' if process else ''}"
    if clock.target_seconds:
        yield head + f"{clock.outcome} {clock.state}  {_used(clock)}{_due(clock, here)}"
    else:
        yield head + f"{clock.state}  {hours(clock.used_seconds)}, nothing promised for the whole"
    for each in found.steps:
        service = f" {each.service}" if each.service else ""
        waited = f"{hours(each.handed_over)} between, " if each.handed_over else ""
        own = f", own promise {each.own.outcome}" if each.own else ""
        holds = ""
        if each.ended is None:
            holds = f", waits for {each.waits_for}" if each.waits_for else ", holds it now"
        yield f"    {each.engagement}{service}: {waited}{hours(each.seconds)}{own}{holds}"
    for doubt in found.doubts:
        yield f"    {doubt}"
    if detailed:
        yield f"    from {', '.join(clock.events)}"


def satisfaction_lines(found: Satisfaction, *, name: str) -> Iterator[str]:
    """Write a net score on one line, its doubts below."""
    if found.net is None or found.interval is None or found.top_interval is None:
        yield f"{name}: no answer yet"
        return
    low, high = found.interval.low * 100, found.interval.high * 100
    asked = f" of {found.asked:,} asked" if found.asked else ""
    yield (
        f"{name}: net score {found.net * 100:+.0f} (95% interval {low:+.0f} to {high:+.0f}) from "
        f"{found.answers:,} answers{asked}: {len(found.promoters):,} of 9 or 10, "
        f"{len(found.passives):,} of 7 or 8, {len(found.detractors):,} of 0 to 6; 9 or 10 from "
        f"{found.top:.0%} ({found.top_interval.low:.0%} to {found.top_interval.high:.0%})"
    )
    for doubt in found.doubts:
        yield f"    {doubt}"


def savings_lines(
    found: SavingsLedger, *, goal: float | None = None, currency: str = ""
) -> Iterator[str]:
    """Write a ledger: what is admitted, what is not and why, and the sum against the goal."""
    unit = f"{currency} " if currency else ""
    for each in found.admitted:
        yield f"admitted      {each.amount:>14,.10g}  {each.id}  {each.title} ({_saved(each)})"
    for refused in found.refused:
        each = refused.saving
        yield f"not admitted  {each.amount:>14,.10g}  {each.id}  {each.title} ({_saved(each)})"
        for reason in refused.reasons:
            yield f"    {reason}"
    of_goal = f", {found.total / goal:.0%} of the goal of {unit}{goal:,.10g}" if goal else ""
    yield f"{unit}{found.total:,.10g} admitted of {unit}{found.claimed:,.10g} claimed{of_goal}"


def _saved(each: SavingClaimed) -> str:
    return f"{each.line}, {each.period}"


def _used(clock: ClockReading) -> str:
    return f"{hours(clock.used_seconds)} of {hours(clock.target_seconds)}"


def _due(clock: ClockReading, here: tzinfo) -> str:
    if clock.state == "paused":
        return ", no due moment while it stands still"
    return f", due {clock.due.astimezone(here):%Y-%m-%d %H:%M}" if clock.due else ""


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
