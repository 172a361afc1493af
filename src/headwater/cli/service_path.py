"""`headwater service chains`, `satisfaction` and `savings`: one clock, one question, one ledger."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from headwater.cli.decisions import SOURCE
from headwater.cli.service_input import day, moment, read_files, reading, say
from headwater.cli.service_words import (
    attainment_lines,
    chain_lines,
    satisfaction_lines,
    savings_lines,
)
from headwater.errors import InputError
from headwater.vocabulary.service_files import ChainGiven, ServiceFiles
from headwater.vocabulary.service_path import ProcessReading
from headwater.vocabulary.service_work import Feedback
from headwater.vocabulary.shapes import to_json


@click.command()
@reading
@click.option("--run", default="", help="Only this one, with the events behind it.")
def chains(source: Path, at: str, zone: str, as_json: bool, run: str) -> None:
    """Show the customer's one clock over several services, and where its time went.

    INPUT holds a table `chains` (run, engagement, follows, process, agreement, calendar): a row
    for each engagement of a run, following the row before unless it says whom.
    """
    files = read_files(source, zone)
    given = [each for each in files.chains if not run or each.run == run]
    if not given:
        known = ", ".join(each.run for each in files.chains[:20])
        raise InputError(
            f"there is no run {run!r}; there are {known}"
            if known
            else f"{source} has no table 'chains'; it holds run and engagement, a row each"
        )
    now = moment(at, zone)
    begun = [each for each in given if _has_begun(each, files, now)]
    found = [_chain(each, files, now) for each in begun]
    counted = _kept(begun, found, files)
    if as_json:
        click.echo(json.dumps(to_json({"runs": found, "attainment": counted}), indent=2))
        return
    for each, read in zip(begun, found, strict=True):
        for line in chain_lines(read, process=each.process, zone=zone, detailed=bool(run)):
            click.echo(line)
    for each in given:
        if each not in begun:
            click.echo(f"{each.run}  not begun: none of its engagements was requested by then")
    for line in attainment_lines(counted, what="the whole"):
        click.echo(line)
    say(files.notes)


@click.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--service", "name", default="", help="Only this service.")
@click.option("--asked", type=click.IntRange(min=1), help="How many were asked, in all.")
@click.option("--from", "start", default="", metavar="DAY", help="First day of the period.")
@click.option("--to", "end", default="", metavar="DAY", help="The day after the last.")
@click.option("--comments", is_flag=True, help="Print what people wrote.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def satisfaction(
    source: Path,
    name: str,
    asked: int | None,
    start: str,
    end: str,
    comments: bool,
    as_json: bool,
) -> None:
    """Sum up answers to the one question, 0 to 10: net score with its interval, by service.

    INPUT is one file of answers with a column `score` (and, if you have them, id, engagement, on,
    comment, by, service), or the office's tables with `feedback`.
    """
    from headwater.service.satisfaction import satisfaction as sum_up

    answers, delivered, notes = _answers(source)
    known = sorted({each.service for each in answers if each.service})
    if name and name not in known:
        raise InputError(f"no answer is about {name!r}; there are {', '.join(known) or 'none'}")
    kept = _within(answers, day(start), day(end))
    told = dict.fromkeys(("", *known) if not name else (name,))
    found = {}
    for service in told:
        own = [each for each in kept if not service or each.service == service]
        out_of = delivered.get(service) if delivered and not (start or end) else None
        found[service] = sum_up(own, asked=asked if asked and service == name else out_of)
    if as_json:
        click.echo(json.dumps(to_json(found), indent=2))
        return
    for service, each in found.items():
        for line in satisfaction_lines(each, name=service or "all"):
            click.echo(line)
    if comments:
        for said in kept:
            if said.comment and (not name or said.service == name):
                score = "no score" if said.score is None else said.score
                click.echo(f"  {said.id} ({score}): {said.comment}")
    say(notes)


@click.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--goal", type=float, help="What is to be saved, in all.")
@click.option("--currency", default="", help="Of every amount: GBP, EUR.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def savings(source: Path, goal: float | None, currency: str, as_json: bool) -> None:
    """Show which claimed savings are admitted, and what each of the others lacks.

    INPUT is one file of claims, or the office's tables with `savings`: id, title, line, period,
    amount, claimed, claimed by, baseline, baseline source, evidence, evidenced, confirmed by.
    """
    from headwater.service.savings import savings_ledger

    if goal is not None and not 0 < goal < float("inf"):
        raise InputError(f"--goal is {goal:g}; give an amount above 0")
    files = read_files(source, currency=currency, table="savings")
    if not files.savings:
        raise InputError(f"{source} has no saving; write a row for each in the table 'savings'")
    twice = [key for key, many in Counter(e.id for e in files.savings).items() if many > 1]
    if twice:
        raise InputError(f"two savings have the id {twice[0]!r}; give each its own")
    ledger = savings_ledger(files.savings)
    if as_json:
        click.echo(json.dumps(to_json(ledger), indent=2))
        return
    for line in savings_lines(ledger, goal=goal, currency=currency):
        click.echo(line)
    say(files.notes)


def _has_begun(given: ChainGiven, files: ServiceFiles, now: datetime) -> bool:
    own = {each.engagement for each in given.links}
    return any(e.kind == "requested" and e.engagement in own and e.at <= now for e in files.events)


def _chain(given: ChainGiven, files: ServiceFiles, now: datetime) -> ProcessReading:
    from headwater.service.chain import read_chain

    own = {each.engagement for each in given.links}
    return read_chain(
        given.links,
        run=given.run,
        calendar=given.calendar,
        promise=files.agreements[given.agreement] if given.agreement else None,
        events=[each for each in files.events if each.engagement in own],
        agreements=files.agreements,
        calendars=files.calendars,
        at=now,
    )


def _kept(
    given: list[ChainGiven], found: list[ProcessReading], files: ServiceFiles
) -> tuple[Any, ...]:
    """Count how often the promise for the whole was kept, by process."""
    from headwater.service.attainment import by_name

    promised = [(each, read) for each, read in zip(given, found, strict=True) if each.agreement]
    names = {read.clock.engagement: each.process for each, read in promised}
    goals: dict[str, float] = {}
    for each, _ in promised:
        goal = files.agreements[each.agreement].objective
        goals[each.process] = max(goal, goals.get(each.process, goal))
    clocks = [read.clock for _, read in promised]
    return by_name(clocks, names=names, measure="delivery", objectives=goals)


def _answers(source: Path) -> tuple[tuple[Feedback, ...], Counter[str], tuple[str, ...]]:
    """Return answers, and how many engagements were delivered by service ("" is all)."""
    if source.is_file() and source.suffix.casefold() in (".csv", ".tsv", ".txt"):
        from headwater.intake.services import read_answers

        answers, notes = read_answers(source)
        return answers, Counter(), notes
    files = read_files(source)
    delivered: Counter[str] = Counter()
    for each in files.record.engagements:
        if each.delivered:
            delivered.update(("", each.service))
    services = files.services
    answers = tuple(
        each if each.service else replace(each, service=services.get(each.engagement, ""))
        for each in files.record.feedback
    )
    return answers, delivered, files.notes


def _within(
    answers: tuple[Feedback, ...], start: date | None, end: date | None
) -> tuple[Feedback, ...]:
    if not (start or end):
        return answers
    undated = [each.id for each in answers if each.on == date.min]
    if undated:
        raise InputError(
            f"{undated[0]} has no day, so nobody can say whether it lies in the period; "
            "fill in the column 'on', or leave --from and --to out"
        )
    return tuple(
        each for each in answers if (not start or each.on >= start) and (not end or each.on < end)
    )
