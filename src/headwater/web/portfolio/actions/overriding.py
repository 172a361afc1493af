"""Overrules the best choice at a price: shown first, then recorded by name, and undone by name.

Pricing solves again, which may take seconds; so it is a look, a run of its own, and confirming
records the very price that was shown.
The ledger is only ever added to: an entry that was undone stays, with who undid it and why.
"""

from dataclasses import dataclass
from math import fsum
from typing import Any
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
from headwater.vocabulary.progress import Watcher
from headwater.vocabulary.shapes import from_json, to_json
from headwater.web.organization import audit
from headwater.web.organization.models import name_of
from headwater.web.organization.permissions import check_can
from headwater.web.portfolio.actions import looking
from headwater.web.portfolio.actions.deciding import decision_of
from headwater.web.portfolio.models import OverrideEntry
from headwater.web.runs.models import Run

KIND = "price"
SECONDS = 60.0
"""What all solves behind one price may take together, as far as they are counted beforehand."""

MOST_REASON, MOST_CYCLE = 2_000, 40  # characters


@dataclass(frozen=True, slots=True)
class Price:
    """What an order would cost beside those that stand.

    `order` is its part after the `standing` others, `together` all of them at once, both None
    until worked out; `version` is that of the ledger on which it is priced.
    """

    wanted: Override
    order: PricedOverride | None
    together: PricedOverrides | None
    standing: int
    version: int
    look: Run


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
    return _priced(run, _order(run, kind, project, other, reason, cycle, by), by)


def price_in(*, run: Run, look: Run, by: User) -> Price:
    """Return the price that a look works out, as far as it is.

    Raises
    ------
    NotAllowedError
        If the person may not start computations.
    ConflictError
        If the ledger has changed since it was asked for.
    """
    check_can(by, "run")
    asked = look.inputs["asked"]
    _check_version(run, asked["version"])
    return _price(look)


def work(inputs: dict[str, Any], watch: Watcher) -> dict[str, Any]:
    """Price the orders by solving again; called in the worker process."""
    from headwater.portfolio.override import price_all  # with the solvers: slow to import

    case = looking.case_in(inputs)
    orders = from_json(tuple[Override, ...], inputs["asked"]["orders"])
    found = price_all(
        case.problem, case.best, orders, time_limit=SECONDS / (2 * len(orders)), watch=watch
    )
    return {"priced": to_json(found)}


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
        If the ledger has changed since the price was shown, the same order stands already, or
        the price is not worked out yet.
    InfeasibleError
        If no portfolio is allowed with it.
    """
    from headwater.portfolio.override import record

    check_can(by, "run")
    order = _order(run, kind, project, other, reason, cycle, by)
    if (before := _sent_before(key, run, order, by)) is not None:
        return before
    _check_version(run, version)
    priced = _priced(run, order, by)
    if priced.order is None:
        raise ConflictError(
            "The price is not worked out yet. Look at it first; nothing was recorded."
        )
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
    sized_by = run.inputs["workbook"].get("sized_by", "")
    return tuple(_entry(each, sized_by) for each in ledger(run))


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


def _priced(run: Run, order: Override, by: User) -> Price:
    version = version_of(run)
    entries = [each for each in ledger(run) if each.stands]
    for each in entries:
        if (each.kind, each.project, each.other) == (order.kind, order.project, order.behind):
            raise ConflictError(
                f"The same order stands already: number {each.number}, of {each.by_name}."
            )
    orders = [*(_read(each).override for each in entries), order]
    asked = {"orders": to_json(orders), "version": version}
    look = looking.look(kind=KIND, run=run, asked=asked, title="Price of an override", by=by)
    return _price(Run.objects.get(pk=look.pk))


def _price(look: Run) -> Price:
    asked, found = look.inputs["asked"], looking.found_in(look)
    orders = from_json(tuple[Override, ...], asked["orders"])
    together = from_json(PricedOverrides, found["priced"]) if found else None
    last = together.each[-1] if together else None
    return Price(orders[-1], last, together, len(orders) - 1, asked["version"], look)


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


def _entry(row: OverrideEntry, sized_by: str) -> LedgerEntry:
    priced = _read(row)
    return LedgerEntry(
        number=row.number,
        override=priced.override,
        value_lost=row.value_lost,
        displaced=priced.displaced,
        on=timezone.localdate(row.created).isoformat(),
        undone_by=row.undone_by_name,
        undone_reason=row.undo_reason,
        sized_by=sized_by,
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
