"""The service vision as it is kept: every edition, who agreed to it, and when it was reviewed."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models


class VisionEdition(models.Model):
    """The vision on one page, as drafted on one day and agreed on another.

    Attributes
    ----------
    outcomes
        What the organization is to get, as whole sentences.
    standards
        Promises, each tied to a figure that the system keeps: text, figure (its key), and
        wanted, the value from which on (or up to which) it is kept.
    agreed_at
        When the customer's side agreed; None for a draft.
    """

    number = models.PositiveIntegerField(unique=True)
    for_whom = models.TextField()
    outcomes: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    difference = models.TextField(default="", blank=True)
    standards: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    review_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    agreed_by_name = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Service vision, edition {self.number}"


class VisionReview(models.Model):
    """A look back at the vision: what was found, and when it is looked at again."""

    edition = models.ForeignKey(VisionEdition, on_delete=models.PROTECT, related_name="reviews")
    found = models.TextField()
    next_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Review of {self.edition}"
