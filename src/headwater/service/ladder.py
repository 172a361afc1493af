"""Ladders of levels or stages: thresholds as dated data, held against figures, never opinions."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from math import ceil

from headwater.errors import InputError
from headwater.vocabulary.service_figures import (
    Ladder,
    LadderRule,
    LadderStanding,
    RuleMet,
    RungStanding,
    ServiceFigure,
)
from headwater.vocabulary.shapes import from_json


@lru_cache(maxsize=8)
def ladders() -> Mapping[str, tuple[Ladder, ...]]:
    """Read all ladders: by name, oldest edition first."""
    found: dict[str, list[Ladder]] = {}
    for each in (files("headwater.service") / "ladders").iterdir():
        if each.name.endswith(".json"):
            ladder = from_json(Ladder, json.loads(each.read_text(encoding="utf-8")))
            found.setdefault(ladder.name, []).append(ladder)
    return {
        name: tuple(sorted(editions, key=lambda one: one.edition))
        for name, editions in found.items()
    }


def pick(name: str, edition: str = "") -> Ladder:
    """Return a ladder in an edition, or its latest.

    Raises
    ------
    InputError
        If there is none; the message names those there are.
    """
    editions = ladders().get(name, ())
    found = [each for each in editions if edition in ("", each.edition)]
    if not found:
        known = [f"{each.name} {each.edition}" for own in ladders().values() for each in own]
        raise InputError(
            f"there is no ladder {name} {edition}; there are {', '.join(sorted(known))}"
        )
    return found[-1]


def climb(ladder: Ladder, figures: Sequence[ServiceFigure], *, of: str = "") -> LadderStanding:
    """Say which rung is reached, rule by rule, and what holds the next one.

    A rung is reached when all its rules are met and the rungs below are reached. A rule is met
    by the figure itself, from enough records; where the interval does not wholly meet it, a
    doubt says so.

    Raises
    ------
    InputError
        If a rule asks for a figure that is not given.
    """
    by_key = {each.key: each for each in figures}
    standing: list[RungStanding] = []
    reached = True
    for rung in ladder.rungs:
        rules = tuple(_held(rule, by_key, ladder) for rule in rung.rules)
        reached = reached and all(each.met for each in rules)
        standing.append(RungStanding(rung, rules, reached))
    got = [each for each in standing if each.reached]
    missing = [each for each in standing if not each.reached]
    used = {rule.figure for each in ladder.rungs for rule in each.rules}
    return LadderStanding(
        ladder=ladder,
        of=of,
        rungs=tuple(standing),
        at=got[-1].rung if got else None,
        next=missing[0].rung if missing else None,
        holds=tuple(each.text for each in missing[0].rules if not each.met) if missing else (),
        figures=tuple(figures),
        doubts=_doubts(got, [each for each in figures if each.key in used]),
    )


def _held(rule: LadderRule, figures: Mapping[str, ServiceFigure], ladder: Ladder) -> RuleMet:
    if rule.figure not in figures:
        raise InputError(
            f"the ladder {ladder.name} {ladder.edition} needs the figure {rule.figure}"
        )
    figure = figures[rule.figure]
    value, span = figure.value, figure.interval
    enough = figure.number >= rule.number
    met = enough and value is not None and _within(value, rule)
    surely = met and span is not None and _within(span.low, rule) and _within(span.high, rule)
    return RuleMet(rule, figure, met, surely, _said(rule, figure, met=met, enough=enough))


def _within(value: float, rule: LadderRule) -> bool:
    return (rule.least is None or value >= rule.least) and (rule.most is None or value <= rule.most)


def _said(rule: LadderRule, figure: ServiceFigure, *, met: bool, enough: bool) -> str:
    bound = f"at least {shown(rule.least, figure)}" if rule.least is not None else ""
    bound = bound or f"at most {shown(rule.most, figure)}"
    now = "nothing is known yet" if figure.value is None else f"now {shown(figure.value, figure)}"
    wanted = rule.wanted[0].upper() + rule.wanted[1:]
    if met:
        return f"{wanted}: {bound} is asked, {now}."
    if not enough:
        more = rule.number - figure.number
        return (
            f"{wanted}: {bound} from {rule.number} records is asked, {now} from {figure.number:,}; "
            f"{more} more {'is' if more == 1 else 'are'} needed."
        )
    return f"{wanted}: {bound} is asked, {now}.{_how_many(rule, figure)}"


def _how_many(rule: LadderRule, figure: ServiceFigure) -> str:
    """Say how many of the records there are would have to turn, where that can be counted."""
    if figure.unit != "share" or rule.least is None or figure.value is None or not figure.rest:
        return ""
    whole = len(figure.records) + len(figure.rest)
    more = ceil(rule.least * whole - 1e-9) - len(figure.records)
    if not 0 < more <= len(figure.rest):
        return ""
    if len(figure.rest) == 1:
        return " The one that does not count yet would be enough."
    return f" {more:,} of the {len(figure.rest):,} that do not count yet would be enough."


def shown(value: float | None, figure: ServiceFigure) -> str:
    """Write a value in the unit of a figure: '62%', '14 days', '+20'."""
    if value is None:
        return "not known"
    if figure.unit == "share":
        return f"{value:.0%}"
    if figure.unit == "days":
        return f"{value:,.0f} day{'' if value == 1 else 's'}"
    return (
        f"{100 * value:+.0f}".replace("-", "\u2212") if figure.unit == "score" else f"{value:,.6g}"
    )


def _doubts(reached: Sequence[RungStanding], figures: Sequence[ServiceFigure]) -> tuple[str, ...]:
    said = []
    unsure = [
        each.rule.wanted for rung in reached for each in rung.rules
        if not each.surely and each.figure.interval is not None
    ]  # fmt: skip
    if unsure:
        names = ", ".join(dict.fromkeys(unsure))
        said.append(
            f"What is reached rests on figures whose intervals do not wholly meet it: {names}."
        )
    said += [doubt for each in figures for doubt in each.doubts]
    return tuple(dict.fromkeys(said))
