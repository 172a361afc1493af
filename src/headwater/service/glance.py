"""The customer at a glance, counted from the record of work."""

from collections.abc import Iterable, Sequence
from datetime import date

from headwater.service.proactivity import (
    charters_with_need,
    lead_time,
    needs_found,
    net_score,
    recognized,
    share_of,
)
from headwater.service.satisfaction import value_sums
from headwater.vocabulary.service import MEASURES
from headwater.vocabulary.service_figures import ServiceFigure
from headwater.vocabulary.service_glance import Glance, GlancePart, MonthBar
from headwater.vocabulary.service_work import VALUE_KINDS, RecordOfWork

MONTHS = 12
FEW_SHOWN = 4
TITLES = {"response": "Responses in time", "delivery": "Deliveries in time",
          "decision": "Decisions in time"}  # fmt: skip
Dated = tuple[date, str, bool]
"""When, the id of a record with its kind, and whether it counts."""


def glance(
    record: RecordOfWork, *, today: date, complaints: Sequence[tuple[str, date, bool]] = ()
) -> Glance:
    """Say what the organization needs, was promised, got, and how it feels about it.

    Parameters
    ----------
    complaints
        Id, day, and whether it was written down what was done.
    """
    parts = (_needs(record, today), _promised(record, today), _got(record, today))
    return Glance(today, (*parts, _feels(record, today, complaints)))


def _needs(record: RecordOfWork, today: date) -> GlancePart:
    still = [each for each in record.needs if each.answered is None]
    answered = [each for each in record.needs if each.answered is not None]
    office = needs_found(record)
    without = share_of(
        "without_project", "Answered without a project", "need",
        [(each.id, each.without_project) for each in answered],
    )  # fmt: skip
    newest = sorted(still, key=lambda each: each.heard, reverse=True)
    return GlancePart(
        key="needs",
        title="What it needs",
        meaning=f"{len(still)} of {_many(len(record.needs), 'need')} "
        f"wait{'s' if len(still) == 1 else ''} for an answer; "
        f"the office found {len(office.records)} before anybody asked.",
        figures=(
            count("needs_open", "Needs open", [f"need:{each.id}" for each in still]),
            count("needs_answered", "Needs answered", [f"need:{each.id}" for each in answered]),
            office,
            without,
        ),
        months=by_month(
            [(n.heard, f"need:{n.id}", n.found_by == "office") for n in record.needs], today
        ),
        counts="found by the office",
        others="asked by the organization",
        latest=tuple(f"need:{each.id}" for each in newest[:FEW_SHOWN]),
    )


def _promised(record: RecordOfWork, today: date) -> GlancePart:
    figures = []
    for measure in MEASURES:
        settled = [
            (f"{c.engagement}/{c.measure}", c.outcome == "met")
            for c in record.clocks
            if c.measure == measure and c.outcome in ("met", "breached")
        ]
        figures.append(share_of(f"kept_{measure}", TITLES[measure], "clock", settled))
    open_now = [
        each for each in record.clocks if each.outcome == "open" and each.state != "waiting"
    ]
    late = [
        each for each in record.clocks
        if each.outcome == "breached" and each.state in ("running", "paused")
    ]  # fmt: skip
    kept = sum(len(each.records) for each in figures)
    whole = sum(each.number for each in figures)
    running = [f"clock:{each.engagement}/{each.measure}" for each in (*late, *open_now)]
    dated = [
        (c.settled.date(), f"clock:{c.engagement}/{c.measure}", c.outcome == "met")
        for c in record.clocks
        if c.settled is not None and c.outcome in ("met", "breached")
    ]
    return GlancePart(
        key="promised",
        title="What it was promised",
        meaning=f"{kept} of {_many(whole, 'promise')} were kept; {len(open_now)} "
        f"{'is' if len(open_now) == 1 else 'are'} open and {len(late)} overdue now.",
        figures=(
            count("promises_open", "Promises open or overdue", running),
            figures[1],
            figures[0],
            figures[2],
        ),
        months=by_month(dated, today),
        counts="kept",
        others="missed",
        latest=tuple(running[:FEW_SHOWN]),
    )


