"""`headwater rules`: what each decision rule would choose, beside the recommended portfolio."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click

from headwater.cli.decisions import MAP_HELP, SIZED, SOURCE
from headwater.cli.explaining import BUDGET_HELP, _framed
from headwater.cli.progress import Ticker
from headwater.cli.sources import answer_json, sized_words
from headwater.cli.summary import moves
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.recommendation import DECISION_RULES, DecisionRule, Recommendation
from headwater.vocabulary.shapes import to_json


@click.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--budget", help=BUDGET_HELP)
@click.option(
    "--rule", "rules", multiple=True, type=click.Choice(DECISION_RULES),
    help="One rule; may be repeated. All of them without it.",
)  # fmt: skip
@SIZED
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--time-limit", default=60.0, show_default=True, help="Seconds for each rule.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def rules(
    source: Path,
    budget: str | None,
    rules: tuple[DecisionRule, ...],
    size: Literal["cost"] | None,
    mapping: str,
    time_limit: float,
    as_json: bool,
) -> None:
    """Say what each decision rule would choose in INPUT, and what it asks for.

    Highest expected value is what is recommended; least regret and best worst case may choose
    others where leaders agree on ranges only.
    """
    from headwater.portfolio.decision_rules import recommend

    with Ticker() as ticker:
        _, problem = _framed(source, mapping, budget, size)
        found = [
            recommend(problem, rule=each, time_limit=time_limit, watch=ticker.watch)
            for each in rules or tuple(reversed(DECISION_RULES))
        ]
    lines = [*_told(found, problem), *sized_words(size)]
    answer = {"rules": to_json(found)}
    click.echo(answer_json(answer, size=size) if as_json else "\n".join(lines))


def _told(found: Sequence[Recommendation], problem: Problem) -> list[str]:
    names = {each.id: each.name for each in problem.candidates}
    lines: list[str] = []
    for number, each in enumerate(found):
        lines += ["", each.meaning, f"  {each.text}"]
        if number == 0:
            lines.append(f"  It holds {', '.join(sorted(names[id_] for id_ in each.chosen))}.")
            continue
        lines += moves(found[0].chosen, each.chosen, names)
    doubts = dict.fromkeys(doubt for each in found for doubt in each.doubts)
    return [*lines[1:], *(["", *doubts] if doubts else [])]
