"""What every `headwater service` command takes: the files, the moment, the zone."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from headwater.cli.decisions import SOURCE
from headwater.errors import InputError
from headwater.vocabulary.service_files import ServiceFiles

ZONE_HELP = "Time zone of moments without an offset."
Command = Callable[..., Any]


def reading(command: Command) -> Command:
    """Add the options that every reading of files takes."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON."),
        click.option("--zone", default="UTC", show_default=True, help=ZONE_HELP),
        click.option("--at", "at", default="", help="The moment of the reading; now unless given."),
        click.argument("source", metavar="INPUT", type=SOURCE),
    ):
        command = option(command)
    return command


def read_files(
    source: Path, zone: str = "UTC", currency: str = "", table: str = ""
) -> ServiceFiles:
    """Read the tables; a single file is `table`, whatever its name, where that is given."""
    from headwater.intake.services import read_office

    return read_office(source, zone=zone, currency=currency, table=table)


def moment(written: str, zone: str) -> datetime:
    """Return the moment of a reading; now where none is written."""
    from headwater.intake.services.moments import NotAMomentError
    from headwater.intake.services.moments import moment as parsed
    from headwater.intake.services.office import known_zone

    if not written:
        return datetime.now(UTC)
    try:
        return parsed(written, zone=known_zone(zone))
    except NotAMomentError as error:
        raise InputError(f"--at: {error}") from None


def day(written: str) -> date | None:
    """Return a day as written; None for a blank."""
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise InputError(f"{written!r} is no day; write it like 2026-03-02") from None


def say(notes: tuple[str, ...]) -> None:
    """Print notes, a line each."""
    for each in notes:
        click.echo(each)
