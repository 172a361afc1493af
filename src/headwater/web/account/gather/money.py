"""Money that decisions on a portfolio start, stop and move: from their runs, and from overrides."""

from collections.abc import Iterable
from dataclasses import replace
from math import fsum

from headwater.vocabulary.decision import Call, Decision
from headwater.vocabulary.service_work import DecisionKind, DecisionTaken, RecordOfWork
from headwater.vocabulary.units import MoneyUnit
from headwater.web.judgement.models import DecisionRecord
from headwater.web.portfolio import actions as portfolio
from headwater.web.portfolio.models import KIND, OverrideEntry
from headwater.web.runs.models import State


def added(record: RecordOfWork) -> RecordOfWork:
    """Say of each recorded decision with a portfolio run what money it starts and stops.

    Money starts with a recommended project that is not under way yet, and stops with one under
    way that is not recommended: at the high end of its cost. An override in the ledger of such a
    run is a decision of its own, which moves the cost of its project.
    """
    rows = DecisionRecord.objects.filter(run__kind=KIND, run__state=State.DONE)
    runs = {f"D-{each.number}": each.run for each in rows.select_related("run")}
    decided = {run.pk: portfolio.decision_of(run) for run in runs.values() if run is not None}
    known = {name: decided[run.pk] for name, run in runs.items() if run is not None}
    taken = [
        _with_money(each, known[each.id], record.money) if each.id in known else each
        for each in record.decisions
    ]
    entries = OverrideEntry.objects.filter(run__in=decided).select_related("run")
    taken += [_moved(each, decided[each.run_id], record.money) for each in entries]
    return replace(record, decisions=tuple(taken))


def _with_money(row: DecisionTaken, decision: Decision, unit: MoneyUnit) -> DecisionTaken:
    started = [c for c in decision.projects if c.chosen and not c.has_begun]
    stopped = [c for c in decision.projects if not c.chosen and c.has_begun]
    also: dict[DecisionKind, float | None] = {}
    if stopped:
        also["stop"] = _cost(stopped, decision.money, unit)
    return replace(row, kind="start", amount=_cost(started, decision.money, unit), also=also)


def _moved(entry: OverrideEntry, decision: Decision, unit: MoneyUnit) -> DecisionTaken:
    own = [each for each in decision.projects if each.id == entry.project]
    name = own[0].name if own else entry.project
    return DecisionTaken(
        id=f"O-{entry.run_id}.{entry.number}",
        title=f"{entry.kind.replace('_', ' ').capitalize()}: {name}"[:300],
        submitted=entry.created.date(),
        decided=entry.created.date(),
        kind="move",
        amount=_cost(own, decision.money, unit) if own else None,
        reversed=entry.undone_at.date() if entry.undone_at else None,
        reversed_why=entry.undo_reason,
    )


def _cost(calls: Iterable[Call], written: MoneyUnit, unit: MoneyUnit) -> float | None:
    """Add up costs in the unit of the record; None where one is unknown or in other money."""
    costs = [each.cost for each in calls]
    if written.currency and unit.currency and written.currency != unit.currency:
        return None
    known = [each.high for each in costs if each is not None]
    if len(known) < len(costs):
        return None
    return fsum(known) * written.scale / unit.scale
