"""The path of a transformation: from cost reduction over service culture to growth."""

from collections.abc import Iterable, Sequence
from datetime import date

from headwater.service.ladder import climb, pick
from headwater.service.proactivity import net_score, promises_kept, recognized, share_of
from headwater.service.savings import savings_ledger
from headwater.vocabulary.service_figures import ServiceFigure
from headwater.vocabulary.service_path import (
    EndToEndProcess,
    GrowthInitiative,
    ProcessReading,
    SavingClaimed,
    SavingsLedger,
    TransformationReading,
)
from headwater.vocabulary.service_work import RecordOfWork


def transformation(
    record: RecordOfWork,
    *,
    savings: Iterable[SavingClaimed] = (),
    goal: float | None = None,
    processes: Sequence[EndToEndProcess] = (),
    runs: Sequence[ProcessReading] = (),
    growth: Sequence[GrowthInitiative] = (),
    objectives: Iterable[str] = (),
    edition: str = "",
) -> TransformationReading:
    """Say which stage is reached, what each rests on, and what holds the next one.

    Parameters
    ----------
    goal
        What is to be saved, in the unit of the record; None: no goal is set, so the first stage
        cannot be reached.
    runs
        Readings of end-to-end runs.
    objectives
        Ids of the objectives of the strategy: a growth initiative counts as linked when it names
        one of these.

    Raises
    ------
    InputError
        If there is no such edition of the ladder.
    """
    ledger = savings_ledger(savings)
    known = set(objectives)
    linked = [each for each in growth if known & set(each.objectives)]
    figures = (
        *_savings(ledger, goal),
        promises_kept(record),
        net_score(record),
        _owned(processes),
        _end_to_end(runs),
        share_of(
            "growth_linked", "Growth initiatives linked to objectives", "growth",
            [(each.id, each in linked) for each in growth],
        ),
        recognized(record),
    )  # fmt: skip
    standing = climb(pick("transformation", edition), figures)
    return TransformationReading(
        standing=standing,
        ledger=ledger,
        processes=tuple(processes),
        growth=tuple(growth),
        unlinked=tuple(each.id for each in growth if each not in linked),
        doubts=(*ledger.doubts, *standing.doubts),
    )


def growth_plan(growth: Sequence[GrowthInitiative]) -> tuple[GrowthInitiative, ...]:
    """Return the initiatives in the order in which they start; those without a date come last."""
    return tuple(sorted(growth, key=lambda each: (each.starts or date.max, each.id)))


def _savings(ledger: SavingsLedger, goal: float | None) -> tuple[ServiceFigure, ServiceFigure]:
    counted = [(each.id, True) for each in ledger.admitted]
    counted += [(each.saving.id, False) for each in ledger.refused]
    reached = None if not goal else ledger.total / goal
    return (
        share_of("savings_admitted", "Claims that the ledger admits", "saving", counted),
        ServiceFigure(
            key="savings_goal",
            title="Savings goal reached",
            value=reached,
            unit="share",
            number=len(ledger.admitted),
            records=tuple(f"saving:{each.id}" for each in ledger.admitted),
            text="No goal is set." if goal is None else f"{ledger.total:,g} of {goal:,g}.",
            doubts=() if goal else ("No savings goal is set, so it cannot be reached.",),
        ),
    )


def _owned(processes: Sequence[EndToEndProcess]) -> ServiceFigure:
    return share_of(
        "processes_owned", "Processes with owner and agreement", "process",
        [(each.id, bool(each.owner.strip()) and each.agreement is not None) for each in processes],
    )  # fmt: skip


def _end_to_end(runs: Sequence[ProcessReading]) -> ServiceFigure:
    settled = [each for each in runs if each.clock.outcome in ("met", "breached")]
    return share_of(
        "end_to_end_attainment", "End-to-end promises kept", "run",
        [(each.run, each.clock.outcome == "met") for each in settled],
    )  # fmt: skip