def _got(record: RecordOfWork, today: date) -> GlancePart:
    given = [each for each in record.engagements if each.delivered]
    accepted = share_of(
        "accepted", "Deliveries accepted", "engagement",
        [(each.id, each.accepted is not None) for each in given],
    )  # fmt: skip
    newest = sorted(given, key=lambda each: each.delivered or today, reverse=True)
    customers = len({each.customer for each in given})
    dated = [(e.delivered, f"engagement:{e.id}", e.accepted is not None) for e in given]
    return GlancePart(
        key="got",
        title="What it got",
        meaning=f"{_many(len(given), 'engagement')} came to delivery, for "
        f"{_many(customers, 'customer')}; {_many(len(record.charters), 'charter')} followed.",
        figures=(
            count("delivered", "Engagements delivered", [f"engagement:{e.id}" for e in given]),
            accepted,
            charters_with_need(record),
            lead_time(record, today=today),
        ),
        months=by_month([(day, name, hit) for day, name, hit in dated if day], today),
        counts="accepted",
        others="not accepted yet",
        latest=tuple(f"engagement:{each.id}" for each in newest[:FEW_SHOWN]),
    )


def _feels(
    record: RecordOfWork, today: date, complaints: Sequence[tuple[str, date, bool]]
) -> GlancePart:
    net, seen = net_score(record), recognized(record)
    answers = [each for each in record.feedback if each.score is not None]
    open_ones = [name for name, _, done in complaints if not done]
    said = sorted(
        (each for each in record.feedback if each.comment), key=lambda each: each.on, reverse=True
    )
    return GlancePart(
        key="feels",
        title="How it feels about it",
        meaning=f"{_many(len(answers), 'answer')} after deliveries; "
        f"{_many(len(open_ones), 'complaint')} without an answer; {_worth(record)}.",
        figures=(
            net,
            seen,
            *_sums(record),
            share_of("complaints_settled", "Complaints answered", "complaint",
                     [(name.removeprefix("complaint:"), done) for name, _, done in complaints]),
        ),
        months=by_month(
            [(e.on, f"feedback:{e.id}", (e.score or 0) >= 9) for e in answers], today
        ),
        counts="9 or 10",
        others="8 or less",
        latest=tuple(f"feedback:{each.id}" for each in said[:FEW_SHOWN]),
    )  # fmt: skip


def _sums(record: RecordOfWork) -> tuple[ServiceFigure, ...]:
    sums = value_sums(record.values)
    return tuple(
        ServiceFigure(
            key=f"value_{kind}",
            title=f"Value {kind}",
            value=sums.sums.get(kind),
            unit="money",
            number=len(sums.statements.get(kind, ())),
            records=tuple(f"value:{each.id}" for each in sums.statements.get(kind, ())),
            text=f"{_many(len(sums.statements.get(kind, ())), 'statement')}, the latest of each "
            "engagement.",
        )
        for kind in VALUE_KINDS
    )


def _worth(record: RecordOfWork) -> str:
    sums = value_sums(record.values).sums
    if "recognized" not in sums:
        return "no value is recognized yet"
    return f"{record.money.show(sums['recognized'])} recognized as value"


def count(key: str, title: str, records: Sequence[str]) -> ServiceFigure:
    """Make the figure of a count from ids with their kinds."""
    return ServiceFigure(
        key=key, title=title, value=float(len(records)), unit="count", number=len(records),
        records=tuple(records),
    )  # fmt: skip


def by_month(dated: Iterable[Dated], today: date, *, months: int = MONTHS) -> tuple[MonthBar, ...]:
    """Put records into the last months, oldest first, the month of today among them."""
    last = today.year * 12 + today.month - 1
    places: dict[int, tuple[list[str], list[str]]] = {
        place: ([], []) for place in range(last - months + 1, last + 1)
    }
    for day, name, counts in sorted(dated):
        place = day.year * 12 + day.month - 1
        if place in places:
            places[place][not counts].append(name)
    return tuple(
        MonthBar(date(place // 12, place % 12 + 1, 1), tuple(yes), tuple(no))
        for place, (yes, no) in places.items()
    )


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
