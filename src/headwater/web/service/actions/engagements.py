"""Engagements: asked, taken in, agreed, started, delivered, accepted; each an event."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max

from headwater.errors import InputError
from headwater.vocabulary.engagement import BANDS
from headwater.vocabulary.service import Target
from headwater.web.organization import audit
from headwater.web.organization.models import Unit
from headwater.web.organization.permissions import check_can
from headwater.web.service.actions import calendars, catalogue
from headwater.web.service.actions.events import (
    check_speaks_for_customer,
    go,
    happened,
    held,
    person_named,
)
from headwater.web.service.actions.promises import own_agreement, promised
from headwater.web.service.actions.texts import line, moment, passage
from headwater.web.service.models import Calendar, Engagement, Need, Offering


@transaction.atomic
def ask(
    *,
    offering: Offering,
    title: str,
    wish: str = "",
    need: Need | None = None,
    unit: Unit | None = None,
    customer: User | None = None,
    customer_name: str = "",
    initiative: str = "request",
    calendar: Calendar | None = None,
    follows: Engagement | None = None,
    by: User,
    at: datetime | None = None,
) -> Engagement:
    """Ask for a service, or offer one: the clocks begin now, on what the catalogue promises.

    Parameters
    ----------
    customer, customer_name
        Who asks, and will accept: a person with a seat here, or else a name.
    initiative
        ``request``: the organization asked; ``initiative``: the office offers.
    calendar
        The one whose hours count; the usual one unless given.
    follows
        The engagement that hands over to this one.

    Raises
    ------
    InputError
        If the offering is retired, nobody is named as the customer, or a text is missing.
    """
    check_can(by, "ask_service")
    at = moment(at)
    if offering.is_retired:
        raise InputError(f"{offering} is no longer offered; choose another service.")
    if initiative not in Engagement.Initiative.values:
        raise InputError(f"Say who came first: {' or '.join(Engagement.Initiative.values)}.")
    if customer is None and not customer_name.strip():
        raise InputError("Say for whom it is: who asks, and will say whether it was right.")
    edition = catalogue.newest(offering)
    agreement = promised(edition, calendar or calendars.usual(at=at))
    last: int = Engagement.objects.aggregate(last=Max("number"))["last"] or 0
    made = Engagement.objects.create(
        number=last + 1,
        title=line(title, what="What it is about", needed=True),
        wish=passage(wish, what="The wish"),
        offering=edition,
        need=need,
        unit=unit or (need.unit if need else None),
        initiative=initiative,
        customer=customer,
        customer_name="" if customer else line(customer_name, what="The customer", most=200),
        follows=follows,
        since=at,
        opened=at,
    )
    happened(made, "requested", by=by, at=at, sla=agreement.key if agreement else "")
    audit.record("service.engagement.asked", target=made, by=by, detail={"number": made.number})
    return made


@transaction.atomic
def take_in(
    *,
    engagement: Engagement,
    answer: str,
    lead: User | None = None,
    lead_name: str = "",
    by: User,
    at: datetime | None = None,
) -> Engagement:
    """Answer a request: it is taken in, by whom it is led, and what happens next."""
    check_can(by, "triage")
    engagement = held(engagement)
    engagement.lead, engagement.lead_name = person_named(lead, lead_name, "Who leads it")
    answer = passage(answer, what="The answer", most=2_000, needed=True)
    detail = {"lead": engagement.led_by}
    go(engagement, "responded", by=by, at=at, reason=answer, detail=detail)
    return engagement


@transaction.atomic
def decline(
    *, engagement: Engagement, reason: str, by: User, at: datetime | None = None
) -> Engagement:
    """Decline a request, with the reason and what else could help."""
    check_can(by, "triage")
    engagement = held(engagement)
    reason = passage(reason, what="The reason", most=2_000, needed=True)
    go(engagement, "declined", by=by, at=at, reason=reason)
    return engagement


@transaction.atomic
def agree(
    *,
    engagement: Engagement,
    scope: str,
    not_in_scope: str = "",
    agreed_with: str,
    levels: Sequence[Target] | None = None,
    calendar: Calendar | None = None,
    by: User,
    at: datetime | None = None,
) -> Engagement:
    """Write down the scope and the service level that were agreed, and with whom.

    Parameters
    ----------
    agreed_with
        Who agreed on the customer's side, by name.
    levels
        What is promised here; as in the catalogue unless given.
    """
    check_can(by, "work_engagements")
    engagement = held(engagement)
    engagement.scope = passage(scope, what="The scope", needed=True)
    engagement.not_in_scope = passage(not_in_scope, what="What is not in it")
    engagement.agreed_with = line(
        agreed_with, what="With whom it was agreed", most=200, needed=True
    )
    sla = ""
    if levels is not None or calendar is not None:
        own = levels if levels is not None else engagement.offering.said.levels
        sla = own_agreement(engagement, own, calendar or calendars.usual(at=at)).key
    detail = {"with": engagement.agreed_with}
    go(engagement, "agreed", by=by, at=at, sla=sla, detail=detail)
    return engagement


@transaction.atomic
def start(*, engagement: Engagement, by: User, at: datetime | None = None) -> Engagement:
    """Start the work."""
    check_can(by, "work_engagements")
    engagement = held(engagement)
    go(engagement, "started", by=by, at=at)
    return engagement


@transaction.atomic
def deliver(
    *,
    engagement: Engagement,
    what: str,
    band: str = "",
    by: User,
    at: datetime | None = None,
) -> Engagement:
    """Hand over what was agreed; the delivery clock stops, and the customer is to say more.

    Parameters
    ----------
    band
        How much of the office's time it took, only roughly: hours, days, weeks, months.
    """
    check_can(by, "work_engagements")
    engagement = held(engagement)
    if band not in BANDS:
        raise InputError(f"{band!r} is no band of time; choose {', '.join(BANDS[1:])}.")
    engagement.delivered_what = passage(what, what="What was delivered", needed=True)
    engagement.band = band or engagement.band
    engagement.delivered_at = moment(at)
    go(engagement, "delivered", by=by, at=at, reason=engagement.delivered_what)
    return engagement


@transaction.atomic
def accept(
    *, engagement: Engagement, words: str = "", by: User, at: datetime | None = None
) -> Engagement:
    """Accept what was delivered, on the customer's side.

    Raises
    ------
    NotAllowedError
        If the person is no leader, or did the work.
    """
    engagement = held(engagement)
    check_speaks_for_customer(engagement, by)
    go(engagement, "accepted", by=by, at=at, reason=line(words, what="The note", most=500))
    return engagement


@transaction.atomic
def reopen(
    *,
    engagement: Engagement,
    reason: str,
    clock: str = "",
    by: User,
    at: datetime | None = None,
) -> Engagement:
    """Open it again: what was delivered was not what was agreed. The clock goes on.

    Parameters
    ----------
    clock
        Which clock runs again: ``delivery`` ("" is the same) or ``decision``.
    """
    check_can(by, "ask_service")
    engagement = held(engagement)
    if clock not in ("", "delivery", "decision"):
        raise InputError("The delivery clock or the decision clock can run again.")
    reason = line(reason, what="The reason", most=500, needed=True)
    go(engagement, "reopened", by=by, at=at, reason=reason, clock=clock)
    return engagement


@transaction.atomic
def withdraw(
    *, engagement: Engagement, reason: str, by: User, at: datetime | None = None
) -> Engagement:
    """Take it back before delivery; what breached stays breached."""
    check_can(by, "ask_service")
    engagement = held(engagement)
    reason = line(reason, what="The reason", most=500, needed=True)
    go(engagement, "withdrawn", by=by, at=at, reason=reason)
    return engagement
