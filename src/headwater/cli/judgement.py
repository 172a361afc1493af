"""`headwater judgement ...`: priorities, consensus and disagreement from files of answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from headwater.cli.decisions import MAP_HELP, SOURCE
from headwater.cli.progress import Ticker
from headwater.errors import InputError
from headwater.vocabulary.ballot import Feedback
from headwater.vocabulary.judgement import GroupPriorities
from headwater.vocabulary.matters import Agenda, Contrast
from headwater.vocabulary.publication import Mode, Release
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.units import Interval
from headwater.vocabulary.workbook import Judgement

if TYPE_CHECKING:
    from headwater.vocabulary.agreement import Measure, Movement, Opinions

MOST_CONTRASTS, MOST_NAMES = 3, 3
"""Pairs of views told for a criterion, and projects named for each."""
BALLOTS = "CSV files of judgements (leader, method, left, right, answer), workbooks or folders."
MODES = click.Choice(["named", "confidential", "anonymous"])
MODE_HELP = "Who may learn who said what; the hidden modes show nothing below five answers."


@click.group("judgement")
def group() -> None:
    """Weigh what leaders value, and say where they agree and where it matters that they do not."""


@group.command()
@click.argument("files", metavar="FILES", type=SOURCE, nargs=-1, required=True)
@click.option("--leader", default="", help="Only this leader's answers.")
@click.option("--mode", type=MODES, default="named", show_default=True, help=MODE_HELP)
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def priorities(
    files: tuple[Path, ...], leader: str, mode: str, mapping: str, as_json: bool
) -> None:
    """Say which weights the answers in FILES allow, and what in them is worth a second look."""
    from headwater import judgement

    said, doubts = _read(files, mapping)
    if leader:
        said = _of_leader(said, leader)
    criteria = _criteria(said)
    found = judgement.weigh(criteria, said)
    if mode != "named":
        _show_hidden(_releases(found, mode), as_json)
        return
    told = _feedback(criteria, said)
    if as_json:
        _print_json({"priorities": found, "feedback": told, "doubts": [*doubts]})
    else:
        click.echo("\n".join(_priorities(found, told, doubts)))


@group.command()
@click.argument("files", metavar="FILES", type=SOURCE, nargs=-1, required=True)
@click.option("--mode", type=MODES, default="named", show_default=True, help=MODE_HELP)
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def consensus(files: tuple[Path, ...], mode: str, mapping: str, as_json: bool) -> None:
    """Say how far leaders agree, who resembles whom, and what moved: each of FILES is a round."""
    from headwater import judgement
    from headwater.judgement import measures

    rounds = [_weights(*_read((each,), mapping)) for each in files]
    last = rounds[-1]
    if len({frozenset(row) for each in rounds for row in each.values()}) != 1:
        raise InputError("the rounds judge different criteria; compare rounds of one question")
    if mode != "named":
        found = judgement.release_weights(last, mode=cast("Mode", mode), closed=True)
        _show_hidden(found, as_json)
        return
    if len(last) < 2:
        raise InputError("only one leader answered, so there is nobody to agree with")
    scale = judgement.weight_scale(len(next(iter(last.values()))))
    moved = judgement.movement([_points(each) for each in rounds], scale=scale)
    told = measures.of_weights(last)
    camps = judgement.opinions(last)
    if as_json:
        _print_json({"measures": told, "opinions": camps, "movement": moved})
    else:
        click.echo("\n".join(_agreed(told, camps, moved if len(rounds) > 1 else ())))


@group.command()
@click.argument("source", metavar="INPUT", type=SOURCE)
@click.argument("ballots", metavar="[FILES]", type=SOURCE, nargs=-1)
@click.option("--budget", help="Most that may be spent in all: 3000, 3.6bn, 'USD 250 million'.")
@click.option("--minutes", default=45, show_default=True, type=click.IntRange(5, 600))
@click.option("--mode", type=MODES, default="named", show_default=True, help=MODE_HELP)
@click.option("--map", "mapping", default="", help=MAP_HELP)
@click.option("--time-limit", default=20.0, show_default=True, help="Seconds for each portfolio.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
def disagreement(
    source: Path,
    ballots: tuple[Path, ...],
    budget: str | None,
    minutes: int,
    mode: str,
    mapping: str,
    time_limit: float,
    as_json: bool,
) -> None:
    """Say which of the leaders' differences change what is chosen in INPUT, and what to skip.

    FILES of judgements replace those of INPUT.
    """
    from headwater import intake, lenses

    with Ticker() as ticker:
        ticker.say("Solving again for every view")
        workbook = intake.read(source, mapping=intake.parse_mapping(mapping)).workbook
        if workbook is None or not workbook.projects:
            raise InputError(f"{source} has no projects to choose from")
        if ballots:
            workbook = replace(workbook, judgements=_read(ballots, "")[0])
        amount = None if budget is None else intake.parse_amount(budget, workbook.money)
        releases: tuple[Release, ...] = ()
        if mode == "named":
            found = lenses.disagreement(
                workbook, budget=amount, minutes=minutes, time_limit=time_limit
            )
        else:
            releases, found = lenses.hidden_disagreement(
                workbook,
                mode=cast("Mode", mode),
                budget=amount,
                minutes=minutes,
                time_limit=time_limit,
            )
    if as_json:
        _print_json({"agenda": found, "published": releases})
    else:
        click.echo("\n".join(_agenda(found, releases)))


def _read(files: Sequence[Path], mapping: str) -> tuple[tuple[Judgement, ...], tuple[str, ...]]:
    from headwater import intake

    said: list[Judgement] = []
    doubts: list[str] = []
    for each in files:
        found, alike = intake.read_judgements(each, mapping=intake.parse_mapping(mapping))
        said += found
        doubts += alike
    return tuple(said), tuple(dict.fromkeys(doubts))


def _of_leader(said: Sequence[Judgement], leader: str) -> tuple[Judgement, ...]:
    own = tuple(each for each in said if each.leader.casefold() == leader.strip().casefold())
    if not own:
        known = ", ".join(sorted({each.leader for each in said}))
        raise InputError(f"{leader!r} answered nothing here; who did: {known}")
    return own


def _criteria(said: Sequence[Judgement]) -> tuple[str, ...]:
    return tuple(sorted({name for each in said for name in (each.left, each.right) if name}))


def _weights(said: Sequence[Judgement], doubts: Sequence[str]) -> dict[str, dict[str, float]]:
    from headwater import judgement

    found = judgement.weigh(_criteria(said), said)
    return {
        who: dict(zip(each.weights.criteria, each.weights.centre, strict=True))
        for who, each in found.by_leader.items()
    }


def _points(weights: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, Interval | None]]:
    return {
        who: {name: Interval.point(weight) for name, weight in row.items()}
        for who, row in weights.items()
    }


def _feedback(
    criteria: Sequence[str], said: Sequence[Judgement]
) -> dict[str, tuple[Feedback, ...]]:
    from headwater.judgement import METHODS
    from headwater.judgement.ballots import ballots

    return {
        each.leader: told
        for each in ballots(criteria, said)
        if (told := METHODS[each.method].feedback(criteria, each.answers))
    }


def _releases(found: GroupPriorities, mode: str) -> tuple[Release, ...]:
    from headwater import judgement

    views = {
        who: dict(zip(each.weights.criteria, each.weights.centre, strict=True))
        for who, each in found.by_leader.items()
    }
    return judgement.release_weights(views, mode=cast("Mode", mode), closed=True)


def _show_hidden(releases: Sequence[Release], as_json: bool) -> None:
    if as_json:
        _print_json({"published": releases})
    else:
        click.echo("\n".join(each.text for each in releases))


def _priorities(
    found: GroupPriorities,
    told: Mapping[str, tuple[Feedback, ...]],
    doubts: Sequence[str],
) -> list[str]:
    weights = found.weights
    order = sorted(
        zip(weights.centre, weights.criteria, strict=True), key=lambda one: (-one[0], one[1])
    )
    lines = []
    for centre, name in order:
        span = weights.range_of(name)
        wide = "" if span.high - span.low < 5e-4 else f"   ({span.low:.0%} to {span.high:.0%})"
        lines.append(f"{centre:6.1%}  {name}{wide}")
    for who, each in told.items():
        lines += ["", f"{who}, worth a second look", *(f"  {one.text}" for one in each)]
    both = [*found.doubts, *doubts]
    return [*lines, *(["", "Doubts", *(f"  {each}" for each in both)] if both else [])]


def _agreed(told: Sequence["Measure"], camps: "Opinions", moved: Sequence["Movement"]) -> list[str]:
    lines = [each.meaning for each in told]
    lines += ["", "Groups of opinion"]
    if len(camps.groups) == 1:
        lines.append(f"  {camps.groups[0].text}")
    else:
        for each in camps.groups:
            lines.append(f"  {', '.join(each.members)}: {each.text}")
        divides = [f"{name} ({share:.0%})" for name, share in camps.divides.items() if share >= 0.5]
        if divides:
            lines.append(f"  What divides them: {', '.join(divides[:3])}")
        lines += [f"  {each}" for each in camps.doubts]
    return [
        *lines,
        *(["", "Since the round before", *(f"  {each.text}" for each in moved)] if moved else []),
    ]


def _agenda(found: Agenda, releases: Sequence[Release]) -> list[str]:
    lines = [found.text, ""]
    for each in found.matters:
        lines.append(f"{f'{each.minutes} min' if each.minutes else '-':>7}  {each.text}")
        for contrast in each.contrasts[:MOST_CONTRASTS]:
            lines += [f"{'':9}{line}" for line in _contrast(contrast)]
        if (more := len(each.contrasts) - MOST_CONTRASTS) > 0:
            lines.append(f"{'':9}and {more} more pair{' differs' if more == 1 else 's differ'}")
    if releases:
        lines += ["", "Published", *(f"  {each.text}" for each in releases)]
    return [
        *lines,
        *(["", "Doubts", *(f"  {each}" for each in found.doubts)] if found.doubts else []),
    ]


def _contrast(found: Contrast) -> list[str]:
    """Say who differs by how much, and below what only the one or only the other would choose."""
    lines = [
        f"{found.one} gives it {found.weight_one:.0%}, {found.other} {found.weight_other:.0%}:"
    ]
    for who, only in ((found.one, found.only_one), (found.other, found.only_other)):
        if only:
            lines.append(f"  {who} alone would choose {_some(only)}")
    return lines


def _some(projects: Sequence[str]) -> str:
    """List up to three projects, and count the rest."""
    shown, more = list(projects[:MOST_NAMES]), len(projects) - MOST_NAMES
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _print_json(values: Mapping[str, Any]) -> None:
    click.echo(json.dumps(to_json(values), indent=2, ensure_ascii=False, allow_nan=False))
