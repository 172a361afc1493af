"""Business cases as they are kept: append-only versions, comments and sign-offs."""

from functools import cached_property
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from headwater.vocabulary.appraisal_case import BusinessCase
from headwater.vocabulary.appraisal_review import Review
from headwater.vocabulary.appraisal_value import CaseRange, CaseValue
from headwater.vocabulary.shapes import from_json
from headwater.vocabulary.units import Interval, MoneyUnit
from headwater.web.organization.models import name_of
from headwater.web.service.models import Engagement, Need


class Case(models.Model):
    """One business case; `version` is the number of its newest version.

    Attributes
    ----------
    key
        The case's own id, as its workbook says it; a workbook with the same id is a new version.
    need, engagement
        The need that it answers, and the engagement that works on it.
    headline
        What lists show of the newest version, so that they need no version: see `keeping`.
    is_illustrative
        Whether it was made up to show how a case looks.
    """

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"
        RETURNED = "returned", "Sent back"

    key = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=300)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    engagement = models.ForeignKey(
        Engagement, null=True, blank=True, on_delete=models.PROTECT, related_name="cases"
    )
    headline: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    is_illustrative = models.BooleanField(default=False)
    changed = models.DateTimeField()

    class Meta:
        ordering = ["-changed", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def money(self) -> MoneyUnit:
        """The unit of its amounts."""
        return from_json(MoneyUnit, self.headline["money"])

    @property
    def npv(self) -> Interval:
        """The range of its net present value against business as usual."""
        low, high = self.headline["npv"]
        return Interval(low, high)


class CaseVersion(models.Model):
    """A case as it was from one moment on. Never changed nor removed: the database refuses.

    Attributes
    ----------
    record
        A BusinessCase of the vocabulary, whole; `digest` is its SHA-256, whatever the row order.
    value, spread, review
        What the engine said of it when it was written: CaseValue, CaseRange, Review.
    note
        What changed, in a sentence.
    undoes
        The number of the version that it takes back; None where it takes back none.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    record: "models.JSONField[Any, Any]" = models.JSONField()
    digest = models.CharField(max_length=64)
    value: "models.JSONField[Any, Any]" = models.JSONField()
    spread: "models.JSONField[Any, Any]" = models.JSONField()
    review: "models.JSONField[Any, Any]" = models.JSONField()
    note = models.CharField(max_length=500, default="", blank=True)
    undoes = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.case}, version {self.number}"

    @property
    def by_name(self) -> str:
        """Who wrote it, as people say it."""
        return name_of(self.by)

    @cached_property
    def said(self) -> BusinessCase:
        """The case as the vocabulary knows it."""
        return from_json(BusinessCase, self.record)

    @cached_property
    def valued(self) -> CaseValue:
        """What its options are worth."""
        return from_json(CaseValue, self.value)

    @cached_property
    def ranged(self) -> CaseRange:
        """How far the preferred option's figures may lie from the central ones."""
        return from_json(CaseRange, self.spread)

    @cached_property
    def reviewed(self) -> Review:
        """What a reviewer would find."""
        return from_json(Review, self.review)


class CaseComment(models.Model):
    """A remark on a case. Never changed nor removed: the database refuses."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="comments")
    version = models.PositiveIntegerField()
    about = models.CharField(max_length=200, default="", blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Comment {self.pk} on {self.case}"

    @property
    def by_name(self) -> str:
        """Who wrote it, as people say it."""
        return name_of(self.by)


class SignOff(models.Model):
    """A person's word on one version. Never changed nor removed: the database refuses.

    `digest` ties it to the content of the version that was read.
    """

    class Verdict(models.TextChoices):
        """What they said."""

        AGREED = "agreed", "Agrees"
        APPROVED = "approved", "Approved"
        RETURNED = "returned", "Sent back"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signs")
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    words = models.CharField(max_length=1_000, default="", blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.case}, version {self.version}"

    @property
    def by_name(self) -> str:
        """Who said it, as people say it."""
        return name_of(self.by)


class CaseBundle(models.Model):
    """Cases decided on together; its worth is worked out anew from their newest versions.

    Attributes
    ----------
    members
        Keys of the cases.
    together
        Benefit by year that comes only with all of them, in the first case's money.
    caps
        By benefit pool, the most that it gives in a year, in the same money.
    """

    name = models.CharField(max_length=200)
    text = models.TextField(default="", blank=True)
    members: "models.JSONField[Any, Any]" = models.JSONField(default=list)
    together: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    caps: "models.JSONField[Any, Any]" = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name
