"""`headwater compare` and `headwater certify`: what if, and is it right."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from headwater.cli.decisions import MAP_HELP, SIZED, SOURCE
from headwater.cli.progress import Ticker
from headwater.cli.sources import answer_json, read_workbook, sized_words
from headwater.errors import InputError
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Optimum, Problem
from headwater.vocabulary.scenario import Branch, Scenario
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.workbook import Workbook

if TYPE_CHECKING:
    from headwater.vocabulary.certificate import Certificate

WITH_HELP = "A change, as in 'budget -10%' or 'slip Pay.gov 2; cost +5%'. Give it once or more."
TREE_HELP = (
    "A tree of scenarios as JSON, as the web app gives it out: each with name, changes, then."
)
MARKS = {True: "passed", False: "FAILED", None: "open"}


@click.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--budget", help="Most that may be spent in all, before any change.")
@click.option("--with", "scenarios", multiple=True, help=WITH_HELP)
@click.option("--tree", "tree", type=SOURCE, help=TREE_HELP)
@SIZED
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--calls", is_flag=True, help="Also say whose call changes; takes longer.")
@click.option("--seed", default=1, show_default=True, help="Seed of the random draws.")
@click.option("--time-limit", default=30.0, show_default=True, help="Seconds for each solve.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def compare(
    source: Path,
    budget: str | None,
    scenarios: tuple[str, ...],
    tree: Path | None,
    size: Literal["cost"] | None,
    mapping: str,
    calls: bool,
    seed: int,
    time_limit: float,
    as_json: bool,
) -> None:
    """Say what would be best in INPUT if something were different, and which input moves it."""
    from functools import partial

    from headwater import intake
    from headwater.portfolio.framing import worth_of_score
    from headwater.portfolio.scenarios import explore, outline, scenario_of

    if not scenarios and tree is None:
        raise InputError("say what is different: --with 'budget -10%', or --tree FILE")
    with Ticker() as ticker:
        workbook = _workbook(source, mapping, size)
        amount = None if budget is None else intake.parse_amount(budget, workbook.money)
        problem, leaders = framed(workbook, amount)
        scores = partial(worth_of_score, workbook)
        branches = explore(
            problem,
            [
                *(scenario_of(each, problem, leaders, scores=scores) for each in scenarios),
                *_tree(tree),
            ],
            calls=calls,
            seed=seed,
            time_limit=time_limit,
            watch=ticker.watch,
        )
    if as_json:
        click.echo(answer_json({"scenarios": to_json(branches)}, size=size))
    else:
        lines = [_told(each, problem) for each in _all(branches)]
        if tree is not None:
            lines.append("\n".join(outline(branches)))
        click.echo("\n\n".join([*lines, *sized_words(size)]))


def _all(branches: Sequence[Branch]) -> list[Branch]:
    """Return the branches and all that grow from them, each before its own."""
    return [found for each in branches for found in (each, *_all(each.then))]


def _tree(path: Path | None) -> tuple[Scenario, ...]:
    if path is None:
        return ()
    return from_json(tuple[Scenario, ...], _json(path, "a tree of scenarios"))


@click.command()
@click.argument("decision_file", metavar="DECISION", type=SOURCE)
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--second/--no-second", default=True, help="Whether to ask the second solver.")
@click.option("--time-limit", default=60.0, show_default=True, help="Seconds for each solver.")
@click.option("--json", "as_json", is_flag=True, help="Print the certificate as JSON.")
def certify(
    decision_file: Path,
    source: Path,
    mapping: str,
    second: bool,
    time_limit: float,
    as_json: bool,
) -> None:
    """Check the portfolio of DECISION (a decision.json) against INPUT; 1 is a fault's exit code."""
    from headwater.portfolio.certificate import certify as check

    kept = _decision(decision_file)
    with Ticker() as ticker:
        workbook = _workbook(source, mapping)
        workbook = replace(workbook, sized_by=kept.manifest["parameters"].get("sized_by", ""))
        problem, _ = framed(workbook, _budget(kept))
        found = check(
            problem, optimum_of(kept), second=second, time_limit=time_limit, watch=ticker.watch
        )
    same = _same_input(kept, workbook)
    if as_json:
        click.echo(answer_json(to_json(found), size=workbook.sized_by))
    else:
        click.echo("\n".join(certified(found, same=same)))
    if not found.sound or not same:
        sys.exit(1)


def _workbook(source: Path, mapping: str, size: Literal["cost"] | None = None) -> Workbook:
    workbook = read_workbook(source, mapping, size=size)
    if not workbook.projects:
        raise InputError("there are no projects yet; add at least one with a name and a cost")
    return workbook


def framed(workbook: Workbook, budget: float | None) -> tuple[Problem, Mapping[str, WeightSet]]:
    """Frame the choice exactly as `rationalize` does; also return each leader's weights."""
    from headwater import journey
    from headwater.portfolio.framing import frame

    model, group, _ = journey.worth(workbook)
    problem, _ = frame(workbook, model, weights=group.weights, budget=budget)
    return problem, {leader: each.weights for leader, each in group.by_leader.items()}


def _decision(path: Path) -> Decision:
    return from_json(Decision, _json(path, "a decision.json"))


def _json(path: Path, what: str) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"{path} is not {what}: {error}") from error


def _budget(kept: Decision) -> float | None:
    parameters = kept.manifest.get("parameters", {})
    if "budget" not in parameters:
        raise InputError("the decision does not say with which budget it was made")
    given: float | None = parameters["budget"]
    return given


def optimum_of(kept: Decision) -> Optimum:
    """Return the portfolio that a decision recommends, as the engine takes it."""
    return Optimum(
        chosen=tuple(sorted(call.id for call in kept.projects if call.chosen)),
        value=kept.value,
        bound=kept.bound,
        gap=kept.gap,
        status="optimal" if kept.status == "optimal" else "best found",
        ties=kept.ties,
    )


def _same_input(kept: Decision, workbook: Workbook) -> bool:
    from headwater.manifest import digest

    return bool(kept.manifest.get("input_digest") == digest(workbook))


def _told(branch: Branch, problem: Problem) -> str:
    lines = [branch.name, f"  {branch.text}"]
    against = branch.against_start
    if against is not None:
        names = {each.id: each.name for each in problem.candidates}
        lines += [f"  {each}" for each in _indented("What differs", against.differences)]
        calls = [
            f"{names.get(each.project, each.project)}: {each.before or 'not listed'} -> "
            f"{each.after or 'not listed'}"
            for each in against.calls
        ]
        lines += [f"  {each}" for each in _indented("Calls that change", calls)]
    lines += [f"  {each}" for each in _indented("Doubts", branch.doubts)]
    return "\n".join(lines)


def _indented(heading: str, lines: Sequence[str]) -> list[str]:
    return [heading, *(f"  {line}" for line in lines)] if lines else []


def certified(found: "Certificate", *, same: bool) -> list[str]:
    """Say what each check found."""
    lines = [found.text]
    if not same:
        lines.append("The input is not the one that the decision was made from.")
    lines += [f"  {MARKS[check.passed]:6}  {check.text}" for check in found.checks]
    return [*lines, f"Exact value: {found.exact_value}", *_indented("Doubts", found.doubts)]
