"""Overrules the best choice at a price: shown first, then recorded by name, and undone by name.

Pricing solves again, which may take seconds; so it happens before the transaction that writes.
The ledger is only ever added to: an entry that was undone stays, with who undid it and why.
"""

from dataclasses import dataclass
from math import fsum
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from headwater.errors import ConflictError, InputError
from headwater.vocabulary.decision import Decision
from headwater.vocabulary.override import (
    CycleTotal,
    LedgerEntry,
    Override,
    PricedOverride,
    PricedOverrides,
)
from headwater.vocabulary.portfolio import Optimum
from headwater.vocabulary.shapes import from_json, to_json
from headwater.vocabulary.workbook import Workbook
from headwater.web.organization import audit
from headwater.web.organization.models import name_of
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions.deciding import decision_of
from headwater.web.portfolio.models import OverrideEntry
from headwater.web.runs.models import Run

SECONDS = 20.0
"""What all solves behind one price may take together, as far as they are counted beforehand."""

MOST_REASON, MOST_CYCLE = 2_000, 40  # characters


@dataclass(frozen=True, slots=True)
class Price:
    """What an order would cost beside those that stand.

    `order` is its part after the `standing` others, `together` all of them at once; `version`
    is that of the ledger on which it was priced.
    """

    order: PricedOverride
    together: PricedOverrides
    standing: int
    version: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The orders of a run that stand: what they cost as priced when they were confirmed.

    `share` is of the value without any of them; None where that is 0. `cycles` adds up by
    cycle and person.
    """

    count: int
    undone: int
    value_lost: float
    share: float | None
    cycles: tuple[CycleTotal, ...]


def price_override(
    *, run: Run, kind: str, project: str, other: str, reason: str, cycle: str, by: User
) -> Price:
    """Say what an order would displace and cost, by solving again; nothing is written.

    Raises
    ------
    NotAllowedError
        If the person may not start computations.
    InputError
        If a part of the order is missing, or a project is not one of the run's.
    ConflictError
        If the same order stands already.
    """
    check_can(by, "run")
    order = _order(run, kind, project, other, reason, cycle, by)
    return _priced(run, order)


def confirm_override(
    *,
    run: Run,
    kind: str,
    project: str,
    other: str,
    reason: str,
    cycle: str,
    key: UUID,
    version: int,
    by: User,
) -> OverrideEntry:
    """Record an order with its price; sending the same `key` again records nothing more.

    Parameters
    ----------
    key
        Made with the form, so that a form that is sent twice counts once.
    version
        That of the ledger on which the person saw the price.

    Raises
    ------
    NotAllowedError, InputError
        As `price_override`.
    ConflictError
        If the ledger has changed since the price was shown, or the same order stands already.
    InfeasibleError
        If no portfolio is allowed with it.
    """
    from headwater.portfolio.override import record

    check_can(by, "run")
    order = _order(run, kind, project, other, reason, cycle, by)
    if (before := _sent_before(key, run, order, by)) is not None:
        return before
    _check_version(run, version)
    priced = _priced(run, order)
    with transaction.atomic():
        if (before := _sent_before(key, run, order, by)) is not None:
            return before
        _check_version(run, version)
        line = record(noted(run), priced.order, on=timezone.localdate().isoformat())[-1]
        entry = OverrideEntry.objects.create(
            run=run,
            number=line.number,
            key=key,
            kind=order.kind,
            project=order.project,
            other=order.behind,
            reason=order.reason,
            cycle=order.cycle,
            by=by,
            by_name=order.by,
            value_lost=line.value_lost,
            priced=to_json(priced.order),
        )
        audit.record("portfolio.override.confirmed", target=entry, by=by, detail=_detail(entry))
    return entry


@transaction.atomic
def undo_override(*, run: Run, number: int, reason: str, by: User) -> OverrideEntry:
    """Mark an order as undone; its line and its price stay in the ledger.

    Raises
    ------
    NotAllowedError
        If the person may not.
    InputError
        If there is no such entry, or no reason.
    ConflictError
        If it was undone meanwhile.
    """
    from headwater.portfolio.override import undo

    check_can(by, "run")
    reason = _text(reason, "reason", MOST_REASON)
    entry = OverrideEntry.objects.filter(run=run, number=number).first()
    if entry is not None and not entry.stands:
        raise ConflictError(f"Override {number} was undone by {entry.undone_by_name} meanwhile.")
    marked = undo(noted(run), number, by=name_of(by), reason=reason)
    done = next(each for each in marked if each.number == number)
    entry = OverrideEntry.objects.get(run=run, number=number)
    entry.undone_at, entry.undone_by = timezone.now(), by
    entry.undone_by_name, entry.undo_reason = done.undone_by, done.undone_reason
    entry.save(update_fields=["undone_at", "undone_by", "undone_by_name", "undo_reason"])
    detail = {"run": str(run.pk), "number": number, "reason": reason}
    audit.record("portfolio.override.undone", target=entry, by=by, detail=detail)
    return entry


def ledger(run: Run) -> tuple[OverrideEntry, ...]:
    """Return the entries of a run, oldest first."""
    return tuple(OverrideEntry.objects.filter(run=run).order_by("number"))


def noted(run: Run) -> tuple[LedgerEntry, ...]:
    """Return the ledger of a run as the vocabulary knows it, for papers and programs."""
    return tuple(_entry(each) for each in ledger(run))


def version_of(run: Run) -> int:
    """Return a number that grows with every entry and every undoing."""
    entries = OverrideEntry.objects.filter(run=run)
    return entries.count() + entries.filter(undone_at__isnull=False).count()


def standing(run: Run, decision: Decision) -> Standing:
    """Add up the orders of a run that stand."""
    from headwater.portfolio.override import totals

    entries = noted(run)
    lost = fsum(each.value_lost for each in entries if each.stands)
    count = sum(each.stands for each in entries)
    return Standing(
        count=count,
        undone=len(entries) - count,
        value_lost=lost,
        share=lost / abs(decision.value) if decision.value else None,
        cycles=totals(entries),
    )


def _order(
    run: Run, kind: str, project: str, other: str, reason: str, cycle: str, by: User
) -> Override:
    names = {each.id: each.name for each in decision_of(run).projects}
    if not kind:
        raise InputError("Choose what is ordered: force in, force out, exempt, or put behind.")
    if not project:
        raise InputError("Choose the project that the override is about.")
    for each in (project, other):
        if each and each not in names:
            raise InputError(f"{each!r} is no project of this run; choose one of the list.")
    if kind == "reorder" and not other:
        raise InputError("Choose the project that it goes behind.")
    if project == other:
        raise InputError(f"{names[project]} cannot go behind itself; choose another project.")
    reason = _text(reason, "reason", MOST_REASON)
    if not any(letter.isalpha() for letter in reason):
        raise InputError("Write the reason in words; it stands in the ledger beside your name.")
    return Override(
        kind=kind,  # type: ignore[arg-type]  # any text: the record itself refuses what is none
        project=project,
        by=name_of(by),
        reason=reason,
        cycle=_text(cycle, "cycle", MOST_CYCLE) or str(timezone.localdate().year),
        behind=other,
    )


def _text(text: str, what: str, most: int) -> str:
    text = text.strip()
    if len(text) > most:
        raise InputError(f"The {what} has {len(text):,} characters; {most:,} is the most.")
    return text


def _priced(run: Run, order: Override) -> Price:
    from headwater.portfolio.override import price_all  # with the solvers: only who prices
    from headwater.refusing.answers import problem_of

    version = version_of(run)
    entries = [each for each in ledger(run) if each.stands]
    for each in entries:
        if (each.kind, each.project, each.other) == (order.kind, order.project, order.behind):
            raise ConflictError(
                f"The same order stands already: number {each.number}, of {each.by_name}."
            )
    orders = [*(_read(each).override for each in entries), order]
    decision = decision_of(run)
    workbook = from_json(Workbook, run.inputs["workbook"])
    problem = problem_of(workbook, budget=run.inputs["budget"])
    together = price_all(
        problem, _optimum(decision), orders, time_limit=SECONDS / (2 * len(orders))
    )
    return Price(together.each[-1], together, len(entries), version)


def _optimum(decision: Decision) -> Optimum:
    return Optimum(
        chosen=tuple(sorted(each.id for each in decision.projects if each.chosen)),
        value=decision.value,
        bound=decision.bound,
        gap=decision.gap,
        status="optimal" if decision.status == "optimal" else "best found",
        ties=None,
    )


def _sent_before(key: UUID, run: Run, order: Override, by: User) -> OverrideEntry | None:
    found = OverrideEntry.objects.filter(key=key).first()
    if found is None:
        return None
    wanted = (run.pk, by.pk, order.kind, order.project, order.behind)
    if (found.run_id, found.by_id, found.kind, found.project, found.other) != wanted:
        raise ConflictError("This form was used for another order; reload the page and start anew.")
    return found


def _check_version(run: Run, version: int) -> None:
    if version_of(run) != version:
        raise ConflictError(
            "Another override was confirmed or undone since the price was shown, so it may differ "
            "now. Nothing was recorded; look at the price again."
        )


def _entry(row: OverrideEntry) -> LedgerEntry:
    priced = _read(row)
    return LedgerEntry(
        number=row.number,
        override=priced.override,
        value_lost=row.value_lost,
        displaced=priced.displaced,
        on=timezone.localdate(row.created).isoformat(),
        undone_by=row.undone_by_name,
        undone_reason=row.undo_reason,
    )


def _read(row: OverrideEntry) -> PricedOverride:
    return from_json(PricedOverride, row.priced)


def _detail(entry: OverrideEntry) -> dict[str, object]:
    return {
        "run": str(entry.run_id),
        "number": entry.number,
        "kind": entry.kind,
        "project": entry.project,
        "other": entry.other,
        "cycle": entry.cycle,
        "reason": entry.reason,
        "value_lost": entry.value_lost,
    }
