"""Optimism bias: which uplift, on what evidence, on which lines; no risk is counted twice."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from headwater.appraisal.parameters import Pack
from headwater.errors import InputError
from headwater.vocabulary.appraisal_case import COSTS, BusinessCase, CashLine, Option
from headwater.vocabulary.appraisal_plans import Adjustment

KINDS = {
    "capex": ("capex",),
    "opex": ("opex",),
    "benefits": ("cash_benefit", "non_cash_benefit", "societal_benefit"),
    "duration": (),
}
"""Which lines each target of an adjustment reaches; the duration has none."""


def applying(case: BusinessCase, option: Option) -> tuple[Adjustment, ...]:
    """Return the adjustments that apply to an option, and refuse two of one target.

    Raises
    ------
    InputError
        If two adjustments correct the same target of an option: one risk, one cover.
    """
    found = [each for each in case.adjustments if each.option in ("", option.id)]
    for place, first in enumerate(found):
        for second in found[place + 1 :]:
            if first.target == second.target:
                raise InputError(
                    f"adjustments {first.id!r} and {second.id!r} both correct the {first.target} "
                    f"of option {option.id!r}: the same risk would count twice; keep one"
                )
    return tuple(found)


def bounds(adjustment: Adjustment, pack: Pack) -> tuple[Decimal, Decimal]:
    """Return the upper and the lower share of an adjustment.

    The upper one is what the adjustment states, else the pack's for the project type; the lower
    one is the pack's, 0 where it has none.

    Raises
    ------
    InputError
        If neither says how much; names the project types that the pack has.
    """
    pair = pack.bias.get(adjustment.reference, {}).get(adjustment.target)
    if adjustment.uplift is not None:
        upper = Decimal(repr(adjustment.uplift))
        lower = Decimal(repr(pair[1])) if pair and pair[1] <= adjustment.uplift else Decimal(0)
        return upper, min(lower, upper)
    if pair is None:
        types = [each for each, targets in pack.bias.items() if adjustment.target in targets]
        offered = f"one of {', '.join(types)}" if types else "none in this pack"
        raise InputError(
            f"adjustment {adjustment.id!r} states no uplift, and "
            f"{adjustment.reference or 'nothing'!r} has none for {adjustment.target}; state the "
            f"uplift, or a project type ({offered})"
        )
    return Decimal(repr(pair[0])), Decimal(repr(pair[1]))


def uplift(adjustment: Adjustment, pack: Pack) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """Return upper, lower, mitigated share and the uplift applied.

    The uplift falls from the upper to the lower bound as the shares of the mitigations add up:
    upper - mitigated x (upper - lower).
    """
    upper, lower = bounds(adjustment, pack)
    mitigated = sum((Decimal(repr(each.share)) for each in adjustment.mitigation), Decimal(0))
    return upper, lower, mitigated, upper - mitigated * (upper - lower)


def reaches(adjustment: Adjustment, line: CashLine) -> bool:
    """Say whether an adjustment changes a line: its kind fits, and it is not in it already."""
    return line.kind in KINDS[adjustment.target] and adjustment.kind not in line.risk_in.split()


def refuse_twice(adjustments: Sequence[Adjustment], lines: Iterable[CashLine]) -> tuple[str, ...]:
    """Refuse risk that is counted twice in one line; return doubts where it may be.

    Raises
    ------
    InputError
        If a line already holds a contingency, or its risk is in the discount rate, and an
        adjustment adds to it.
    """
    doubts: dict[str, None] = {}
    for line in lines:
        covered = line.risk_in.split()
        for each in adjustments:
            if not reaches(each, line):
                continue
            for already in ("contingency", "discount_rate"):
                if already in covered:
                    raise InputError(
                        f"the risk of line {line.title!r} is already covered by the "
                        f"{already.replace('_', ' ')}, and adjustment {each.id!r} adds to it: one "
                        "cover for one risk; take one of them out"
                    )
            if "risk_register" in covered and not each.mitigation and line.kind in COSTS:
                doubts[
                    f"Line {line.title!r} holds the costed risks of the register, and adjustment "
                    f"{each.id!r} is not lowered for them: some risk may be counted twice."
                ] = None
    return tuple(doubts)
