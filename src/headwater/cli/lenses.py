"""`headwater fair-share` and `headwater signals`: other looks at the choice, from files."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import click

from headwater.cli.decisions import MAP_HELP, SIZED, SOURCE
from headwater.cli.explaining import BUDGET_HELP
from headwater.cli.progress import Ticker
from headwater.cli.sources import answer_json, read_workbook, sized_words
from headwater.errors import InputError
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.fairness import EqualShares, Fairness
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.signals import Score, Signal, Watch
from headwater.vocabulary.workbook import Workbook

YES = ("yes", "y", "true", "1", "x")
BEFORE_HELP = "The list of the cycle before, to compare scores and mandatory projects with."
SCORES_HELP = "CSV of who gave which score: project, criterion, scorer, value, sponsor (yes or no)."
MOST_ROWS = 8


@click.command("fair-share")
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--budget", help=BUDGET_HELP)
@click.option("--limit", default="", help="Which budget is shared out; the total without it.")
@click.option("--part", default=0.5, show_default=True, help="Starved below this part of a share.")
@SIZED
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def fair_share(
    source: Path,
    budget: str | None,
    limit: str,
    part: float,
    size: Literal["cost"] | None,
    mapping: str,
    as_json: bool,
) -> None:
    """Say what equal shares over units and leaders would choose in INPUT beside the optimum.

    It names whom the optimum starves, and what fairness would cost. A yardstick, no proposal.
    """
    from headwater import lenses

    with Ticker() as ticker:
        workbook, decision, amount = _decided(source, mapping, budget, size, ticker)
        found = lenses.fair_share(workbook, decision, budget=amount, limit=limit, part=part)
    if as_json:
        click.echo(answer_json(to_json(found), size=size))
    else:
        click.echo("\n".join([*_fair(found, decision), *sized_words(size)]))


@click.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--before", "before", type=SOURCE, help=BEFORE_HELP)
@click.option("--scores", type=SOURCE, help=SCORES_HELP)
@click.option("--usual", type=float, help="Share of mandatory projects that is usual: 0.15.")
@click.option("--budget", help=BUDGET_HELP)
@SIZED
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def signals(
    source: Path,
    before: Path | None,
    scores: Path | None,
    usual: float | None,
    budget: str | None,
    size: Literal["cost"] | None,
    mapping: str,
    as_json: bool,
) -> None:
    """Show patterns in INPUT that chance hardly explains: warnings, never verdicts."""
    from headwater import lenses
    from headwater.lenses.signals import Past

    with Ticker() as ticker:
        workbook, decision, amount = _decided(source, mapping, budget, size, ticker)
        earlier = None if before is None else read_workbook(before, mapping, size=size)
        name, name_before = source.stem, before.stem if before is not None else "before"
        if name == name_before:
            name, name_before = "now", "before"
        past = Past(
            before=earlier,
            scores=() if scores is None else _scores(scores, name, workbook),
            usual=usual,
            name=name,
            name_before=name_before,
        )
        found, missing = lenses.signals(workbook, decision, past, budget=amount, watch=ticker.watch)
    if as_json:
        answer = {"watch": to_json(found), "not_looked": list(missing)}
        click.echo(answer_json(answer, size=size))
    else:
        click.echo("\n".join([*_warned(found, missing, _names(decision)), *sized_words(size)]))


def _decided(
    source: Path,
    mapping: str,
    budget: str | None,
    size: Literal["cost"] | None,
    ticker: Ticker,
) -> tuple[Workbook, Decision, float | None]:
    from headwater import intake, journey

    ticker.say("Reading the tables")
    workbook = read_workbook(source, mapping, size=size)
    amount = None if budget is None else intake.parse_amount(budget, workbook.money)
    return workbook, journey.rationalize(workbook, budget=amount, watch=ticker.watch), amount


def _scores(path: Path, cycle: str, workbook: Workbook) -> tuple[Score, ...]:
    ids = {each.name: each.id for each in workbook.projects}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            table = csv.DictReader(file)
            wanted = {"project", "criterion", "scorer", "value"}
            if missing := sorted(wanted - set(table.fieldnames or ())):
                raise InputError(f"{path} has no column {', '.join(missing)}")
            return tuple(
                Score(
                    project=ids.get(row["project"], row["project"]),
                    criterion=row["criterion"],
                    scorer=row["scorer"],
                    value=_number(row["value"], path, line),
                    cycle=cycle,
                    is_sponsor=(row.get("sponsor") or "").strip().casefold() in YES,
                )
                for line, row in enumerate(table, 2)
            )
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is not a CSV file in UTF-8: {error}") from error


def _number(text: str | None, path: Path, line: int) -> float:
    try:
        return float((text or "").strip())
    except ValueError:
        raise InputError(f"{path}, row {line}: {text!r} is not a number") from None


def _names(decision: Decision) -> Mapping[str, str]:
    return {each.id: each.name for each in decision.projects}


def _fair(found: Fairness, decision: Decision) -> list[str]:
    lines = []
    for outcome in found.outcomes:
        lines += [outcome.text, *_standings(outcome), *_moves(found, outcome, decision), ""]
        lines += [f"  {each}" for each in outcome.doubts]
    return lines + [f"  {each}" for each in found.doubts]


def _standings(outcome: EqualShares) -> list[str]:
    wide = max(len(each.voice) for each in outcome.standings)
    lines = [f"  {'':{wide}}  {'due':>10}  {'optimum':>10}  {'equal shares':>12}"]
    for each in outcome.standings:
        mark = "  starved" if each.starved else ""
        lines.append(
            f"  {each.voice:{wide}}  {each.entitled:>10,.4g}  {each.optimum:>10,.4g}"
            f"  {each.fair:>12,.4g}{mark}"
        )
    return lines


def _moves(found: Fairness, outcome: EqualShares, decision: Decision) -> list[str]:
    names = _names(decision)
    lines = []
    for words, ids in (
        ("Only by equal shares", sorted(set(outcome.chosen) - set(found.chosen))),
        ("Only in the optimum", sorted(set(found.chosen) - set(outcome.chosen))),
    ):
        if ids:
            lines.append(f"  {words}: {', '.join(names[each] for each in ids)}")
    return lines


def _warned(found: Watch, missing: Sequence[str], names: Mapping[str, str]) -> list[str]:
    lines = [found.text, ""]
    warned = found.warnings
    lines.append(f"WARNINGS ({len(warned)})")
    for each in warned:
        lines += _evidence(each, names)
    quiet = [each for each in found.signals if each.strength == "none"]
    lines += ["", f"LOOKED AT, NOTHING TO SAY ({len(quiet)})", *(f"  {e.text}" for e in quiet)]
    if missing:
        lines += ["", "NOT LOOKED AT", *(f"  {each}" for each in missing)]
    return lines


def _evidence(signal: Signal, names: Mapping[str, str]) -> list[str]:
    lines = [f"  {signal.strength}: {signal.text}", f"    {signal.evidence.test}"]
    for row in signal.evidence.rows[:MOST_ROWS]:
        told = (f"{key} {names.get(str(value), value)}" for key, value in row.items())
        lines.append(f"    - {', '.join(told)}")
    return lines + [f"    But: {each}" for each in signal.doubts]
