"""The service catalogue as it is kept: offerings, and every edition of each."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models

from headwater.vocabulary.offering import Offering as OfferingRecord
from headwater.vocabulary.shapes import from_json


class Offering(models.Model):
    """One service; `edition` is the number of its newest edition.

    A retired one can no longer be asked for; what was agreed on it goes on.
    """

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    edition = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["is_retired", "position", "title"]

    def __str__(self) -> str:
        return self.title


class OfferingEdition(models.Model):
    """An offering as it was from one day on. Never changed: the database refuses.

    Attributes
    ----------
    record
        An Offering of the vocabulary, whole.
    note
        What changed, in a sentence.
    """

    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    record: "models.JSONField[Any, Any]" = models.JSONField()
    note = models.CharField(max_length=500, default="", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["offering", "number"], name="one_edition_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.record['title']}, edition {self.number}"

    @property
    def said(self) -> OfferingRecord:
        """The edition as the vocabulary knows it."""
        return from_json(OfferingRecord, self.record)
