"""Chains of engagements that handed over to each other: one clock for the customer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from headwater.errors import ConflictError
from headwater.service.chain import read_chain
from headwater.vocabulary.service import ServiceEvent, ServiceLevelAgreement, Target
from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.vocabulary.service_path import ChainLink, ProcessReading, StepTime
from headwater.vocabulary.shapes import to_json
from headwater.web.organization import audit
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions import calendars, clocks, histories
from headwater.web.service.models import Agreement, Calendar, Engagement

DEEPEST = 50  # hand-offs after each other that are looked at


@dataclass(frozen=True, slots=True)
class Link:
    """One engagement of a chain with its time; `hours` are those its own promise counts by."""

    engagement: Engagement
    step: StepTime
    hours: BusinessCalendar | None


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain as it shows at a moment; `hours` are the customer's, which its one clock counts by.

    `whole` is what is promised for all of it; None while that is nothing.
    """

    root: Engagement
    links: tuple[Link, ...]
    reading: ProcessReading
    hours: BusinessCalendar
    whole: ServiceLevelAgreement | None

    @property
    def holders(self) -> tuple[Link, ...]:
        """The links that hold the work now."""
        return tuple(each for each in self.links if each.step.ended is None)


def roots() -> QuerySet[Engagement]:
    """Return the engagements that chains begin with, the newest first."""
    begun = Engagement.objects.filter(follows=None, followed_by__isnull=False).distinct()
    return begun.select_related("offering__offering", "unit", "customer", "lead", "need")


def root_of(engagement: Engagement) -> Engagement:
    """Return the engagement that began the chain; the same one where it follows none."""
    found = engagement
    while found.follows_id is not None:
        found = Engagement.objects.get(pk=found.follows_id)
    return Engagement.objects.whole().get(pk=found.pk)


def read(root: Engagement, *, at: datetime | None = None) -> Chain:
    """Recompute the customer's clock of the chain that begins here, from all its events."""
    return read_all([root], at=at)[0]


def read_all(begun: Sequence[Engagement], *, at: datetime | None = None) -> list[Chain]:
    """Read several chains; the number of queries depends on the longest, not on how many."""
    at = at or timezone.now()
    members = _members(begun)
    every = [each for chain in members.values() for each in chain]
    events = histories.events_of_all(every)
    promises = _promises(begun)
    keys = {each.sla for found in events.values() for each in found if each.sla}
    agreements = {each.key: each.said for each in Agreement.objects.filter(key__in=keys)}
    hours = {calendars.USUAL_HOURS.id: calendars.USUAL_HOURS, **calendars.records()}
    usual = Calendar.objects.filter(is_usual=True).first()
    return [
        _chain(
            root,
            members[root.pk],
            events=[each for one in members[root.pk] for each in events.get(one.pk, ())],
            agreements=agreements,
            hours=hours,
            usual=usual.id_now if usual else calendars.USUAL_HOURS.id,
            whole=promises.get(root.pk),
            at=at,
        )
        for root in begun
    ]


@transaction.atomic
def promise_whole(
    *, engagement: Engagement, within: Target, calendar: Calendar | None = None, by: User
) -> Agreement:
    """Promise one delivery for the whole chain, on the customer's calendar; the latest holds.

    Raises
    ------
    ConflictError
        If nothing was handed over yet, so that there is no chain.
    """
    check_can(by, "triage")
    root = root_of(engagement)
    if not root.followed_by.exists():
        raise ConflictError(
            f"{root.label} was not handed over to another service yet; promise its own delivery."
        )
    calendar = calendar or calendars.usual()
    number = Agreement.objects.filter(key__startswith=_begin(root)).count() + 1
    key = f"{_begin(root)}{number}@{calendar.id_now}"
    title = f"Promised for all that began with {root.label}"
    record = ServiceLevelAgreement(
        key, title, calendar.id_now, (within,), clocks.OBJECTIVE, number
    )  # fmt: skip
    made = Agreement.objects.create(key=key, title=title, record=to_json(record))
    detail = {"within": str(within), "calendar": calendar.id_now}
    audit.record("service.chain.promised", target=root, by=by, detail=detail)
    return made


def _members(begun: Iterable[Engagement]) -> dict[int, list[Engagement]]:
    """Return the engagements of each chain by its beginning's key, in the order of asking."""
    found = {each.pk: [each] for each in begun}
    chain_of = {each: each for each in found}
    latest = list(found)
    for _ in range(DEEPEST):
        rows = Engagement.objects.whole().filter(follows__in=latest).order_by("opened", "number")
        latest = []
        for each in rows:
            begin = chain_of[each.follows_id or 0]
            chain_of[each.pk] = begin
            found[begin].append(each)
            latest.append(each.pk)
        if not latest:
            break
    return found


def _begin(root: Engagement) -> str:
    return f"chain/{root.label}/"


def _promises(begun: Sequence[Engagement]) -> dict[int, ServiceLevelAgreement]:
    """Return the latest promise for each chain that has one."""
    keys = Q(pk=None)
    for each in begun:
        keys |= Q(key__startswith=_begin(each))
    found: dict[int, ServiceLevelAgreement] = {}
    by_label = {each.label: each.pk for each in begun}
    for row in Agreement.objects.filter(keys).order_by("pk"):
        found[by_label[row.key.split("/")[1]]] = row.said
    return found


def _chain(
    root: Engagement,
    members: Sequence[Engagement],
    *,
    events: Sequence[ServiceEvent],
    agreements: Mapping[str, ServiceLevelAgreement],
    hours: Mapping[str, BusinessCalendar],
    usual: str,
    whole: ServiceLevelAgreement | None,
    at: datetime,
) -> Chain:
    labels = {each.pk: each for each in members}
    links = [
        ChainLink(
            each.label,
            each.offering.offering.title,
            labels[each.follows_id].label if each.follows_id in labels else "",
        )
        for each in members
    ]
    first = next((each for each in events if each.engagement == root.label and each.sla), None)
    own = agreements[first.sla].calendar if first else usual
    reading = read_chain(
        links,
        run=root.label,
        calendar=own,
        promise=whole,
        events=events,
        agreements=agreements,
        calendars=hours,
        at=at,
    )
    by_name = {each.label: each for each in members}
    return Chain(
        root=root,
        links=tuple(
            Link(by_name[step.engagement], step, hours.get(step.own.calendar) if step.own else None)
            for step in reading.steps
        ),
        reading=reading,
        hours=hours[reading.clock.calendar],
        whole=whole,
    )
