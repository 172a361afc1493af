"""The register of needs as it is kept: needs, evidence, what happened to each, and merging."""

from typing import Any, Self

from django.contrib.auth.models import User
from django.db import models

from headwater.vocabulary.need import LogicMap
from headwater.vocabulary.shapes import from_json
from headwater.web.organization.models import Unit, name_of


class Needs(models.QuerySet["Need"]):
    """Choices of needs."""

    def open(self) -> Self:
        """Keep those that nobody has answered yet."""
        return self.filter(state=Need.State.OPEN)

    def standing(self) -> Self:
        """Leave out those that were merged into another."""
        return self.exclude(state=Need.State.MERGED)


class Need(models.Model):
    """What is lacking, for whom, since when it is known. It stands before any solution.

    Projects point here; nothing here points to a project.

    Attributes
    ----------
    number
        Counts from 1 and is never used again: "N-7".
    found_by, found_on
        Whether the organization asked or the office found it by itself, and on which day.
    objectives
        Keys of the objectives that it stands in the way of.
    logic
        A LogicMap of the vocabulary: problem, benefit, response, solution.
    """

    class Found(models.TextChoices):
        """Who came first."""

        ASKED = "asked", "The organization asked"
        OFFICE = "office", "Found by the office"

    class Urgency(models.TextChoices):
        """How soon it has to be answered."""

        UNKNOWN = "", "Not known"
        WAITS = "waits", "Can wait"
        YEAR = "year", "This year"
        QUARTER = "quarter", "This quarter"
        NOW = "now", "Now"

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"
        DROPPED = "dropped", "No longer needed"
        MERGED = "merged", "Merged"

    class Answer(models.TextChoices):
        """What answered it. Without a project is a success of its own."""

        SMALL = "small", "A small change, without a project"
        ADVICE = "advice", "Advice or a decision, without a project"
        PROJECT = "project", "A project"

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=300)
    for_whom = models.CharField(max_length=300)
    lacking = models.TextField(default="", blank=True)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="needs"
    )
    owner = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="needs_owned"
    )
    owner_name = models.CharField(max_length=200, default="", blank=True)
    found_by = models.CharField(max_length=10, choices=Found.choices)
    found_on = models.DateField(db_index=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default="", blank=True)
    urgency_reason = models.CharField(max_length=300, default="", blank=True)
    needed_by = models.DateField(null=True, blank=True)
    objectives: "models.JSONField[Any, Any]" = models.JSONField(default=list, blank=True)
    logic: "models.JSONField[Any, Any]" = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.OPEN, db_index=True
    )
    answer = models.CharField(max_length=10, choices=Answer.choices, default="", blank=True)
    answer_text = models.TextField(default="", blank=True)
    answered_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = Needs.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(found_by__in=["asked", "office"]), name="need_says_who_found_it"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """How people call it: "N-7"."""
        return f"N-{self.number}"

    @property
    def owned_by(self) -> str:
        """Who has the need, as people say it; "" where nobody is named."""
        return name_of(self.owner) if self.owner else self.owner_name

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.state == self.State.OPEN

    @property
    def map(self) -> LogicMap:
        """The logic from problem to solution; without cards while nobody has drawn any."""
        return from_json(LogicMap, {**(self.logic or {}), "title": self.title})


class Evidence(models.Model):
    """What shows that the need is there: a fact, its source and its day."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="evidence")
    text = models.TextField()
    source = models.CharField(max_length=300)
    day = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.source}, {self.day:%Y-%m-%d}"


class NeedEvent(models.Model):
    """One thing that happened to a need. Never changed nor removed: the database refuses."""

    WORDS = {
        "recorded": "Recorded",
        "changed": "Changed",
        "evidence_added": "Evidence added",
        "evidence_removed": "Evidence taken out",
        "logic_written": "Logic map written",
        "merge_asked": "Merging proposed",
        "merge_declined": "Merging declined by its owner",
        "merged": "Merged with its owner's consent",
        "took_in": "Took in another need",
        "answered": "Answered",
        "dropped": "No longer needed",
        "reopened": "Opened again",
    }

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=300)
    detail: "models.JSONField[Any, Any]" = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.WORDS.get(self.kind, self.kind)}: {self.need.label}"

    @property
    def said(self) -> str:
        """What happened, in words."""
        return self.WORDS.get(self.kind, self.kind)


class Merge(models.Model):
    """A proposal to merge one need into another; only the owner of the first can consent."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", "Waits for the owner"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="merges")
    into = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="merges_into")
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField(null=True, blank=True)
    said_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    said_by_name = models.CharField(max_length=300, default="", blank=True)
    words = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["need"], condition=models.Q(state="asked"), name="one_open_merge_a_need"
            )
        ]

    def __str__(self) -> str:
        return f"{self.need.label} into {self.into.label}"
