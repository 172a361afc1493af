"""The tables of a service office: events, agreements, calendars, and the record of work."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from headwater.errors import InputError
from headwater.intake.files import open_source
from headwater.intake.findings import Findings, closest
from headwater.intake.headings import key_of
from headwater.intake.reading import SHOWN
from headwater.intake.services import path, work
from headwater.intake.services.tables import Row, Sheet, made
from headwater.intake.services.terms import agreements, calendars
from headwater.vocabulary.service import ServiceEvent
from headwater.vocabulary.service_files import ServiceFiles
from headwater.vocabulary.service_work import RecordOfWork
from headwater.vocabulary.units import MoneyUnit

COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "events": (
        ("engagement", "event", "at", "agreement", "calendar", "reason", "waits for", "clock",
         "by", "id"),
        ("engagement", "event", "at"),
    ),
    "agreements": (
        ("agreement", "measure", "amount", "unit", "calendar", "starts", "objective", "warn",
         "pausable", "title"),
        ("agreement", "measure", "amount", "unit", "calendar"),
    ),
    "calendars": (
        ("calendar", "zone", "hours", "days", "country", "subdivision"),
        ("calendar", "zone", "hours", "days"),
    ),
    "days": (("calendar", "day", "hours", "name"), ("calendar", "day")),
    **path.COLUMNS,
    **work.COLUMNS,
}  # fmt: skip
"""Columns of each table, and those that it needs."""


def read_office(
    source: Path, *, zone: str = "UTC", currency: str = "", table: str = ""
) -> ServiceFiles:
    """Read the tables that are there: sheets of a workbook, or CSV files of a folder.

    A single CSV file is the table that its name says, or `table` where that is given.

    Parameters
    ----------
    zone
        IANA name of the zone of moments without an offset.
    currency
        Of every amount, in ones: "GBP".

    Raises
    ------
    InputError
        If nothing can be read, or a row must be mended: the first ten are listed, each with
        sheet, row and column.
    """
    findings = Findings()
    grids = open_source(Path(source), findings)
    sheets: dict[str, Sheet] = {}
    for grid in grids:
        name = table if table and len(grids) == 1 else key_of(grid.name)
        if name in COLUMNS:
            sheets[name] = Sheet(grid, *COLUMNS[name], findings)
        else:
            findings.ignore(f"{grid.name} was not read{closest(name, COLUMNS)}.".replace("?.", "?"))
    if not sheets:
        raise InputError(
            f"{source} holds none of the tables {', '.join(COLUMNS)}; name its sheets or files so"
        )
    read = _Reader(sheets, known_zone(zone))
    known = agreements(sheets.get("agreements"))
    hours = calendars(sheets.get("calendars"), sheets.get("days"))
    services = {each.id: each.service for each in read.all("engagements", work.engagement)}
    found = ServiceFiles(
        events=read.all("events", read.event),
        agreements=known,
        calendars=hours,
        services=services,
        chains=path.chains(
            sheets.get("chains"), services=services, agreements=known, calendars=hours
        ),
        savings=read.all("savings", path.saving),
        record=read.record(findings, MoneyUnit(currency)),
        notes=(*findings.notes, *findings.ignored),
    )
    refuse(findings)
    return found


def refuse(findings: Findings) -> None:
    """Raise the faults that were found, the first ten of them."""
    faults = list(dict.fromkeys(str(each) for each in findings.faults))
    if faults:
        more = [f"and {len(faults) - SHOWN:,} more"] if len(faults) > SHOWN else []
        raise InputError("\n".join([*faults[:SHOWN], *more]))


def known_zone(name: str) -> ZoneInfo:
    """Return a zone by its IANA name."""
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise InputError(f"there is no time zone {name!r}; write one like Europe/London") from None


class _Reader:
    def __init__(self, sheets: Mapping[str, Sheet], zone: ZoneInfo) -> None:
        self._sheets, self._zone = sheets, zone

    def all(self, table: str, read: Callable[[Row], Any]) -> tuple[Any, ...]:
        """Read every row of a table, if it is there."""
        if table not in self._sheets:
            return ()
        rows = (read(row) for row in self._sheets[table].rows())
        return tuple(each for each in rows if each is not None)

    def event(self, row: Row) -> ServiceEvent | None:
        """Read one event."""
        at = row.moment("at", self._zone)
        if at is None:
            return None
        return made(
            row, ServiceEvent,
            id=row.text("id", f"{row.sheet.grid.name} {row.number}"),
            engagement=row.text("engagement"),
            kind=key_of(row.text("event")).replace(" ", "_"), at=at, by=row.text("by"),
            reason=row.text("reason"), sla=row.text("agreement"), calendar=row.text("calendar"),
            waits_for=key_of(row.text("waits for")), clock=key_of(row.text("clock")),
        )  # fmt: skip

    def record(self, findings: Findings, money: MoneyUnit) -> RecordOfWork:
        """Read the record of work."""
        parts = {field: self.all(table, read) for table, (field, read) in work.READERS.items()}
        try:
            return RecordOfWork(**parts, money=money)
        except InputError as error:
            findings.fault("", 0, "", str(error))
            return RecordOfWork()
