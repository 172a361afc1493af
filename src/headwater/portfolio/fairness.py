"""The fair-share lens: what equal shares would choose beside the optimum, and at what price."""

from collections.abc import Mapping, Sequence
from typing import Literal

from headwater.errors import InputError
from headwater.portfolio import wording
from headwater.portfolio.fair_share import FairShare, equal_shares
from headwater.portfolio.framing import TOTAL
from headwater.portfolio.standings import Money, Voices, of_leaders, of_units
from headwater.vocabulary.fairness import EqualShares, Fairness, Standing
from headwater.vocabulary.judgement import WeightSet
from headwater.vocabulary.portfolio import Optimum, Problem

PART = 0.5
"""Below this part of what it is entitled to, a voice counts as starved."""
RAISES = 1000
"""The completion raises what is shared out by a thousandth of the budget at a time."""


def fairness(
    problem: Problem,
    optimum: Optimum,
    *,
    groups: Mapping[str, Sequence[str]] | None = None,
    leaders: Mapping[str, WeightSet] | None = None,
    sizes: Mapping[str, int] | None = None,
    limit: str = TOTAL,
    part: float = PART,
) -> Fairness:
    """Choose by equal shares over units and over leaders, and hold it against the optimum.

    Parameters
    ----------
    groups
        Project ids by unit: a unit gains the value of its own projects.
    leaders
        Weights by leader: a leader gains the value of a project at the centre of their weights
        and the middle of its ranges, in proportion to what all projects together give them.
    sizes
        How many equal shares a unit has (its people, say); 1 where not given.
    limit
        The limit that is shared out, by name; use is counted at the high end of its range.
    part
        Below this part of what it is entitled to a voice counts as starved, above 0 to 1.

    Returns
    -------
    Fairness
        One outcome a kind of voice. Mandatory projects come first and are paid by all;
        projects that take an unknown amount, or give nothing, are never bought.

    Raises
    ------
    InputError
        If there is no limit of that name, neither groups nor leaders, an unknown project, or
        weights for other criteria.

    Notes
    -----
    The rule knows one budget only. Other limits, rules and synergies do not steer it; doubts
    say which there are, and `broken` which of them its outcome breaks
    [petersPierczynskiSkowron2021]_.
    """
    if not groups and not leaders:
        raise InputError("a fair share needs voices: name units, leaders or both")
    if not 0 < part <= 1:
        raise InputError(f"the part below which a voice is starved is {part:g}; give 0 to 1")
    money = Money(problem, limit, optimum.chosen)
    units = _known_groups(money, groups or {})
    outcomes = []
    if units:
        voices = of_units(money, units, sizes or {})
        outcomes.append(_outcome(money, voices, units, part, "units"))
    if leaders:
        voices = of_leaders(money, leaders)
        outcomes.append(_outcome(money, voices, units, part, "leaders"))
    return Fairness(
        limit=limit,
        budget=money.budget,
        chosen=tuple(sorted(optimum.chosen)),
        value=money.value(optimum.chosen),
        spent=money.cost(optimum.chosen),
        part=part,
        outcomes=tuple(outcomes),
        spending=money.by_unit(units, optimum.chosen),
        asked=money.by_unit(units, money.model.ids),
        doubts=_doubts(money, optimum, units, sizes),
    )


