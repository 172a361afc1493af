"""What the customer said: answers by link, value, complaints; and the charters that were issued."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from headwater.web.organization.models import Unit, name_of
from headwater.web.service.models.engagements import Engagement
from headwater.web.service.models.needs import Need


class Asking(models.Model):
    """A question after a delivery, by a link that works once; only its secret's digest is kept.

    `seen_by` is the first member of the office who opened the link while signed in, `seen` when.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="askings")
    name = models.CharField(max_length=200)
    may_accept = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seen = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"Question to {self.name}"

    @property
    def opened_in_office(self) -> str:
        """Whose session of the office the link was opened in; "" where nobody's."""
        return name_of(self.seen_by) if self.seen_by else ""

    def is_open(self, now: datetime | None = None) -> bool:
        """Say whether the link can still be answered."""
        return self.used is None and self.expires > (now or timezone.now())


class Feedback(models.Model):
    """An answer to the one question after a delivery; None where only a comment came.

    `in_session_of` is the member of the office who was signed in where it was given.
    """

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="feedback")
    asking = models.OneToOneField(
        Asking, null=True, on_delete=models.PROTECT, related_name="feedback"
    )
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(default="", blank=True)
    name = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)
    in_session_of = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score=None) | models.Q(score__lte=10), name="score_is_0_to_10"
            )
        ]

    @property
    def given_in_office(self) -> str:
        """Whose session of the office it was given in; "" where it came from the customer."""
        return name_of(self.in_session_of) if self.in_session_of else ""

    def __str__(self) -> str:
        return f"{self.score if self.score is not None else 'Comment'} from {self.name}"


class ValueStatement(models.Model):
    """Value forecast, delivered, or recognized by the customer; who said so, and when.

    `amount` is in the organization's currency; None where it was told in words only.
    """

    class Kind(models.TextChoices):
        """Who stands behind it."""

        FORECAST = "forecast", "Forecast"
        DELIVERED = "delivered", "Delivered"
        RECOGNIZED = "recognized", "Recognized"

    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="values")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    amount = models.FloatField(null=True, blank=True)
    words = models.CharField(max_length=500)
    said_by = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}"


class Complaint(models.Model):
    """What somebody was not content with, and what was done about it."""

    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="complaints"
    )
    text = models.TextField()
    said_by = models.CharField(max_length=200)
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    done = models.TextField(default="", blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Charter(models.Model):
    """A charter that was issued; its day ends the time before the charter.

    `record` is a Charter of the vocabulary, whole: what was known on that day, and what was not.
    """

    number = models.PositiveIntegerField(unique=True)
    engagement = models.ForeignKey(Engagement, on_delete=models.PROTECT, related_name="charters")
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="charters"
    )
    project = models.CharField(max_length=500)
    project_key = models.CharField(max_length=500, default="", blank=True)
    issued = models.DateField(db_index=True)
    record: "models.JSONField[Any, Any]" = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Charter {self.number}: {self.project}"

    @property
    def lead_days(self) -> int | None:
        """Days from the need to the charter; None without a need."""
        return (self.issued - self.need.found_on).days if self.need else None
