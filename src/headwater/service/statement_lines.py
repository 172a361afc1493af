"""Every number of an account statement as a figure with its records, and the quarters there are."""

from collections.abc import Sequence
from datetime import date

from headwater.service.history import name_of
from headwater.service.proactivity import share_of
from headwater.vocabulary.service_figures import Attainment, ServiceFigure
from headwater.vocabulary.service_statement import AccountStatement, ServiceLine
from headwater.vocabulary.service_work import RecordOfWork

STEPS = ("opened", "delivered", "accepted")


def every_figure(statement: AccountStatement) -> dict[str, ServiceFigure]:
    """Return all numbers of a statement by key.

    Beside its own figures these are "kept" and "kept.response" and so on, "opened", "delivered"
    and "accepted" (with ".pre-review" for one service), "satisfaction" and "learnt".
    """
    promises = statement.promises
    found = [*statement.needs, *statement.decisions, *statement.money, *statement.value]
    found.append(_kept("kept", "Promises kept", promises))
    found += [
        _kept(f"kept.{each.measure}", f"{each.measure.capitalize()}: promises kept", [each])
        for each in promises
    ]
    for step in STEPS:
        found.append(_given(step, f"Services {step}", step, statement.services))
        found += [
            _given(f"{step}.{each.service}", f"{each.title}: {step}", step, [each])
            for each in statement.services
        ]
    said = statement.satisfaction
    found.append(
        ServiceFigure(
            key="satisfaction",
            title="Net score of satisfaction",
            value=said.net,
            unit="score",
            number=said.answers,
            records=tuple(f"feedback:{each}" for each in said.promoters),
            rest=tuple(f"feedback:{each}" for each in (*said.passives, *said.detractors)),
            interval=said.interval,
            text=f"{len(said.promoters)} promoters less {len(said.detractors)} detractors, of "
            f"{said.answers} answers.",
            doubts=said.doubts,
        )
    )
    found.append(
        _counted("learnt", "Lessons learnt", [f"lesson:{each.id}" for each in statement.learnt])
    )
    return {each.key: each for each in found}


def quarters(record: RecordOfWork, *, today: date) -> tuple[str, ...]:
    """Return the quarters from the first record to today, the latest first."""
    days = [each.heard for each in record.needs] + [each.opened for each in record.engagements]
    days += [each.decided for each in record.decisions if each.decided]
    days += [each.on for each in record.values] + [each.on for each in record.feedback]
    days += [each.on for each in record.lessons]
    found: list[str] = []
    year, part = today.year, (today.month + 2) // 3
    first = name_of(min([*days, today]))
    while not found or found[-1] != first:
        found.append(f"{year} Q{part}")
        year, part = (year, part - 1) if part > 1 else (year - 1, 4)
    return tuple(found)


def _kept(key: str, title: str, promises: Sequence[Attainment]) -> ServiceFigure:
    return share_of(
        key, title, "clock",
        [(f"{name}/{each.measure}", kept) for each in promises
         for names, kept in ((each.met, True), (each.breached, False)) for name in names],
    )  # fmt: skip


def _given(key: str, title: str, step: str, lines: Sequence[ServiceLine]) -> ServiceFigure:
    ids = [f"engagement:{name}" for each in lines for name in getattr(each, step)]
    return _counted(key, title, ids)


def _counted(key: str, title: str, ids: Sequence[str]) -> ServiceFigure:
    return ServiceFigure(key, title, float(len(ids)), "count", len(ids), tuple(ids))
