"""Taking requests over from another system: their events, written in bulk under the same rules."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from headwater.errors import InputError
from headwater.service import lifecycle
from headwater.vocabulary.engagement import Happening, HappeningKind, Standing
from headwater.vocabulary.service import ServiceEvent, in_order
from headwater.web.organization import audit
from headwater.web.organization.models import name_of
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions import calendars, catalogue, keeping
from headwater.web.service.actions.promises import promised
from headwater.web.service.actions.texts import line, moment
from headwater.web.service.models import Engagement, EngagementEvent, Offering

MOST_REQUESTS = 5_000  # in one file; what is more is taken over in parts
MARK = {"taken over": "not in the file; an engagement has this step"}


@dataclass(slots=True)
class _Course:
    """One request: what happened, where that leads, and what could not be taken over."""

    happened: list[tuple[HappeningKind, datetime, ServiceEvent | None]] = field(
        default_factory=list
    )
    standing: Standing | None = None
    left: int = 0

    def add(self, kind: HappeningKind, at: datetime, said: ServiceEvent | None = None) -> None:
        self.happened.append((kind, at, said))
        self.standing = lifecycle.standing(Happening(kind, at) for kind, at, _ in self.happened)


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What came of it: how many requests and events; what was there already, and what was left."""

    requests: int
    events: int
    known: int
    left: int


@transaction.atomic
def take_over(
    *,
    events: Iterable[ServiceEvent],
    source: str,
    offering: Offering,
    customer_name: str,
    by: User,
    at: datetime | None = None,
) -> TakenOver:
    """Write requests of another system as engagements, on what the catalogue promises.

    Where a file has no step between the answer and the work, the scope counts as agreed and the
    work as begun when the request was answered; these events say that they were not in the file.
    What an engagement cannot do (accept twice) is left out and counted. A request that was
    taken over before from a source of the same name stays as it is.

    Parameters
    ----------
    source
        What the file is called; part of how a request is told apart.

    Raises
    ------
    NotAllowedError, InputError
        If the person may not take requests in; if there are none or too many; if one lies ahead.
    """
    check_can(by, "triage")
    at = moment(at)
    source = line(source, what="The name of the file", most=120, needed=True)
    customer = line(customer_name, what="For whom", most=200, needed=True)
    histories = _histories(events, at)
    there = set(
        Engagement.objects.filter(wish__startswith=f"Taken over from {source}, ").values_list(
            "wish", flat=True
        )
    )
    new = {case: own for case, own in histories.items() if _wish(source, case) not in there}
    edition, calendar = catalogue.newest(offering), calendars.usual(at=at)
    agreement = promised(edition, calendar)
    sla = agreement.key if agreement else ""
    last: int = Engagement.objects.aggregate(last=Max("number"))["last"] or 0
    courses = {case: _course(own) for case, own in new.items()}
    rows = [
        _engagement(last + place, case, course, source=source, customer=customer)
        for place, (case, course) in enumerate(courses.items(), start=1)
    ]
    for row in rows:
        row.offering = edition
    made = Engagement.objects.bulk_create(rows, batch_size=500)
    written = [
        _event(row, kind, moment_of, said, sla=sla, by=by)
        for row, course in zip(made, courses.values(), strict=True)
        for kind, moment_of, said in course.happened
    ]
    EngagementEvent.objects.bulk_create(written, batch_size=500)
    keeping.rebuild([each.pk for each in made])
    told = TakenOver(
        requests=len(made),
        events=len(written),
        known=len(histories) - len(new),
        left=sum(each.left for each in courses.values()),
    )
    detail = {"source": source, "requests": told.requests, "events": told.events}
    audit.record("service.requests.taken_over", target=offering, by=by, detail=detail)
    return told


def _histories(events: Iterable[ServiceEvent], now: datetime) -> Mapping[str, list[ServiceEvent]]:
    found: dict[str, list[ServiceEvent]] = {}
    for each in in_order(events):
        if each.at > now:
            raise InputError(
                f"{each.engagement} has a row of {each.at:%d %B %Y, %H:%M} UTC, which is still "
                "to come; mend the date, or say whether days or months come first."
            )
        found.setdefault(each.engagement, []).append(each)
    if not found:
        raise InputError("There is no request in the file.")
    if len(found) > MOST_REQUESTS:
        raise InputError(
            f"There are {len(found):,} requests in the file; take over {MOST_REQUESTS:,} at a time."
        )
    return found


def _course(events: Sequence[ServiceEvent]) -> _Course:
    course = _Course()
    course.add("requested", events[0].at, events[0])
    for each in events[1:]:
        kind: HappeningKind = each.kind  # type: ignore[assignment]
        if kind not in lifecycle.RULES:
            course.left += 1
            continue
        if kind in ("paused", "delivered", "accepted") and _stage(course) == "asked":
            course.add("responded", each.at)
        if kind == "delivered" or (kind == "accepted" and _stage(course) in ("triaged", "asked")):
            _begin(course, each.at)
        if kind == "accepted" and _stage(course) == "working":
            course.add("delivered", each.at)
        if course.standing is None or kind not in lifecycle.possible(course.standing):
            course.left += 1
            continue
        course.add(kind, each.at, each)
        if kind == "responded":
            _begin(course, each.at)
    return course


def _begin(course: _Course, at: datetime) -> None:
    if _stage(course) == "triaged":
        course.add("agreed", at)
    if _stage(course) == "agreed":
        course.add("started", at)


def _stage(course: _Course) -> str:
    return course.standing.stage if course.standing else ""


def _wish(source: str, case: str) -> str:
    return f"Taken over from {source}, {case}"


def _engagement(
    number: int, case: str, course: _Course, *, source: str, customer: str
) -> Engagement:
    standing = course.standing
    if standing is None:
        raise InputError(f"{case} was never requested.")
    delivered = [at for kind, at, _ in course.happened if kind == "delivered"]
    return Engagement(
        number=number,
        title=f"Request {case}"[:300],
        wish=_wish(source, case),
        initiative=Engagement.Initiative.REQUEST,
        customer_name=customer,
        stage=standing.stage,
        since=standing.since,
        is_paused=standing.is_paused,
        opened=course.happened[0][1],
        delivered_at=delivered[-1] if delivered else None,
        delivered_what=f"As recorded in {source}" if delivered else "",
    )


def _event(
    row: Engagement,
    kind: HappeningKind,
    at: datetime,
    said: ServiceEvent | None,
    *,
    sla: str,
    by: User,
) -> EngagementEvent:
    return EngagementEvent(
        engagement=row,
        kind=kind,
        at=at,
        by=by,
        by_name=name_of(by),
        reason=said.reason if said else "",
        sla=sla if kind == "requested" else "",
        waits_for="customer" if kind == "paused" else "",
        detail={} if said else MARK,
    )
