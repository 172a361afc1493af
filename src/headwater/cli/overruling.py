"""`headwater override` and `headwater ledger`: overruling the choice at a price, kept in a file."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import click

from headwater.cli.decisions import MAP_HELP, SIZED, SOURCE, _overrides
from headwater.cli.explaining import BUDGET_HELP, _framed, _id_of
from headwater.cli.progress import Ticker
from headwater.cli.sources import answer_json, sized_words
from headwater.errors import InputError
from headwater.vocabulary.override import LedgerEntry, Override, OverrideKind, PricedOverrides
from headwater.vocabulary.shapes import to_json

KINDS: dict[str, OverrideKind] = {
    "force-in": "force_in",
    "force-out": "force_out",
    "exempt": "exempt",
    "reorder": "reorder",
}
LEDGER_HELP = "Ledger (JSON) of the orders that stand; --confirm adds to it."


@click.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("project", metavar="PROJECT")
@click.option("--by", required=True, help="Who orders it: a person's name.")
@click.option("--reason", required=True, help="Why, in words.")
@click.option("--behind", default="", metavar="PROJECT", help="For reorder: what it goes behind.")
@click.option("--limit", "limits", multiple=True, help="For exempt: a limit; all without it.")
@click.option("--cycle", default="", help="Round of decisions; the year without it.")
@click.option("--budget", help=BUDGET_HELP)
@click.option("--ledger", type=SOURCE, help=LEDGER_HELP)
@click.option("--confirm", is_flag=True, help="Write it into the ledger.")
@SIZED
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--time-limit", default=30.0, show_default=True, help="Seconds for each solve.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def override(
    source: Path,
    kind: str,
    project: str,
    by: str,
    reason: str,
    behind: str,
    limits: tuple[str, ...],
    cycle: str,
    budget: str | None,
    ledger: Path | None,
    confirm: bool,
    size: Literal["cost"] | None,
    mapping: str,
    time_limit: float,
    as_json: bool,
) -> None:
    """Say what overruling the choice in INPUT displaces and costs, by solving again.

    KIND is force-in, force-out, exempt (it counts against no limit) or reorder (it may be chosen
    only if another project is). Nothing is written without --confirm.
    """
    from headwater import portfolio
    from headwater.portfolio.override import price_all, record

    if confirm and ledger is None:
        raise InputError("say where the ledger is kept: --ledger FILE")
    kept = _overrides(ledger) if ledger is not None and ledger.exists() else ()
    today = datetime.now(tz=UTC).date().isoformat()
    with Ticker() as ticker:
        _, problem = _framed(source, mapping, budget, size)
        order = Override(
            kind=KINDS[kind],
            project=_id_of(problem, project),
            by=by,
            reason=reason,
            cycle=cycle or today[:4],
            behind=_id_of(problem, behind) if behind else "",
            limits=limits,
        )
        best = portfolio.optimum(problem, watch=ticker.watch, time_limit=time_limit)
        standing = [each.override for each in kept if each.stands]
        found = price_all(
            problem, best, [*standing, order], time_limit=time_limit, watch=ticker.watch
        )
    if as_json:
        click.echo(answer_json(to_json(found), size=size))
    else:
        click.echo("\n".join([*_told(found, len(standing)), *sized_words(size)]))
    if confirm and ledger is not None:
        grown = record(kept, found.each[-1], on=today, sized_by=size or "")
        write_ledger(ledger, grown)
        click.echo(f"Written: override {grown[-1].number} in {ledger}", err=as_json)


@click.command("ledger")
@click.argument("ledger", metavar="LEDGER", type=SOURCE)
@click.option("--undo", "number", type=int, help="Number of the override to take back.")
@click.option("--by", default="", help="Who takes it back.")
@click.option("--reason", default="", help="Why, in words.")
def ledger_command(ledger: Path, number: int | None, by: str, reason: str) -> None:
    """Show the overrides in LEDGER by cycle with the value lost, or take one back."""
    from headwater.portfolio.override import totals, undo

    kept = _overrides(ledger)
    if number is not None:
        kept = undo(kept, number, by=by, reason=reason)
        write_ledger(ledger, kept)
    for total in reversed(totals(kept)):
        click.echo(
            f"Cycle {total.cycle}: {total.standing} standing, {total.undone} undone; "
            f"value lost {total.value_lost:,.6g}"
        )
        for each in kept:
            if each.override.cycle == total.cycle:
                click.echo(f"  {_line(each)}")
    if not kept:
        click.echo("Nobody has overruled a choice.")


def write_ledger(path: Path, kept: tuple[LedgerEntry, ...]) -> None:
    """Write a ledger in full."""
    text = json.dumps(to_json(kept), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from error


def _told(found: PricedOverrides, standing: int) -> list[str]:
    priced = found.each[-1]
    lines = [priced.text]
    if standing:
        lines.append(f"With the {standing} standing: {found.text}")
    return lines + [f"  {each}" for each in dict.fromkeys((*priced.doubts, *found.doubts))]


def _line(entry: LedgerEntry) -> str:
    given = entry.override
    behind = f" behind {given.behind}" if given.behind else ""
    said = (
        f"{entry.number}. {given.kind.replace('_', ' ')} {given.project}{behind}, by {given.by}: "
        f"{given.reason} (value lost {entry.value_lost:,.6g}{f', {entry.on}' if entry.on else ''}"
        f"{', scores by cost' if entry.sized_by else ''})"
    )
    return said if entry.stands else f"{said} UNDONE by {entry.undone_by}: {entry.undone_reason}"