def _known_groups(money: Money, groups: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    for unit in sorted(groups):
        if missing := sorted(set(groups[unit]) - set(money.model.ids)):
            raise InputError(f"unit {unit!r} names unknown projects: {', '.join(missing)}")
    return {unit: tuple(sorted(set(groups[unit]))) for unit in sorted(groups)}


def _outcome(
    money: Money,
    voices: Voices,
    units: Mapping[str, Sequence[str]],
    part: float,
    over: Literal["units", "leaders"],
) -> EqualShares:
    people = sum(voices.sizes.values())
    found = equal_shares(
        money.free,
        voices.gains,
        budget=money.left,
        voters=voices.sizes,
        steps=RAISES * people,
        step=max(money.left, money.smallest) / RAISES / people,
    )
    chosen = tuple(sorted({*found.chosen, *money.ordered}))
    standings = voices.standings(money, found.chosen, part)
    value, best = money.value(chosen), money.value(money.optimum)
    starved = sorted(
        (each for each in standings if each.starved), key=lambda e: (e.part or 0.0, e.voice)
    )
    broken = money.broken(chosen)
    price = (best - value) / abs(best) if best else None
    return EqualShares(
        over=over,
        chosen=chosen,
        value=value,
        spent=money.cost(chosen),
        price=price,
        raised=found.share * people / money.left if money.left else 1.0,
        standings=standings,
        starved=tuple(each.voice for each in starved),
        broken=broken,
        spending=money.by_unit(units, chosen),
        text=_text(money, chosen, price, starved, over, len(standings)),
        doubts=(*_doubts_of(money, broken, price, found), *voices.doubts),
    )


def _text(
    money: Money,
    chosen: Sequence[str],
    price: float | None,
    starved: Sequence[Standing],
    over: str,
    voices: int,
) -> str:
    differ = len(set(chosen) ^ set(money.optimum))
    first = f"Equal shares over {voices} {over} would choose {len(chosen)} projects"
    if not differ:
        first += ", the same as the optimum."
    else:
        first += f" where the optimum chooses {len(money.optimum)}; {differ} differ"
        if price is None:
            first += "."
        elif price < 0:
            first += f", and their value is {wording.part(-price)} higher."
        else:
            first += f", and {wording.part(price)} of the optimum's value would be lost."
    if not starved:
        return first
    gets = [f"{wording.part(each.part or 0.0, digits=0)} to {each.voice}" for each in starved]
    of = "an equal share of the money" if over == "units" else "what an equal share would buy them"
    return f"{first} Of {of}, the optimum gives {wording.listed(gets, most=3)}."


def _doubts_of(
    money: Money, broken: Sequence[str], price: float | None, found: FairShare
) -> tuple[str, ...]:
    doubts = []
    if broken:
        doubts.append(
            f"What equal shares choose is not allowed as it stands: it breaks "
            f"{wording.listed(broken, most=3)}. Read it as a yardstick, not as a proposal."
        )
    elif money.unheard:
        doubts.append("What equal shares choose keeps every other limit and rule.")
    if price is not None and price < 0:
        doubts.append(
            "Its value is above the optimum's: it breaks a limit or rule, or the optimum is not "
            "proved best, so the price of fairness cannot be read from it."
        )
    rest = money.left - found.spent
    if money.left and rest > 0.1 * money.left:
        doubts.append(
            f"Equal shares leave {wording.part(rest / money.left, digits=0)} of the free money "
            f"unspent: the next raise of the shares would have overspent it, or nobody wants more."
        )
    return tuple(doubts)


def _doubts(
    money: Money,
    optimum: Optimum,
    units: Mapping[str, Sequence[str]],
    sizes: Mapping[str, int] | None,
) -> tuple[str, ...]:
    doubts = []
    if money.unheard:
        doubts.append(
            f"Equal shares divide {money.limit} only; they do not see "
            f"{wording.listed(money.unheard, most=4)}."
        )
    if money.model.synergies:
        doubts.append("Equal shares count each project alone; synergies enter the values only.")
    if money.ordered:
        doubts.append(
            f"{len(money.ordered)} mandatory projects are paid first; only what is left of the "
            f"budget is shared out and compared."
            if len(money.ordered) > 1
            else "One mandatory project is paid first; only what is left of the budget is shared "
            "out and compared."
        )
    outside = set(money.free) - {each for members in units.values() for each in members}
    if units and outside:
        doubts.append(f"{len(outside)} of the projects belong to no unit, so no unit buys them.")
    if units and not sizes:
        doubts.append("Every unit counts the same, however large it is.")
    if optimum.status != "optimal":
        doubts.append("The optimum is the best found, not proved best; prices may be too low.")
    return tuple(doubts)
