"""Runs of end-to-end processes, found from engagements, and the customer's clock of each."""

from collections.abc import Sequence
from datetime import datetime

from headwater.service.chain import read_process
from headwater.vocabulary.service import ServiceEvent
from headwater.vocabulary.service_path import ProcessReading
from headwater.web.account.models_path import Process
from headwater.web.service.actions import calendars, clocks
from headwater.web.service.models import Agreement, Engagement


def chains_of(rows: Sequence[Process], at: datetime) -> list[tuple[Process, list[Engagement]]]:
    """Return the runs of each process, each the engagements of its steps so far, in order.

    A step goes on from the one before when it follows it, or answers the same need later.
    """
    keys = {step["service"] for each in rows for step in each.steps}
    found = Engagement.objects.filter(offering__offering__key__in=keys, opened__lte=at)
    engagements = list(
        found.standing().select_related("offering__offering").order_by("opened", "number")
    )
    chains = []
    for process in rows:
        taken: set[int] = set()
        for start in engagements if process.agreement is not None else ():
            first = process.steps[0]["service"]
            if _key(start) == first and start.opened.date() >= process.since:
                chains.append((process, _chain(process, start, engagements, taken)))
    return chains


def _chain(
    process: Process, start: Engagement, engagements: Sequence[Engagement], taken: set[int]
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


def read(
    chains: Sequence[tuple[Process, Sequence[Engagement]]], at: datetime
) -> tuple[ProcessReading, ...]:
    """Read the customer's clock of each run, from all events in one look."""
    events: dict[str, list[ServiceEvent]] = {}
    for event in clocks.events_among({each.pk for _, chain in chains for each in chain}):
        events.setdefault(event.engagement, []).append(event)
    keys = {event.sla for own in events.values() for event in own if event.sla}
    agreements = {each.key: each.said for each in Agreement.objects.filter(key__in=keys)}
    known = calendars.records()
    return tuple(
        read_process(
            process.record(),
            run=f"{process.key}/{chain[0].label}",
            engagements=[each.label for each in chain],
            events=[event for each in chain for event in events.get(each.label, ())],
            agreements=agreements,
            calendars=known,
            at=at,
        )
        for process, chain in chains
    )
