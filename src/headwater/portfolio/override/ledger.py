"""The ledger of overrides: who ordered what, what it cost, what was undone; totals by cycle."""

from collections.abc import Sequence
from dataclasses import replace
from math import fsum

from headwater.errors import InfeasibleError, InputError
from headwater.vocabulary.override import CycleTotal, LedgerEntry, PricedOverride

Ledger = tuple[LedgerEntry, ...]


def record(ledger: Ledger, priced: PricedOverride, *, on: str = "", sized_by: str = "") -> Ledger:
    """Return the ledger with one more override, as priced when it was confirmed.

    Parameters
    ----------
    on
        The date, as text: the ledger has no clock.
    sized_by
        What scores counted in proportion to when it was priced; "" where they counted in full.

    Raises
    ------
    InfeasibleError
        If no portfolio is allowed with it.
    """
    if not priced.feasible or priced.value_lost is None:
        raise InfeasibleError(priced.text or "This order cannot be carried out.", priced.conflict)
    number = max((entry.number for entry in ledger), default=0) + 1
    entry = LedgerEntry(
        number, priced.override, priced.value_lost, priced.displaced, on, sized_by=sized_by
    )
    return (*ledger, entry)


def undo(ledger: Ledger, number: int, *, by: str, reason: str) -> Ledger:
    """Return the ledger with an entry marked as undone; nothing is ever taken out of it.

    Raises
    ------
    InputError
        If there is no such entry, it was undone before, or person or reason are missing.
    """
    for name, text in (("person's name", by), ("reason", reason)):
        if not any(letter.isalpha() for letter in text):
            raise InputError(f"undoing entry {number} needs a {name} in words, not {text!r}")
    found = next((entry for entry in ledger if entry.number == number), None)
    if found is None:
        raise InputError(f"the ledger has no entry {number}")
    if not found.stands:
        raise InputError(f"entry {number} was undone by {found.undone_by} before")
    return tuple(
        replace(entry, undone_by=by, undone_reason=reason) if entry.number == number else entry
        for entry in ledger
    )


def totals(ledger: Sequence[LedgerEntry]) -> tuple[CycleTotal, ...]:
    """Add up what stands, by cycle, in alphabetical order of the cycles.

    The value lost is the sum of the prices at which the entries were recorded: price the
    standing ones together for what they cost jointly.
    """
    found = []
    for cycle in sorted({entry.override.cycle for entry in ledger}):
        entries = [entry for entry in ledger if entry.override.cycle == cycle]
        standing = [entry for entry in entries if entry.stands]
        people = sorted({entry.override.by for entry in standing})
        found.append(
            CycleTotal(
                cycle=cycle,
                standing=len(standing),
                undone=len(entries) - len(standing),
                value_lost=fsum(entry.value_lost for entry in standing),
                by_person={
                    who: fsum(each.value_lost for each in standing if each.override.by == who)
                    for who in people
                },
            )
        )
    return tuple(found)
