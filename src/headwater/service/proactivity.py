"""How early and how well the office serves, counted from the record of work."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import fsum
from typing import Any

from headwater.numeric.statistics import wilson_interval
from headwater.numeric.survival import Survival, kaplan_meier
from headwater.service.satisfaction import satisfaction, value_sums
from headwater.vocabulary.service_figures import FigureUnit, ServiceFigure
from headwater.vocabulary.service_work import RecordOfWork
from headwater.vocabulary.units import Interval

FEW = 10
STANDING = (90, 180)  # days after which a decision is looked at again


def proactivity(record: RecordOfWork, *, today: date) -> tuple[ServiceFigure, ...]:
    """Count every figure of proactivity, each with its interval and its records.

    Parameters
    ----------
    record
        Of the office, or of one service (see `of_service`).
    today
        What is not over by then is open, and counts for as long as it was seen.
    """
    return (
        lead_time(record, today=today),
        charters_with_need(record),
        needs_found(record),
        decision_latency(record, today=today),
        *(decisions_standing(record, today=today, days=days) for days in STANDING),
        promises_kept(record),
        forecasts_scored(record, today=today),
        cases_evaluable(record),
        repeat_customers(record),
        recognized(record),
        net_score(record),
    )


def of_service(record: RecordOfWork, service: str) -> RecordOfWork:
    """Return what belongs to one service, or to an engagement under it."""
    engagements = {each.id for each in record.engagements if each.service == service}
    needs = {each.need for each in record.engagements if each.service == service and each.need}

    def own(entries: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(e for e in entries if e.service == service or e.engagement in engagements)

    return replace(
        record,
        needs=tuple(n for n in record.needs if n.service == service or n.id in needs),
        engagements=tuple(e for e in record.engagements if e.id in engagements),
        decisions=own(record.decisions),
        charters=own(record.charters),
        forecasts=own(record.forecasts),
        cases=own(record.cases),
        values=own(record.values),
        feedback=own(record.feedback),
        lessons=own(record.lessons),
        clocks=tuple(each for each in record.clocks if each.engagement in engagements),
    )


def lead_time(record: RecordOfWork, *, today: date) -> ServiceFigure:
    """Count the days from a need to its first charter; needs without one are censored."""
    first: dict[str, date] = {}
    for each in record.charters:
        if each.need:
            first[each.need] = min(each.issued, first.get(each.need, each.issued))
    spans, ended = list[float](), list[bool]()
    records, rest = list[str](), list[str]()
    for need in record.needs:
        charter = first.get(need.id)
        done = charter is not None and need.heard <= charter <= today
        last = charter if charter and done else min(need.answered or today, today)
        if last < need.heard:
            continue
        spans.append(float((last - need.heard).days))
        ended.append(done)
        (records if done else rest).append(f"need:{need.id}")
    doubts = []
    if any(need.without_project for need in record.needs):
        doubts.append("Needs answered without a project count until then, as not chartered.")
    return _duration(
        "lead_time", "Lead time from need to charter", spans, ended, records, rest, doubts
    )  # fmt: skip


def charters_with_need(record: RecordOfWork) -> ServiceFigure:
    """Count the charters whose need was heard before they were issued."""
    heard = {each.id: each.heard for each in record.needs}
    return share_of(
        "charters_with_need", "Charters with an earlier need", "charter",
        [(each.id, each.need in heard and heard[each.need] < each.issued)
         for each in record.charters],
    )  # fmt: skip


def needs_found(record: RecordOfWork) -> ServiceFigure:
    """Count the needs that the office found before it was asked."""
    return share_of(
        "needs_found", "Needs found by the office", "need",
        [(each.id, each.found_by == "office") for each in record.needs],
    )  # fmt: skip


def decision_latency(record: RecordOfWork, *, today: date) -> ServiceFigure:
    """Count the days from a question to its decision; open questions are censored."""
    spans, ended = list[float](), list[bool]()
    records, rest = list[str](), list[str]()
    for each in record.decisions:
        last = each.decided if each.decided and each.decided <= today else None
        if each.submitted > today:
            continue
        spans.append(float(((last or today) - each.submitted).days))
        ended.append(last is not None)
        (records if last else rest).append(f"decision:{each.id}")
    return _duration(
        "decision_latency", "Time from question to decision", spans, ended, records, rest, []
    )  # fmt: skip


def decisions_standing(record: RecordOfWork, *, today: date, days: int) -> ServiceFigure:
    """Count the decisions not reversed within so many days; younger ones do not count yet."""
    old = [
        each for each in record.decisions
        if each.decided and each.decided + timedelta(days=days) <= today
    ]  # fmt: skip

    def stands(reversed_on: date | None, decided: date) -> bool:
        return reversed_on is None or reversed_on > decided + timedelta(days=days)

    figure = share_of(
        f"decisions_standing_{days}", f"Decisions that stand after {days} days", "decision",
        [(each.id, stands(each.reversed, each.decided)) for each in old if each.decided],
    )  # fmt: skip
    young = sum(each.decided is not None for each in record.decisions) - len(old)
    if not young:
        return figure
    said = f"{young} decision{'s are' if young > 1 else ' is'} younger than {days} days"
    return replace(figure, doubts=(*figure.doubts, f"{said} and not counted yet."))


def promises_kept(record: RecordOfWork) -> ServiceFigure:
    """Count the clocks of all measures that were settled within their target."""
    return share_of(
        "attainment", "Promises kept", "clock",
        [(f"{each.engagement}/{each.measure}", each.outcome == "met") for each in record.clocks
         if each.outcome in ("met", "breached")],
    )  # fmt: skip


def forecasts_scored(record: RecordOfWork, *, today: date) -> ServiceFigure:
    """Count the forecasts scored among those whose actual is due; without a date none is due."""
    due = [
        each for each in record.forecasts
        if each.scored or (each.due is not None and each.due <= today)
    ]  # fmt: skip
    return share_of(
        "forecasts_scored", "Due forecasts scored", "forecast",
        [(each.id, each.scored is not None and each.scored <= today) for each in due],
    )  # fmt: skip


def cases_evaluable(record: RecordOfWork) -> ServiceFigure:
    """Count the cases that name measure, baseline, source, owner and review date."""
    return share_of(
        "cases_evaluable", "Cases that can be evaluated", "case",
        [(each.id, each.is_evaluable) for each in record.cases],
    )  # fmt: skip


def repeat_customers(record: RecordOfWork) -> ServiceFigure:
    """Count the customers who came more than once."""
    often = Counter(each.customer for each in record.engagements if each.customer)
    return share_of(
        "repeat_customers", "Customers who came back", "customer",
        [(name, times > 1) for name, times in sorted(often.items())],
    )  # fmt: skip


def recognized(record: RecordOfWork) -> ServiceFigure:
    """Return the share of delivered value that the customer recognized, engagement by engagement.

    What is recognized beyond what was delivered does not make up for another engagement.
    """
    sums = value_sums(record.values)
    said = {each.engagement: each for each in sums.statements.get("recognized", ())}
    delivered = sums.statements.get("delivered", ())
    whole = fsum(max(0.0, each.amount) for each in delivered)
    got = fsum(
        min(max(0.0, each.amount), max(0.0, said[each.engagement].amount))
        for each in delivered
        if each.engagement in said
    )
    return ServiceFigure(
        key="recognized",
        title="Delivered value recognized by the customer",
        value=got / whole if whole > 0 else None,
        unit="share",
        number=len(delivered),
        records=tuple(f"value:{s.id}" for s in said.values()),
        rest=tuple(f"value:{each.id}" for each in delivered if each.engagement not in said),
        text=f"{record.money.show(got)} of {record.money.show(whole)} delivered.",
        doubts=sums.doubts,
    )


def net_score(record: RecordOfWork) -> ServiceFigure:
    """Return the net score of satisfaction."""
    found = satisfaction(record.feedback)
    return ServiceFigure(
        key="net_score",
        title="Net score of satisfaction",
        value=found.net,
        unit="score",
        number=found.answers,
        records=tuple(f"feedback:{each}" for each in found.promoters),
        rest=tuple(f"feedback:{each}" for each in (*found.passives, *found.detractors)),
        interval=found.interval,
        text=f"{len(found.promoters)} promoters, {len(found.detractors)} detractors, "
        f"{found.answers} answers.",
        doubts=found.doubts,
    )


def share_of(key: str, title: str, kind: str, counted: Sequence[tuple[str, bool]]) -> ServiceFigure:
    """Make the figure of a share: each record by id, and whether it counts."""
    yes = tuple(f"{kind}:{name}" for name, hit in counted if hit)
    no = tuple(f"{kind}:{name}" for name, hit in counted if not hit)
    number = len(counted)
    return ServiceFigure(
        key=key,
        title=title,
        value=len(yes) / number if number else None,
        unit="share",
        number=number,
        records=yes,
        rest=no,
        interval=wilson_interval(len(yes), number) if number else None,
        text=f"{len(yes)} of {number}.",
        doubts=_few(title, number),
    )


def _duration(
    key: str,
    title: str,
    spans: Sequence[float],
    ended: Sequence[bool],
    records: Sequence[str],
    rest: Sequence[str],
    doubts: Sequence[str],
) -> ServiceFigure:
    """Make a median with its interval, by Kaplan and Meier."""
    found = kaplan_meier(spans, ended)
    low, high = found.quantile_interval()
    unit: FigureUnit = "days"
    return ServiceFigure(
        key=key,
        title=title,
        value=found.quantile(),
        unit=unit,
        number=len(spans),
        records=tuple(records),
        rest=tuple(rest),
        interval=Interval(low, high) if low is not None and high is not None else None,
        text=_median(found, low, high),
        doubts=(*_few(title, len(spans)), *doubts),
    )


def _median(found: Survival, low: float | None, high: float | None) -> str:
    counts = f"{found.ended} over, {found.open} still open"
    middle = found.quantile()
    if middle is None:
        return f"Fewer than half are over, so there is no median yet ({counts})."
    ends = f"{low:g} to {high:g}" if low is not None and high is not None else (
        f"{low:g} or more" if low is not None else "not known"
    )  # fmt: skip
    return f"Median {middle:g} days, 95% interval {ends} ({counts})."


def _few(title: str, number: int) -> tuple[str, ...]:
    if number >= FEW:
        return ()
    if not number:
        return (f"{title}: nothing is recorded yet.",)
    return (f"{title}: only {number} recorded, so read it with its interval.",)
