"""Agreements and calendars from their tables: a row for each target, calendar and own day."""

from dataclasses import replace

from headwater.intake.headings import key_of
from headwater.intake.services.tables import Row, Sheet, made
from headwater.vocabulary.service import ServiceLevelAgreement, Target
from headwater.vocabulary.service_calendar import BusinessCalendar, OwnDay, spans


def agreements(sheet: Sheet | None) -> dict[str, ServiceLevelAgreement]:
    """Read agreements: the rows of one id are its targets."""
    targets: dict[str, list[Target]] = {}
    heads: dict[str, Row] = {}
    for row in sheet.rows() if sheet else ():
        name = row.text("agreement")
        amount = row.number_of("amount")
        if amount is None or amount != int(amount):
            row.fault("amount", "write a whole number, with a smaller unit if need be")
            continue
        target = made(
            row, Target,
            measure=key_of(row.text("measure")), amount=int(amount), unit=_unit(row.text("unit")),
            starts=key_of(row.text("starts", "requested")).replace(" ", "_"),
            pausable=row.text("pausable", "yes").casefold() != "no",
            warn=_share(row, "warn", 0.75),
        )  # fmt: skip
        if target:
            heads.setdefault(name, row)
            targets.setdefault(name, []).append(target)
    found = {}
    for name, row in heads.items():
        agreement = made(
            row, ServiceLevelAgreement,
            id=name, title=row.text("title", name), calendar=row.text("calendar"),
            targets=tuple(targets[name]), objective=_share(row, "objective", 0.9),
        )  # fmt: skip
        if agreement:
            found[name] = agreement
    return found


def calendars(sheet: Sheet | None, days: Sheet | None) -> dict[str, BusinessCalendar]:
    """Read calendars, and the days on which they differ; several rows may share the weekdays."""
    own: dict[str, list[OwnDay]] = {}
    for row in days.rows() if days else ():
        written = row.text("day")
        if len(written) != len("12-24"):  # not a day of every year
            day = row.day("day")
            if day is None:
                continue
            written = day.isoformat()
        found_day = made(
            row, lambda row=row, written=written: OwnDay(
                written, row.text("name"), spans(row.text("hours", "closed"))
            )
        )  # fmt: skip
        if found_day:
            own.setdefault(row.text("calendar"), []).append(found_day)
    found: dict[str, BusinessCalendar] = {}
    for row in sheet.rows() if sheet else ():
        name = row.text("calendar")
        calendar = made(
            row, BusinessCalendar.weekly,
            id=name, zone=row.text("zone"), hours=row.text("hours"), days=row.text("days"),
            country=row.text("country").upper(), subdivision=row.text("subdivision").upper(),
            own_days=tuple(own.get(name, ())),
        )  # fmt: skip
        if calendar:
            found[name] = _joined(row, found[name], calendar) if name in found else calendar
    return found


def _joined(row: Row, first: BusinessCalendar, more: BusinessCalendar) -> BusinessCalendar:
    """Put the weekdays of two rows of one calendar together."""
    if (first.zone, first.country, first.subdivision) != (
        more.zone, more.country or first.country, more.subdivision or first.subdivision,
    ):  # fmt: skip
        row.fault("zone", f"another row of {first.id} has another zone or country; keep one")
    if any(one and other for one, other in zip(first.week, more.week, strict=True)):
        row.fault("days", f"another row of {first.id} has hours for one of these days; keep one")
        return first
    week = tuple(one or other for one, other in zip(first.week, more.week, strict=True))
    return replace(first, week=week)


def _unit(written: str) -> str:
    word = key_of(written).removeprefix("business ").removeprefix("working ")
    return word if word.endswith("s") else f"{word}s"


def _share(row: Row, name: str, default: float) -> float:
    """Read 0.9, 90 or 90% as a share of 1."""
    if not row.text(name):
        return default
    written = row.text(name)
    value = row.number_of(name) if "%" not in written else None
    if "%" in written:
        try:
            value = float(written.replace("%", "").strip())
        except ValueError:
            row.fault(name, f"{written!r} is no share; write 0.9 or 90%")
    if value is None:
        return default
    return value / 100 if value > 1 or "%" in written else value
