"""`headwater money`: what amounts of a limit buy, and what a little more of each limit brings."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import click

from headwater.cli.decisions import MAP_HELP, SIZED, SOURCE
from headwater.cli.explaining import BUDGET_HELP, _framed
from headwater.cli.progress import Ticker
from headwater.cli.sources import answer_json, sized_words
from headwater.errors import InputError
from headwater.vocabulary.portfolio import FrontierStep, Limit, MarginalValue, Problem
from headwater.vocabulary.shapes import to_json

MOST_NAMES = 3


@click.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--budget", help=BUDGET_HELP)
@click.option("--limit", help="Name of the budget or capacity; the total budget if left out.")
@click.option("--levels", default=24, show_default=True, help="How many amounts to look at.")
@SIZED
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--time-limit", default=60.0, show_default=True, help="Seconds for the best choice.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def money(
    source: Path,
    budget: str | None,
    limit: str | None,
    levels: int,
    size: Literal["cost"] | None,
    mapping: str,
    time_limit: float,
    as_json: bool,
) -> None:
    """Say what each amount of a limit in INPUT buys, who enters and leaves, and what 5% brings."""
    from headwater import portfolio

    with Ticker() as ticker:
        _, problem = _framed(source, mapping, budget, size)
        against = _limit(problem, limit)
        best = portfolio.optimum(problem, watch=ticker.watch, time_limit=time_limit)
        steps = portfolio.frontier_steps(
            problem, limit=against.name, levels=levels, optimum=best, watch=ticker.watch
        )
        marginal = portfolio.marginal_values(problem, optimum=best, watch=ticker.watch)
    if as_json:
        answer = {"limit": against.name, "steps": to_json(steps), "marginal": to_json(marginal)}
        click.echo(answer_json(answer, size=size))
    else:
        told = [*_steps(steps, against, problem), "", *_marginal(marginal), *sized_words(size)]
        click.echo("\n".join(told))


def _limit(problem: Problem, name: str | None) -> Limit:
    limits = sorted(problem.limits, key=lambda each: (each.kind, bool(each.period), each.name))
    found = [each for each in limits if name is None or each.name.casefold() == name.casefold()]
    if not found:
        known = ", ".join(each.name for each in limits)
        raise InputError(f"there is no limit {name!r}; the limits are: {known}")
    return found[0]


def _steps(steps: Sequence[FrontierStep], limit: Limit, problem: Problem) -> list[str]:
    names = {each.id: each.name for each in problem.candidates}
    lines = [f"Value against {limit.name}"]
    for number, step in enumerate(steps):
        here = " (today)" if step.point.budget == limit.amount else ""
        lines.append(f"  {step.point.budget:>14,.2f}  {step.point.value:>12,.4g}{here}")
        if number:
            lines += [
                f"{'':18}{word} {_named(ids, names)}"
                for ids, word in ((step.enters, "in: "), (step.leaves, "out:"))
                if ids
            ]
    return lines


def _named(ids: Sequence[str], names: dict[str, str]) -> str:
    shown = ", ".join(names[each] for each in ids[:MOST_NAMES])
    return shown if len(ids) <= MOST_NAMES else f"{shown} and {len(ids) - MOST_NAMES} more"


def _marginal(marginal: Sequence[MarginalValue]) -> list[str]:
    return ["A little more or less of each limit", *(f"  {each.text}" for each in marginal)]
