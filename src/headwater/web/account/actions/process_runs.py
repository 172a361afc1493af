"""Runs of end-to-end processes, found from engagements, and the customer's clock of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from headwater.errors import InputError
from headwater.service.chain import read_chain, read_process
from headwater.vocabulary.service import ServiceEvent, ServiceLevelAgreement
from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.vocabulary.service_path import ChainLink, EndToEndProcess, ProcessReading
from headwater.web.account.models_path import Process, ProcessEdition
from headwater.web.service.actions import calendars, histories
from headwater.web.service.models import Agreement, Engagement

Chain = tuple[ProcessEdition, list[Engagement]]
"""A run: the edition of its process that held when it began, and its engagements so far."""


def chains_of(rows: Sequence[Process], at: datetime) -> list[Chain]:
    """Return the runs of each process, each the engagements of its steps so far, in order.

    A step goes on from the one before when it follows it, or answers the same need later. A run
    keeps to the edition that held when it began, and to none before `since` or after the end. One
    whose need was answered on the way is over: the steps left were not needed.
    """
    editions: dict[int, list[ProcessEdition]] = {}
    kept = ProcessEdition.objects.filter(process__in=rows).select_related("process", "agreement")
    for each in kept:
        editions.setdefault(each.process_id, []).append(each)
    keys = {step["service"] for own in editions.values() for each in own for step in each.steps}
    found = Engagement.objects.filter(offering__offering__key__in=keys, opened__lte=at)
    engagements = list(
        found.standing().select_related("offering__offering", "need").order_by("opened", "number")
    )
    chains: list[Chain] = []
    for process in rows:
        taken: set[int] = set()
        for start in engagements:
            edition = _edition(process, editions.get(process.pk, []), start.opened.date())
            if edition and edition.agreement and _key(start) == edition.steps[0]["service"]:
                chains.append((edition, _chain(edition, start, engagements, taken)))
    return chains


def _edition(
    process: Process, editions: Sequence[ProcessEdition], day: date
) -> ProcessEdition | None:
    """Return the edition (the newest comes first) that a run begun on a day goes by."""
    if day < process.since or (process.ended_on and day > process.ended_on):
        return None
    held = (each for each in editions if each.holds_from <= day)
    return next(held, editions[-1] if editions else None)


def _chain(
    process: ProcessEdition, start: Engagement, engagements: Sequence[Engagement], taken: set[int]
) -> list[Engagement]:
    """Return a run from its first engagement; `taken` are those in it or in an earlier run."""
    chain = [start]
    for step in process.steps[1:]:
        last = chain[-1]
        own = (
            each for each in engagements
            if each.pk not in taken and _key(each) == step["service"] and _goes_on(last, each)
        )  # fmt: skip
        following = next(own, None)
        if following is None:
            break
        taken.add(following.pk)
        chain.append(following)
    return chain


def _goes_on(last: Engagement, after: Engagement) -> bool:
    if after.follows_id is not None:
        return after.follows_id == last.pk
    same = last.need_id is not None and after.need_id == last.need_id
    return same and after.pk != last.pk and after.opened >= last.opened


def _key(engagement: Engagement) -> str:
    return engagement.offering.offering.key


def read(chains: Sequence[Chain], at: datetime) -> tuple[ProcessReading, ...]:
    """Read the customer's clock of each run, from all events in one look."""
    events: dict[str, list[ServiceEvent]] = {}
    for event in histories.events_among({each.pk for _, chain in chains for each in chain}):
        events.setdefault(event.engagement, []).append(event)
    keys = {event.sla for own in events.values() for event in own if event.sla}
    agreements = {each.key: each.said for each in Agreement.objects.filter(key__in=keys)}
    known = calendars.records()
    found = []
    for edition, chain in chains:
        said, run = edition.record(), f"{edition.process.key}/{chain[0].label}"
        own = [event for each in chain for event in events.get(each.label, ())]
        if len(chain) < len(said.steps) and _is_answered(chain[-1]):
            found.append(_answered_early(said, run, chain, own, agreements, known, at))
            continue
        found.append(
            read_process(
                said,
                run=run,
                engagements=[each.label for each in chain],
                events=own,
                agreements=agreements,
                calendars=known,
                at=at,
            )
        )
    return tuple(found)


def _is_answered(last: Engagement) -> bool:
    return last.need is not None and bool(last.need.answer) and last.delivered_at is not None


def _answered_early(
    process: EndToEndProcess,
    run: str,
    chain: Sequence[Engagement],
    events: Sequence[ServiceEvent],
    agreements: Mapping[str, ServiceLevelAgreement],
    known: Mapping[str, BusinessCalendar],
    at: datetime,
) -> ProcessReading:
    """Read a run whose need was answered before its last step, as if it had no more steps."""
    if process.agreement is None:
        raise InputError(f"nothing is promised for the process {process.id!r}; give an agreement")
    links = [
        ChainLink(each.label, step.service, chain[place - 1].label if place else "")
        for place, (each, step) in enumerate(zip(chain, process.steps, strict=False))
    ]
    made = read_chain(
        links, run=run, calendar=process.agreement.calendar, promise=process.agreement,
        events=events, agreements=agreements, calendars=known, at=at,
    )  # fmt: skip
    left = len(process.steps) - len(chain)
    note = f"The need was answered on the way: {left} more step{'s were' if left > 1 else ' was'} "
    return replace(made, process=process.id, doubts=(*made.doubts, f"{note}not needed."))
