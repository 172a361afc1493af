"""`headwater service ...`: clocks, attainment, statement and maturity from files."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from headwater.cli.decisions import SOURCE
from headwater.cli.service_input import ZONE_HELP, day, moment, read_files, reading, say
from headwater.cli.service_path import chains, satisfaction, savings
from headwater.cli.service_words import attainment_lines, clock_lines, standing_lines
from headwater.errors import InputError
from headwater.vocabulary.service import MEASURES, ClockReading
from headwater.vocabulary.service_files import ServiceFiles, StateLog
from headwater.vocabulary.shapes import to_json

STATES_HELP = (
    "What each state means; left out, the states are listed. "
    "'New=working,Awaiting User Info=waiting,Resolved=delivered,Closed=closed'. "
    "Meanings: working, waiting, delivered, closed, withdrawn, noted."
)


@click.group("service")
def group() -> None:
    """Show what was promised and kept: clocks, chains, attainment, satisfaction, savings, maturity.

    INPUT is a workbook or a folder of CSV files with the tables events, agreements, calendars,
    days, chains, savings, engagements, needs, decisions, charters, forecasts, cases, values,
    feedback, lessons.
    """


@group.command()
@reading
@click.option("--engagement", default="", help="Only this one, with its stretches of time.")
def clock(source: Path, at: str, zone: str, as_json: bool, engagement: str) -> None:
    """Show what every clock shows at a moment, and until when the rest is due."""
    files = read_files(source, zone)
    found = _clocks(files, moment(at, zone))
    if engagement:
        found = tuple(each for each in found if each.engagement == engagement)
        if not found:
            raise InputError(
                f"nothing is promised for {engagement!r}, or there is none of that name"
            )
    if as_json:
        click.echo(json.dumps(to_json(found), indent=2))
        return
    for line in clock_lines(found, zone=zone, detailed=bool(engagement)):
        click.echo(line)
    say(files.notes)


@group.command()
@reading
@click.option("--from", "start", default="", metavar="DAY", help="First day of the period.")
@click.option("--to", "end", default="", metavar="DAY", help="The day after the last.")
def attainment(source: Path, at: str, zone: str, as_json: bool, start: str, end: str) -> None:
    """Count how often promises were kept, by service (or agreement), with intervals."""
    from headwater.service.attainment import by_name

    files = read_files(source, zone)
    found = _clocks(files, moment(at, zone))
    names = {each.engagement: files.services.get(each.engagement, each.sla) for each in found}
    goals = _objectives(files, found, names)
    period = {"start": day(start), "end": day(end)}
    counted = tuple(
        each
        for measure in MEASURES
        for each in by_name(
            [clock for clock in found if clock.measure == measure],
            names=names, measure=measure, objectives=goals, **period,
        )
    )  # fmt: skip
    if as_json:
        click.echo(json.dumps(to_json(counted), indent=2))
        return
    for line in attainment_lines(counted):
        click.echo(line)
    say(files.notes)


@group.command()
@reading
@click.option("--service", "name", default="", help="Only this service; all of them unless given.")
@click.option("--edition", default="", help="Edition of the thresholds; the latest unless given.")
def maturity(source: Path, at: str, zone: str, as_json: bool, name: str, edition: str) -> None:
    """Say which level the record of work has reached, why, and what would raise it next."""
    from headwater.service.methods import METHODS

    files = read_files(source, zone)
    now = moment(at, zone)
    record = replace(files.record, clocks=_clocks(files, now))
    if name and name not in {each.service for each in record.engagements}:
        known = ", ".join(sorted({each.service for each in record.engagements})) or "none"
        raise InputError(f"there is no service {name!r}; there are {known}")
    found = METHODS["maturity"].assess(record, today=now.date(), service=name, edition=edition)
    if as_json:
        click.echo(json.dumps(to_json(found), indent=2))
        return
    for line in standing_lines(found):
        click.echo(line)


@group.command()
@reading
@click.option("--period", required=True, help="A quarter: '2026 Q1'.")
@click.option("--organization", required=True, help="Who got the services.")
@click.option("--office", default="", help="Who gave them.")
@click.option("--currency", default="", help="Of every amount: GBP, EUR.")
@click.option("--to", default="", help="E-mail address for the draft.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the files.")
def statement(
    source: Path,
    at: str,
    zone: str,
    as_json: bool,
    period: str,
    organization: str,
    office: str,
    currency: str,
    to: str,
    out: Path | None,
) -> None:
    """Write the account statement of a quarter: a slide, a page, a draft and its data."""
    from headwater.presentation.account import write_account
    from headwater.presentation.methods.account_statement import headline
    from headwater.service.statement import account_statement

    files = read_files(source, zone, currency)
    record = replace(files.record, clocks=_clocks(files, moment(at, zone)))
    made = account_statement(record, organization=organization, period=period, office=office)
    if as_json:
        click.echo(json.dumps(to_json(made), indent=2))
        return
    click.echo(f"{headline(made)}.")
    for figure in (*made.needs, *made.decisions, *made.money, *made.value):
        click.echo(f"  {figure.value or 0:>12,.10g}  {figure.title}")
    for line in attainment_lines(made.promises):
        click.echo(f"  {line}")
    say(made.doubts)
    if out:
        try:
            written = write_account(made, out, to=to)
        except OSError as error:
            raise InputError(f"{out} cannot be written: {error.strerror}") from error
        click.echo("\nWritten")
        for path in written:
            click.echo(f"  {path}")


@group.command("import")
@click.argument("source", metavar="LOG.csv", type=SOURCE)
@click.option("--case", required=True, help="Heading of the request's number.")
@click.option("--state", required=True, help="Heading of its state or activity.")
@click.option("--when", required=True, help="Heading of the moment of each row.")
@click.option("--opened", default="", help="Heading of the moment of the request.")
@click.option("--states", default="", help=STATES_HELP)
@click.option("--agreement", default="", help="Id of the agreement of every request.")
@click.option("--agreement-column", default="", help="Heading of a column that names it.")
@click.option("--zone", default="UTC", show_default=True, help=ZONE_HELP)
@click.option("--dates", type=click.Choice(["day first", "month first"]), help="Where not ISO.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="CSV file of events.")
def import_log(
    source: Path,
    case: str,
    state: str,
    when: str,
    opened: str,
    states: str,
    agreement: str,
    agreement_column: str,
    zone: str,
    dates: str | None,
    out: Path,
) -> None:
    """Turn another system's log, a row each time a request changes, into a table of events."""
    from headwater.cli.service_words import write_events
    from headwater.intake.services import read_log

    if out.exists():
        raise InputError(f"{out} is there already; name another file")
    if not states:
        raise InputError(_states_asked(source, state))
    log = StateLog(
        case=case, state=state, at=when, opened=opened, states=_meanings(states), zone=zone,
        dates=dates or "", sla=agreement, sla_column=agreement_column,
    )  # fmt: skip
    found = read_log(source, log=log)
    write_events(found.events, out)
    say(found.notes)
    click.echo(f"Written: {out} with {len(found.events):,} events.")


