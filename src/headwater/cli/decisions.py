"""`headwater rationalize` and `headwater verify`: a decision from files, and its proof."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from headwater.cli.progress import Ticker
from headwater.cli.sources import read_workbook
from headwater.cli.summary import summary
from headwater.errors import InputError
from headwater.vocabulary.certificate import Certificate
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.override import LedgerEntry
from headwater.vocabulary.shapes import from_json, to_text
from headwater.vocabulary.workbook import Workbook

SOURCE = click.Path(exists=False, path_type=Path)
MAP_HELP = "How your headings are meant, as in name=title,cost=budget_2026."
CERTIFY_HELP = (
    "Also check the portfolio exactly, cold and by a second solver, as `headwater certify` does."
)
SIZE_HELP = "Let scores count in proportion to what a project costs."
SIZED = click.option("--size", type=click.Choice(["cost"]), help=SIZE_HELP)
"""The option of every command that solves: what the size of a project is taken from."""


@click.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--budget", help="Most that may be spent in all: 3000, 3.6bn, 'USD 250 million'.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the files.")
@click.option("--seed", default=1, show_default=True, help="Seed of the random draws.")
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--title", default="", help="What the deck calls the portfolio.")
@click.option("--time-limit", default=20.0, show_default=True, help="Seconds for the best one.")
@click.option("--ledger", type=SOURCE, help="Ledger of overrides, for the deck and the files.")
@click.option("--certify", "is_certified", is_flag=True, help=CERTIFY_HELP)
@SIZED
@click.option("--json", "as_json", is_flag=True, help="Print the decision instead of a summary.")
def rationalize(
    source: Path,
    budget: str | None,
    out: Path | None,
    seed: int,
    mapping: str,
    title: str,
    time_limit: float,
    ledger: Path | None,
    is_certified: bool,
    size: Literal["cost"] | None,
    as_json: bool,
) -> None:
    """Say what to start, contest and stop in INPUT.

    INPUT is a workbook, a folder of CSV, a CSV of projects, or a folder of business cases.
    """
    from headwater import intake, journey

    with Ticker() as ticker:
        ticker.say("Reading the tables")
        workbook = read_workbook(source, mapping, size=size)
        decision = journey.rationalize(
            workbook,
            budget=None if budget is None else intake.parse_amount(budget, workbook.money),
            seed=seed,
            title=title or _title(source),
            time_limit=time_limit,
            watch=ticker.watch,
        )
        if ledger is not None:
            decision = replace(decision, overrides=_overrides(ledger))
        folder = out if out or as_json else Path(f"{source.stem or 'portfolio'}-decision")
        written = _write(decision, folder, ticker) if folder else ()
        found = _certificate(decision, workbook, ticker) if is_certified else None
    if as_json:
        click.echo(to_text(decision), nl=False)
    else:
        sponsors = {each.id: each.sponsor for each in workbook.projects if each.sponsor}
        click.echo(summary(decision, written, sponsors))
    if found is not None:
        from headwater.cli.scenarios import certified

        click.echo("\n".join(["", *certified(found, same=True)]), err=as_json)
        if not found.sound:
            sys.exit(1)


@click.command()
@click.argument("decision_file", metavar="DECISION", type=SOURCE)
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--map", "mapping", default="", help=MAP_HELP)
def verify(decision_file: Path, source: Path, mapping: str) -> None:
    """Compute DECISION (a decision.json) again from INPUT, and say whether it is the same."""
    from headwater import verification

    kept = from_json(Decision, _load(decision_file))
    with Ticker() as ticker:
        workbook = read_workbook(source, mapping)
        result = verification.verify(kept, workbook, watch=ticker.watch)
    click.echo(result.verdict)
    for difference in result.differences:
        click.echo(f"  {difference}")
    if result.verdict == "different":
        sys.exit(1)


def _certificate(decision: Decision, workbook: Workbook, ticker: Ticker) -> Certificate:
    from headwater.cli.scenarios import framed, optimum_of
    from headwater.portfolio.certificate import certify

    problem, _ = framed(workbook, decision.manifest["parameters"]["budget"])
    return certify(problem, optimum_of(decision), watch=ticker.watch)


def _write(decision: Decision, folder: Path, ticker: Ticker) -> tuple[Path, ...]:
    from headwater import presentation

    ticker.say("Writing the deck, the workbook and the page")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / "decision.json"
        kept.write_text(to_text(decision), encoding="utf-8")
        return (kept, *presentation.write(decision, folder))
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}; name another --out") from (
            error
        )


def _overrides(path: Path) -> tuple[LedgerEntry, ...]:
    return from_json(tuple[LedgerEntry, ...], _load(path, "ledger of overrides"))


def _title(source: Path) -> str:
    return source.resolve().stem.replace("_", " ").replace("-", " ").strip()


def _load(path: Path, what: str = "decision.json") -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"{path} is not a {what}: {error}") from error
