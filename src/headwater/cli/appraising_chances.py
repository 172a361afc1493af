"""What `headwater appraise --draws` and `--drives` print: chances, drivers, what to find out."""

from collections.abc import Sequence
from typing import Any

from headwater.vocabulary.appraisal_chances import (
    CaseChances,
    PortfolioChances,
    Sampled,
    Spread,
)
from headwater.vocabulary.appraisal_drivers import Drivers, SwitchingValue
from headwater.vocabulary.appraisal_rights_value import RightValue
from headwater.vocabulary.shapes import to_json
from headwater.vocabulary.units import SCALES, MoneyUnit

SHOWN = 6


def chances_told(found: CaseChances) -> list[str]:
    """Say what an option may be worth, with no digit that the draws do not justify."""
    money = found.money
    against = "against business as usual" if found.against else "by itself"
    way = "scrambled Sobol" if found.sampling == "sobol" else "random"
    lines = [
        f"What it may be worth: option {found.option}, {against}",
        f"  ({money.label}; {found.draws:,} draws, {way}, seed {found.seed})",
        f"  {'':20}{'P10':>12}{'P50':>12}{'P80':>12}{'P90':>12}{'mean':>12}",
        _row("net present value", found.npv, money),
        _row("benefit", found.benefit, money),
        _row("money spent", found.cost, money),
        f"  A loss has the probability {found.loss.share()}; in the worst tenth the mean is "
        f"{found.worst_tenth.told(money)}.",
    ]
    if found.duration is not None and found.together is not None:
        cost = found.cost.percentiles[80].told(money)
        lines.append(
            f"  Neither {cost} nor {found.together.duration:.1f} months (P80 each) is exceeded "
            f"with the probability {found.together.both.share()}."
        )
    lines += [f"  {sentence}" for sentence in found.ties]
    lines.append(f"  Worked out {found.way}.")
    return [*lines, *(f"  {sentence}" for sentence in found.doubts)]


def together_told(found: PortfolioChances) -> list[str]:
    """Say what all cases may be worth together, and what strikes several of them."""
    first = next(iter(found.cases.values()))
    money = first.money
    lines = [
        f"All {len(found.cases)} cases together: the sum of their values in each draw",
        f"  ({money.label}; {first.draws:,} draws, seed {first.seed})",
        f"  {'':20}{'P10':>12}{'P50':>12}{'P80':>12}{'P90':>12}{'mean':>12}",
        _row("net present value", found.npv, money),
        _row("money spent", found.cost, money),
        f"  A loss of them all has the probability {found.loss.share()}.",
        f"  The sum spreads by {found.npv.deviation.told(money)} (standard deviation); were the "
        f"cases independent, by {money.show(found.apart)}.",
    ]
    for name, cases in sorted(found.shocks.items()):
        if len(cases) > 1:
            lines.append(f"  The shock {name!r} strikes {len(cases)} cases: {_few(cases)}.")
    if not any(len(cases) > 1 for cases in found.shocks.values()):
        lines.append(
            "  No shock strikes several cases, so they are taken as independent; write the same "
            "shock into the cases that it moves."
        )
    return lines


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(names[:SHOWN])
    return shown if len(names) <= SHOWN else f"{shown} and {len(names) - SHOWN} more"


def rights_told(found: Sequence[RightValue], money: MoneyUnit) -> list[str]:
    """Say what deciding later is worth, by simulation and on a lattice."""
    lines = ["What deciding later is worth, beyond deciding now"]
    for each in found:
        years = f"{each.year} to {each.last}" if each.last > each.year else f"{each.year}"
        lines.append(f"  {each.right.id} ({each.right.kind}, {years}): {_worth(each, money)}")
        if each.right.text:
            lines.append(f"    {each.right.text}")
    doubts = dict.fromkeys(sentence for each in found for sentence in each.doubts)
    return [*lines, *(f"  {sentence}" for sentence in doubts)]


def _worth(each: RightValue, money: MoneyUnit) -> str:
    drawn = each.simulated.worth
    told = [f"{drawn.told(money)} by simulation"]
    if each.lattice is not None:  # no more digits than the figure beside it
        told.append(f"{Sampled(each.lattice.worth.value, drawn.error).told(money)} on a lattice")
    use = each.simulated.use
    return ", ".join(told) + (f"; used with the probability {use.share()}" if use else "")


def drivers_told(found: Drivers) -> list[str]:
    """Say what drives a value, where it turns, and what is worth finding out."""
    money = found.money
    share = {each.name: each for each in found.shares}
    lines = ["What drives it: from P10 to P90, and share of the variance with interactions"]
    for each in found.swings[:SHOWN]:
        part = share.get(each.name)
        carried = f"  {part.total.share()}" if part else ""
        lines.append(
            f"  {each.name}: {money.show(each.at_low)} to {money.show(each.at_high)}{carried}"
        )
    lines.append("Where the value turns")
    turning = [each for each in found.switching if each.values]
    lines += [f"  {_turn(each)}" for each in turning[:SHOWN]]
    never = [each.name for each in found.switching if not each.values]
    if never:
        lines.append(f"  Nowhere in the range searched: {', '.join(never)}")
    if found.everything is not None:
        lines.append(
            f"Worth finding out before deciding (all of it: "
            f"{found.everything.worth.told(money)} at most)"
        )
        lines += [
            f"  {', '.join(each.names)}: {each.worth.told(money)} at most"
            for each in found.finding_out[:SHOWN]
            if each.worth.value > each.worth.error
        ] or ["  Nothing by itself: no answer would change the choice."]
    return [*lines, *(f"  {sentence}" for sentence in found.doubts)]


def _row(name: str, spread: Spread, money: MoneyUnit) -> str:
    cells = [spread.percentiles[percent].told(money) for percent in (10, 50, 80, 90)]
    plain = [_bare(cell, money) for cell in (*cells, spread.mean.told(money))]
    return f"  {name:20}" + "".join(f"{cell:>12}" for cell in plain)


def _bare(cell: str, money: MoneyUnit) -> str:
    """Leave out what the heading of the table says."""
    return cell.removeprefix(money.currency).removesuffix(SCALES[money.scale]).strip()


def _turn(each: SwitchingValue) -> str:
    parts = [f"{each.name}: at {each.values[0]:,.5g} instead of {each.central:,.5g}"]
    if each.unit:
        parts[0] += f" {each.unit}"
    if each.change is not None:
        parts.append(f"{abs(each.change):.0%} {'more' if each.change > 0 else 'less'}")
    if each.probability is not None:
        chance = "under 1%" if each.probability < 0.01 else f"{each.probability:.0%}"
        parts.append(f"past it with the probability {chance}")
    return ", ".join(parts)


def told_once(found: PortfolioChances) -> dict[str, Any]:
    """Return the chances of all cases together as plain values, without those of each case."""
    return {name: value for name, value in to_json(found).items() if name != "cases"}
