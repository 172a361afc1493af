"""`headwater risk`: the choice in bad futures, beside choices made with an eye on them."""

from pathlib import Path
from typing import Literal

import click

from headwater.cli.decisions import MAP_HELP, SIZED, SOURCE
from headwater.cli.explaining import BUDGET_HELP, _framed
from headwater.cli.progress import Ticker
from headwater.cli.sources import answer_json, sized_words
from headwater.cli.summary import moves
from headwater.errors import InputError
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.risk import FuturesView, Outcomes, RiskChoice
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.workbook import Workbook

FUTURES_HELP = (
    "CSV: a row a project, a column a future, and perhaps a row of probabilities. Without it a "
    "folder of business cases is drawn."
)


@click.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--futures", "futures", type=SOURCE, help=FUTURES_HELP)
@click.option("--budget", help=BUDGET_HELP)
@click.option("--caution", default=0.5, show_default=True, help="0: the mean only; 1: the bad end.")
@click.option("--tail", default=0.1, show_default=True, help="Share of futures that are bad.")
@click.option("--target", type=float, help="A value that is good enough, in the futures' unit.")
@click.option("--draws", default=64, show_default=True, help="Draws of a folder of cases.")
@click.option("--seed", default=1, show_default=True, help="Seed of the draws.")
@SIZED
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--time-limit", default=60.0, show_default=True, help="Seconds for each choice.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def risk(
    source: Path,
    futures: Path | None,
    budget: str | None,
    caution: float,
    tail: float,
    target: float | None,
    draws: int,
    seed: int,
    size: Literal["cost"] | None,
    mapping: str,
    time_limit: float,
    as_json: bool,
) -> None:
    """Say what the choice in INPUT brings in bad futures, and what would be chosen for them."""
    from headwater import portfolio
    from headwater.portfolio.risk import beside

    with Ticker() as ticker:
        workbook, problem = _framed(source, mapping, budget, size)
        outcomes = _outcomes(source, futures, workbook, draws, seed)
        best = portfolio.optimum(problem, watch=ticker.watch, time_limit=time_limit)
        *_, found = beside(
            problem, outcomes, best.chosen, caution=caution, tail=tail, target=target,
            time_limit=time_limit, watch=ticker.watch,
        )  # fmt: skip
    lines = [*_told(found, problem), *sized_words(size)]
    click.echo(answer_json(to_json(found), size=size) if as_json else "\n".join(lines))


def _outcomes(
    source: Path, futures: Path | None, workbook: Workbook, draws: int, seed: int
) -> Outcomes:
    from headwater import appraisal, intake

    if futures is None:
        if not intake.holds_cases(source):
            raise InputError(
                "say what each project brings in each future: --futures FILE; only a folder of "
                "business cases can be drawn without it"
            )
        cases = [each.case for each in intake.read_cases(source).values() if each.case is not None]
        return appraisal.futures_of(cases, draws=draws, seed=seed)
    try:
        text = futures.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{futures} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{futures} is not a CSV file in UTF-8: {error}") from error
    names = {each.id: each.name for each in workbook.projects}
    return intake.read_futures(text, projects=names, unit=workbook.money.label)


def _told(found: FuturesView, problem: Problem) -> list[str]:
    names = {each.id: each.name for each in problem.candidates}
    bad = f"worst {found.recommended.tail:.0%}"
    lines = [
        f"In {found.futures} futures, in {found.unit}",
        f"  {'':28}{'mean':>12}{bad:>12}{'worst':>12}",
        _row("recommended", found.recommended),
        _row(f"cautious ({found.cautious.caution:.0%})", found.cautious),
        *moves(found.recommended.chosen, found.cautious.chosen, names),
    ]
    if found.reaching is not None and found.chance is not None:
        lines += [
            "",
            f"The recommended portfolio reaches {found.reaching.target:,.6g} with a probability "
            f"of {found.chance:.0%}.",
            found.reaching.text,
            *moves(found.recommended.chosen, found.reaching.chosen, names),
        ]
    doubts = (*found.cautious.doubts, *(found.reaching.doubts if found.reaching else ()))
    return [*lines, *(["", *dict.fromkeys(doubts)] if doubts else [])]


def _row(name: str, choice: RiskChoice) -> str:
    return f"  {name:28}{choice.mean:>12,.6g}{choice.tail_mean:>12,.6g}{choice.worst:>12,.6g}"
