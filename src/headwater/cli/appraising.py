"""`headwater appraise`: what business cases are worth, what to mend, and where they collide."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from headwater.cli.appraising_chances import (
    chances_told,
    drivers_told,
    rights_told,
    together_told,
    told_once,
)
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_chances import CaseChances, PortfolioChances
from headwater.vocabulary.appraisal_review import Review
from headwater.vocabulary.appraisal_value import CaseRange, CaseValue, Collision, OptionValue
from headwater.vocabulary.shapes import to_text
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.vocabulary.workbook import Workbook

SOURCE = click.Path(exists=False, path_type=Path)
INTO_HELP = "Folder for tables that `headwater rationalize` reads: one project a case."
TARGETS = {
    "capex": "Investment costs",
    "opex": "Running costs",
    "benefits": "Benefits",
    "duration": "Time",
}
SHOWN = 12
RIGHTS = 16_384
"""Draws for the worth of rights where nobody asks for a number."""
DIFFERENT = (
    "The cases are in different money ({units}), so their chances are not added up; bring them to "
    "one currency and scale first."
)


@click.command()
@click.argument("source", metavar="CASE", type=SOURCE)
@click.option("--practice", default=None, help="green_book or corporate; default: the case's.")
@click.option("--pack", default=None, help="Parameter pack; default: the case's, or the latest.")
@click.option("--today", default="", help="Day against which the age of figures is counted.")
@click.option("--into", type=click.Path(path_type=Path), help=INTO_HELP)
@click.option("--draws", type=int, default=None, help="Simulate the cases with so many draws.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Of the draws.")
@click.option("--workers", type=int, default=1, show_default=True, help="Processes that draw.")
@click.option("--drives", is_flag=True, help="Say what drives each value, and what to find out.")
@click.option("--json", "as_json", is_flag=True, help="Print values, reviews and collisions.")
def appraise(
    source: Path, practice: str | None, pack: str | None, today: str, into: Path | None,
    draws: int | None, seed: int, workers: int, drives: bool, as_json: bool,
) -> None:  # fmt: skip
    """Value, review and compare CASE: a workbook, a folder of CSV, or a folder of cases.

    Exit code 0 even where the review finds something: it advises, it does not refuse.
    """
    from headwater import appraisal, intake

    readings = intake.read_cases(source)
    cases = [each.case for each in readings.values() if each.case is not None]
    values = {each.id: appraisal.value_case(each, practice=practice, pack=pack) for each in cases}
    reviews = {each.id: appraisal.review(each, today=today) for each in cases}
    found = appraisal.collisions(cases, values=values)
    way: dict[str, Any] = {"practice": practice, "pack": pack, "seed": seed}
    chances, together, apart = _drawn(cases, draws, {**way, "workers": workers})
    rights = {}
    if draws is not None or drives:
        rights = {
            each.id: appraisal.value_rights(
                each, draws=RIGHTS if draws is None else draws, workers=workers, **way
            )
            for each in cases
            if each.rights
        }
    driving = {}
    if drives:
        driving = {each.id: appraisal.drivers(each, **way) for each in cases}
    if into is not None:
        _write_tables(appraisal.into_workbook(cases), into)
    if as_json:
        answer = {
            "values": list(values.values()),
            "reviews": list(reviews.values()),
            "collisions": found,
            **({"chances": list(chances.values())} if chances else {}),
            **({"together": told_once(together)} if together else {}),
            **({"rights": [one for of in rights.values() for one in of]} if rights else {}),
            **({"drivers": list(driving.values())} if driving else {}),
        }
        click.echo(to_text(answer), nl=False)
        return
    parts = []
    for each in cases:
        spread = appraisal.case_range(each, value=values[each.id])
        parts.append(_told(each, values[each.id], spread, reviews[each.id]))
        if each.id in chances:
            parts.append("\n".join(chances_told(chances[each.id])))
        if each.id in rights:
            parts.append("\n".join(rights_told(rights[each.id], each.money)))
        if each.id in driving:
            parts.append("\n".join(drivers_told(driving[each.id])))
    if len(cases) > 1:
        parts.append(_collisions(found))
    if together:
        parts.append("\n".join(together_told(together)))
    elif apart:
        parts.append(apart)
    if into is not None:
        parts.append(f"Written: {into}. Try\n  headwater rationalize {into} --budget AMOUNT")
    click.echo("\n\n".join(parts))
    ignored = [sentence for each in readings.values() for sentence in each.ignored]
    for sentence in dict.fromkeys(ignored):
        click.echo(sentence, err=True)


def _drawn(
    cases: list[BusinessCase], draws: int | None, way: dict[str, Any]
) -> tuple[Mapping[str, CaseChances], PortfolioChances | None, str]:
    """Return the chances of each case, of all together, and why they are not told together."""
    from headwater import appraisal

    if draws is None:
        return {}, None, ""
    units = sorted({each.money.label for each in cases})
    if len(cases) > 1 and len(units) == 1:
        together = appraisal.simulate_together(cases, draws=draws, **way)
        return together.cases, together, ""
    apart = DIFFERENT.format(units=", ".join(units)) if len(units) > 1 else ""
    return {each.id: appraisal.simulate(each, draws=draws, **way) for each in cases}, None, apart


def _told(case: BusinessCase, value: CaseValue, spread: CaseRange, found: Review) -> str:
    money = value.money
    head = [case.name, f"by {value.practice}, {_basis(value)}", ""]
    lines = [*head, *_table(value), ""]
    chosen = value.of(spread.option)
    name = chosen.name if chosen else spread.option
    lines.append(f"{name}, against business as usual (about P10 to P90)")
    lines += [
        f"  net present value  {_between(spread.npv, money)}",
        f"  money spent        {_between(spread.cost, money)}",
    ]
    if spread.drivers:
        lines.append("What drives it")
        lines += [
            f"  {driver}: {money.show(low)} to {money.show(high)}"
            for driver, (low, high) in list(spread.drivers.items())[:5]
        ]
    lines += _block("What was done to the figures", [*value.steps, *_trail(chosen)])
    if chosen:
        lines += _block("Beside the numbers", chosen.unquantified)
        lines += _block("How the ratio is made", [chosen.bcr_rule])
    lines += ["", *_reviewed(found)]
    doubts = (*value.doubts, *(chosen.doubts if chosen else ()), *spread.doubts)
    return "\n".join([*lines, *_block("Doubts", tuple(dict.fromkeys(doubts)))])


def _basis(value: CaseValue) -> str:
    prices = f"{value.prices} prices"
    if value.prices == "real" and value.price_base is not None:
        prices += f" of {value.price_base}"
    return f"{value.money.label}, {prices}, discounted to {value.base_year}"


def _table(value: CaseValue) -> list[str]:
    width = max(len(each.name) for each in value.options)
    rows = [f"  {'':{width}}  {'NPV':>14}  {'against usual':>14}  {'ratio':>6}  {'return':>8}"]
    for each in value.options:
        mark = "*" if each.option == value.preferred else " "
        against = "" if each.against is None else f"{each.against:,.2f}"
        ratio = "" if each.bcr is None else f"{each.bcr:.2f}"
        rates = ", ".join(f"{100 * rate:.1f}%" for rate in each.rates_of_return)
        rows.append(
            f"{mark} {each.name:{width}}  {each.npv:>14,.2f}  {against:>14}  {ratio:>6}  {rates:>8}"
        )
    return rows


def _trail(chosen: OptionValue | None) -> list[str]:
    if chosen is None:
        return []
    return [
        f"{TARGETS[each.target]} adjusted by {each.uplift:.1%} ({each.reference or each.kind}"
        + (f", {each.upper:.0%} less {each.mitigated:.0%} mitigated" if each.mitigated else "")
        + (f"; {each.by}, {each.date}" if each.by else "")
        + ")."
        for each in chosen.adjustments
    ]


def _reviewed(found: Review) -> list[str]:
    gate = "passes" if found.evaluable else "does not pass"
    total = len(found.passed) + len({each.check.id for each in found.findings})
    lines = [
        f"Pre-review: {len(found.passed)} of {total} checks hold; {gate} the evaluability gate"
    ]
    for each in found.findings[:SHOWN]:
        check = each.check
        lines.append(f"  {check.severity.upper()} {each.place}: {each.text}")
        lines.append(f"    {check.mend} ({check.id}; {check.told})")
    if len(found.findings) > SHOWN:
        lines.append(f"  and {len(found.findings) - SHOWN} more")
    return lines


def _collisions(found: Sequence[Collision]) -> str:
    if not found:
        return "Across the cases: nothing is claimed twice."
    lines = [f"Across the cases: {len(found)} things do not fit together"]
    for each in found[:SHOWN]:
        said = "; ".join(f"{case}: {what}" for case, what in sorted(each.said.items()))
        lines += [f"  {each.severity.upper()} {each.text}", f"    {said}", f"    {each.mend}"]
    if len(found) > SHOWN:
        lines.append(f"  and {len(found) - SHOWN} more")
    return "\n".join(lines)


def _between(interval: Interval, money: MoneyUnit) -> str:
    if interval.is_point:
        return money.show(interval.low)
    return f"{money.show(interval.low)} to {money.show(interval.high)}"


def _block(heading: str, sentences: Sequence[str]) -> list[str]:
    return [heading, *(f"  {sentence}" for sentence in sentences)] if sentences else []


def _write_tables(workbook: Workbook, folder: Path) -> None:
    """Write the projects of a workbook as the CSV tables that `rationalize` reads."""
    if folder.exists():
        raise InputError(f"{folder} is there already; name another folder")
    periods = sorted({name for each in workbook.projects for name in each.costs_by_period})
    roles = sorted({place for each in workbook.projects for place in each.capacity})
    unit = workbook.money.label if workbook.money.currency else ""
    tail = f" ({unit})" if unit else ""
    head = ["id", "name", "unit", "description", "stage", f"cost{tail}", f"benefit{tail}"]
    head += [f"cost_{period}{tail}" for period in periods]
    head += [f"capacity_{role}_{when}" for role, when in roles] + ["start", "end"]
    rows = [
        [each.id, each.name, each.unit, each.description, each.stage, _cell(each.cost),
         _cell(each.benefit), *(_cell(each.costs_by_period.get(name)) for name in periods),
         *(_cell(each.capacity.get(place)) for place in roles), each.start, each.end]
        for each in workbook.projects
    ]  # fmt: skip
    tables: dict[str, list[list[str]]] = {"projects": [head, *rows]}
    if workbook.rules:
        tables["rules"] = [["kind", "project", "other"]]
        tables["rules"] += [[r.kind, r.project, "; ".join(r.other)] for r in workbook.rules]
    try:
        folder.mkdir(parents=True)
        for name, table in tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream, lineterminator="\n").writerows(table)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}") from error


def _cell(interval: Interval | None) -> str:
    if interval is None:
        return ""
    low, high = (f"{end:.6f}".rstrip("0").rstrip(".") for end in (interval.low, interval.high))
    return low if low == high else f"{low}..{high}"