def _clocks(files: ServiceFiles, at: datetime) -> tuple[ClockReading, ...]:
    from headwater.service import read_clocks

    return read_clocks(
        files.events, agreements=files.agreements, calendars=files.calendars, at=at
    )  # fmt: skip


def _objectives(
    files: ServiceFiles, clocks: tuple[ClockReading, ...], names: dict[str, str]
) -> dict[str, float]:
    """Return the strictest objective of the agreements behind each name."""
    found: dict[str, float] = {}
    for each in clocks:
        goal = files.agreements[each.sla].objective
        name = names[each.engagement]
        found[name] = max(goal, found.get(name, goal))
    return found


def _states_asked(source: Path, heading: str) -> str:
    """Say which states there are, as the option that would name their meanings."""
    from headwater.intake.services import states_in

    found = states_in(source, heading)
    listed = ",".join(f"{name}={guess}" for name, (_, guess) in found.items())
    counts = "\n".join(f"  {rows:>9,}  {name}" for name, (rows, _) in found.items())
    return (
        f"say with --states what each state means; these are in {heading!r}, with their rows:\n"
        f"{counts}\nGuessed from their names, to be looked at and given again:\n"
        f'  --states "{listed}"'
    )


def _meanings(written: str) -> dict[str, str]:
    found = {}
    for part in written.split(","):
        state, equals, meaning = part.rpartition("=")
        if not equals:
            raise InputError(
                f"--states takes state=meaning, as in New=working; {part!r} is not that"
            )
        found[state.strip()] = meaning.strip()
    return found


for each in (chains, satisfaction, savings):
    group.add_command(each)
