"""The account statement of a quarter, counted from the record of work."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import fsum

from headwater.errors import InputError
from headwater.service.attainment import attainment
from headwater.service.satisfaction import satisfaction, value_sums
from headwater.vocabulary.service import MEASURES
from headwater.vocabulary.service_figures import Attainment, FigureUnit, ServiceFigure
from headwater.vocabulary.service_statement import AccountStatement, ServiceLine
from headwater.vocabulary.service_work import (
    VALUE_KINDS,
    DecisionKind,
    DecisionTaken,
    RecordOfWork,
    ValueStated,
)

QUARTER = re.compile(r"(\d{4})\s*-?\s*[Qq]([1-4])")
USUAL_OBJECTIVE = 0.9
MOVES: dict[DecisionKind, str] = {"start": "started", "stop": "stopped", "move": "moved"}


def quarter(written: str) -> tuple[str, date, date]:
    """Read a quarter as people write it ("2026 Q1", "2026q1"): its name, first day, day after.

    Raises
    ------
    InputError
        If it is none.
    """
    found = QUARTER.fullmatch(written.strip())
    if not found:
        raise InputError(f"{written!r} is no quarter; write it like 2026 Q1")
    year, part = int(found[1]), int(found[2])
    start = date(year, 3 * part - 2, 1)
    end = date(year + part // 4, 3 * part % 12 + 1, 1)
    return f"{year} Q{part}", start, end


def account_statement(
    record: RecordOfWork,
    *,
    organization: str,
    period: str,
    titles: Mapping[str, str] | None = None,
    objectives: Mapping[str, float] | None = None,
    office: str = "",
) -> AccountStatement:
    """Make the statement of a quarter.

    Parameters
    ----------
    record
        Everything recorded; entries of other quarters are left out. Its clocks should be read at
        the end of the quarter or later.
    period
        A quarter: "2026 Q1".
    titles
        What services are called, by id.
    objectives
        The share of promises that shall be kept, by measure; 0.9 where none is given.

    Raises
    ------
    InputError
        If the period is no quarter.
    """
    name, start, end = quarter(period)

    def within(day: date | None) -> bool:
        return day is not None and start <= day < end

    wanted: dict[str, float] = dict.fromkeys(MEASURES, USUAL_OBJECTIVE)
    wanted.update(objectives or {})
    promises = tuple(
        found
        for measure in MEASURES
        if (found := attainment(record.clocks, measure=measure, objective=wanted[measure],
                                start=start, end=end)).settled or found.open
    )  # fmt: skip
    delivered = [each for each in record.engagements if within(each.delivered)]
    answers = [each for each in record.feedback if within(each.on)]
    values = value_sums(each for each in record.values if within(each.on))
    moved = [each for each in record.decisions if within(each.decided)]
    learnt = [each for each in record.lessons if within(each.on)]
    return AccountStatement(
        organization=organization,
        office=office,
        period=name,
        start=start,
        end=end,
        needs=_needs(record, start, end),
        services=_services(record, start, end, titles or {}),
        decisions=(
            _count("decisions_taken", "Decisions taken", "decision", [each.id for each in moved]),
            _count("decisions_reversed", "Decisions reversed", "decision",
                   [each.id for each in record.decisions if within(each.reversed)]),
        ),
        money=tuple(
            _money(
                f"money_{word}", f"Money {word}", "decision",
                [(e.id, amounts(e)[kind]) for e in moved if kind in amounts(e)],
            )
            for kind, word in MOVES.items()
        ),
        value=tuple(
            _value(f"value_{kind}", f"Value {kind}", values.statements.get(kind, ()))
            for kind in VALUE_KINDS
        ),
        promises=promises,
        satisfaction=satisfaction(answers, asked=len(delivered)),
        learnt=tuple(sorted(learnt, key=lambda each: (each.on, each.id), reverse=True)),
        unit=record.money,
        names=_names(record),
        doubts=_doubts(promises, values.doubts, moved_unknown=sum(
            amounts(each)[kind] is None for each in moved for kind in MOVES if kind in amounts(each)
        )),
    )  # fmt: skip


def amounts(decision: DecisionTaken) -> dict[DecisionKind, float | None]:
    """Return the money that a decision moves, by kind."""
    return {decision.kind: decision.amount, **decision.also}


def _needs(record: RecordOfWork, start: date, end: date) -> tuple[ServiceFigure, ...]:
    heard = [each for each in record.needs if start <= each.heard < end]
    answered = [each for each in record.needs if each.answered and start <= each.answered < end]
    return (
        _count("needs_heard", "Needs heard", "need", [each.id for each in heard]),
        _count("needs_found", "of which the office found", "need",
               [each.id for each in heard if each.found_by == "office"]),
        _count("needs_answered", "Needs answered", "need", [each.id for each in answered]),
        _count("needs_without_project", "of which without a project", "need",
               [each.id for each in answered if each.without_project]),
    )  # fmt: skip


def _services(
    record: RecordOfWork, start: date, end: date, titles: Mapping[str, str]
) -> tuple[ServiceLine, ...]:
    def of(service: str, field: str) -> tuple[str, ...]:
        return tuple(
            each.id for each in record.engagements
            if each.service == service and (day := getattr(each, field)) and start <= day < end
        )  # fmt: skip

    lines = [
        ServiceLine(
            service, titles.get(service, service),
            of(service, "opened"), of(service, "delivered"), of(service, "accepted"),
        )
        for service in sorted({each.service for each in record.engagements})
    ]  # fmt: skip
    return tuple(each for each in lines if each.opened or each.delivered or each.accepted)


def _count(key: str, title: str, kind: str, ids: Sequence[str]) -> ServiceFigure:
    return ServiceFigure(
        key, title, float(len(ids)), "count", len(ids), tuple(f"{kind}:{each}" for each in ids)
    )


def _money(
    key: str, title: str, kind: str, amounts: Iterable[tuple[str, float | None]]
) -> ServiceFigure:
    """Add up amounts; what is not known is left out of the sum and among `rest`."""
    given = list(amounts)
    known = [(name, amount) for name, amount in given if amount is not None]
    unit: FigureUnit = "money"
    return ServiceFigure(
        key,
        title,
        fsum(amount for _, amount in known) if known or not given else None,
        unit,
        len(given),
        tuple(f"{kind}:{name}" for name, _ in known),
        tuple(f"{kind}:{name}" for name, amount in given if amount is None),
    )


def _value(key: str, title: str, statements: Sequence[ValueStated]) -> ServiceFigure:
    return _money(key, title, "value", [(each.id, each.amount) for each in statements])


def _names(record: RecordOfWork) -> dict[str, str]:
    """Say what each record is called, for links and lists."""
    found = {f"need:{each.id}": each.title for each in record.needs}
    found |= {f"decision:{each.id}": each.title for each in record.decisions}
    found |= {f"engagement:{each.id}": f"{each.service} for {each.customer}"
              for each in record.engagements}  # fmt: skip
    found |= {f"value:{each.id}": f"{each.kind} value, {each.by}, {each.on}"
              for each in record.values}  # fmt: skip
    return found


def _doubts(
    promises: Sequence[Attainment], value: Sequence[str], *, moved_unknown: int
) -> tuple[str, ...]:
    said = [
        f"{each.measure.capitalize()}: {doubt}" for each in promises for doubt in each.doubts
    ]  # fmt: skip
    said += value
    if moved_unknown:
        one = moved_unknown == 1
        said.append(
            f"{moved_unknown} decision{' has' if one else 's have'} no amount, so the "
            "money is more than shown."
        )
    return tuple(said)
