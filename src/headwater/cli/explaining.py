"""`headwater explain` and `headwater make-room`: what it takes, and what would have to stop."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from headwater.cli.decisions import MAP_HELP, SIZED, SOURCE
from headwater.cli.progress import Ticker
from headwater.cli.sources import answer_json, read_workbook, sized_words
from headwater.errors import InputError
from headwater.vocabulary.explanation import Conditions, Room, WhatItTakes, Zombie
from headwater.vocabulary.portfolio import Problem
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.workbook import Workbook

if TYPE_CHECKING:
    from headwater.vocabulary.progress import Watcher

BUDGET_HELP = "Most that may be spent in all: 3000, 3.6bn, 'USD 250 million'."
RUNNING_HELP = "Id or name of what is going on; may be repeated. None: what is recommended."
EXIT_HELP = "What stopping a project costs, as in 'Bridge repair=2'; may be repeated."


@click.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.argument("projects", metavar="PROJECT...", nargs=-1, required=True)
@click.option("--budget", help=BUDGET_HELP)
@click.option("--together", is_flag=True, help="What would have to be true to have them all.")
@SIZED
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--time-limit", default=60.0, show_default=True, help="Seconds for each solve.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def explain(
    source: Path,
    projects: tuple[str, ...],
    budget: str | None,
    together: bool,
    size: Literal["cost"] | None,
    mapping: str,
    time_limit: float,
    as_json: bool,
) -> None:
    """Say why each PROJECT (id or name) in INPUT is in or out, and what would change that.

    Every change that is named was solved again: at it the project changes sides, one step short
    of it it does not.
    """
    from headwater import portfolio
    from headwater.portfolio import flips

    with Ticker() as ticker:
        workbook, problem = _framed(source, mapping, budget, size)
        ids = [_id_of(problem, each) for each in projects]
        best = portfolio.optimum(problem, watch=ticker.watch, time_limit=time_limit)
        if together:
            asked = flips.what_would_have_to_be_true(
                problem, best, to=ids, watch=ticker.watch, time_limit=time_limit
            )
            lines, answer = _conditions(asked), to_json(asked)
        else:
            found = [
                flips.what_it_takes(
                    problem, best, each, watch=ticker.watch, time_limit=time_limit,
                    money=workbook.money,
                )
                for each in ids
            ]  # fmt: skip
            lines, answer = _takes(found, problem), {"projects": to_json(found)}
    lines += sized_words(size)
    click.echo(answer_json(answer, size=size) if as_json else "\n".join(lines))


@click.command("make-room")
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.argument("project", metavar="PROJECT")
@click.option("--budget", help=BUDGET_HELP)
@click.option("--running", multiple=True, metavar="PROJECT", help=RUNNING_HELP)
@click.option("--exit-cost", "exits", multiple=True, metavar="PROJECT=AMOUNT", help=EXIT_HELP)
@click.option("--most", default=5, show_default=True, help="How many sets to show.")
@SIZED
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def make_room(
    source: Path,
    project: str,
    budget: str | None,
    running: tuple[str, ...],
    exits: tuple[str, ...],
    most: int,
    size: Literal["cost"] | None,
    mapping: str,
    as_json: bool,
) -> None:
    """Say what would have to stop in INPUT so that PROJECT (id or name) can start."""
    from headwater import portfolio
    from headwater.portfolio import room_making

    with Ticker() as ticker:
        workbook, problem = _framed(source, mapping, budget, size)
        going = [_id_of(problem, each) for each in running]
        best = portfolio.optimum(problem, watch=ticker.watch)
        rooms = room_making.make_room(
            problem,
            best,
            _id_of(problem, project),
            running=going,
            exit_costs=_exit_costs(exits, problem, workbook),
            most=most,
            watch=ticker.watch,
        )
        found = _found_zombies(problem, going, ticker.watch) if going else ()
    lines = [*_rooms(rooms), *_zombies(found), *sized_words(size)]
    answer = {"rooms": to_json(rooms), "zombies": to_json(found)}
    click.echo(answer_json(answer, size=size) if as_json else "\n".join(lines))


def _framed(
    source: Path, mapping: str, budget: str | None, size: Literal["cost"] | None = None
) -> tuple[Workbook, Problem]:
    from headwater import intake, refusing

    workbook = read_workbook(source, mapping, size=size)
    amount = None if budget is None else intake.parse_amount(budget, workbook.money)
    return workbook, refusing.problem_of(workbook, budget=amount)


def _id_of(problem: Problem, words: str) -> str:
    ids = {each.id for each in problem.candidates}
    if words in ids:
        return words
    named = [each.id for each in problem.candidates if each.name.casefold() == words.casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        raise InputError(f"several projects are called {words!r}; give an id: {', '.join(named)}")
    raise InputError(f"no project has the id or name {words!r}")


def _exit_costs(exits: Sequence[str], problem: Problem, workbook: Workbook) -> dict[str, float]:
    from headwater import intake

    found = {}
    for each in exits:
        name, sign, amount = each.rpartition("=")
        if not sign:
            raise InputError(f"{each!r} is not an exit cost; write it as in 'Bridge repair=2'")
        if not name.strip():
            raise InputError(f"{each!r} names no project; write it as in 'Bridge repair=2'")
        found[_id_of(problem, name.strip())] = intake.parse_amount(
            amount, workbook.money, what=f"exit cost of {name.strip()}", may_be_zero=True
        )
    return found


def _takes(found: Sequence[WhatItTakes], problem: Problem) -> list[str]:
    from headwater.portfolio.flips.forced import company
    from headwater.portfolio.flips.takes import sentences

    lines: list[str] = []
    for each in found:
        side = "is in" if each.chosen else "is not in"
        lines += ["", f"{each.name} {side} the recommended portfolio."]
        if each.tied:
            lines.append("  Portfolios with it and without it are worth the same.")
        lines.append(f"  {each.displaces.text}")
        lines += [f"  {text}" for text in (company(problem, each.stands_or_falls_with),) if text]
        lines += [f"  {text}" for text in sentences(each.changes, each.name, each.chosen)]
        lines += [f"  {doubt}" for doubt in each.doubts]
    return lines[1:]


def _conditions(found: Conditions) -> list[str]:
    lines = [each.text for each in found.sets] or [found.text]
    return [*lines, *(f"  {doubt}" for doubt in found.doubts)]


def _rooms(rooms: Sequence[Room]) -> list[str]:
    lines = [f"{number}. {room.text}" for number, room in enumerate(rooms, start=1)]
    doubts = dict.fromkeys(doubt for room in rooms for doubt in room.doubts)
    return [*lines, *(f"  {doubt}" for doubt in doubts)]


def _found_zombies(problem: Problem, going: Sequence[str], watch: "Watcher") -> tuple[Zombie, ...]:
    from headwater import portfolio
    from headwater.portfolio import room_making

    return room_making.zombies(problem, portfolio.robust(problem, watch=watch), going)


def _zombies(found: Sequence[Zombie]) -> list[str]:
    return ["", *(each.text for each in found)] if found else []
