"""Engagements as they are kept: append-only events, and what was computed from them."""

from typing import Any, Self

from django.contrib.auth.models import User
from django.db import models

from headwater.vocabulary.engagement import ENDED, OPEN
from headwater.web.organization.models import Unit, name_of
from headwater.web.service.models.catalogue import OfferingEdition
from headwater.web.service.models.needs import Need


class Engagements(models.QuerySet["Engagement"]):
    """Choices of engagements."""

    def open(self) -> Self:
        """Keep those in which the office still owes something."""
        return self.filter(stage__in=OPEN)

    def standing(self) -> Self:
        """Leave out those that were declined or withdrawn."""
        return self.exclude(stage__in=ENDED)

    def whole(self) -> Self:
        """Bring along what lists show."""
        return self.select_related("offering__offering", "unit", "customer", "lead", "need")


class Engagement(models.Model):
    """One piece of work for the customer, from the request to recognized value.

    `stage`, `since` and the clocks are computed from the events, in the transaction that writes
    one; nothing else sets them.

    Attributes
    ----------
    number
        Counts from 1 and is never used again: "E-7".
    initiative
        ``request``: the organization asked; ``initiative``: the office offered.
    customer, customer_name
        Who asked, and accepts: a person with a seat here, or else a name.
    lead, lead_name
        Who does the work now.
    follows
        The engagement that handed over to this one, in a chain of services.
    band
        How much of the office's time it took, only roughly.
    """

    class Stage(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", "Asked"
        TRIAGED = "triaged", "Taken in"
        AGREED = "agreed", "Agreed"
        WORKING = "working", "At work"
        DELIVERED = "delivered", "Delivered"
        ACCEPTED = "accepted", "Accepted"
        RECOGNIZED = "recognized", "Recognized"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Initiative(models.TextChoices):
        """Who came first."""

        REQUEST = "request", "The organization asked"
        OFFICE = "initiative", "Offered by the office"

    class Band(models.TextChoices):
        """How much time it took."""

        UNKNOWN = "", "Not known"
        HOURS = "hours", "Hours"
        DAYS = "days", "Days"
        WEEKS = "weeks", "Weeks"
        MONTHS = "months", "Months"

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=300)
    wish = models.TextField(default="", blank=True)
    offering = models.ForeignKey(
        OfferingEdition, on_delete=models.PROTECT, related_name="engagements"
    )
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements"
    )
    initiative = models.CharField(max_length=10, choices=Initiative.choices)
    customer = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements_asked"
    )
    customer_name = models.CharField(max_length=200, default="", blank=True)
    lead = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="engagements_led"
    )
    lead_name = models.CharField(max_length=200, default="", blank=True)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    scope = models.TextField(default="", blank=True)
    not_in_scope = models.TextField(default="", blank=True)
    agreed_with = models.CharField(max_length=200, default="", blank=True)
    delivered_what = models.TextField(default="", blank=True)
    band = models.CharField(max_length=10, choices=Band.choices, default="", blank=True)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.ASKED)
    since = models.DateTimeField()
    is_paused = models.BooleanField(default=False)
    opened = models.DateTimeField(db_index=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = Engagements.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["stage", "-since"])]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """How people call it: "E-7"."""
        return f"E-{self.number}"

    @property
    def asked_by(self) -> str:
        """Who asked, as people say it."""
        return name_of(self.customer) if self.customer else self.customer_name

    @property
    def led_by(self) -> str:
        """Who does the work, as people say it."""
        return name_of(self.lead) if self.lead else self.lead_name

    @property
    def is_open(self) -> bool:
        """Whether the office still owes something."""
        return self.stage in OPEN


class EngagementEvent(models.Model):
    """One dated thing that happened. Never changed nor removed: the database refuses.

    Attributes
    ----------
    at, recorded
        When it happened, and when it was written down.
    sla, calendar
        Keys of the agreement and of the calendar edition that hold from then on.
    waits_for, clock
        For a pause: who must act; for reopening: which clock runs again.
    """

    WORDS = {
        "requested": "Requested",
        "responded": "Taken in",
        "declined": "Declined",
        "agreed": "Scope and level agreed",
        "started": "Work started",
        "paused": "Paused",
        "resumed": "Resumed",
        "sla_changed": "Promise changed",
        "calendar_changed": "Calendar changed",
        "handed_over": "Handed over",
        "step_done": "Step done",
        "submitted": "Put up for decision",
        "decided": "Decided",
        "delivered": "Delivered",
        "accepted": "Accepted",
        "reopened": "Opened again",
        "recognized": "Value recognized",
        "withdrawn": "Withdrawn",
        "chartered": "Charter issued",
        "noted": "Note",
    }

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    recorded = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300)
    reason = models.TextField(default="", blank=True)
    sla = models.CharField(max_length=200, default="", blank=True)
    calendar = models.CharField(max_length=80, default="", blank=True)
    waits_for = models.CharField(max_length=10, default="", blank=True)
    clock = models.CharField(max_length=10, default="", blank=True)
    detail: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["engagement", "at"])]

    def __str__(self) -> str:
        return f"{self.said}: {self.engagement.label}"

    @property
    def said(self) -> str:
        """What happened, in words."""
        return self.WORDS.get(self.kind, self.kind)


class Clock(models.Model):
    """What one clock of one engagement showed after its last event; computed, never typed.

    While it runs, `breach` says ahead when it will have breached, so that a list of many knows
    the outcome at any moment without reading events.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="clocks")
    measure = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10)
    sla = models.CharField(max_length=200)
    calendar = models.CharField(max_length=80)
    target_seconds = models.PositiveIntegerField()
    used_seconds = models.PositiveIntegerField()
    warn = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)
    breach = models.DateTimeField(null=True)
    settled = models.DateTimeField(null=True)

    class Meta:
        ordering = ["engagement", "pk"]
        indexes = [models.Index(fields=["measure", "outcome", "breach", "settled"])]
        constraints = [
            models.UniqueConstraint(fields=["engagement", "measure"], name="one_clock_a_measure")
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.engagement.label}"
