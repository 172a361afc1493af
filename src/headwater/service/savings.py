"""The savings ledger: admits what is evidenced, refuses the rest and says what would mend it."""

from collections.abc import Iterable
from math import fsum

from headwater.vocabulary.service_path import SavingClaimed, SavingRefused, SavingsLedger


def savings_ledger(claims: Iterable[SavingClaimed]) -> SavingsLedger:
    """Admit the evidenced savings; earlier claims first, so a second claim is the one refused.

    A saving needs a baseline with its source, evidence with its date, and a second person who
    confirmed it. It cannot exceed its baseline, one cost line is saved once a period, and one
    paper is evidence for one saving.
    """
    admitted: list[SavingClaimed] = []
    refused: list[SavingRefused] = []
    given = sorted(claims, key=lambda each: (each.claimed, each.id))
    for claim in given:
        if reasons := (*_lacks(claim), *_doubles(claim, admitted)):
            refused.append(SavingRefused(claim, reasons))
        else:
            admitted.append(claim)
    total = fsum(each.amount for each in admitted)
    whole = fsum(each.amount for each in given)
    doubts: tuple[str, ...] = ()
    if refused:
        many = f"{len(refused)} of {len(given)} claims"
        doubts = (f"{many} are not admitted and not counted; each says what it lacks.",)
    return SavingsLedger(tuple(admitted), tuple(refused), total, whole, doubts)


def _lacks(claim: SavingClaimed) -> tuple[str, ...]:
    lacks = []
    if claim.amount <= 0:
        lacks.append(f"It saves {claim.amount:,g}; a saving is above 0.")
    if claim.baseline is None:
        lacks.append("It has no baseline; say what the cost line cost before.")
    elif claim.amount > claim.baseline:
        lacks.append(
            f"It saves {claim.amount:,g} of a line that cost {claim.baseline:,g}; mend one of them."
        )
    if claim.baseline is not None and not claim.baseline_source.strip():
        lacks.append("Its baseline has no source; name the account or report.")
    if not claim.evidence.strip():
        lacks.append("It has no evidence; name the paper that shows it.")
    if claim.evidenced is None:
        lacks.append("Its evidence has no date; give it.")
    if not claim.confirmed_by.strip():
        lacks.append("Nobody has confirmed it; ask somebody who answers for the cost line.")
    elif claim.confirmed_by.strip().casefold() == claim.claimed_by.strip().casefold():
        lacks.append(f"{claim.claimed_by} claims and confirms it; ask a second person.")
    return tuple(lacks)


def _doubles(claim: SavingClaimed, admitted: Iterable[SavingClaimed]) -> tuple[str, ...]:
    found = []
    for other in admitted:
        if _same(claim.line, other.line) and claim.period == other.period:
            found.append(
                f"The line {claim.line} in {claim.period} is claimed already by {other.id} "
                f"({other.title}); put both in one claim."
            )
        elif claim.evidence and _same(claim.evidence, other.evidence):
            found.append(f"Its evidence stands already behind {other.id} ({other.title}).")
    return tuple(found)


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
