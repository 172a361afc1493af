"""Calendars and agreements as they are kept: editions that clocks in flight go on to use."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models

from headwater.vocabulary.service import ServiceLevelAgreement
from headwater.vocabulary.service_calendar import BusinessCalendar
from headwater.vocabulary.shapes import from_json


class Calendar(models.Model):
    """When an office is open; `edition` is the number of its newest edition."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    edition = models.PositiveIntegerField(default=1)
    is_usual = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_usual", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def id_now(self) -> str:
        """The id of the edition in force, as events name it."""
        return f"{self.key}.{self.edition}"


class CalendarEdition(models.Model):
    """A calendar as it was from one day on. Never changed: clocks in flight count by it."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="editions")
    key = models.CharField(max_length=80, unique=True)
    number = models.PositiveIntegerField()
    record: "models.JSONField[Any, Any]" = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.calendar}, edition {self.number}"

    @property
    def said(self) -> BusinessCalendar:
        """The edition as the vocabulary knows it."""
        return from_json(BusinessCalendar, self.record)


class Agreement(models.Model):
    """What is promised, on a calendar; the same for all engagements that name its key."""

    key = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=300)
    record: "models.JSONField[Any, Any]" = models.JSONField()

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> ServiceLevelAgreement:
        """The agreement as the vocabulary knows it."""
        return from_json(ServiceLevelAgreement, self.record)
