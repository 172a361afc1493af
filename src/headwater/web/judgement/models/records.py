"""What was decided, for good: the database refuses to change or remove a record."""

import uuid
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from headwater.web.judgement.models.workshops import Item, Workshop
from headwater.web.runs.models import Run


class DecisionRecord(models.Model):
    """One decision with what it rests on. A later record may supersede it; none edits it.

    Attributes
    ----------
    number
        Counts the decisions of the organization from 1.
    alternatives
        What else was on the table: [{"what", "why_not"}].
    dissent
        [{"who", "why"}]; `who` is a position where the workshop hides names.
    evidence
        [{"what", "where"}]; `run` is the computation used, if any.
    conditions, trigger
        Under which the decision holds; what happening reopens it.
    supersedes, effect, why
        The record that this one takes the place of, whether it reverses or refines it, and why.
    minutes
        Executive minutes: how long the point was on screen, times the leaders there.
    trail
        Number and digest of the audit trail's last event at that moment.
    digest
        SHA-256 of the canonical JSON of everything above.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True)
    workshop = models.ForeignKey(
        Workshop, null=True, on_delete=models.PROTECT, related_name="decisions"
    )
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="decisions")
    title = models.CharField(max_length=300)
    decision = models.TextField()
    alternatives: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    dissent: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    evidence: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    run = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="+")
    conditions = models.TextField(blank=True)
    trigger = models.TextField(blank=True)
    review = models.DateField(null=True)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    effect = models.CharField(max_length=10, blank=True)
    why = models.TextField(blank=True)
    minutes = models.PositiveIntegerField(null=True)
    made = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300)
    trail = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"Decision {self.number}: {self.title}"[:300]
