"""How long decisions hold, and what they cost in leaders' minutes: measured from the record."""

from collections.abc import Sequence
from datetime import date
from statistics import median

from headwater.errors import InputError
from headwater.numeric.statistics import wilson_interval
from headwater.vocabulary.durability import DecisionTaken, Durability, Held

WITHIN = (90, 180)
NO_REASON = "no reason was recorded"


def durability(decisions: Sequence[DecisionTaken], *, today: date) -> Durability:
    """Count reversals within 90 and 180 days, with why, and the minutes decisions took.

    Parameters
    ----------
    decisions
        The whole record; its order changes nothing.
    today
        Decisions younger than the 90 or 180 days are left out of that count: they may still be
        reversed, and counting them as held would flatter.

    Raises
    ------
    InputError
        If two decisions bear one number, one replaces an unknown or a later one, or one lies in
        the future; the message names it.
    """
    known = {each.number: each for each in decisions}
    if len(known) != len(decisions):
        twice = sorted({each.number for each in decisions if _count(decisions, each.number) > 1})
        raise InputError(f"two decisions bear the number {twice[0]}; give each its own")
    for each in sorted(decisions, key=lambda one: one.number):
        _check(each, known, today)
    reversals: dict[int, tuple[int, str]] = {}
    for each in sorted(decisions, key=lambda one: (one.made, one.number)):
        if each.effect == "reverses" and each.replaces is not None:
            days = (each.made - known[each.replaces].made).days
            reversals.setdefault(each.replaces, (days, each.why.strip() or NO_REASON))
    held = tuple(_held(decisions, reversals, days, today) for days in WITHIN)
    minutes = [each.minutes for each in decisions if each.minutes is not None]
    middle = median(minutes) if minutes else None
    return Durability(
        decisions=len(decisions),
        held=held,
        reversals=dict(sorted(reversals.items())),
        measured=len(minutes),
        minutes=middle,
        minutes_in_all=float(sum(minutes)),
        text=(*(_told(each) for each in held), *_minutes(len(decisions), len(minutes), middle)),
    )


def _count(decisions: Sequence[DecisionTaken], number: int) -> int:
    return sum(each.number == number for each in decisions)


def _check(each: DecisionTaken, known: dict[int, DecisionTaken], today: date) -> None:
    if each.made > today:
        raise InputError(f"decision {each.number} was made on {each.made}, after {today}")
    if each.minutes is not None and each.minutes < 0:
        raise InputError(f"decision {each.number} took {each.minutes:g} minutes")
    if each.replaces is None:
        if each.effect:
            raise InputError(f"decision {each.number} {each.effect} nothing; say which one")
        return
    before = known.get(each.replaces)
    if before is None:
        raise InputError(f"decision {each.number} replaces {each.replaces}, which is not recorded")
    if before.made > each.made or before.number == each.number:
        raise InputError(f"decision {each.number} replaces {each.replaces}, which is later")


def _held(
    decisions: Sequence[DecisionTaken],
    reversals: dict[int, tuple[int, str]],
    days: int,
    today: date,
) -> Held:
    old = [each.number for each in decisions if (today - each.made).days >= days]
    gone = sum(1 for number in old if number in reversals and reversals[number][0] <= days)
    if not old:
        return Held(days, 0, 0, None, None)
    return Held(days, len(old), gone, gone / len(old), wilson_interval(gone, len(old)))


def _told(held: Held) -> str:
    if held.share is None or held.between is None:
        return f"No decision is {held.days} days old yet."
    return (
        f"{held.reversed} of {held.old_enough} decisions were reversed within {held.days} days "
        f"({held.share:.0%}; with so many the true share may be {held.between.low:.0%} to "
        f"{held.between.high:.0%})."
    )


def _minutes(decisions: int, measured: int, middle: float | None) -> tuple[str, ...]:
    if middle is None:
        return ("Nobody measured how long decisions took.",) if decisions else ()
    missing = f"; {decisions - measured} were not measured" if measured < decisions else ""
    return (f"A decision took {middle:.0f} minutes of leaders' time (median{missing}).",)
